"""Strokes of the pen: elements, lines with arrowheads, boxes, pills.

>>> from xml.etree.ElementTree import tostring
>>> root = Element("g")
>>> _ = add(root, "text", "a < b", x=1.25, y=2.0, class_="muted")
>>> tostring(root, "unicode")
'<g><text x="1.2" y="2" class="muted">a &lt; b</text></g>'
"""

from __future__ import annotations

from math import isfinite, sqrt
from xml.etree.ElementTree import Element, SubElement

from autograd.drawing.picture import Box
from autograd.drawing.placing.curves import Point, Rectangle, straight
from autograd.drawing.style import (
    NUMBER,
    SMALL,
    TITLE,
    line_width,
    sign,
    text_width,
)

PILL = 20.0


def add(
    parent: Element, tag: str, text: str | None = None, **attributes: str | float
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


def path(points: list[Point]) -> str:
    """A chain of cubic Bézier curves as the data of a path."""
    pairs = [f"{coordinate(x)},{coordinate(y)}" for x, y in points]
    curves = (" ".join(pairs[i : i + 3]) for i in range(1, len(pairs), 3))
    return f"M{pairs[0]}" + "".join(f"C{curve}" for curve in curves)


def head_length(amount: float | None, width: float) -> float:
    """How long the arrowhead of a line is; 0 where no gradient flows."""
    return 0.0 if amount is None else 6 + 1.4 * width


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
    length = head_length(amount, width)
    dashed = {"stroke_dasharray": "4 4"} if amount == 0 else {}
    if colour == "special":
        dashed = {"stroke_dasharray": "2 3"}
    x, y = route[0]
    if length:  # the line begins under its arrowhead, on the level piece
        begin = (x + length - 1, y)
        route = [begin, *straight(begin, route[3]), *route[4:]]
    line = path(route)
    add(parent, "path", d=line, class_=colour, stroke_width=width, **dashed)
    if length:
        half = 3 + 0.85 * width
        corners = ((x, y), (x + length, y - half), (x + length, y + half))
        points = " ".join(f"{coordinate(px)},{coordinate(py)}" for px, py in corners)
        add(parent, "polygon", points=points, class_=f"{colour} solid", stroke="none")


def paint_box(parent: Element, box: Box, place: Rectangle, largest: float) -> None:
    """A box with its lines: title, value, gradient."""
    paint_body(parent, box, place)
    paint_value(parent, box, place)
    if box.pill is not None:
        middle, top = pill_place(box, place)
        paint_pill(parent, box.pill, middle, top, box.grad, largest)


def paint_body(parent: Element, box: Box, place: Rectangle) -> None:
    """The frame of a box and its title."""
    corner = 12.0 if box.role in ("operation", "result", "group") else 0.0
    frame = add(parent, "rect", x=place.left, y=place.top, rx=corner, class_="box")
    frame.set("width", coordinate(place.right - place.left))
    frame.set("height", coordinate(place.bottom - place.top))
    if box.pill is None:
        return
    middle = (place.left + place.right) / 2
    y = place.middle - box.lifted - 16
    line = add(parent, "text", x=middle, y=y, text_anchor="middle")
    line.set("font-size", str(TITLE))
    if box.title.name:
        add(line, "tspan", box.title.name, class_="name")
    add(line, "tspan", box.title.rest)


def paint_value(parent: Element, box: Box, place: Rectangle) -> None:
    """The number in a box: in its middle where it is all there is."""
    style = "value" if isfinite(box.data) or box.words else "special"
    y = place.middle - box.lifted + (5 if box.pill is None else 4)
    middle = (place.left + place.right) / 2
    write(parent, box.number, middle, y, NUMBER, style)


def pill_place(box: Box, place: Rectangle) -> tuple[float, float]:
    """The middle and the top of the pill in a box."""
    return (place.left + place.right) / 2, place.middle - box.lifted + 11


def write(
    parent: Element, text: str, x: float, y: float, size: int, class_: str
) -> None:
    """A line of text around its middle."""
    anchor = {"text_anchor": "middle", "font_size": str(size)}
    add(parent, "text", text, x=x, y=y, class_=class_, **anchor)


def paint_pill(
    parent: Element,
    text: str,
    middle: float,
    top: float,
    grad: float | None,
    largest: float,
) -> None:
    """A pill with a gradient, the fuller of its sign's colour the larger it is."""
    width = pill_width(text)
    pill = add(parent, "rect", x=middle - width / 2, y=top, width=width, height=PILL)
    pill.set("rx", coordinate(PILL / 2))
    pill.set("class", f"{sign(grad)} pill solid")
    pill.set("fill-opacity", f"{pill_strength(grad, largest):.2f}")
    write(parent, text, middle, top + 14.5, SMALL + 1, "grad")


def pill_width(text: str) -> float:
    """The width of a pill around a text."""
    return text_width(text, SMALL + 1) + 12


def pill_strength(grad: float | None, largest: float) -> float:
    """How full a pill is: empty at 0, on the scale of a square root; half at most."""
    if not grad:
        return 0.0
    return 0.5 * sqrt(abs(grad) / largest) if isfinite(grad) else 0.5
