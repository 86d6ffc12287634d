"""Grouping by colour: nodes that do the same to the same kinds of things, as one.

A leaf's colour is its kind, a node's colour is its operation with the colours of its
operands. Nodes of one colour depend on no other of that colour, so that they can be
computed together, as one array operation. A colour is the number of a group.

>>> from autograd import Value, tanh
>>> from autograd.programs import record
>>> from autograd.programs.passes.simplify import simplified
>>> x, y = Value(1.0), Value(2.0)
>>> program = record([tanh(x), tanh(y)]).assignments
>>> for group in Colouring(program, simplified(program)).groups:
...     print(group.operation, group.members.tolist())
parameters [0, 1]
inputs []
constants []
tanh [2, 3]
"""

from __future__ import annotations

from functools import cached_property

import numpy

from autograd.programs.assignments import CONSTANTS, KINDS, Assignments
from autograd.programs.passes.groups import Group, Piece, runs_of, stretches
from autograd.programs.passes.positions import distinct, odd_numbers
from autograd.programs.passes.simplify import FREE, Rows
from autograd.support.twin import engine, native

SMALL = 64  # sums of unequal lengths are put together when fewer have one length


class Colouring:
    """The colour of every slot, and which colours depend on the inputs."""

    def __init__(self, program: Assignments, rows: Rows) -> None:
        self.rows = rows = apart(rows, program)
        every = numpy.arange(program.first)
        self.leaves = [every[program.leaf_slots[i]] for i in range(len(KINDS))]
        self.colours = numpy.full(len(rows.aliases), -1, numpy.int64)
        for colour, slots in enumerate(self.leaves):
            self.colours[slots] = colour
        adds = numpy.array([name in ("sum", "dot") for name in rows.names])
        self.loose = adds[rows.kinds].astype(numpy.uint8)
        self._colour()
        if self._tighten():
            self._colour()

    def _colour(self):
        find = native.coloured if engine == "native" else coloured
        rows, free = self.rows, bytes(name in FREE for name in self.rows.names)
        arrays = rows.kinds, free, self.loose, rows.starts, rows.operands, rows.pairs
        self.batched = find(*arrays, rows.slots, self.colours)

    def _tighten(self):
        """Let the lengths of sums count again where few are alike but for them.

        Nor are many sums of one length mixed with others: they may be a matrix product.
        """
        mine = self._of_mixed_lengths()
        if not len(mine):
            return False
        first, which = distinct(self._signatures(mine))
        colours, counts = (
            self.colours[self.rows.slots[mine[first]]],
            numpy.bincount(which),
        )
        lengths = numpy.bincount(colours)[colours]
        small = counts < SMALL
        alike = numpy.bincount(colours[small], minlength=colours.max() + 1)[colours]
        fits = (lengths == 1) | (small & (alike > 2))
        self.loose[mine[~fits[which]]] = 0
        return not fits.all()

    def _of_mixed_lengths(self):
        """The loose rows of colours whose rows are not all of one length."""
        rows, mine = self.rows, numpy.flatnonzero(self.loose)
        colours = self.colours[rows.slots[mine]]
        mixed = numpy.zeros(len(self.batched), bool)
        for lengths in (numpy.diff(rows.starts)[mine], rows.pairs[mine]):
            one = numpy.zeros(len(mixed), int)
            one[colours] = lengths  # that of the last row
            mixed[colours[lengths != one[colours]]] = True
        return mine[mixed[colours]]

    def _signatures(self, mine):
        """A number for each row: of what colours it adds up, and how many of each."""
        rows = self.rows
        starts, widths = rows.starts[mine], numpy.diff(rows.starts)[mine]
        colours = self.colours[rows.operands[stretches(starts, widths)]]
        begins = numpy.cumsum(widths) - widths
        place = numpy.arange(len(colours)) - numpy.repeat(begins, widths)
        factor = place < numpy.repeat(2 * rows.pairs[mine], widths)
        left = numpy.flatnonzero(factor & (place % 2 == 0))
        random = odd_numbers(3 * len(self.batched)).reshape(3, -1)
        numbers = random[0][colours]
        numbers[factor] = 0
        numbers[left] = random[1][colours[left]] * random[2][colours[left + 1]]
        return numpy.add.reduceat(numbers, begins)

    def __len__(self) -> int:
        return len(self.batched) - 3

    @cached_property
    def batched_slots(self) -> int:
        """How many slots depend on the inputs, or are inputs."""
        counts = numpy.bincount(self.colours[self.colours >= 0], minlength=3)
        return int(counts @ numpy.frombuffer(self.batched, numpy.uint8))

    @cached_property
    def operations(self) -> list[str]:
        """The operation of every group but those of leaves."""
        return [self.rows.names[kind] for kind in self.rows.kinds[self.first].tolist()]

    @cached_property
    def first(self) -> numpy.ndarray:
        """The first row of every colour but those of leaves."""
        found = numpy.empty(len(self.batched), int)
        colours = self.colours[self.rows.slots]
        found[colours[::-1]] = numpy.arange(len(colours))[::-1]
        return found[3:]

    @cached_property
    def reads(self) -> int:
        """How often arrays read others: once for each colour among their operands."""
        rows = self.rows
        first = self.first
        widths = numpy.diff(rows.starts)[first]
        colours = self.colours[rows.operands[stretches(rows.starts[first], widths)]]
        keys = numpy.repeat(numpy.arange(len(first)), widths) * len(self.batched)
        return len(set((keys + colours).tolist()))

    @cached_property
    def groups(self) -> list[Group]:
        """The groups, in topological order; those of leaves come first."""
        rows = self.rows
        found, none = leaf_groups(self.leaves), numpy.zeros((0, 0), int)
        colours = self.colours[rows.slots]
        order = numpy.argsort(colours, kind="stable")
        cuts = numpy.searchsorted(colours[order], range(3, len(self.batched) + 1))
        names, slots, starts = rows.names, rows.slots[order], rows.starts[order]
        kinds, pairs = rows.kinds[order].tolist(), rows.pairs[order].tolist()
        stops = rows.starts[1:][order]
        for start, stop, batched in zip(cuts, cuts[1:], self.batched[3:]):
            operation, members = names[kinds[start]], slots[start:stop]
            if self._is_ragged(order[start:stop]):
                pieces = self._all_pieces(order[start:stop])
                common = operation, (), batched == 1, members
                found.append(Group(*common, none, pieces))
                continue
            example = self.colours[rows.operands[starts[start] : stops[start]]].tolist()
            columns, runs = runs_of(operation, example, 2 * pairs[start])
            places = starts[start:stop, None] + columns
            group = Group(operation, runs, batched == 1, members, rows.operands[places])
            found.append(group)
        return found

    def _is_ragged(self, mine):
        """Whether rows of one colour have unequal numbers of some kind of operand."""
        rows, starts = self.rows, self.rows.starts
        if not self.loose[mine[0]] or len(mine) == 1:
            return False
        widths, pairs = starts[mine + 1] - starts[mine], rows.pairs[mine]
        if (widths != widths[0]).any() or (pairs != pairs[0]).any():
            return True
        places = starts[mine][:, None] + numpy.arange(widths[0])
        colours = self.colours[rows.operands[places[0]]].tolist()
        factors = 2 * int(pairs[0])
        products = set(zip(colours[:factors:2], colours[1:factors:2]))
        if len(products) < 2 and len(set(colours[factors:])) < 2:
            return False
        found = self.colours[rows.operands[places]]
        return bool((found != found[0]).any())

    def _all_pieces(self, mine):
        """What rows of unequal lengths add up."""
        rows, pairs = self.rows, self.rows.pairs[mine]
        starts, stops = rows.starts[mine], rows.starts[mine + 1]
        factors = rows.operands[stretches(starts, 2 * pairs)]
        terms = rows.operands[stretches(starts + 2 * pairs, stops - starts - 2 * pairs)]
        return (
            *self._pieces((factors[::2], factors[1::2]), pairs),
            *self._pieces((terms,), stops - starts - 2 * pairs),
        )

    def _pieces(self, slots, counts):
        """The pieces of one kind, a piece for each colour or pair of colours."""
        colours = numpy.stack([self.colours[part] for part in slots], axis=1)
        member = numpy.repeat(numpy.arange(len(counts)), counts)
        for kinds in sorted(set(map(tuple, colours[: counts[0]].tolist()))):
            here = (colours == kinds).all(axis=1)
            yield Piece(
                kinds,
                tuple(part[here] for part in slots),
                numpy.bincount(member[here], minlength=len(counts)),
            )


def leaf_groups(leaves: list[numpy.ndarray]) -> list[Group]:
    """The groups of the leaves, from their slots by kind."""
    none = numpy.zeros((0, 0), int)
    return [
        Group(name, (), name == "inputs", slots, none)
        for name, slots in zip(KINDS, leaves)
    ]


def apart(rows: Rows, program: Assignments) -> Rows:
    """The rows, those with kinds of their own that only asides need.

    So what is never differentiated shares no array with what is.
    """
    if not program.asides:
        return rows
    needed = numpy.zeros(len(rows.aliases), bool)
    needed[rows.aliases[program.results[: -program.asides]]] = True
    cuts, slots = rows.starts.tolist(), rows.slots.tolist()
    for i in reversed(range(len(slots))):
        if needed[slots[i]]:
            needed[rows.operands[cuts[i] : cuts[i + 1]]] = True
    kinds = numpy.where(needed[rows.slots], 0, len(rows.names)) + rows.kinds
    return rows._replace(kinds=kinds, names=rows.names * 2)


def coloured(
    kinds: numpy.ndarray,
    free: bytes,
    loose: numpy.ndarray,
    starts: numpy.ndarray,
    operands: numpy.ndarray,
    pairs: numpy.ndarray,
    slots: numpy.ndarray,
    colours: numpy.ndarray,
) -> bytes:
    """Find the colour of every row; whether each colour depends on the inputs.

    The arrays are those of ``Rows``. free: for each kind whether its operands may
    change places; then they are sorted by colour. loose: for each row whether it does
    not matter how many operands of a colour it has. colours: of every slot, of which
    those of the leaves are known.
    """
    batched, found = [False, True, False], colours.tolist()
    known: dict[tuple, int] = {}
    cuts, places = starts.tolist(), slots.tolist()

    def rank(slot):
        # what does not depend on inputs is on the left: weights are a matrix
        colour = found[slot]
        return batched[colour], colour == CONSTANTS, colour

    each = zip(kinds.tolist(), pairs.tolist(), loose.tolist())
    for i, (kind, count, is_loose) in enumerate(each):
        mine = operands[cuts[i] : cuts[i + 1]].tolist()
        if free[kind]:
            factors = zip(mine[: 2 * count : 2], mine[1 : 2 * count : 2])
            products = [sorted(pair, key=rank) for pair in factors]
            products.sort(key=lambda pair: (found[pair[0]], found[pair[1]]))
            terms = sorted(mine[2 * count :], key=found.__getitem__)
            mine = [slot for pair in products for slot in pair] + terms
            operands[cuts[i] : cuts[i + 1]] = mine
        own = [found[slot] for slot in mine]
        key: tuple = (kind, count, *own)
        if is_loose:
            factors = zip(own[: 2 * count : 2], own[1 : 2 * count : 2])
            key = kind, (*dict.fromkeys(factors),), (*dict.fromkeys(own[2 * count :]),)
        colour = found[places[i]] = known.setdefault(key, len(batched))
        if colour == len(batched):
            batched.append(any(batched[x] for x in own))
    colours[:] = found
    return bytes(batched)
