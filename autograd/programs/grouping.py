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
MANY = 3000  # so many groups take seconds to look through, and to make ready
SMALL = 64  # sums of unequal lengths are put together when fewer have one length
KINDS = ("parameters", "inputs", "constants")
# The factors of a product change places so that what does not depend on the inputs is
# on the left: the weights of a dot are a matrix of their own.


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
        self.loose = numpy.zeros(len(rows.slots), numpy.uint8)
        self._colour()
        while len(self) <= MANY and self._loosen():
            self._colour()

    def _colour(self):
        find = native.coloured if engine == "native" else coloured
        rows, free = self.rows, bytes(name in FREE for name in self.rows.names)
        arrays = rows.kinds, free, self.loose, rows.starts, rows.operands, rows.pairs
        self.batched = find(*arrays, rows.slots, self.colours)

    def _loosen(self):
        """Let the lengths of sums go that are alike but for them; whether any are."""
        rows, summing = self.rows, ("sum", "dot")
        wanted = numpy.array([name in summing for name in rows.names])
        mine = numpy.flatnonzero(wanted[rows.kinds] & (self.loose == 0))
        colours = self.colours[rows.slots[mine]]
        _, examples, which, counts = numpy.unique(
            colours, return_index=True, return_inverse=True, return_counts=True
        )
        families: dict[tuple, list[int]] = {}
        for number, (example, count) in enumerate(zip(mine[examples], counts)):
            if count < SMALL:
                families.setdefault(self._kinds_of(example), []).append(number)
        alike = [i for family in families.values() if len(family) > 2 for i in family]
        self.loose[mine[numpy.isin(which, alike)]] = 1
        return bool(alike)

    def _kinds_of(self, i):
        """What row i adds up, but not how many."""
        rows, pairs = self.rows, 2 * int(self.rows.pairs[i])
        colours = self.colours[rows.operands[rows.starts[i] : rows.starts[i + 1]]]
        colours = colours.tolist()
        factors = zip(colours[:pairs:2], colours[1:pairs:2])
        return tuple(dict.fromkeys(factors)), tuple(dict.fromkeys(colours[pairs:]))

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
        if not self.loose[mine[0]]:
            return False
        widths, pairs = starts[mine + 1] - starts[mine], rows.pairs[mine]
        if (widths != widths[0]).any() or (pairs != pairs[0]).any():
            return True
        places = starts[mine][:, None] + numpy.arange(widths[0])
        colours = self.colours[rows.operands[places]]
        return bool((colours != colours[0]).any())

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
        for kinds in numpy.unique(colours, axis=0):
            here = (colours == kinds).all(axis=1)
            yield Piece(
                tuple(kinds.tolist()),
                tuple(part[here] for part in slots),
                numpy.bincount(member[here], minlength=len(counts)),
            )


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


def grouped(program: Program) -> Colouring:
    """The groups of a program, in topological order, and the colour of every slot."""
    return Colouring(program)
