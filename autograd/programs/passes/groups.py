"""Groups: nodes of one colour, and what they take, sorted by the colours of that.

>>> runs_of("dot", [0, 3, 0, 3, 1], 4)
([0, 2, 1, 3, 4], (('left', 0, 2), ('right', 3, 2), ('term', 1, 1)))
"""

from __future__ import annotations

from itertools import groupby
from typing import NamedTuple

import numpy

from autograd.programs.calls import REDUCTIONS


class Piece(NamedTuple):
    """What the members of a group add up, of one colour or one pair of colours.

    slots: of the terms or of the left and the right factors, those of one member after
    those of another; counts: how many each member has.
    """

    colours: tuple[int, ...]
    slots: tuple[numpy.ndarray, ...]
    counts: numpy.ndarray


class Group(NamedTuple):
    """Nodes of one colour.

    members: the slots; rows: the slots of the operands of each; runs: stretches of
    columns of the rows with one colour, as (role, colour, count): role is "left" and
    "right" for the factors of products, "term" for what is added, "operand" else.
    pieces: instead of rows and runs, where members add up unequally many operands.
    """

    operation: str
    runs: tuple
    batched: bool
    members: numpy.ndarray
    rows: numpy.ndarray
    pieces: tuple[Piece, ...] = ()

    def __repr__(self) -> str:
        return f"<Group {self.operation} of {len(self.members)}>"


def stretches(starts: numpy.ndarray, lengths: numpy.ndarray) -> numpy.ndarray:
    """The places of stretches, one after the other.

    >>> stretches(numpy.array([10, 3]), numpy.array([2, 3])).tolist()
    [10, 11, 3, 4, 5]
    """
    before = numpy.cumsum(lengths) - lengths
    return numpy.repeat(starts - before, lengths) + numpy.arange(lengths.sum())


def runs_of(operation: str, colours: list[int], factors: int) -> tuple[list, tuple]:
    """The order of columns in which left and right factors are apart, and its runs.

    factors: how many of the columns are factors, two by two.
    """
    columns: list[int] = []
    runs: list[tuple] = []
    if operation not in (*REDUCTIONS, "dot"):
        runs = [("operand", colour, 1) for colour in colours]
        return list(range(len(colours))), tuple(runs)
    for (a, b), run in groupby(zip(colours[:factors:2], colours[1:factors:2])):
        width, place = len(list(run)), len(columns)
        runs += [("left", a, width), ("right", b, width)]
        columns += range(place, place + 2 * width, 2)
        columns += range(place + 1, place + 2 * width, 2)
    role = "term" if operation in ("sum", "dot") else "operand"
    for colour, terms in groupby(colours[factors:]):
        runs.append((role, colour, len(list(terms))))
    return columns + list(range(factors, len(colours))), tuple(runs)
