"""Simplification: additions written one by one become one sum, products in it a dot.

Nothing changes by more than rounding. What is left are rows: an operation with its
operands or, for a linear row, products and single terms to add up. The passes look at
all nodes at once, so they cost tens of nanoseconds a node.

>>> from autograd import Value
>>> from autograd.programs import record
>>> w, x, y, b = map(Value, (1.0, 2.0, 3.0, 4.0))
>>> [row] = simplified(record(w * x + w * y + b))
>>> row.operation, row.pairs, row.operands
('linear', [0, 1, 0, 2], [3])
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

import numpy

if TYPE_CHECKING:
    from autograd.programs.recording import Program

ADDITIVE = ("add", "sum", "dot")
PRODUCTS = ("mul", "square")


class Row(NamedTuple):
    """One thing to compute: an operation on slots, or a linear combination.

    slot: where the result belongs; pairs: the slots of factors, two by two, of a linear
    row, whose operands are its single terms; scale: the slot of a factor of it all.
    """

    slot: int
    operation: str
    operands: list[int]
    pairs: list[int]
    scale: int | None = None


class Linear:
    """Which assignments are parts of linear combinations, and of which.

    Edges are the uses of slots by assignments, in order: ``consumer`` uses ``operand``;
    it is a ``term`` when the consumer adds it to others, a ``pair`` when it is a factor
    of a product that is added. An assignment (counted from 0) that is absorbed has
    another for its parent; roots are what is left.
    """

    def __init__(self, program: Program) -> None:
        self.program, self.first = program, program.first
        self._read_edges()
        self._count_uses()
        self.additive = self.among(ADDITIVE)
        self.parents = self._absorbing(self.additive)
        self._pass_common_factors()
        self._take_products()
        self.roots = roots_of(self.parents)

    def among(self, wanted: tuple) -> numpy.ndarray:
        """Where the operation is one of those wanted."""
        table = numpy.zeros(len(self.names), bool)
        table[[self.names[name] for name in wanted if name in self.names]] = True
        return table[self.codes]

    def _read_edges(self):
        program = self.program
        self.names = {name: code for code, name in enumerate(program.operations)}
        self.codes, starts, self.operand = (
            program.codes,
            program.starts,
            program.operands,
        )
        codes = self.codes
        widths = numpy.diff(starts)
        self.consumer = numpy.repeat(numpy.arange(len(codes)), widths)
        self.child = self.operand - self.first  # negative for a leaf
        self.is_constant = (self.child < 0) & (self.child >= -len(program.constants))
        dot = self.among(("dot",))
        # the bias stands first in a dot with an odd number of operands
        biased = numpy.flatnonzero(dot & (widths % 2 == 1))
        self.term = self.among(("add", "sum"))[self.consumer]
        self.term[starts[biased]] = True
        self.pair = dot[self.consumer] & ~self.term

    def _count_uses(self):
        """Find the only edge that uses an assignment; -1 if it is used otherwise."""
        count = len(self.codes)
        inner = numpy.flatnonzero(self.child >= 0)
        uses = numpy.bincount(self.child[inner], minlength=count)
        uses[[s - self.first for s in self.program.results if s >= self.first]] += 2
        self.only = numpy.full(count, -1)
        self.only[self.child[inner]] = inner
        self.only[uses != 1] = -1

    def _absorbing(self, mask):
        """Parents: those in the mask go into the only one that adds them."""
        fits = mask & (self.only >= 0) & self.term[self.only]
        itself = numpy.arange(len(mask))
        return numpy.where(fits, self.consumer[self.only], itself)

    def leaf_terms(self):
        """The edges that are terms of combinations, and not combinations themselves."""
        absorbed = self.parents != numpy.arange(len(self.parents))
        inner = self.child >= 0
        return numpy.flatnonzero(self.term & ~(inner & absorbed[self.child * inner]))

    def _pass_common_factors(self):
        """Turn c * s + c * t with one constant c into c * (s + t)."""
        count, roots = len(self.codes), roots_of(self.parents)
        factor = numpy.full(count, -1)
        chosen = self.is_constant & self.among(("mul",))[self.consumer]
        factor[self.consumer[chosen]] = self.operand[chosen]
        factor[(self.only < 0) | ~self.term[self.only]] = -1
        edges = self.leaf_terms()
        edges = edges[~self._is_zero(edges)]
        child = self.child[edges]
        by = numpy.where(child >= 0, factor[child * (child >= 0)], -1)
        of = roots[self.consumer[edges]]
        least, most = numpy.full(count, self.first), numpy.full(count, -1)
        numpy.minimum.at(least, of, by)
        numpy.maximum.at(most, of, by)
        least[roots[self.consumer[self.pair]]] = -1
        good = (least == most) & (most >= 0)
        good &= numpy.bincount(of, minlength=count) > 1
        self.scales = {int(r): int(most[r]) for r in numpy.flatnonzero(good)}
        passed = numpy.zeros(count, bool)
        passed[self.child[edges[good[of]]]] = True
        self.term |= passed[self.consumer] & ~self.is_constant
        self.parents = self._absorbing(self.additive | passed)

    def _is_zero(self, edges):
        numbers = self.program.constants
        found = self.is_constant[edges]
        found[found] = numbers[self.child[edges[found]]] == 0  # counted from the end
        return found

    def _take_products(self):
        """Take products into the only combination that uses them, if it has several."""
        count, roots = len(self.codes), roots_of(self.parents)
        edges = self.leaf_terms()
        of, child = roots[self.consumer[edges]], self.child[edges]
        product = self.among(PRODUCTS) & (self.only >= 0)
        product = (child >= 0) & product[child * (child >= 0)]
        sizes = numpy.bincount(of, minlength=count)
        products = numpy.bincount(of[product], minlength=count)
        has_pairs = products > 1
        has_pairs[roots[self.consumer[self.pair]]] = True
        self.linear = has_pairs | (sizes > 2) | self.among(("sum", "dot"))
        self.linear[list(self.scales)] = True
        self.linear[roots[self.parents != numpy.arange(count)]] = True
        taken = numpy.zeros(count, bool)
        taken[child[product & has_pairs[of]]] = True
        self.parents[taken] = self.consumer[self.only[taken]]
        self.pair |= taken[self.consumer]
        self.squared = taken & self.among(("square",))

    def listed(self, edges: numpy.ndarray) -> Listed:
        """The operands of some edges by the root that they end in."""
        roots, operands = self.roots[self.consumer[edges]], self.operand[edges]
        if self.squared.any():
            twice = 1 + (self.squared[self.consumer[edges]] & self.pair[edges])
            roots, operands = numpy.repeat(roots, twice), numpy.repeat(operands, twice)
        order = numpy.argsort(roots, kind="stable")
        stops = numpy.cumsum(numpy.bincount(roots, minlength=len(self.roots)))
        return Listed(operands[order].tolist(), [0, *stops.tolist()])


class Listed(NamedTuple):
    """Lists of slots, one for each assignment, in one list with its cuts."""

    slots: list[int]
    cuts: list[int]

    def of(self, i: int) -> list[int]:
        """The slots of assignment i."""
        return self.slots[self.cuts[i] : self.cuts[i + 1]]


def roots_of(parents: numpy.ndarray) -> numpy.ndarray:
    """For every assignment the one it ends in, going from parent to parent.

    >>> roots_of(numpy.array([1, 3, 2, 3])).tolist()
    [3, 3, 2, 3]
    """
    while True:
        further = parents[parents]
        if numpy.array_equal(further, parents):
            return parents
        parents = further


def simplified(program: Program) -> list[Row]:
    """The rows of a program, in topological order."""
    return list(rows(program, Linear(program))) if len(program) else []


def rows(program: Program, found: Linear) -> Iterator[Row]:
    """A row for every assignment that is not absorbed by another."""
    pairs = found.listed(numpy.flatnonzero(found.pair))
    singles = found.listed(found.leaf_terms())
    alone = found.parents == numpy.arange(len(program))
    linear = found.linear.tolist()
    plain = alone & ~found.linear
    operands = found.listed(numpy.flatnonzero(plain[found.consumer]))
    names = program.operations
    codes = program.codes.tolist()
    for i in numpy.flatnonzero(alone).tolist():
        slot = found.first + i
        if linear[i]:
            scale = found.scales.get(i)
            yield Row(slot, "linear", singles.of(i), pairs.of(i), scale)
        else:
            yield Row(slot, names[codes[i]], operands.of(i), [])
