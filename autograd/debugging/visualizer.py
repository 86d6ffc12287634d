"""A graph as the Debug Visualizer of VS Code draws it.

>>> x = Value(3.0, name="x")
>>> y = x * x
>>> y.backward()
>>> picture = viz(y)
>>> picture["kind"], [node["label"] for node in picture["nodes"]]
({'graph': True}, ['x = 3.0 grad 6', 'mul = 9.0 grad 1'])
"""

from __future__ import annotations

import json

from autograd.backward import edges, nodes, topological_order
from autograd.support.palette import LIGHT
from autograd.value import Value

LIMIT = 60_000  # characters that a debugger hands over
COLOURS = {1: LIGHT["positive"], -1: LIGHT["negative"], 0: LIGHT["line"]}


class Visualization(dict):
    """A graph for the visualizer; its repr is that of its JSON text, as that wants."""

    def __repr__(self) -> str:
        # ASCII, and nothing in it that the repr of a str would change
        return f"'{json.dumps(self)}'"


def viz(result: Value) -> Visualization:
    """The graph below a result for VS Code's Debug Visualizer: evaluate ``viz(loss)``.

    When it would be longer than 60,000 characters, only the part nearest to the result
    is in it, and a node says how many are not.
    """
    order = topological_order(*nodes([result], "viz"))
    count = len(order)
    while True:
        picture = _picture(order[-count:], len(order) - count)
        if len(repr(picture)) < LIMIT:
            return picture
        count = count // 2


def _picture(shown, omitted):
    names = {node: f"n{i}" for i, node in enumerate(shown)}
    shapes = {True: "box", False: "ellipse"}
    nodes = [
        {"id": name, "label": label(node), "shape": shapes[bool(node.operands)]}
        for node, name in names.items()
    ]
    if omitted:
        nodes.append({"id": "rest", "label": f"{omitted} more nodes are not shown"})
    arrows = [
        {
            "from": names[node],
            "to": names[operand],
            "label": f"{derivative:.4g}",
            "color": COLOURS[(derivative > 0) - (derivative < 0)],
        }
        for node in shown
        for operand, derivative in edges(node)
        if operand in names
    ]
    return Visualization(kind={"graph": True}, nodes=nodes, edges=arrows)


def label(node: Value) -> str:
    """A node on one line, in ASCII: name or operation, number, gradient."""
    name = node.name or node.operation or "value"
    name = "".join(c if " " <= c <= "~" and c not in "\\'\"" else "?" for c in name)
    grad = f" grad {node.grad:.4g}" if node.has_grad else ""
    return f"{name} = {node.data!r}{grad}"
