"""Graphs too large to draw in full: what is collapsed, left out and said."""

import time
from xml.etree import ElementTree

import pytest

import autograd
from autograd import Value
from autograd.drawing import draw
from tests.autograd.drawing.examples import SVG, chain, deep, parsed, texts


def test_a_part_says_what_is_around_it():
    _, loss = deep()
    order = autograd.topological_order(loss)
    unit = next(node for node in order if node.name == "y20")
    picture = draw(loss, around=unit, depth=1).picture
    shown = [box for box in picture.boxes if box.role not in ("omitted", "constant")]
    names = [box.title.name for box in shown if box.title.name]
    assert "y20" in names
    assert "x20" in names
    stubs = {box.words for box in picture.boxes if box.role == "omitted"}
    assert "33 operands not shown" in stubs
    assert picture.note.startswith(f"Shown: {len(shown)} of 408 values")
    assert f"Not shown: {408 - len(shown)} (" in picture.note
    assert picture.note in " ".join(texts(parsed(draw(loss, around=unit, depth=1))))


def test_around_needs_a_value_of_the_graph():
    with pytest.raises(ValueError, match="needs a Value of this graph"):
        draw(Value(1.0) * 2, around=Value(3.0))


def test_a_part_that_is_the_whole_says_nothing():
    x = Value(1.0, name="x")
    assert draw(x * x, depth=5).picture.note == ""


def wide(count):
    """A graph of so many values that nothing collapses."""
    values = [Value(0.5, name="a"), Value(0.7, name="b")]
    while 2 * len(values) < count + 4:
        values.append(values[-1] * 0.5 + values[-2])
    return values[-1]


def test_a_hundred_thousand_values_get_a_summary_in_time():
    result = wide(100_000)
    nodes = len(autograd.topological_order(result))
    assert nodes >= 100_000
    start = time.process_time()
    drawing = draw(result)
    text = drawing.svg()
    assert time.process_time() - start < 20
    shown = [box for box in drawing.picture.boxes if box.role != "omitted"]
    note = drawing.picture.note
    assert note in " ".join(texts(ElementTree.fromstring(text)))
    assert f"Shown: {len(shown)} of {nodes:,} values" in note
    assert f"Not shown: {nodes - len(shown):,}" in note
    kinds = note.split("(")[1].split(")")[0]
    counts = [int(part.split()[0].replace(",", "")) for part in kinds.split(", ")]
    assert sum(counts) == nodes - len(shown)


def test_the_gradients_of_a_part_are_those_of_the_whole():
    result = wide(3000)
    result.backward()
    order = autograd.topological_order(result)
    grads = {f"v{i}": node.grad for i, node in enumerate(order, 1)}
    for box in draw(result).picture.boxes:
        if box.role != "omitted":
            assert box.grad == box.adjoint == grads[box.key]


def test_everything_is_drawn_when_it_is_asked_for():
    root = parsed(draw(chain(400), collapse="nothing"))
    assert len(root.findall(f".//{SVG}g[@data-node]")) == 400


@pytest.mark.parametrize(
    ("collapse", "message"),
    [
        ("nothing", "needs 1,001 boxes, a picture has at most 1,000; collapse more"),
        ("units", "there are no units in this graph"),
        ("boxes", "collapse: got .boxes., needs 'units', 'layers', 'scopes'"),
    ],
)
def test_what_cannot_be_drawn_as_wished_is_an_error(collapse, message):
    with pytest.raises(ValueError, match=message):
        draw(chain(1001), collapse=collapse)


def test_what_is_collapsed_waits_in_the_page():
    net, loss = deep()
    drawing = draw(loss, net, collapse="layers")
    assert len(drawing.opened) == 3
    inside = ElementTree.fromstring(next(iter(drawing.opened.values())))
    assert "y3 = σ(x3)" in texts(inside)
    assert drawing.html().count("<template data-inside=") == 3
