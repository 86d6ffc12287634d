"""The rows that programs take from tables, as inputs of one call or of many cases."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy

from autograd.programs.assignments import INPUTS
from autograd.programs.buffers import add_grads, data_of
from autograd.programs.calling.taking.indices import Index
from autograd.programs.machines.machine import Machine
from autograd.value import Value


class Rows:
    """The rows that a program takes; taken: with the places of their indices.

    values: the Values in them, in a row; those that stand for arguments have places.
    """

    def __init__(self, fresh: list) -> None:
        indices = [(i, x) for i, x in enumerate(fresh) if isinstance(x, Index)]
        self.taken = [(i, row) for i, x in indices for row in x.rows]
        self.values = [x for _, row in self.taken for x in row.values]
        self.places: dict[Value, int] = {}
        if self.taken:  # perhaps from tables among the arguments
            pairs = enumerate(fresh)
            self.places = {x: place for place, x in pairs if isinstance(x, Value)}

    def leaves(self, given: list) -> list:
        """What the values are for the leaves of a call's arguments."""
        found = [x for i, row in self.taken for x in row.leaves(int(given[i]))]
        if not self.places:
            return found
        places = [self.places.get(x) if isinstance(x, Value) else None for x in found]
        return [x if i is None else given[i] for x, i in zip(found, places)]


class RowsOfCases:
    """The rows that cases take: leaves, each once, and the inputs that they are.

    places: for every such input and every case its place among the leaves; slots: the
    inputs; below: which of them the result depends on, to send something.
    """

    def __init__(self, rows: Rows, cases: list, start: int, below: Any) -> None:
        count = len(rows.values)
        found: dict[Value, int] = {}
        self.places = numpy.zeros((count, len(cases)), int)
        for column, case in enumerate(cases if count else ()):
            for i, x in enumerate(rows.leaves(case.leaves)):
                leaf = x if isinstance(x, Value) else Value(x)
                self.places[i, column] = found.setdefault(leaf, len(found))
        self.leaves, self.slots = [*found], slice(start, start + count)
        self.below = slice(None) if below is None else below[self.slots]

    def put_into(self, table: numpy.ndarray) -> None:
        """Write the numbers of the leaves, as they are now, to the inputs of cases."""
        if self.leaves:
            table[self.slots] = data_of(self.leaves)[self.places]

    def sums(self, machine: Machine, mine: Sequence[int]) -> numpy.ndarray:
        """The derivative by each leaf, of the sum over some cases in a machine."""
        found = numpy.zeros(len(self.leaves))
        if self.leaves:
            slopes = machine.derivatives(INPUTS)[self.slots]
            places = self.places[:, mine][self.below]
            slopes = slopes.reshape(len(self.places), -1)[self.below]
            numpy.add.at(found, places, slopes)
        return found

    def add_grads(self, slopes: numpy.ndarray, mine: Sequence[int]) -> None:
        """Add derivatives to the leaves that some cases have taken."""
        taken = numpy.unique(self.places[:, mine][self.below])
        add_grads([self.leaves[i] for i in taken.tolist()], slopes[taken])
