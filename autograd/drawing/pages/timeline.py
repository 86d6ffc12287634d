"""In which step what happens: the start, forward, the seed, backward, the end."""

from __future__ import annotations

from typing import NamedTuple

from autograd.drawing.picture import Box, Picture


class Timeline(NamedTuple):
    """The steps of a picture that one backward pass has gone through.

    computed: the boxes that are computed, one a step; seed: the step that seeds.
    made: the step in which each box has its number; worked: those in which it is at
    work; sent: the step in which each arrow carries its gradient; arriving: the
    arrows that point at each box, in the order in which they carry.
    """

    computed: tuple[Box, ...]
    seed: int
    made: dict[str, int]
    worked: dict[str, list[int]]
    sent: tuple[int | None, ...]
    arriving: dict[str, list[int]]

    @property
    def last(self) -> int:
        """The number of the last step."""
        return 2 * self.seed

    def completed(self, box: Box) -> tuple[int, int]:
        """The steps in which a box gets its first and its last term."""
        steps = [self.sent[i] for i in self.arriving[box.key]]
        known = [step for step in steps if step is not None] or [self.seed]
        return min(known), max(known)


def timeline_of(picture: Picture) -> Timeline:
    """The timeline of a picture that one backward pass has gone through."""
    computed = tuple(box for box in picture.boxes if box.entering)
    seed = len(computed) + 1
    back = {box.key: seed + i for i, box in enumerate(reversed(computed), 1)}
    made = dict.fromkeys((box.key for box in picture.boxes), 0)
    made |= {box.key: i for i, box in enumerate(computed, 1)}
    sent = tuple(
        None if arrow.amount is None else back[arrow.result] for arrow in picture.arrows
    )
    arriving: dict[str, list[int]] = {box.key: [] for box in picture.boxes}
    for i in sorted(range(len(sent)), key=lambda i: sent[i] or 0):
        if sent[i] is not None:
            arriving[picture.arrows[i].operand].append(i)
    worked = {box.key: [made[box.key], back[box.key]] for box in computed}
    end = picture.end.key
    worked[end] = sorted([*worked.get(end, []), seed])
    return Timeline(computed, seed, made, worked, sent, arriving)
