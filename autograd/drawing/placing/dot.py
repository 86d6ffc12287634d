"""The picture as DOT: one text for any graphviz tool, one for the layout alone.

>>> from autograd import Value
>>> from autograd.drawing.choosing.level_of_detail import picture_of
>>> x = Value(3.0, name="x")
>>> print(exported(picture_of(x * 2)).splitlines()[4].strip())
v1 [label="x\\n3\\ngrad –" fillcolor="#e9ecf1" style=filled]
"""

from __future__ import annotations

from typing import Any

from autograd.drawing.picture import Arrow, Box, Picture
from autograd.drawing.style import line_width, sign
from autograd.support.palette import LIGHT

#: The attributes of boxes by their role.
LOOKS = {
    "parameter": {"style": "filled", "fillcolor": LIGHT["tint"]},
    "operation": {"style": "rounded"},
    "group": {"style": "rounded"},
    "result": {"style": "rounded", "penwidth": "3", "color": LIGHT["ink"]},
    "constant": {"color": LIGHT["line"], "height": "0.3"},
    "omitted": {"style": "dashed"},
}


def exported(picture: Picture) -> str:
    """Plain DOT with values, gradients and colours, for any graphviz tool."""
    graph = digraph(nodesep="0.25", ranksep="0.8", bgcolor=LIGHT["page"])
    if picture.note:
        graph.attr(label=escaped(picture.note), fontname="Helvetica")
    graph.attr("node", shape="box", fontname="Helvetica", color=LIGHT["muted"])
    graph.attr("edge", fontname="Helvetica", fontsize="11", fontcolor=LIGHT["muted"])
    for box in picture.boxes:
        graph.node(box.key, lines(box), **LOOKS.get(box.role, {}))
    largest = picture.largest
    for arrow in picture.arrows:
        graph.edge(arrow.operand, arrow.result, **line(arrow, largest))
    return graph.source


def skeleton(picture: Picture) -> str:
    """DOT for the layout alone: boxes of fixed size, no text, so no font matters."""
    most = max(box.entering for box in picture.boxes)
    # many lines into one box are steep, and need room beside each other
    room = 1.5 + 0.05 * min(max(most - 5, 0), 30)
    graph = digraph(nodesep="0.3", ranksep=f"{room:.2f}")
    graph.attr("node", shape="box", fixedsize="true", label="")
    graph.attr("edge", dir="none")
    for box in pairs_together(picture):
        width, height = f"{box.width / 72:.4f}", f"{box.height / 72:.4f}"
        graph.node(box.key, width=width, height=height)
    for i, arrow in enumerate(picture.arrows):
        graph.edge(arrow.operand, arrow.result, id=str(i))
    return graph.source


def pairs_together(picture: Picture) -> list[Box]:
    """The boxes, each plain number after the operand before it: a weight, its input.

    Where nothing else decides, an engine stacks boxes in the order that it reads.
    """
    place = {box.key: i for i, box in enumerate(picture.boxes)}
    previous: dict[str, str] = {}  # the latest operand of each result
    for arrow in picture.arrows:
        if arrow.derivative is None:
            place[arrow.operand] = place[previous.get(arrow.result, arrow.operand)]
        previous[arrow.result] = arrow.operand
    return sorted(picture.boxes, key=lambda box: place[box.key])


def digraph(**attributes: str) -> Any:
    """An empty graph whose values flow from left to right."""
    # imported here: importing the room must not cost what drawing costs
    from graphviz import Digraph

    return Digraph(graph_attr={"rankdir": "LR", **attributes})


def lines(box: Box) -> str:
    """The label of a box: title, value, gradient, one below the other."""
    parts = (box.title.text if box.pill else "", box.number, box.pill)
    return "\\n".join(escaped(part) for part in parts if part)


def escaped(text: str) -> str:
    """A text as DOT labels want it, so that it is shown as it is.

    >>> escaped("<b> & \\\\N")
    '<b> &amp; \\\\\\\\N'
    """
    # an ampersand would begin an entity, a backslash a name such as \N
    return text.replace("&", "&amp;").replace("\\", "\\\\")


def line(arrow: Arrow, largest: float) -> dict[str, str]:
    """The attributes of an edge: after a backward pass its head is at the operand."""
    colour = "muted" if arrow.mixed else sign(arrow.amount)
    attributes = {"color": LIGHT[colour]}
    if arrow.label:
        attributes["label"] = f" {arrow.label} "
    if arrow.amount is None:
        return {**attributes, "dir": "none"}
    if arrow.amount == 0:
        attributes["style"] = "dashed"
    width = line_width(arrow.amount, largest)
    return {**attributes, "dir": "back", "penwidth": f"{width:g}"}
