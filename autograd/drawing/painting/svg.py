"""The picture painted as SVG, at the places that a layout gives.

It looks the same whichever engine laid it out, follows the reader's choice of a light
or a dark page, and needs no font, script or other file.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from xml.etree.ElementTree import Element, tostring

from autograd.drawing.painting.hinton import paint_gradients, paint_weights
from autograd.drawing.painting.legend import heading, legend, paint_items, widest
from autograd.drawing.painting.shapes import (
    add,
    coordinate,
    paint_body,
    paint_line,
    paint_pill,
    paint_value,
    text_place,
    write,
)
from autograd.drawing.picture import Arrow, Box, Picture
from autograd.drawing.placing.curves import Point, Rectangle
from autograd.drawing.placing.labels import MOST_LABELS, label_places
from autograd.drawing.placing.layout import Layout
from autograd.drawing.style import NUMBER, SMALL, line_width, style_sheet, wrapped

EDGE = 16.0
# Paints something into a parent at (x, y), at most so wide; returns its height.
Block = Callable[[Element, float, float, float], float]
# Words are set no wider, so that in a narrow host they are seen without scrolling.
COLUMN = 640.0
# How far below the middle of its text the pill of a box begins, and its diagrams.
PILL_TOP, DIAGRAM_TOP = 11.0, 36.0


def svg(picture: Picture, layout: Layout) -> str:
    """The picture as the text of an SVG file.

    >>> from autograd import Value
    >>> from autograd.drawing import draw
    >>> draw(Value(2.0, name="a < b")).svg().count("a &lt; b")
    3
    """
    return text_of(page(Still(picture), layout))


def text_of(root: Element) -> str:
    """The text of an SVG file."""
    return tostring(root, "unicode") + "\n"


def page(painter: Painter, layout: Layout, above: Block | None = None) -> Element:
    """A page with a graph between the words that explain it.

    above: what stands over everything.
    """
    picture = painter.picture
    first, last = heading(picture), legend(picture)
    words = max(COLUMN, widest(first), widest(last))
    inner = max(layout.width, words)
    root = Element("svg", {"class": "autograd", "role": "img"})
    add(root, "title", summary(picture))
    add(root, "style", style_sheet())
    add(root, "rect", class_="page", width="100%", height="100%")
    top = EDGE + (above(root, EDGE, EDGE, inner) if above else 0.0)
    top += paint_items(root, first, EDGE, top, words) + EDGE / 2
    for line in wrapped(picture.note, NUMBER, COLUMN):
        add(root, "text", line, x=EDGE, y=top + 8, font_size=str(NUMBER), class_="note")
        top += 20.0
    shift = f"translate({coordinate(EDGE + (inner - layout.width) / 2)},{top:.1f})"
    painter.paint(add(root, "g", class_="graph", transform=shift), layout)
    top += layout.height + EDGE
    bottom = top + paint_items(root, last, EDGE, top, words) + EDGE
    set_size(root, coordinate(inner + 2 * EDGE), coordinate(bottom))
    return root


def set_size(root: Element, width: str, height: str) -> None:
    """The size of the page: a narrower host scrolls instead of shrinking the type."""
    root.attrib |= {
        "xmlns": "http://www.w3.org/2000/svg",
        "viewBox": f"0 0 {width} {height}",
        "width": width,
        "height": height,
        # notebooks shrink pictures to their column; a least width prevails over that
        "style": f"min-width:{width}px;height:auto",
    }


def summary(picture: Picture) -> str:
    """The picture in a sentence, for those who do not see it."""
    grads = "with" if picture.differentiated else "no"
    return (
        f"Computation graph of {picture.result.text}: {picture.values} values, "
        f"{grads} gradients"
    )


class Painter(ABC):
    """Who paints the graph of a picture."""

    def __init__(self, picture: Picture) -> None:
        self.picture = picture
        self.largest, self.largest_grad = picture.largest, picture.largest_grad
        self.titles = {box.key: box.title.full for box in picture.boxes}

    def paint(self, parent: Element, layout: Layout) -> None:
        """Lines below, boxes on them, the labels of the lines on top."""
        arrows = self.picture.arrows
        for i, (arrow, route) in enumerate(zip(arrows, layout.routes)):
            group = add(parent, "g", class_="edge", data_arrow=str(i))
            if arrow.uses:
                add(group, "title", arrow_in_words(arrow, self.titles))
            self.paint_arrow(group, i, route)
        for box in self.picture.boxes:
            group = add(parent, "g", class_=box.role, data_node=box.key)
            self.paint_box(group, box, layout.boxes[box.key])
        for i, (text, place) in enumerate(labels(self.picture, layout)):
            if text:
                self.paint_label(parent, i, text, place)

    @property
    def labelled(self) -> bool:
        """Whether all labels stand in the picture at once."""
        return len(self.picture.arrows) <= MOST_LABELS

    @abstractmethod
    def paint_arrow(self, group: Element, i: int, route: list[Point]) -> None:
        """Paint the arrow of a number along its route."""

    @abstractmethod
    def paint_box(self, group: Element, box: Box, place: Rectangle) -> None:
        """Paint a box and all that is in it."""

    @abstractmethod
    def paint_label(self, parent: Element, i: int, text: str, place: Rectangle) -> None:
        """Paint the label of the arrow of a number."""


class Still(Painter):
    """Who paints a picture as it is."""

    def paint_arrow(self, group: Element, i: int, route: list[Point]) -> None:
        arrow = self.picture.arrows[i]
        paint_line(group, route, arrow.amount, self.largest, arrow.mixed)

    def paint_box(self, group: Element, box: Box, place: Rectangle) -> None:
        add(group, "title", box_in_words(box))
        paint_body(group, box, place)
        paint_value(group, box, place)
        x, y = text_place(box, place)
        if box.pill is not None:
            paint_pill(group, box.pill, x, y + PILL_TOP, box.grad, self.largest_grad)
        if box.inside and box.inside.cell:
            paint_weights(group, box.inside, x, y + DIAGRAM_TOP)
            paint_gradients(group, box.inside, x, y + DIAGRAM_TOP)

    def paint_label(self, parent: Element, i: int, text: str, place: Rectangle) -> None:
        if self.labelled:
            label(parent, text, place)


def label(parent: Element, text: str, place: Rectangle) -> Element:
    """The local derivative beside a line."""
    middle = (place.left + place.right) / 2
    return write(parent, text, middle, place.bottom - 3.5, SMALL, "label")


def labels(picture: Picture, layout: Layout) -> list[tuple[str, Rectangle]]:
    """The label of every line, empty where there is no derivative, and its place."""
    largest = picture.largest
    texts = [arrow.label for arrow in picture.arrows]
    widths = [line_width(arrow.amount, largest) for arrow in picture.arrows]
    return list(zip(texts, label_places(layout, texts, widths)))


def box_in_words(box: Box) -> str:
    """What one reads when pointing at a box: everything, in full."""
    if box.role == "constant":
        return f"plain number {box.data!r}"
    if box.role == "omitted":
        return box.words
    if box.inside:
        inside = f"{box.inside.values:,} values, {box.inside.outputs:,} used outside"
        return f"{box.title.full}\n{box.number}\n{box.pill}\ninside: {inside}"
    grad = "not computed" if box.grad is None else repr(box.grad)
    return f"{box.title.full}\nvalue {box.data!r}\ngradient {grad}"


def arrow_in_words(arrow: Arrow, titles: dict[str, str]) -> str:
    """What one reads when pointing at a line: the chain rule for it."""
    ends = f"{titles[arrow.result]} → {titles[arrow.operand]}"
    if arrow.spread is not None:
        low, high = arrow.spread
        return f"{ends}\n{arrow.uses:,} uses send from {low!r} to {high!r}"
    if arrow.derivative is None:
        return f"{ends}\n{arrow.uses:,} uses"
    if arrow.amount is None:
        return f"{ends}\nlocal derivative {arrow.derivative!r}"
    return f"{ends}\nsends gradient × {arrow.derivative!r} = {arrow.amount!r}"
