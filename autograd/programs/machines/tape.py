"""The tape: one case of any program, assignment by assignment, in the twin in C.

It has the bits of the graph, and needs nothing made ready: for small and irregular
programs, in which there is little to compute together.
"""

from __future__ import annotations

import numpy

from autograd.programs.assignments import CONSTANTS
from autograd.programs.machines.machine import Machine, Task, seeded
from autograd.support.flattening import ROWS
from autograd.support.twin import engine, native

#: Rows that take no longer than their operands; exponentials and the like do.
QUICK = {"add", "sub", "mul", "truediv", "neg", "abs", "square", "reciprocal", "sqrt"}
QUICK |= {"relu", "leaky_relu", "maximum", "minimum", "where"}
QUICK |= {"sum", "mean", "prod", "max", "min", "dot"}


class Tape(Machine):
    """The numbers of a replay: the arrays of leaves are parts of those of all slots."""

    COSTS = (5.9, 0.007, 0.0055, 0.011)

    def __init__(self, task: Task) -> None:
        super().__init__(task)
        program = self.program = task.program
        self.arrays = [
            numpy.ascontiguousarray(part, kind)
            for part, kind in zip(
                (program.codes, program.starts, program.operands),
                (numpy.int32, numpy.int64, numpy.int64),
            )
        ]
        leaves = dict(program.leaf_slots)
        self.slots = numpy.zeros(program.first + len(program))
        self.slots[leaves.pop(CONSTANTS)] = program.constants
        self.slopes = numpy.zeros_like(self.slots)
        self.active = numpy.zeros(len(self.slots), numpy.uint8)
        self.reached = numpy.zeros_like(self.active)
        self.numbers = {kind: self.slots[part] for kind, part in leaves.items()}
        self.adjoints = {kind: self.slopes[part] for kind, part in leaves.items()}
        self.places = dict.fromkeys(leaves, slice(None))
        for kind, part in leaves.items():
            self.active[part] = kind in task.wanted
        self.seeds = numpy.ones(len(program.results))
        self._results = numpy.array(program.results)
        self.results = [self.slots[slot : slot + 1] for slot in program.results]

    @classmethod
    def can(cls, task: Task) -> bool:
        """Whether there is one case, of operations of the table, and the twin in C."""
        if engine != "native" or task.lanes is not None:
            return False
        return set(ROWS).issuperset(task.program.used)

    @classmethod
    def counts(cls, task: Task) -> tuple[float, ...]:
        """It goes through every operand of every assignment; some take long."""
        program = task.program
        slow = numpy.array([name not in QUICK for name in program.operations])
        taken = int(numpy.diff(program.starts) @ slow[program.codes])
        return 1, len(program), len(program.operands), taken

    def forward(self) -> None:
        """Compute every slot."""
        native.replay(*self.arrays, self.slots, self.active)

    def backward(self) -> None:
        """Compute the derivatives of the results, times their seeds, by the leaves."""
        self.slopes[:] = 0.0
        numpy.add.at(self.slopes, self._results, self.seeds)
        self.reached[:] = 0
        self.reached[self._results[seeded(self.seeds)]] = 1
        passed = self.slopes, self.reached
        native.replay(*self.arrays, self.slots, self.active, *passed)
