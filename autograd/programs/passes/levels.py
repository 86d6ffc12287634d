"""Grouping by depth: nodes that do the same at one depth, whatever they do it to.

Where a grid has an edge, every step has one more colour on either side, until no two
nodes are alike. What does the same at one depth can be computed together all the same,
when its operands are first copied from their arrays into one: a group called ``join``.

>>> from autograd import Value
>>> from autograd.programs import record
>>> from autograd.programs.passes.colour import Colouring
>>> from autograd.programs.passes.simplify import simplified
>>> u = [Value(0.1 * i) for i in range(9)]
>>> for _ in range(99):
...     inner = [a * b / c for a, b, c in zip(u, u[1:], u[2:])]
...     u = [u[0], *inner, u[8]]
>>> program = record(u[4]).assignments
>>> fine = Colouring(program, simplified(program))
>>> coarse = levelled(fine)
>>> len(fine) > 1200, len(coarse) < 600, coarse.groups[-1]
(True, True, <Group truediv of 1>)
"""

from __future__ import annotations

from functools import cached_property

import numpy

from autograd.programs.assignments import KINDS
from autograd.programs.calls import REDUCTIONS
from autograd.programs.passes.colour import Colouring, leaf_groups
from autograd.programs.passes.groups import Group, Piece, runs_of, stretches
from autograd.programs.passes.positions import ranks
from autograd.support.twin import engine, native

FEW = 60  # so many groups are never worth a second look
LARGE = 64  # sums of one colour that may be a product of matrices: they stay apart
LONG = 4096  # nor is it worth the copies to put so many nodes of a colour to others
MOST = 6  # stretches of operands from one array each, in a join that keeps their order


def levelled(found: Colouring) -> Colouring:
    """The groups, or those by depth where there are far fewer of these."""
    if len(found) < FEW:
        return found
    deep, most = depths_of(found), len(found) // 3
    if deep.max() >= most or (which := merged(found, deep)).max() >= most:
        return found
    levels = Levels(found, which)
    fewer = len(levels) + levels.reads < (len(found) + found.reads) / 2
    return levels if fewer else found


def depths_of(found: Colouring) -> numpy.ndarray:
    """How deep every slot is."""
    rows, deep = found.rows, numpy.zeros(len(found.colours), numpy.int64)
    find = native.depths if engine == "native" else depths
    find(rows.starts, rows.operands, rows.slots, deep)
    return deep


def merged(fine: Colouring, deep: numpy.ndarray) -> numpy.ndarray:
    """For every row a number, the same for those that do the same at one depth."""
    rows, first = fine.rows, fine.first
    slots, kinds = rows.slots[first], rows.kinds[first]
    widths, pairs = numpy.diff(rows.starts)[first], rows.pairs[first]
    adds = numpy.array([name in ("sum", "dot") for name in rows.names])[kinds]
    counts = numpy.bincount(fine.colours[rows.slots])[len(KINDS) :]
    is_own = counts >= numpy.where(adds, LARGE, LONG)
    own = numpy.where(is_own, numpy.arange(len(first)), -1)
    # of what adds up it only matters if there are single terms beside products
    widths = numpy.where(adds, widths > 2 * pairs, widths)
    batched = numpy.frombuffer(fine.batched, numpy.uint8)[len(KINDS) :]
    keys = numpy.stack([deep[slots], kinds, batched, widths, own], axis=1)
    _, which = numpy.unique(keys, axis=0, return_inverse=True)
    return which.ravel()[fine.colours[rows.slots] - len(KINDS)]


class Levels(Colouring):
    """Groups made of finer ones: which is the number of each row's."""

    def __init__(self, fine: Colouring, which: numpy.ndarray) -> None:
        self.rows, self.leaves, self.loose = fine.rows, fine.leaves, fine.loose
        found = Joining(fine)
        order = numpy.argsort(which, kind="stable")
        cuts = numpy.searchsorted(which[order], range(1, which.max() + 1))
        for mine in numpy.split(order, cuts):
            found.add(mine)
        self.groups = found.groups
        self.colours = numpy.concatenate([found.colours, *found.more])
        self.batched = bytes(group.batched for group in self.groups)
        self.operations = [group.operation for group in self.groups[len(KINDS) :]]

    @cached_property
    def reads(self) -> int:
        """How often arrays read others."""
        groups = self.groups
        return sum(len(x.runs) + sum(len(y.slots) for y in x.pieces) for x in groups)


class Joining:
    """Groups while they are made, each after the joins that it reads.

    more: the groups of slots that come after those of the program, in joins.
    """

    def __init__(self, fine: Colouring) -> None:
        self.rows, self.fine = fine.rows, fine
        self.groups = leaf_groups(fine.leaves)
        self.colours = numpy.full(len(fine.colours), -1, numpy.int64)
        for colour, slots in enumerate(fine.leaves):
            self.colours[slots] = colour
        self.more: list[numpy.ndarray] = []
        self.count = len(self.colours)
        self.known: dict[bytes, tuple[int, numpy.ndarray]] = {}

    def add(self, mine: numpy.ndarray) -> None:
        """Make a group of these rows."""
        rows, operation = self.rows, self.rows.names[self.rows.kinds[mine[0]]]
        starts, widths = rows.starts[mine], numpy.diff(rows.starts)[mine]
        pairs = rows.pairs[mine]
        pieces: tuple = ()
        runs: tuple = ()
        table = numpy.zeros((0, 0), int)
        if (widths == widths[0]).all() and (pairs == pairs[0]).all():
            table = rows.operands[starts[:, None] + numpy.arange(widths[0])]
            colours = self.colours[table]
            if (colours == colours[0]).all():
                columns, runs = runs_of(operation, colours[0].tolist(), 2 * pairs[0])
                table = table[:, columns]
        if not runs and operation in ("sum", "dot"):
            table, pieces = table[:0, :0], self._pieces(starts, widths, pairs)
        elif not runs and operation in REDUCTIONS:
            colour, slots = self._joined(table.ravel())
            table, runs = slots.reshape(table.shape), (("operand", colour, widths[0]),)
        elif not runs:
            columns = [self._joined(column) for column in table.T]
            runs = tuple(("operand", colour, 1) for colour, _ in columns)
            table = numpy.stack([slots for _, slots in columns], axis=1)
        batched = self.fine.batched[self.fine.colours[rows.slots[mine[0]]]] == 1
        self.colours[rows.slots[mine]] = len(self.groups)
        group = Group(operation, runs, batched, rows.slots[mine], table, pieces)
        self.groups.append(group)

    def _pieces(self, starts, widths, pairs):
        """What the rows add up: products of two lists of factors, and single terms."""
        operands, found = self.rows.operands, []
        if pairs[0]:
            factors = operands[stretches(starts, 2 * pairs)]
            sides = self._joined(factors[::2]), self._joined(factors[1::2])
            found.append(Piece(*zip(*sides), pairs))
        terms = widths - 2 * pairs
        if terms[0]:
            colour, slots = self._joined(operands[stretches(starts + 2 * pairs, terms)])
            found.append(Piece((colour,), (slots,), terms))
        return tuple(found)

    def _joined(self, slots):
        """The group and the slots to read instead of slots of several groups."""
        colours = self.colours[slots]
        if (colours == colours[0]).all():
            return int(colours[0]), slots
        key = slots.tobytes()
        if key not in self.known:
            self.known[key] = self._join(slots, colours)
        return self.known[key]

    def _join(self, slots, colours):
        places: numpy.ndarray = numpy.arange(len(slots))
        if numpy.count_nonzero(numpy.diff(colours)) >= MOST:
            slots, places = numpy.unique(slots, return_inverse=True)
            order = numpy.argsort(self.colours[slots], kind="stable")
            slots, places = slots[order], ranks(order)[places.ravel()]
            colours = self.colours[slots]
        cuts = numpy.flatnonzero(numpy.diff(colours)) + 1
        pieces = tuple(
            Piece((int(self.colours[part[0]]),), (part,), numpy.ones(len(part), int))
            for part in numpy.split(slots, cuts)
        )
        number, batched = len(self.groups), [self.groups[c].batched for c in colours]
        members = numpy.arange(self.count, self.count + len(slots))
        self.count += len(slots)
        self.more.append(numpy.full(len(slots), number))
        none = numpy.zeros((0, 0), int)
        self.groups.append(Group("join", (), any(batched), members, none, pieces))
        return number, members[places]


def depths(
    starts: numpy.ndarray,
    operands: numpy.ndarray,
    slots: numpy.ndarray,
    found: numpy.ndarray,
) -> None:
    """Write how deep every row is: one more than the deepest that it takes.

    The arrays are those of ``Rows``; found: 0 for every slot.

        >>> found = numpy.zeros(4, int)
        >>> depths(*map(numpy.array, ([0, 1, 3], [0, 0, 2], [2, 3])), found)
        >>> found.tolist()
        [0, 0, 1, 2]
    """
    cuts, taken = starts.tolist(), operands.tolist()
    known = found.tolist()
    for slot, start, stop in zip(slots.tolist(), cuts, cuts[1:]):
        known[slot] = 1 + max((known[x] for x in taken[start:stop]), default=0)
    found[:] = known
