"""Layout: where every node lives, so that groups are arrays and operands are views.

Members of a group are put in the order of what they read. A group of dots is cut into
grids, every row of inputs with every row of weights: those are matrix products.
"""

from __future__ import annotations

import numpy

from autograd.programs.arrays import Access, Array, ArrayProgram, Products, Ragged
from autograd.programs.assignments import CONSTANTS, Assignments
from autograd.programs.calls import REDUCTIONS
from autograd.programs.passes.colour import Colouring
from autograd.programs.passes.grids import blocks_of
from autograd.programs.passes.groups import Group, stretches
from autograd.programs.passes.positions import distinct, distinct_rows, period
from autograd.programs.passes.simplify import FREE


def laid_out(program: Assignments, found: Colouring) -> ArrayProgram:
    """The arrays of a program whose groups were found."""
    return Layout(program, found).program()


class Layout:
    """The arrays of a program and the position of every slot in its array."""

    def __init__(self, program: Assignments, found: Colouring) -> None:
        self.groups, self.colours = found.groups, found.colours
        self.aliases = found.rows.aliases
        self.positions = numpy.full(len(found.colours), -1)
        self.constants = program.constants
        self.positions[self.groups[CONSTANTS].members] = range(len(self.constants))
        self.leaf_counts = [0, 0]
        self.arrays = [Array(g.operation, g.batched) for g in self.groups]
        for number, group in enumerate(self.groups[3:], start=3):
            self._lay_out(number, group)
        for number in (0, 1):
            self._place(number, self.groups[number].members)
        for array, group in zip(self.arrays[:3], self.groups):
            array.size, array.shape = len(group.members), (len(group.members),)
        self.results = self.aliases[program.results].tolist()
        self.asides = program.asides

    def program(self) -> ArrayProgram:
        """What was laid out, as data."""
        located = [(int(self.colours[x]), int(self.positions[x])) for x in self.results]
        first, second = (self.positions[group.members] for group in self.groups[:2])
        places = first, second
        return ArrayProgram(self.arrays, self.constants, located, places, self.asides)

    def _place(self, number, slots):
        """Give leaves that have no position the next ones, in order of appearance."""
        if number > 1:
            return
        slots = slots.ravel()
        fresh = slots[self.positions[slots] < 0]
        fresh = fresh[numpy.sort(distinct(fresh)[0])]
        start = self.leaf_counts[number]
        self.positions[fresh] = numpy.arange(start, start + len(fresh))
        self.leaf_counts[number] = start + len(fresh)

    def _read(self, number, slots):
        """An Access to slots of one colour; leaves not seen before are placed."""
        self._place(number, slots)
        return Access(number, self.positions[slots])

    def _lay_out(self, number, group):
        members, rows = group.members, group.rows
        if group.operation == "join":
            self._lay_out_join(number, group)
            return
        if group.pieces:
            self._lay_out_ragged(number, group)
            return
        if group.operation == "dot":
            self._lay_out_dots(number, group, members, rows)
            return
        first, inverse = distinct_rows(rows)
        if 2 * len(first) > len(rows):
            first = inverse = numpy.arange(len(rows))
        order = first[self._order(group, rows[first])]
        array = self.arrays[number]
        array.size = len(order)
        place = numpy.empty(len(rows), dtype=int)
        place[order] = numpy.arange(len(order))
        self.positions[members] = place[first[inverse]]
        self._read_operands(array, group, rows[order])

    def _order(self, group, rows):
        """An order of members in which their most varied operand is in order."""
        best, order, column = 0, numpy.arange(len(rows)), 0
        for _, colour, count in group.runs:
            positions = self.positions[rows[:, column]]
            column += count
            if colour == CONSTANTS or positions.min() < 0:
                continue
            ordering = positions.argsort(kind="stable")
            ordered = positions[ordering]
            varied = 1 + numpy.count_nonzero(ordered[1:] != ordered[:-1])
            if varied > best:
                best, order = varied, ordering
        return order

    def _read_operands(self, array, group, rows):
        """Fill in an array's shape and the accesses of its operands."""
        several = group.operation in REDUCTIONS
        found, column = [], 0
        for _, colour, count in group.runs:
            slots = rows[:, column : column + count]
            column += count
            access = self._read(colour, slots if several else slots[:, 0])
            is_free = group.operation in FREE and colour != CONSTANTS
            if is_free and count > 1:
                access = Access(colour, numpy.sort(access.index, axis=1))
            found.append(access)
        array.shape = self._shape(array, found, several)
        array.operands = [
            access.reshaped(array.shape + access.shape[1:]) for access in found
        ]

    def _shape(self, array, accesses, several):
        """The shape of the source that is read as a whole, or one of rows."""
        if several:
            return (array.size,)
        for access in accesses:
            source = self.arrays[access.source]
            if access.source > 2 and access.covers(source.size):
                return source.shape
        for access in accesses:
            if access.source != CONSTANTS and access.affine is None:
                length = period(access.index)
                if length:
                    return (array.size // length, length)
        return (array.size,)

    def _lay_out_join(self, number, group):
        """Copies of parts of other arrays, one behind the other."""
        array, count = self.arrays[number], len(group.members)
        array.size, array.shape = count, (count,)
        self.positions[group.members] = numpy.arange(count)
        array.operands = [
            self._read(*colours, *slots) for colours, slots, _ in group.pieces
        ]

    def _lay_out_ragged(self, number, group):
        """Sums of unequal lengths, in the order of what they read first."""
        array, count = self.arrays[number], len(group.members)
        array.size, array.shape = count, (count,)
        first = group.pieces[0]
        begins = numpy.cumsum(first.counts) - first.counts
        order = numpy.argsort(self.positions[first.slots[0][begins]], kind="stable")
        self.positions[group.members[order]] = numpy.arange(count)
        for colours, slots, counts in group.pieces:
            begins = numpy.cumsum(counts) - counts
            chosen, counts = stretches(begins[order], counts[order]), counts[order]
            accesses = [
                self._read(colour, part[chosen]) for colour, part in zip(colours, slots)
            ]
            starts = numpy.cumsum(counts) - counts
            array.ragged.append(Ragged(tuple(accesses), starts))

    def _lay_out_dots(self, number, group, members, rows):
        array = self.arrays[number]
        runs, terms = self._columns(group)
        self._sort_products(runs, rows)
        left = numpy.concatenate([rows[:, a] for _, a, _, _ in runs], axis=1)
        right = numpy.concatenate([rows[:, b] for _, _, _, b in runs], axis=1)
        single = numpy.concatenate(
            [rows[:, :0], *(rows[:, columns] for _, columns in terms)], axis=1
        )
        ranks = self._rank(left), self._rank(right)
        blocks, place = blocks_of(left, right, single, *ranks)
        array.size = blocks[-1].stop
        used = numpy.unique(place)
        array.used = used if len(used) < array.size else None
        self.positions[members] = place
        for block in blocks:
            pairs, column = [], 0
            for a_colour, a, b_colour, _ in runs:
                chosen = slice(column, column := column + a.stop - a.start)
                lefts = self._read(a_colour, left[block.left][..., chosen])
                rights = self._read(b_colour, right[block.right][..., chosen])
                pairs.append(Products(lefts, rights))
            array.blocks.append((block, pairs))
        array.shape = blocks[0].shape if len(blocks) == 1 else (array.size,)
        full = numpy.zeros((array.size, rows.shape[1]), dtype=int)
        full[:] = rows[0]
        full[place] = rows
        for colour, columns in terms:
            access = self._read(colour, full[:, columns])
            array.operands.append(access.reshaped((*array.shape, -1)))

    def _sort_products(self, runs, rows):
        """Put the products of a run in the order of where their factors are."""
        for _, a, right, b in runs:
            for colour, columns in ((right, b), (0, a)):
                positions = self.positions[rows[0, columns]]
                if colour != CONSTANTS and (positions >= 0).all():
                    order = numpy.argsort(positions, kind="stable")
                    rows[:, a], rows[:, b] = rows[:, a][:, order], rows[:, b][:, order]
                    break

    @staticmethod
    def _columns(group: Group) -> tuple[list, list]:
        """The runs (left colour, columns, right colour, columns); those of terms."""
        pairs: list[tuple] = []
        terms, column = [], 0
        for role, colour, count in group.runs:
            columns = slice(column, column := column + count)
            if role == "left":
                pairs.append((colour, columns))
            elif role == "right":
                pairs[-1] += (colour, columns)
            else:
                terms.append((colour, columns))
        return pairs, terms

    def _rank(self, slots):
        """A sort key for rows: where they begin in their source, if that is known."""
        return self.positions[slots[:, 0]]
