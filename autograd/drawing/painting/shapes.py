"""Strokes of the pen: elements, lines with arrowheads, boxes, pills.

>>> from xml.etree.ElementTree import tostring
>>> root = Element("g")
>>> _ = add(root, "text", "a < b", x=1.25, y=2.0, class_="muted")
>>> tostring(root, "unicode")
'<g><text x="1.2" y="2" class="muted">a &lt; b</text></g>'
"""

from __future__ import annotations

from collections.abc import Iterable
from math import isfinite, sqrt
from xml.etree.ElementTree import Element, SubElement

from autograd.drawing.picture import Box
from autograd.drawing.placing.curves import Point, Rectangle, straight
from autograd.drawing.style import NUMBER, SMALL, TITLE, line_width, sign, text_width

PILL = 20.0
# Boxes of these roles have round corners.
ROUND = ("operation", "result", "group")


def add(
    parent: Element, tag: str, text: str | None = None, /, **attributes: str | float
) -> Element:
    """A new element inside another; the library escapes its text and attributes."""
    written = {
        name.rstrip("_").replace("_", "-"): (
            value if isinstance(value, str) else coordinate(value)
        )
        for name, value in attributes.items()
    }
    element = SubElement(parent, tag, written)
    element.text = text
    return element


def coordinate(x: float) -> str:
    """A length in tenths of a pixel.

    >>> coordinate(12.0), coordinate(0.26), coordinate(-0.01)
    ('12', '0.3', '0')
    """
    text = f"{x:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def pairs(points: Iterable[Point]) -> list[str]:
    """Points as the data of paths and polygons want them."""
    return [f"{coordinate(x)},{coordinate(y)}" for x, y in points]


def path(points: list[Point]) -> str:
    """A chain of cubic Bézier curves as the data of a path."""
    start, *rest = pairs(points)
    curves = (" ".join(rest[i : i + 3]) for i in range(0, len(rest), 3))
    return f"M{start}" + "".join(f"C{curve}" for curve in curves)


def write(
    parent: Element, text: str | None, x: float, y: float, size: int, class_: str
) -> Element:
    """A line of text around its middle."""
    look = {"text_anchor": "middle", "font_size": str(size)}
    return add(parent, "text", text, x=x, y=y, class_=class_, **look)


def paint_line(
    parent: Element,
    route: list[Point],
    amount: float | None,
    largest: float,
    mixed: bool = False,
) -> None:
    """A line, and at its start the arrowhead of the gradient that arrives there.

    mixed: whether it carries numbers of both signs.
    """
    width, colour = line_width(amount, largest), "mixed" if mixed else sign(amount)
    dashes = {"special": "2 3"}.get(colour, "4 4" if amount == 0 else "")
    dashed = {"stroke_dasharray": dashes} if dashes else {}
    if amount is None:
        add(parent, "path", d=path(route), class_=colour, stroke_width=width, **dashed)
        return
    x, y = route[0]
    # the line begins under its arrowhead, on the level piece
    length, half = 6 + 1.4 * width, 3 + 0.85 * width
    begin = (x + length - 1, y)
    line = path([begin, *straight(begin, route[3]), *route[4:]])
    add(parent, "path", d=line, class_=colour, stroke_width=width, **dashed)
    head = pairs([(x, y), (x + length, y - half), (x + length, y + half)])
    look = {"class_": f"{colour} solid", "stroke": "none"}
    add(parent, "polygon", points=" ".join(head), **look)


def paint_body(parent: Element, box: Box, place: Rectangle) -> None:
    """The frame of a box and its title."""
    paint_frame(parent, place, 12.0 if box.role in ROUND else 0.0, "box")
    if box.pill is None:
        return
    middle, y = text_place(box, place)
    line = add(parent, "text", x=middle, y=y - 16, text_anchor="middle")
    line.set("font-size", str(TITLE))
    if box.title.name:
        add(line, "tspan", box.title.name, class_="name")
    add(line, "tspan", box.title.rest)


def paint_frame(
    parent: Element, place: Rectangle, corner: float, class_: str
) -> Element:
    """A rectangle with round corners."""
    width, height = place.right - place.left, place.bottom - place.top
    size: dict[str, float] = {"rx": corner, "width": width, "height": height}
    return add(parent, "rect", x=place.left, y=place.top, class_=class_, **size)


def text_place(box: Box, place: Rectangle) -> Point:
    """The middle of the text in a box; its diagrams stand below that."""
    return (place.left + place.right) / 2, place.middle - box.diagrams[1] / 2


def paint_value(parent: Element, box: Box, place: Rectangle) -> None:
    """The number in a box: in its middle where it is all there is."""
    style = "value" if isfinite(box.data) or box.words else "special"
    middle, y = text_place(box, place)
    y += 5 if box.pill is None else 4
    write(parent, box.number, middle, y, NUMBER, style)


def paint_pill(
    parent: Element, text: str, x: float, top: float, grad: float | None, largest: float
) -> None:
    """A pill around x, the fuller of its sign's colour the larger the gradient is."""
    half = pill_width(text) / 2
    place = Rectangle(x - half, top, x + half, top + PILL)
    pill = paint_frame(parent, place, PILL / 2, f"{sign(grad)} pill solid")
    pill.set("fill-opacity", f"{pill_strength(grad, largest):.2f}")
    write(parent, text, x, top + 14.5, SMALL + 1, "grad")


def pill_width(text: str) -> float:
    """The width of a pill around a text."""
    return text_width(text, SMALL + 1) + 12


def pill_strength(grad: float | None, largest: float) -> float:
    """How full a pill is: empty at 0, on the scale of a square root; half at most."""
    if not grad:
        return 0.0
    return 0.5 * sqrt(abs(grad) / largest) if isfinite(grad) else 0.5
