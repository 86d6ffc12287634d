"""A picture as plain data: a box for each value, an arrow for each use of an operand.

It is a snapshot: what happens to the graph later does not change it, and nothing here
knows how a picture is laid out or painted. A box may also stand for many values, and
an arrow for many uses.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import isfinite
from typing import NamedTuple

from autograd.drawing.reading.titles import Title
from autograd.drawing.style import NUMBER, SMALL, TITLE, number, text_width

# Squares of a Hinton diagram: their size in pixels, and the most that are drawn.
CELL, MOST_CELLS = 9.0, 1200


class Inside(NamedTuple):
    """What a box contains that stands for many values.

    kind: unit, layer, scope, ...; values: how many there are; outputs: how many of them
    are used outside. weights: a row for each unit, the bias last; grads: theirs.
    """

    kind: str
    values: int
    outputs: int
    weights: tuple[tuple[float, ...], ...] = ()
    grads: tuple[tuple[float | None, ...], ...] = ()

    @property
    def columns(self) -> int:
        """The length of the longest row."""
        return max(map(len, self.weights), default=0)

    @property
    def cell(self) -> float:
        """The size of a square; 0 where there are none, or too many to draw."""
        many = len(self.weights) * self.columns
        return CELL if 0 < many <= MOST_CELLS else 0.0

    @property
    def size(self) -> tuple[float, float]:
        """The width and the height of its two diagrams with their captions."""
        if not self.cell:
            return 0.0, 0.0
        width, height = self.columns * self.cell, len(self.weights) * self.cell
        return max(2 * width + 24, 280.0), height + 24


class Box(NamedTuple):
    """A value in a picture.

    key: ``v1``, ``v2``, ... in topological order; a constant's is like ``v7c0``.
    role: parameter, input, operation, result or constant; group or omitted where it
        stands for many values.
    grad: the gradient; None when it is not computed. Constants never have one.
    recorded: the gradient that the Value has, whatever ``grad`` shows.
    worked: its formula with numbers in the place of names; empty for a leaf.
    site: the place in the program that made it, when that is known.
    words: what stands in the place of a number; inside: what it contains.
    leaving, entering: how many lines meet its right and its left side.
    """

    key: str
    title: Title
    role: str
    data: float
    grad: float | None
    recorded: float | None = None
    worked: str = ""
    site: str = ""
    words: str = ""
    inside: Inside | None = None
    leaving: int = 0
    entering: int = 0

    @property
    def many(self) -> bool:
        """Whether it stands for more than one value that is used outside."""
        return self.inside is not None and self.inside.outputs != 1

    @property
    def adjoint(self) -> float:
        """The gradient, in a picture that a backward pass has gone through."""
        return 0.0 if self.grad is None else self.grad

    @property
    def number(self) -> str:
        """The line with the value, or the words in its place."""
        return self.words or number(self.data)

    @property
    def pill(self) -> str | None:
        """The line with the gradient; None for a constant and what is left out."""
        if self.role in ("constant", "omitted"):
            return None
        return self.pill_text("–" if self.grad is None else number(self.grad))

    def pill_text(self, grad: str) -> str:
        """The line with a gradient; of many the largest."""
        if self.many:
            return f"grads {grad}" if grad in "–…" else f"largest grad {grad}"
        return f"grad {grad}"

    @property
    def diagrams(self) -> tuple[float, float]:
        """The width and the height of the diagrams in it."""
        return self.inside.size if self.inside else (0.0, 0.0)

    @property
    def width(self) -> float:
        """The width that its lines need."""
        title = text_width(self.title.name, 1.1 * TITLE)  # bold is wider
        title += text_width(self.title.rest, TITLE)
        lines = title + 20, text_width(self.number, NUMBER) + 20
        pill = text_width(self.pill or "", SMALL + 1) + 26
        least = 40.0 if self.role == "constant" else 88.0
        return float(round(max(*lines, pill, self.diagrams[0] + 16, least)))

    @property
    def height(self) -> float:
        """The height of its text and diagrams, or that of what meets its sides."""
        texts = {"constant": 30.0, "omitted": 44.0}.get(self.role, 72.0)
        if self.inside:  # its lines may come close to each other
            return max(texts + self.diagrams[1], 7.0 * min(self.leaving, 30) + 24)
        # labels stand between the lines that leave, while there are not too many
        lines = 24.0 * min(self.leaving, 9) + 7.0 * max(self.leaving - 9, 0) + 4
        return max(texts, lines, 11.0 * self.entering + 17)


class Arrow(NamedTuple):
    """One use of an operand, or the uses of many that one box stands for.

    derivative: the local derivative; None where there is none or more than one.
    amount: what it sends back to the operand, the result's gradient times the
        derivative; None before a backward pass. Of many, the largest.
    uses: how many it stands for, 0 for a plain number; spread: the least and the
        largest of what these send.
    """

    operand: str
    result: str
    derivative: float | None
    amount: float | None
    uses: int = 1
    spread: tuple[float, float] | None = None

    @property
    def mixed(self) -> bool:
        """Whether what it stands for has both signs."""
        return self.spread is not None and self.spread[0] < 0 < self.spread[1]

    @property
    def label(self) -> str:
        """What stands beside it: the local derivative, or how many uses it is."""
        if self.derivative is not None:
            return f"×{number(self.derivative)}"
        return f"{self.uses:,} uses" if self.uses > 1 else ""


class Picture(NamedTuple):
    """Boxes in topological order, a constant after its user; arrows; the result.

    note: what is collapsed or left out, in words. values: how many the graph has,
    plain numbers not counted. opened: for the key of a box, the picture of what it
    contains. passed: the picture as it is after one backward pass from the result,
    and no other.
    """

    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    result: Title
    values: int
    note: str = ""
    opened: dict[str, Picture] = {}  # noqa: RUF012 - never changed
    passed: Picture | None = None

    @property
    def end(self) -> Box:
        """The box of the result; the last one where that is left out."""
        ends = (box for box in self.boxes if box.role == "result")
        return next(ends, self.boxes[-1])

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
