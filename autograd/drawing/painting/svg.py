"""The picture painted as SVG, at the places that a layout gives.

It looks the same whichever engine laid it out, follows the reader's choice of a light
or a dark page, and needs no font, script or other file.
"""

from __future__ import annotations

from collections.abc import Callable
from xml.etree.ElementTree import Element, tostring

from autograd.drawing.painting.hinton import paint_gradients, paint_weights
from autograd.drawing.painting.legend import (
    MOST_LABELS,
    heading,
    legend,
    paint_items,
    widest,
)
from autograd.drawing.painting.shapes import add, coordinate, paint_box, paint_line
from autograd.drawing.picture import Arrow, Box, Picture
from autograd.drawing.placing.curves import Rectangle
from autograd.drawing.placing.labels import label_places
from autograd.drawing.placing.layout import Layout
from autograd.drawing.style import (
    NUMBER,
    SMALL,
    line_width,
    number,
    style_sheet,
    wrapped,
)

EDGE = 16.0
# Paints something into a parent at (x, y), at most so wide; returns its height.
Block = Callable[[Element, float, float, float], float]
# Words are set no wider, so that in a narrow host they are seen without scrolling.
COLUMN = 640.0


def svg(picture: Picture, layout: Layout) -> str:
    """The picture as the text of an SVG file.

    >>> from autograd import Value
    >>> from autograd.drawing import draw
    >>> draw(Value(2.0, name="a < b")).svg().count("a &lt; b")
    3
    """
    return text_of(page(picture, layout, paint_graph))


def page(
    picture: Picture,
    layout: Layout,
    paint: Callable[[Element, Picture, Layout], None],
    above: Block | None = None,
) -> Element:
    """A page with a graph between the words that explain it.

    paint: what paints the graph; above: what stands over everything.
    """
    first, last = heading(picture), legend(picture)
    notes = wrapped(picture.note, NUMBER, COLUMN)
    words = max(COLUMN, widest(first), widest(last))
    inner = max(layout.width, words)
    root = Element("svg", {"class": "autograd", "role": "img"})
    add(root, "title", summary(picture))
    add(root, "style", style_sheet())
    sheet = add(root, "rect", class_="page")
    top = EDGE + (above(root, EDGE, EDGE, inner) if above else 0.0)
    top += paint_items(root, first, EDGE, top, words) + EDGE / 2
    for line in notes:
        add(root, "text", line, x=EDGE, y=top + 8, font_size=str(NUMBER), class_="note")
        top += 20.0
    shift = f"translate({coordinate(EDGE + (inner - layout.width) / 2)},{top:.1f})"
    paint(add(root, "g", class_="graph", transform=shift), picture, layout)
    top += layout.height + EDGE
    bottom = top + paint_items(root, last, EDGE, top, words) + EDGE
    set_size(root, sheet, inner + 2 * EDGE, bottom)
    return root


def text_of(root: Element) -> str:
    """The text of an SVG file."""
    return tostring(root, "unicode") + "\n"


def set_size(root: Element, page: Element, width: float, height: float) -> None:
    """The size of the page: a narrower host scrolls instead of shrinking the type."""
    right, bottom = coordinate(width), coordinate(height)
    page.set("width", "100%")
    page.set("height", "100%")
    root.set("xmlns", "http://www.w3.org/2000/svg")
    root.set("viewBox", f"0 0 {right} {bottom}")
    root.set("width", right)
    root.set("height", bottom)
    # notebooks shrink pictures to their column; a least width prevails over that
    root.set("style", f"min-width:{right}px;height:auto")


def summary(picture: Picture) -> str:
    """The picture in a sentence, for those who do not see it."""
    grads = "with" if picture.differentiated else "no"
    return (
        f"Computation graph of {picture.result.text}: {picture.values} values, "
        f"{grads} gradients"
    )


def paint_graph(parent: Element, picture: Picture, layout: Layout) -> None:
    """Lines below, boxes on them, the labels of the lines on top."""
    titles = {box.key: box.title.full for box in picture.boxes}
    largest, largest_grad = picture.largest, picture.largest_grad
    for i, (arrow, route) in enumerate(zip(picture.arrows, layout.routes)):
        group = add(parent, "g", class_="edge", data_arrow=str(i))
        if arrow.share is not None:
            add(group, "title", arrow_in_words(arrow, titles))
        paint_line(group, route, arrow.amount, largest, arrow.mixed)
    for box in picture.boxes:
        group = add(parent, "g", class_=box.role, data_node=box.key)
        add(group, "title", box_in_words(box))
        place = layout.boxes[box.key]
        paint_box(group, box, place, largest_grad)
        if box.inside and box.inside.cell:
            paint_weights(group, box, place)
            paint_gradients(group, box, place)
    for label, place in labels(picture, layout) if labelled(picture) else ():
        paint_label(parent, label, place)


def paint_label(parent: Element, label: str, place: Rectangle) -> Element:
    """The local derivative beside a line."""
    middle = (place.left + place.right) / 2
    text = add(parent, "text", label, x=middle, y=place.bottom - 3.5, class_="label")
    text.set("text-anchor", "middle")
    text.set("font-size", str(SMALL))
    return text


def labels(picture: Picture, layout: Layout) -> list[tuple[str, Rectangle]]:
    """The label of every line that has one, and its place."""
    pairs = zip(label_texts(picture), all_places(picture, layout))
    return [(text, place) for text, place in pairs if text]


def label_texts(picture: Picture) -> list[str]:
    """The label of every line; empty where there is no derivative."""
    return [label_text(arrow) for arrow in picture.arrows]


def labelled(picture: Picture) -> bool:
    """Whether all labels stand in the picture at once."""
    return len(picture.arrows) <= MOST_LABELS


def label_text(arrow: Arrow) -> str:
    """The local derivative, or how many uses an arrow stands for."""
    if arrow.derivative is not None:
        return f"×{number(arrow.derivative)}"
    return f"{arrow.uses:,} uses" if arrow.uses > 1 else ""


def all_places(picture: Picture, layout: Layout) -> list[Rectangle]:
    """The place of every line's label."""
    largest = picture.largest
    widths = [line_width(arrow.amount, largest) for arrow in picture.arrows]
    return label_places(layout, label_texts(picture), widths)


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
    if arrow.derivative is None:
        if arrow.spread is None:
            return f"{ends}\n{arrow.uses:,} uses"
        low, high = arrow.spread
        return f"{ends}\n{arrow.uses:,} uses send from {low!r} to {high!r}"
    if arrow.amount is None:
        return f"{ends}\nlocal derivative {arrow.derivative!r}"
    return f"{ends}\nsends gradient × {arrow.derivative!r} = {arrow.amount!r}"
