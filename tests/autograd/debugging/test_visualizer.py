"""A graph for the Debug Visualizer of VS Code."""

import json

from autograd import Value, viz


def test_viz_is_json_that_survives_repr():
    x = Value(2.0, "na'me\\ \"é\n<b>")
    loss = (x * x).log()
    loss.backward()
    text = repr(viz(loss))
    assert text[0] == text[-1] == "'"
    assert "'" not in text[1:-1]
    assert "\\" not in text
    assert text.isascii()
    graph = json.loads(text[1:-1])
    assert graph["kind"] == {"graph": True}
    ids = {node["id"] for node in graph["nodes"]}
    assert len(ids) == len(graph["nodes"]) == 3
    assert all({e["from"], e["to"]} <= ids for e in graph["edges"])
    assert [e["label"] for e in graph["edges"]] == ["2", "2", "0.25"]


def test_a_value_shows_itself_to_the_visualizer():
    y = Value(2.0, "x") * 3
    assert repr(y.viz()) == repr(viz(y))


def test_viz_of_a_large_graph_is_short_and_says_what_is_missing():
    y = x = Value(1.0)
    for _ in range(20_000):
        y = y + x
    graph = viz(y)
    assert len(repr(graph)) < 60_000
    assert graph["nodes"][-1]["label"].endswith("more nodes are not shown")
