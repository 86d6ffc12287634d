"""The words around a picture: which way things flow, and what every sign means."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from math import isfinite
from typing import NamedTuple
from xml.etree.ElementTree import Element

from autograd.drawing.painting.shapes import add, paint_line, paint_pill, pill_width
from autograd.drawing.picture import Picture
from autograd.drawing.style import SMALL, TITLE, number, text_width

ROW, GAP, BETWEEN = 28.0, 22.0, 6.0
# With more lines than these, labels are shown only when they are asked for.
MOST_LABELS = 150
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
    paint: Callable[[Element, float, float], None]


def words(text: str, class_: str = "muted", size: int = SMALL) -> Item:
    """A piece of text."""

    def paint(parent: Element, x: float, y: float) -> None:
        add(parent, "text", text, x=x, y=y + 4, class_=class_, font_size=str(size))

    return Item(text_width(text, size), paint)


def swatch(role: str) -> Item:
    """A small box as those of a role are drawn."""

    def paint(parent: Element, x: float, y: float) -> None:
        corner = 5.0 if role in ("operation", "result", "group") else 0.0
        box = add(add(parent, "g", class_=role), "rect", x=x, y=y - 7, rx=corner)
        box.attrib |= {"width": "24", "height": "14", "class": "box"}

    return Item(24.0, paint)


def line_sample(amount: float | None, largest: float, mixed: bool = False) -> Item:
    """A piece of line as it is drawn for an amount."""

    def paint(parent: Element, x: float, y: float) -> None:
        route = [(x, y), (x + 14, y), (x + 28, y), (x + 42, y)]
        group = add(parent, "g", class_="edge")
        paint_line(group, route, amount, largest, mixed)

    return Item(42.0, paint)


def pill_sample(text: str, grad: float | None, largest: float) -> Item:
    """A pill as it is drawn for a gradient."""

    def paint(parent: Element, x: float, y: float) -> None:
        paint_pill(parent, text, x + pill_width(text) / 2, y - 10, grad, largest)

    return Item(pill_width(text), paint)


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
    items = [joined(swatch(role), words(text)) for role, text in roles_in(picture)]
    if any(arrow.derivative is not None for arrow in picture.arrows):
        items.append(derivative_item(picture))
    if picture.differentiated:
        items += [*line_scale(picture), *pill_scale(picture)]
    items += many_items(picture)
    items += warnings_of(picture)
    return items


def roles_in(picture: Picture) -> Iterator[tuple[str, str]]:
    """The roles that boxes of a picture have, in words."""
    present = {box.role for box in picture.boxes}
    return ((role, text) for role, text in ROLES.items() if role in present)


def derivative_item(picture: Picture) -> Item:
    """What the factor beside a line is."""
    sign = words("×0.5", "label")
    if len(picture.arrows) > MOST_LABELS:
        return words("local derivative and amount of a line: point at it")
    if picture.differentiated:
        text = "local derivative: multiplies the gradient on its way to the operand"
    else:
        text = "local derivative of the result by this operand"
    return joined(sign, words(text))


def line_scale(picture: Picture) -> Iterator[Item]:
    """The scale of the lines, in numbers."""
    largest = picture.largest
    amounts = [arrow.amount for arrow in picture.arrows if arrow.amount is not None]
    if largest:
        steps = [-largest, -largest / 9, largest / 9, largest]
        scale = [line_sample(x, largest) for x in steps]
        numbers = [words(number(x)) for x in steps]
        pairs = [piece for pair in zip(scale, numbers) for piece in pair]
        text = words("a line carries gradient × local derivative:")
        yield joined(text, *pairs)
    if 0 in amounts:
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
    unknown = any(box.grad is None and box.pill for box in picture.boxes)
    if unknown:
        text = "not computed" + ("" if picture.differentiated else ": call backward()")
        yield joined(pill_sample("grad –", None, 1.0), words(text))
    amounts = (arrow.amount for arrow in picture.arrows)
    if any(amount is not None and not isfinite(amount) for amount in amounts):
        yield joined(line_sample(float("inf"), 1.0), words("infinity or not a number"))


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
