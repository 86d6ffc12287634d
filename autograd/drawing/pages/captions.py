"""The story of a picture: forward through the computation, then backward, in steps.

>>> from autograd import Value
>>> from autograd.drawing.choosing.level_of_detail import picture_of
>>> x = Value(3.0, name="x")
>>> (y := x * x).name = "y"
>>> story = Story(picture_of(y).passed)
>>> for moment in story.moments:
...     print(moment.phase, "|", *moment.texts)
start | Given: x = 3. Every value is computed from these, one step each.
forward 1 of 1 | y = x·x = 3·3 = 9 kept for the way back: ∂y/∂x = 3, ∂y/∂x = 3
seed | Backward begins at the end: ∂y/∂y = 1
backward 1 of 1 | y sends back ∂y/∂y = 1 times each local derivative:\
 ∂y/∂x += ∂y/∂y × ∂y/∂x = 1 × 3 = 3 … term 1 of 2\
 ∂y/∂x += ∂y/∂y × ∂y/∂x = 1 × 3 = 3 … term 2 of 2, the sum: 6
end | The gradient of y is known everywhere: each value says how y changes with it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from autograd.drawing.pages.timeline import timeline_of
from autograd.drawing.picture import Arrow, Box, Picture
from autograd.drawing.reading.titles import called
from autograd.drawing.style import factor, number, sign

# So many values are named in the first sentence.
MOST_GIVEN = 12

Piece = tuple[str, str]  # a text and its style: "", "name", "muted" or a sign
Line = tuple[Piece, ...]


class Moment(NamedTuple):
    """One step: its phase in words, the box at work, and what there is to say."""

    phase: str
    box: str | None
    lines: tuple[Line, ...]

    @property
    def texts(self) -> list[str]:
        """The lines without their styles."""
        return ["".join(text for text, _ in line) for line in self.lines]


class Story:
    """The steps of a picture that one backward pass has gone through, in words."""

    def __init__(self, picture: Picture) -> None:
        self.picture, self.timeline = picture, timeline_of(picture)
        self.boxes = {box.key: box for box in picture.boxes}
        self.end = called(picture.result)
        self.uses: dict[str, list[int]] = {box.key: [] for box in picture.boxes}
        for i, arrow in enumerate(picture.arrows):
            if arrow.uses:
                self.uses[arrow.result].append(i)
        self.moments = tuple(self.told())

    @property
    def rows(self) -> int:
        """The most lines that a step has."""
        return max(len(moment.lines) for moment in self.moments)

    def told(self) -> Iterator[Moment]:
        """All steps in order."""
        computed = self.timeline.computed
        count = len(computed)
        yield Moment("start", None, (self.given(),))
        for i, box in enumerate(computed, 1):
            yield Moment(f"forward {i} of {count}", box.key, tuple(self.forward(box)))
        result = self.picture.end
        key = result.key if result.role == "result" else None
        yield Moment("seed", key, (self.seeding(result),))
        for i, box in enumerate(reversed(computed), 1):
            yield Moment(f"backward {i} of {count}", box.key, tuple(self.backward(box)))
        yield Moment("end", None, (self.ending(),))

    def given(self) -> Line:
        """What is there before anything is computed."""
        leaves = [
            box
            for box in self.picture.boxes
            if box.pill is not None and not box.entering and not box.many
        ]
        told = ", ".join(f"{called(x.title)} = {number(x.data)}" for x in leaves)
        if len(leaves) > MOST_GIVEN:
            told = f"{len(leaves)} values"
        return (
            ("Given: ", "name"),
            (told, ""),
            (". Every value is computed from these, one step each.", "muted"),
        )

    def forward(self, box: Box) -> Iterator[Line]:
        """How a value is computed, and the derivatives that are kept."""
        if box.role == "omitted":
            yield (("What is not shown", "name"), (f": {box.words}", ""))
            return
        if box.inside:
            yield ((box.title.full, "name"), (f" = {box.number}", ""))
            inside = f"{box.inside.values:,} values are inside"
            yield ((f"{inside}; click the box to open it", "muted"),)
        else:
            numbers = "" if box.worked == number(box.data) else f" = {box.worked}"
            made = (f"{numbers} = ", ""), (number(box.data), "name")
            yield ((box.title.full, "name"), *made)
        yield from self.kept(box)

    def kept(self, box: Box) -> Iterator[Line]:
        """The derivatives that are kept for the way back."""
        arrows = [self.picture.arrows[i] for i in self.uses[box.key]]
        kept = ", ".join(
            f"{self.local(arrow)} = {number(arrow.derivative)}"
            for arrow in arrows
            if arrow.derivative is not None
        )
        if kept:
            yield ((f"kept for the way back: {kept}", "muted"),)

    def seeding(self, result: Box) -> Line:
        """The first gradient, of the result by itself."""
        if result.role != "result":
            given = f"at {self.end}, which is not in this picture"
            return ("Backward begins ", "name"), (given, "")
        given = f"{self.gradient(result)} = 1"
        if result.adjoint != 1:
            given = f"{self.end} was given the gradient {number(result.adjoint)}"
        return ("Backward begins at the end: ", "name"), (given, "")

    def backward(self, box: Box) -> Iterator[Line]:
        """What a box sends back, a line for each use of an operand."""
        sent: Line = ((" sends back:", ""),)
        if not box.many and box.role != "omitted":
            grad = f" sends back {self.gradient(box)} = {number(box.adjoint)}"
            sent = (grad, ""), (" times each local derivative:", "muted")
        yield ((called(box.title), "name"), *sent)
        for i in self.uses[box.key]:
            arrow = self.picture.arrows[i]
            operand = self.boxes[arrow.operand]
            if arrow.derivative is None:
                line = self.bundle(arrow, f"to {called(operand.title)}: ")
            else:
                line = self.product(arrow, f"{self.gradient(operand)} += ")
            yield (*line, self.progress(i))

    def term(self, i: int) -> Line:
        """What an arrow brings to its operand, as a term of a sum."""
        arrow = self.picture.arrows[i]
        if arrow.derivative is not None:
            return self.product(arrow, "+ ")
        return self.bundle(arrow, f"+ from {called(self.boxes[arrow.result].title)}: ")

    def product(self, arrow: Arrow, beginning: str) -> Line:
        """The chain rule of one arrow: in letters, in numbers, and what comes out."""
        box = self.boxes[arrow.result]
        letters = f"{self.gradient(box)} × {self.local(arrow)}"
        derivative, amount = arrow.derivative or 0.0, arrow.amount or 0.0
        numbers = f"{number(box.adjoint)} × {factor(derivative)}"
        return ((f"{beginning}{letters} = {numbers} = ", ""), amount_piece(amount))

    def bundle(self, arrow: Arrow, beginning: str) -> Line:
        """What an arrow of many uses sends."""
        low, high = arrow.spread or (0.0, 0.0)
        if arrow.uses == 1:
            return ((beginning, ""), amount_piece(low))
        many = f"{arrow.uses:,} contributions, from {number(low)} to {number(high)}"
        return ((beginning + many, ""),)

    def progress(self, i: int) -> Piece:
        """Which of several terms this one is; the sum with the last; else nothing."""
        box = self.boxes[self.picture.arrows[i].operand]
        terms = self.timeline.arriving[box.key]
        if len(terms) == 1:
            return ("", "")
        which = terms.index(i) + 1
        told = f" … {'part' if box.many else 'term'} {which} of {len(terms)}"
        if which == len(terms) and not box.many:
            told += f", the sum: {number(box.adjoint)}"
        return (told, "muted")

    def ending(self) -> Line:
        """What the backward pass has brought."""
        return (
            (f"The gradient of {self.end} is known everywhere: ", "name"),
            (f"each value says how {self.end} changes with it.", ""),
        )

    def gradient(self, box: Box) -> str:
        """The derivative of the result by a value, in letters."""
        return f"∂{self.end}/∂{called(box.title)}"

    def local(self, arrow: Arrow) -> str:
        """The local derivative of an arrow, in letters."""
        result, operand = self.boxes[arrow.result], self.boxes[arrow.operand]
        return f"∂{called(result.title)}/∂{called(operand.title)}"


def amount_piece(amount: float) -> Piece:
    """An amount in the colour of its sign, 0 as it is."""
    colour = sign(amount)
    return (number(amount), "name" if colour == "line" else colour)
