"""A picture as plain data: a box for each value, an arrow for each use of an operand.

It is a snapshot: what happens to the graph later does not change it, and nothing here
knows how a picture is laid out or painted.

    >>> from autograd import Value
    >>> x = Value(3.0, name="x")
    >>> (x * x).backward()
    >>> picture = picture_of(x * x)
    >>> [box.title.text for box in picture.boxes]
    ['x', 'x·x']
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from math import isfinite
from typing import Any, NamedTuple

from autograd.backward import topological_order
from autograd.drawing.formulas import Title, shown_operands, titles_of
from autograd.drawing.limits import MOST_NODES, check_size, refuse
from autograd.drawing.names import is_node, names_found, values_in
from autograd.drawing.style import NUMBER, SMALL, TITLE, number, text_width


class Box(NamedTuple):
    """A value in a picture.

    key: ``v1``, ``v2``, ... in topological order; a constant's is like ``v7c0``.
    role: parameter, input, operation, result or constant.
    grad: the gradient; None when it is not computed. Constants never have one.
    leaving, entering: how many lines meet its right and its left side.
    """

    key: str
    title: Title
    role: str
    data: float
    grad: float | None
    leaving: int = 0
    entering: int = 0

    @property
    def pill(self) -> str | None:
        """The line with the gradient; None for a constant."""
        if self.role == "constant":
            return None
        return "grad –" if self.grad is None else f"grad {number(self.grad)}"

    @property
    def width(self) -> float:
        """The width that its lines need."""
        title = text_width(self.title.name, 1.1 * TITLE)  # bold is wider
        title += text_width(self.title.rest, TITLE)
        numbers = text_width(number(self.data), NUMBER)
        pill = text_width(self.pill or "", SMALL + 1) + 14
        least = 40.0 if self.role == "constant" else 88.0
        return float(round(max(title + 20, numbers + 20, pill + 12, least)))

    @property
    def height(self) -> float:
        """The height of its lines of text, or that of what meets its sides."""
        text = 30.0 if self.role == "constant" else 72.0
        # labels stand between the lines that leave
        return max(text, 24.0 * self.leaving + 4, 11.0 * self.entering + 17)


class Arrow(NamedTuple):
    """One use of an operand.

    derivative: the local derivative; None for a constant, which has none.
    amount: what it sends back to the operand, the result's gradient times the
        derivative; None before a backward pass.
    """

    operand: str
    result: str
    derivative: float | None
    amount: float | None


class Picture(NamedTuple):
    """Boxes in topological order, a constant after its user; arrows; the result."""

    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    result: Title

    @property
    def values(self) -> int:
        """How many values there are, plain numbers not counted."""
        return sum(box.role != "constant" for box in self.boxes)

    @property
    def differentiated(self) -> bool:
        """Whether gradients flow anywhere in it."""
        return any(arrow.amount is not None for arrow in self.arrows)

    @property
    def largest(self) -> float:
        """The largest finite contribution by magnitude; 0.0 when there is none."""
        return largest(arrow.amount for arrow in self.arrows)

    @property
    def largest_grad(self) -> float:
        """The largest finite gradient by magnitude; 0.0 when there is none."""
        return largest(box.grad for box in self.boxes)


def largest(numbers: Iterable[float | None]) -> float:
    """The largest magnitude among those that are finite numbers."""
    sizes = (abs(x) for x in numbers if x is not None and isfinite(x))
    return max(sizes, default=0.0)


def picture_of(result: Any, names: object = None, inputs: object = ()) -> Picture:
    """The picture of the graph below a result, as it is now; ValueError if too large.

    names: where names are looked for; inputs: the leaves that are inputs and not
    parameters. Without them, the leaves that belong to no Module found in ``names``
    are inputs; and when none of its Modules is in the graph, all are parameters.
    """
    check_size(result)
    order = topological_order(result)
    found = names_found({} if names is None else names)
    titles = titles_of(order, found.names)
    plain = set(values_in(inputs))
    if not plain and found.parameters & set(order):
        plain = set(order) - found.parameters
    keys = {node: f"v{i}" for i, node in enumerate(order, 1)}
    boxes: list[Box] = []
    arrows: list[Arrow] = []
    for node in order:
        role = role_of(node, result, plain)
        grad = node.grad if node.has_grad else None
        boxes.append(Box(keys[node], titles[node], role, node.data, grad))
        constants = {} if titles[node].spelled else constant_boxes(node, keys[node])
        boxes += constants.values()
        arrows += arrows_to(node, keys, constants)
    refuse(len(boxes), "values and plain numbers", MOST_NODES)
    return Picture(counted_lines(boxes, arrows), tuple(arrows), titles[result])


def counted_lines(boxes: list[Box], arrows: list[Arrow]) -> tuple[Box, ...]:
    """The boxes, each with the number of lines that meet it."""
    leaving = Counter(arrow.operand for arrow in arrows)
    entering = Counter(arrow.result for arrow in arrows)
    return tuple(
        box._replace(leaving=leaving[box.key], entering=entering[box.key])
        for box in boxes
    )


def role_of(node: Any, result: Any, inputs: set) -> str:
    """What a node is in its graph."""
    if node is result:
        return "result"
    if node.operands:
        return "operation"
    return "input" if node in inputs else "parameter"


def arrows_to(
    node: Any, keys: dict[Any, str], constants: dict[int, Box]
) -> Iterator[Arrow]:
    """An arrow for each use of an operand, in order; of plain numbers those in boxes.

    constants: the boxes of plain numbers by their place among the operands.
    """
    adjoint = node.grad if node.has_grad else None
    derivatives = iter(node.derivatives)
    for i, operand in enumerate(node.operands):
        if i in constants:
            yield Arrow(constants[i].key, keys[node], None, None)
        elif is_node(operand):
            derivative = next(derivatives)
            amount = None if adjoint is None else adjoint * derivative
            yield Arrow(keys[operand], keys[node], derivative, amount)


def constant_boxes(node: Any, key: str) -> dict[int, Box]:
    """A small box for each plain number among the operands, by its place."""
    shown = shown_operands(node)
    skipped = len(node.operands) - len(shown)
    return {
        i: Box(f"{key}c{i}", Title("", "", "", True), "constant", x, None)
        for i, x in enumerate(shown, skipped)
        if not is_node(x)
    }
