"""The words around a picture: which way things flow, and what every sign means."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain
from math import inf, isfinite
from typing import NamedTuple
from xml.etree.ElementTree import Element

from autograd.drawing.painting.shapes import (
    ROUND,
    add,
    paint_frame,
    paint_line,
    paint_pill,
    pill_width,
)
from autograd.drawing.picture import Picture
from autograd.drawing.placing.curves import Rectangle, straight
from autograd.drawing.placing.labels import MOST_LABELS
from autograd.drawing.style import SMALL, TITLE, number, text_width

ROW, GAP, BETWEEN = 28.0, 22.0, 6.0
ROLES = {
    "parameter": "parameter",
    "input": "input",
    "constant": "plain number",
    "operation": "operation",
    "group": "many values",
    "omitted": "not shown",
    "result": "result",
}


class Item(NamedTuple):
    """A piece of the legend: its width and what paints it at a place."""

    width: float
    paint: Callable[[Element, float, float], object]


def words(text: str, class_: str = "muted", size: int = SMALL) -> Item:
    """A piece of text."""
    look = {"class_": class_, "font_size": str(size)}
    return Item(
        text_width(text, size),
        lambda parent, x, y: add(parent, "text", text, x=x, y=y + 4, **look),
    )


def swatch(role: str) -> Item:
    """A small box as those of a role are drawn."""

    def paint(parent: Element, x: float, y: float) -> None:
        place = Rectangle(x, y - 7, x + 24, y + 7)
        corner = 5.0 if role in ROUND else 0.0
        paint_frame(add(parent, "g", class_=role), place, corner, "box")

    return Item(24.0, paint)


def line_sample(amount: float | None, largest: float, mixed: bool = False) -> Item:
    """A piece of line as it is drawn for an amount."""

    def paint(parent: Element, x: float, y: float) -> None:
        route = [(x, y), *straight((x, y), (x + 42, y))]
        paint_line(add(parent, "g", class_="edge"), route, amount, largest, mixed)

    return Item(42.0, paint)


def pill_sample(text: str, grad: float | None, largest: float) -> Item:
    """A pill as it is drawn for a gradient."""
    width = pill_width(text)
    return Item(
        width,
        lambda parent, x, y: paint_pill(
            parent, text, x + width / 2, y - 10, grad, largest
        ),
    )


def joined(*items: Item, gap: float = BETWEEN) -> Item:
    """Pieces beside each other that stay on one line."""

    def paint(parent: Element, x: float, y: float) -> None:
        for item in items:
            item.paint(parent, x, y)
            x += item.width + gap

    return Item(sum(item.width for item in items) + gap * (len(items) - 1), paint)


def heading(picture: Picture) -> list[Item]:
    """The first line: which way values and gradients flow."""
    values = words("forward: values flow to the right ⟶", "ink", TITLE)
    if not picture.differentiated:
        return [values]
    arrows = line_sample(0.3, 1.0), line_sample(-0.3, 1.0)
    gradients = words("backward: gradients flow to the left", "ink", TITLE)
    return [values, joined(*arrows, gradients)]


def legend(picture: Picture) -> list[Item]:
    """What the signs in a picture mean; only of those that are in it."""
    present = {box.role for box in picture.boxes}
    items = [
        joined(swatch(role), words(text))
        for role, text in ROLES.items()
        if role in present
    ]
    if any(arrow.derivative is not None for arrow in picture.arrows):
        items.append(derivative_item(picture))
    if picture.differentiated:
        items += [*line_scale(picture), *pill_scale(picture)]
    return [*items, *many_items(picture), *warnings_of(picture)]


def derivative_item(picture: Picture) -> Item:
    """What the factor beside a line is."""
    if len(picture.arrows) > MOST_LABELS:
        return words("local derivative and amount of a line: point at it")
    if picture.differentiated:
        text = "local derivative: multiplies the gradient on its way to the operand"
    else:
        text = "local derivative of the result by this operand"
    return joined(words("×0.5", "label"), words(text))


def line_scale(picture: Picture) -> Iterator[Item]:
    """The scale of the lines, in numbers."""
    largest = picture.largest
    if largest:
        steps = [-largest, -largest / 9, largest / 9, largest]
        pairs = [(line_sample(x, largest), words(number(x))) for x in steps]
        text = words("a line carries gradient × local derivative:")
        yield joined(text, *chain.from_iterable(pairs))
    if any(arrow.amount == 0 for arrow in picture.arrows):
        yield joined(line_sample(0.0, 1.0), words("carries exactly 0"))


def pill_scale(picture: Picture) -> Iterator[Item]:
    """What a pill says, with the ends of its scale."""
    largest = picture.largest_grad
    ends = [-largest, largest] if largest else []
    pills = [pill_sample(f"grad {number(x)}", x, largest) for x in ends]
    result = picture.result.name or picture.result.rest
    text = words(f"gradient: change of {result} per change of this value")
    yield joined(*pills, pill_sample("grad 0", 0.0, 1.0), text)


def many_items(picture: Picture) -> Iterator[Item]:
    """What the signs for many values mean."""
    if any(arrow.mixed for arrow in picture.arrows):
        route = joined(line_sample(0.3, 1.0, mixed=True), words("both signs"))
        yield joined(words("a line of many uses is as wide as the largest;"), route)
    if any(box.inside and box.inside.cell for box in picture.boxes):
        size = "square: a weight or a gradient, its area the size"
        yield words(f"{size}; row: a unit; last column: the biases")


def warnings_of(picture: Picture) -> Iterator[Item]:
    """What is missing or is no finite number, in words."""
    if any(box.grad is None and box.pill for box in picture.boxes):
        text = "not computed" + ("" if picture.differentiated else ": call backward()")
        yield joined(pill_sample("grad –", None, 1.0), words(text))
    if not all(isfinite(arrow.amount or 0.0) for arrow in picture.arrows):
        yield joined(line_sample(inf, 1.0), words("infinity or not a number"))


def paint_items(
    parent: Element, items: list[Item], left: float, top: float, width: float
) -> float:
    """Paint pieces line by line; the height that they took."""
    x, y = left, top + ROW / 2
    for item in items:
        if x > left and x + item.width > left + width:
            x, y = left, y + ROW
        item.paint(parent, x, y)
        x += item.width + GAP
    return y + ROW / 2 - top


def widest(items: list[Item]) -> float:
    """The width of the widest piece."""
    return max((item.width for item in items), default=0.0)
