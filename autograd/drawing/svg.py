"""The picture painted as SVG, at the places that a layout gives.

It looks the same whichever engine laid it out, follows the reader's choice of a light
or a dark page, and needs no font, script or other file.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element, tostring

from autograd.drawing.curves import Rectangle
from autograd.drawing.labels import label_places
from autograd.drawing.legend import heading, legend, paint_items, widest
from autograd.drawing.paint import add, coordinate, paint_box, paint_line
from autograd.drawing.picture import Arrow, Box, Picture
from autograd.drawing.routes import Layout
from autograd.drawing.style import SMALL, line_width, number, style_sheet

EDGE = 16.0
# Words are set no wider, so that in a narrow host they are seen without scrolling.
COLUMN = 640.0


def svg(picture: Picture, layout: Layout) -> str:
    """The picture as the text of an SVG file.

    >>> from autograd import Value
    >>> from autograd.drawing import draw
    >>> draw(Value(2.0, name="a < b")).svg().count("a &lt; b")
    3
    """
    first, last = heading(picture), legend(picture)
    words = max(COLUMN, widest(first), widest(last))
    inner = max(layout.width, words)
    root = Element("svg", {"class": "autograd", "role": "img"})
    add(root, "title", summary(picture))
    add(root, "style", style_sheet())
    page = add(root, "rect", class_="page")
    top = EDGE + paint_items(root, first, EDGE, EDGE, words) + EDGE / 2
    shift = f"translate({coordinate(EDGE + (inner - layout.width) / 2)},{top:.1f})"
    paint_graph(add(root, "g", transform=shift), picture, layout)
    top += layout.height + EDGE
    bottom = top + paint_items(root, last, EDGE, top, words) + EDGE
    set_size(root, page, inner + 2 * EDGE, bottom)
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
        if arrow.derivative is not None:
            add(group, "title", arrow_in_words(arrow, titles))
        paint_line(group, route, arrow.amount, largest)
    for box in picture.boxes:
        group = add(parent, "g", class_=box.role, data_node=box.key)
        add(group, "title", box_in_words(box))
        paint_box(group, box, layout.boxes[box.key], largest_grad)
    for label, place in labels(picture, layout):
        middle = (place.left + place.right) / 2
        text = add(parent, "text", label, x=middle, y=place.bottom - 3.5)
        text.set("class", "label")
        text.set("text-anchor", "middle")
        text.set("font-size", str(SMALL))


def labels(picture: Picture, layout: Layout) -> list[tuple[str, Rectangle]]:
    """The label of every line that has one, and its place."""
    texts = [
        "" if arrow.derivative is None else f"×{number(arrow.derivative)}"
        for arrow in picture.arrows
    ]
    largest = picture.largest
    widths = [line_width(arrow.amount, largest) for arrow in picture.arrows]
    places = label_places(layout, texts, widths)
    return [(text, place) for text, place in zip(texts, places) if text]


def box_in_words(box: Box) -> str:
    """What one reads when pointing at a box: everything, in full."""
    if box.role == "constant":
        return f"plain number {box.data!r}"
    grad = "not computed" if box.grad is None else repr(box.grad)
    return f"{box.title.full}\nvalue {box.data!r}\ngradient {grad}"


def arrow_in_words(arrow: Arrow, titles: dict[str, str]) -> str:
    """What one reads when pointing at a line: the chain rule for it."""
    ends = f"{titles[arrow.result]} → {titles[arrow.operand]}"
    if arrow.amount is None:
        return f"{ends}\nlocal derivative {arrow.derivative!r}"
    return f"{ends}\nsends gradient × {arrow.derivative!r} = {arrow.amount!r}"
