"""Simplification: additions written one by one become one sum, products in it a dot.

Nothing changes by more than rounding. What is left are rows: an operation with its
operands or, for a dot, products and single terms to add up. The passes look at all
nodes at once, so they cost tens of nanoseconds a node.

>>> from autograd import Value
>>> from autograd.programs import record
>>> w, x, y, b = map(Value, (1.0, 2.0, 3.0, 4.0))
>>> rows = simplified(record(w * x + w * y + b).assignments)
>>> rows.names[rows.kinds[0]], rows.operands.tolist(), rows.pairs.tolist()
('dot', [0, 1, 0, 2, 3], [2])
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy

from autograd.programs.assignments import Assignments
from autograd.programs.calls import REDUCTIONS
from autograd.programs.passes.positions import roots_of

ADDITIVE = ("add", "sum", "dot")
PRODUCTS = ("mul", "square")
#: The operations whose operands may change places: not ``prod``, where each that comes
#: may make it overflow.
FREE = (*(name for name in REDUCTIONS if name != "prod"), "dot")


class Rows(NamedTuple):
    """What is to be computed, a row each, in topological order, as arrays of int64.

    slots: where the result of each row belongs; kinds: what is done, a place in names,
    where ``pow`` stands once more for every constant exponent; row i takes the slots
    ``operands[starts[i]:starts[i + 1]]``, of which the first 2 * pairs[i] are the
    factors of products, two by two. aliases: for every slot the one it is equal to.
    """

    names: list[str]
    slots: numpy.ndarray
    kinds: numpy.ndarray
    starts: numpy.ndarray
    operands: numpy.ndarray
    pairs: numpy.ndarray
    aliases: numpy.ndarray


@lru_cache(64)
def are_among(names: tuple[str, ...], wanted: tuple[str, ...]) -> numpy.ndarray:
    """For each name whether it is one of those wanted: most programs have the same."""
    return numpy.array([name in wanted for name in names])


class Linear:
    """Which assignments are parts of linear combinations, and of which.

    Edges are the uses of slots by assignments, in order: ``consumer`` uses ``operand``;
    it is a ``term`` when the consumer adds it to others, a ``pair`` when it is a factor
    of a product that is added. An assignment (counted from 0) that is absorbed has
    another for its parent; roots are what is left.
    """

    def __init__(self, program: Assignments) -> None:
        self.program, self.first = program, program.first
        self.codes, self.operand = program.codes.astype(int), program.operands
        self._read_edges()
        self._count_uses()
        self._absorb(self.among(ADDITIVE))
        self._take_products()

    def among(self, wanted: tuple) -> numpy.ndarray:
        """Where the operation is one of those wanted."""
        return are_among(self.program.operations, wanted)[self.codes]

    def _read_edges(self):
        codes, starts = self.codes, self.program.starts
        widths = numpy.diff(starts)
        self.consumer = numpy.repeat(numpy.arange(len(codes)), widths)
        self.child = self.operand - self.first  # negative for a leaf
        constants = len(self.program.constants)
        self.is_constant = (self.child < 0) & (self.child >= -constants)
        dot = self.among(("dot",))
        self.term = numpy.repeat(self.among(("add", "sum")), widths)
        self.pair = numpy.zeros(len(self.term), bool)
        if dot.any():
            self.pair = numpy.repeat(dot, widths)
            # the bias stands first in a dot with an odd number of operands
            biased = starts[:-1][dot & (widths % 2 == 1)]
            self.term[biased], self.pair[biased] = True, False

    def _count_uses(self):
        """Find the only edge that uses an assignment; -1 if it is used otherwise."""
        count = len(self.codes)
        inner = numpy.flatnonzero(self.child >= 0)
        used = self.child[inner]
        uses = numpy.bincount(used, minlength=count)
        uses[[s - self.first for s in self.program.results if s >= self.first]] += 2
        self.only = numpy.full(count, -1)
        self.only[used] = inner
        self.only[uses != 1] = -1

    def _absorb(self, mask):
        """Let those in the mask go into the only one that adds them."""
        mine = numpy.flatnonzero(mask & (self.only >= 0))
        mine = mine[self.term[self.only[mine]]]
        self.absorbed = mine
        self.roots = roots_of(len(mask), mine, self.consumer[self.only[mine]])

    def leaf_terms(self):
        """The edges that are terms of combinations, and not combinations themselves."""
        mask = self.term.copy()
        mask[self.only[self.absorbed]] = False
        return numpy.flatnonzero(mask)

    def is_zero(self, edges: numpy.ndarray) -> numpy.ndarray:
        """Whether what an edge uses is the constant 0."""
        found = self.is_constant[edges]
        numbers = self.program.constants
        found[found] = numbers[self.child[edges[found]]] == 0  # counted from the end
        return found

    def _take_products(self):
        """Take products into the only combination that uses them, if it has several."""
        count = len(self.codes)
        edges = self.leaf_terms()
        of, child = self.roots[self.consumer[edges]], self.child[edges]
        product = numpy.append(self.among(PRODUCTS) & (self.only >= 0), False)
        product = product[numpy.maximum(child, -1)]
        products = numpy.bincount(of[product], minlength=count)
        has_pairs = products > 1
        has_pairs[self.roots[self.consumer[self.pair]]] = True
        self.linear = has_pairs | self.among(("sum", "dot"))
        self.linear |= numpy.bincount(of, minlength=count) > 2
        self.linear[self.roots[self.absorbed]] = True
        mine = product & has_pairs[of]
        taken = child[mine]
        self.roots[taken] = of[mine]
        self.absorbed = numpy.append(self.absorbed, taken)
        is_taken = numpy.zeros(count, bool)
        is_taken[taken] = True
        self.pair |= is_taken[self.consumer]
        self.squared = self.among(("square",)) & is_taken


def simplified(program: Assignments) -> Rows:
    """The rows of a program."""
    return Rowing(program, Linear(program)).rows()


class Rowing:
    """Rows made of what was found: one for each assignment that is not absorbed."""

    def __init__(self, program: Assignments, found: Linear) -> None:
        self.program, self.found = program, found
        self.count = len(program)
        self.aliases = self._aliases()
        self.alone = numpy.ones(self.count, bool)
        self.alone[found.absorbed] = False
        self.alone[self.decided] = False

    def _aliases(self):
        """Every slot, or the one that a ``where`` with a constant condition chooses."""
        program, found = self.program, self.found
        aliases = numpy.arange(found.first + self.count)
        choices = numpy.flatnonzero(found.among(("where",)))
        self.decided = choices[found.is_constant[program.starts[choices]]]
        for i in self.decided.tolist():
            condition, a, b = program.operands_of(i)
            number = program.constants[condition - found.first]  # from the end
            aliases[found.first + i] = aliases[a if number else b]
        return aliases

    def rows(self) -> Rows:
        """All of them."""
        found = self.found
        rows, operands, is_pair = self._edges()
        places = 2 * rows + ~is_pair
        order = numpy.argsort(places, kind="stable")
        ordered = places[order]
        begins = numpy.flatnonzero(numpy.diff(ordered >> 1, prepend=-1))
        chosen = ordered[begins] >> 1
        pairs = numpy.add.reduceat(1 - (ordered & 1), begins)
        slots = found.first + chosen
        names, kinds = self._kinds(chosen, pairs)
        starts = numpy.append(begins, len(order))
        operands = self.aliases[operands[order]]
        arrays = slots, kinds, starts, operands, pairs // 2, self.aliases
        return Rows(names, *(numpy.asarray(x, numpy.int64) for x in arrays))

    def _edges(self):
        """For every use that is left its row, its slot, and if it is in a product."""
        found = self.found
        plain = self.alone & ~found.linear
        pairs = numpy.flatnonzero(found.pair)
        if found.squared.any():
            twice = 1 + found.squared[found.consumer[pairs]]
            pairs = numpy.repeat(pairs, twice)
        terms = self._terms()
        rest = numpy.flatnonzero(plain[found.consumer])
        edges = numpy.concatenate([pairs, terms, rest])
        is_pair = numpy.zeros(len(edges), bool)
        is_pair[: len(pairs)] = True
        return found.roots[found.consumer[edges]], found.operand[edges], is_pair

    def _terms(self):
        """The single terms that are added; without zeros, if there are others.

        Sums begin with 0.0 anyway, on every machine.
        """
        found = self.found
        terms = found.leaf_terms()
        of = found.roots[found.consumer[terms]]
        linear = found.linear[of]
        terms, of = terms[linear], of[linear]
        zero = found.is_zero(terms)
        if zero.any():
            others = numpy.bincount(of[~zero], minlength=self.count)
            others += numpy.bincount(
                found.roots[found.consumer[found.pair]], minlength=self.count
            )
            terms = terms[~zero | (others[of] == 0)]
        return terms

    def _kinds(self, chosen, pairs):
        """The names of what rows do, and for each row a place among them."""
        found, program = self.found, self.program
        names = list(program.operations)
        kinds = found.codes[chosen].astype(int)
        linear = found.linear[chosen]
        kinds[linear] = numpy.where(
            pairs[linear] > 0, names.index("dot"), names.index("sum")
        )
        power = numpy.flatnonzero(kinds == names.index("pow"))
        exponents = program.starts[chosen[power]] + 1
        power = power[found.is_constant[exponents]]
        if len(power):  # x ** 2 and x ** 3 stay apart
            exponents = program.starts[chosen[power]] + 1
            numbers, which = numpy.unique(found.operand[exponents], return_inverse=True)
            kinds[power] = len(names) + which
            names += ["pow"] * len(numbers)
        return names, kinds
