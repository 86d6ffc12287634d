"""Grouping by colour: nodes that do the same to the same kinds of things, as one.

A leaf's colour is its kind, a node's colour is its operation with the colours of its
operands. Nodes of one colour depend on no other of that colour, so that they can be
computed together, as one array operation. A colour is the number of a group.

>>> from autograd import Value, tanh
>>> from autograd.programs import record
>>> x, y = Value(1.0), Value(2.0)
>>> program = record([tanh(x), tanh(y)])
>>> for group in grouped(program).groups:
...     print(group.operation, group.members.tolist())
parameters [0, 1]
inputs []
constants []
tanh [2, 3]
"""

from __future__ import annotations

from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

import numpy

from autograd.engine import engine, native
from autograd.programs.simplifying import FREE, simplified

if TYPE_CHECKING:
    from autograd.programs.recording import Program

PARAMETERS, INPUTS, CONSTANTS = 0, 1, 2
KINDS = ("parameters", "inputs", "constants")
# The factors of a product change places so that what does not depend on the inputs is
# on the left: the weights of a dot are a matrix of their own.


class Group(NamedTuple):
    """Nodes of one colour.

    members: the slots; rows: the slots of the operands of each; runs: stretches of
    columns of the rows with one colour, as (role, colour, count): role is "left" and
    "right" for the factors of products, "term" for what is added, "operand" else.
    """

    operation: str
    runs: tuple
    batched: bool
    members: numpy.ndarray
    rows: numpy.ndarray

    def __repr__(self) -> str:
        return f"<Group {self.operation} of {len(self.members)}>"


class Colouring:
    """The colour of every slot, and which colours depend on the inputs."""

    def __init__(self, program: Program) -> None:
        self.rows = rows = simplified(program)
        inputs, parameters = len(program.input_names), len(program.parameters)
        self.leaves = [
            numpy.arange(inputs, inputs + parameters),
            numpy.arange(inputs),
            numpy.arange(inputs + parameters, program.first),
        ]
        self.colours = numpy.full(len(rows.aliases), -1, numpy.int64)
        for colour, slots in enumerate(self.leaves):
            self.colours[slots] = colour
        find = native.coloured if engine == "native" else coloured
        free = bytes(name in FREE for name in rows.names)
        _, _, kinds, starts, operands, pairs, _ = rows
        self.batched = find(
            kinds, free, starts, operands, pairs, rows.slots, self.colours
        )

    def __len__(self) -> int:
        return len(self.batched) - 3

    @cached_property
    def lanes(self) -> int:
        """How many slots depend on the inputs, or are inputs."""
        counts = numpy.bincount(self.colours[self.colours >= 0], minlength=3)
        return int(counts @ numpy.frombuffer(self.batched, numpy.uint8))

    @cached_property
    def groups(self) -> list[Group]:
        """The groups, in topological order; those of leaves come first."""
        rows = self.rows
        none = numpy.zeros((0, 0), int)
        found = [
            Group(name, (), name == "inputs", slots, none)
            for name, slots in zip(KINDS, self.leaves)
        ]
        colours = self.colours[rows.slots]
        order = numpy.argsort(colours, kind="stable")
        cuts = numpy.searchsorted(colours[order], range(3, len(self.batched) + 1))
        names, slots, starts = rows.names, rows.slots[order], rows.starts[order]
        kinds, pairs = rows.kinds[order].tolist(), rows.pairs[order].tolist()
        stops = rows.starts[1:][order]
        for start, stop, batched in zip(cuts, cuts[1:], self.batched[3:]):
            operation = names[kinds[start]]
            example = self.colours[rows.operands[starts[start] : stops[start]]].tolist()
            columns, runs = runs_of(operation, example, 2 * pairs[start])
            places = starts[start:stop, None] + columns
            members = slots[start:stop]
            group = Group(operation, runs, batched == 1, members, rows.operands[places])
            found.append(group)
        return found


def runs_of(operation: str, colours: list[int], factors: int) -> tuple[list, tuple]:
    """The order of columns in which left and right factors are apart, and its runs.

    factors: how many of the columns are factors, two by two.
    """
    columns: list[int] = []
    runs: list[tuple] = []
    if operation not in FREE:
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


def coloured(
    kinds: numpy.ndarray,
    free: bytes,
    starts: numpy.ndarray,
    operands: numpy.ndarray,
    pairs: numpy.ndarray,
    slots: numpy.ndarray,
    colours: numpy.ndarray,
) -> bytes:
    """Find the colour of every row; whether each colour depends on the inputs.

    The arrays are those of ``Rows``. free: for each kind whether its operands may
    change places; then they are sorted by colour. colours: of every slot, of which
    those of the leaves are known.
    """
    batched, found = [False, True, False], colours.tolist()
    known: dict[tuple, int] = {}
    cuts, places = starts.tolist(), slots.tolist()

    def rank(slot):
        colour = found[slot]
        return batched[colour], colour == CONSTANTS, colour

    for i, (kind, count) in enumerate(zip(kinds.tolist(), pairs.tolist())):
        mine = operands[cuts[i] : cuts[i + 1]].tolist()
        if free[kind]:
            factors = zip(mine[: 2 * count : 2], mine[1 : 2 * count : 2])
            products = [sorted(pair, key=rank) for pair in factors]
            products.sort(key=lambda pair: (found[pair[0]], found[pair[1]]))
            terms = sorted(mine[2 * count :], key=found.__getitem__)
            mine = [slot for pair in products for slot in pair] + terms
            operands[cuts[i] : cuts[i + 1]] = mine
        own = [found[slot] for slot in mine]
        key = (kind, count, *own)
        colour = found[places[i]] = known.setdefault(key, len(batched))
        if colour == len(batched):
            batched.append(any(batched[x] for x in own))
    colours[:] = found
    return bytes(batched)


def grouped(program: Program) -> Colouring:
    """The groups of a program, in topological order, and the colour of every slot."""
    return Colouring(program)
