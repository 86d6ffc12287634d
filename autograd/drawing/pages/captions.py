"""The story of a picture: forward through the computation, then backward, in steps.

>>> from autograd import Value
>>> from autograd.drawing.choosing.level_of_detail import picture_of
>>> x = Value(3.0, name="x")
>>> (y := x * x).name = "y"
>>> story = story_of(picture_of(y).passed)
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

from autograd.drawing.pages.timeline import Line, Moment, Piece, Story, timed
from autograd.drawing.picture import Arrow, Box, Picture
from autograd.drawing.reading.formulas import called
from autograd.drawing.style import factor, number, sign

# So many values are named in the first sentence.
MOST_GIVEN = 12


def story_of(picture: Picture) -> Story:
    """The story of a picture that one backward pass has gone through, in words."""
    story = timed(picture)
    computed = [box for box in picture.boxes if box.entering]
    return story._replace(moments=tuple(Teller(picture, story).moments(computed)))


class Teller:
    """Who puts a story into words."""

    def __init__(self, picture: Picture, story: Story) -> None:
        self.picture, self.story = picture, story
        self.boxes = {box.key: box for box in picture.boxes}
        self.end = called(picture.result)
        self.uses: dict[str, list[int]] = {box.key: [] for box in picture.boxes}
        for i, arrow in enumerate(picture.arrows):
            if arrow.share is not None:
                self.uses[arrow.result].append(i)

    def moments(self, computed: list[Box]) -> Iterator[Moment]:
        """All steps in order."""
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
        if box.inside or box.role == "omitted":
            yield from self.forward_many(box)
            return
        numbers = "" if box.worked == number(box.data) else f" = {box.worked}"
        yield (
            (box.title.full, "name"),
            (f"{numbers} = ", ""),
            (number(box.data), "name"),
        )
        yield from self.kept(box)

    def forward_many(self, box: Box) -> Iterator[Line]:
        """What a box of many values computes."""
        if box.role == "omitted":
            yield (("What is not shown", "name"), (f": {box.words}", ""))
            return
        count = box.inside.values if box.inside else 0
        yield ((box.title.full, "name"), (f" = {box.number}", ""))
        yield ((f"{count:,} values are inside; click the box to open it", "muted"),)
        yield from self.kept(box)

    def kept(self, box: Box) -> Iterator[Line]:
        """The derivatives that are kept for the way back."""
        kept = ", ".join(
            f"{self.local(arrow)} = {number(arrow.derivative)}"
            for arrow in map(self.picture.arrows.__getitem__, self.uses[box.key])
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
        if box.many or box.role == "omitted":
            yield ((called(box.title), "name"), (" sends back:", ""))
        else:
            yield (
                (called(box.title), "name"),
                (f" sends back {self.gradient(box)} = {number(box.adjoint)}", ""),
                (" times each local derivative:", "muted"),
            )
        for i in self.uses[box.key]:
            operand = self.boxes[self.picture.arrows[i].operand]
            start = "" if self.is_many(i) else f"{self.gradient(operand)} += "
            yield (*self.term(i, start), self.progress(i))

    def is_many(self, i: int) -> bool:
        """Whether an arrow stands for more than one number."""
        return self.picture.arrows[i].derivative is None

    def bundle(self, i: int, beginning: str) -> Line:
        """What an arrow of many uses sends: to whom, or after a beginning from whom."""
        arrow = self.picture.arrows[i]
        low, high = arrow.shares or (0.0, 0.0)
        other = self.boxes[arrow.result if beginning else arrow.operand]
        whom = f"{'from' if beginning else 'to'} {called(other.title)}: "
        if arrow.uses == 1:
            return ((beginning + whom, ""), (number(low), amount_style(low)))
        many = f"{arrow.uses:,} contributions, from {number(low)} to {number(high)}"
        return ((beginning + whom + many, ""),)

    def term(self, i: int, beginning: str) -> Line:
        """The chain rule of one arrow: in letters, in numbers, and what comes out."""
        if self.is_many(i):
            return self.bundle(i, beginning)
        arrow = self.picture.arrows[i]
        box = self.boxes[arrow.result]
        letters = f"{self.gradient(box)} × {self.local(arrow)}"
        derivative, amount = arrow.derivative or 0.0, arrow.amount or 0.0
        numbers = f"{number(box.adjoint)} × {factor(derivative)}"
        return (
            (f"{beginning}{letters} = {numbers} = ", ""),
            (number(amount), amount_style(amount)),
        )

    def progress(self, i: int) -> Piece:
        """Which of several terms this one is; the sum with the last; else nothing."""
        key = self.picture.arrows[i].operand
        terms = self.story.arriving[key]
        if len(terms) == 1:
            return ("", "")
        which, total = terms.index(i) + 1, number(self.boxes[key].adjoint)
        if self.boxes[key].many:
            return (f" … part {which} of {len(terms)}", "muted")
        sum_ = f", the sum: {total}" if which == len(terms) else ""
        return (f" … term {which} of {len(terms)}{sum_}", "muted")

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
        ends = self.boxes[arrow.result], self.boxes[arrow.operand]
        return "∂{}/∂{}".format(*(called(box.title) for box in ends))


def amount_style(amount: float) -> str:
    """The style of an amount: the colour of its sign, plain for 0."""
    colour = sign(amount)
    return "name" if colour == "line" else colour
