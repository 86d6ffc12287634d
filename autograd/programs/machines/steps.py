"""The machine in plain Python: assignment by assignment, with the bits of the graph.

It is the reference for the others, and computes whatever there is. Lanes are arrays.
The assignments of one case can be written out as Python source, in parts of some
hundred lines, so that a debugger steps through them. A slot is an element of ``v``.

>>> from autograd import Value, tanh
>>> from autograd.programs import record
>>> print(record(tanh(Value(0.5) * 3)).source)
def part_0(v):
    v[2] = v[0] * v[1]
    v[3] = tanh(v[2])
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from weakref import WeakKeyDictionary

import numpy

from autograd.operations import OPERATIONS, Operation
from autograd.programs.assignments import INPUTS, PARAMETERS, Assignments
from autograd.programs.machines.lanes import lane_functions, unpacked
from autograd.programs.machines.machine import Machine, Task, seeded
from autograd.programs.machines.sources import executed_for, sources
from autograd.support.readings import careful_reading


class Steps(Machine):
    """The numbers of a replay, and what computes them one by one."""

    COSTS = (5, 1.6, 0.2, 2.2, 0.002)

    def __init__(self, task: Task) -> None:
        super().__init__(task)
        program, lanes = self.program, self.lanes = task.program, task.lanes
        self.make_arrays()
        self.steps = list(steps_of(program, lanes))
        self.active = bytearray(program.first + len(program))
        for kind in task.wanted:
            part = program.leaf_slots[kind]
            self.active[part] = b"\1" * (part.stop - part.start)
        for _, operands, slot in self.steps:
            self.active[slot] = any(self.active[x] for x in operands)

    @classmethod
    def counts(cls, task: Task) -> tuple[float, ...]:
        """It goes through every operand of every assignment; lanes are arrays."""
        program = task.program
        count = len(program), len(program.operands)
        if task.lanes is None:
            return (1, *count, 0, 0)
        return 1, 0, 0, count[1], count[1] * task.lanes

    def forward(self) -> None:
        """Compute every slot."""
        v = self.slots = self.first_slots()
        with numpy.errstate(all="ignore"):
            for (value, _, _), operands, _ in self.steps:
                v.append(value(*[v[x] for x in operands]))
        self.read_results()

    def first_slots(self) -> list:
        """The numbers of the inputs, parameters and constants."""
        inputs, parameters = self.numbers[INPUTS], self.numbers[PARAMETERS]
        rows = list(inputs) if inputs.ndim > 1 else inputs.tolist()
        return self.program.in_slots(rows, parameters.ravel().tolist())

    def read_results(self) -> None:
        """Take the results from their slots."""
        found = [numpy.atleast_1d(self.slots[slot]) for slot in self.program.results]
        self.results = found if self.lanes is None else [x[None] for x in found]

    def backward(self) -> None:
        """Compute the derivatives of the results, times their seeds, by the leaves."""
        v, active = self.slots, self.active
        d: list[Any] = [0.0] * len(v)
        reached = bytearray(len(v))
        for i in numpy.flatnonzero(seeded(self.seeds)).tolist():
            slot, seed = self.program.results[i], self.seeds[i]
            d[slot] = d[slot] + (float(seed) if seed.ndim == 0 else seed)
            reached[slot] = 1
        with numpy.errstate(all="ignore"):
            for (_, slopes, variadic), operands, slot in reversed(self.steps):
                if not active[slot] or not reached[slot]:
                    continue
                adjoint, numbers = d[slot], [v[x] for x in operands]
                found = (
                    slopes(numbers, v[slot])
                    if variadic
                    else (slope(*numbers, v[slot]) for slope in slopes)
                )
                for x, derivative in zip(operands, found):
                    if active[x]:
                        d[x] = d[x] + adjoint * derivative
                        reached[x] = 1
            self._keep(d)

    def _keep(self, d):
        rows, flat = self.adjoints[INPUTS], self.adjoints[PARAMETERS].ravel()
        leaves = self.program.leaf_slots
        for i, found in enumerate(d[leaves[INPUTS]]):
            rows[i] = found
        for i, found in enumerate(d[leaves[PARAMETERS]]):
            flat[i] = found if isinstance(found, float) else found.sum()


class WrittenSteps(Steps):
    """The same for one case, written out as source that a debugger shows."""

    def __init__(self, task: Task) -> None:
        super().__init__(task)
        self.parts = parts(task.program)

    @classmethod
    def can(cls, task: Task) -> bool:
        """Whether there is one case."""
        return task.lanes is None

    @classmethod
    def counts(cls, task: Task) -> tuple[float, ...]:
        """Nothing: it is there for people, who ask for it."""
        return ()

    def forward(self) -> None:
        """Compute every slot."""
        self.slots = replayed(self.parts, self.first_slots(), self.program)
        self.read_results()


def steps_of(program: Assignments, lanes: int | None) -> Iterator[tuple]:
    """For each assignment its functions, the slots that it takes and its own."""
    functions = float_functions if lanes is None else lane_functions
    codes, starts = program.codes.tolist(), program.starts.tolist()
    operands, names = program.operands.tolist(), program.operations
    known = {code: functions(OPERATIONS[names[code]]) for code in set(codes)}
    each = zip(codes, starts, starts[1:])
    for slot, (code, start, stop) in enumerate(each, start=program.first):
        yield known[code], tuple(operands[start:stop]), slot


def float_functions(row: Operation) -> tuple:
    """A row ``unpacked`` for floats."""
    return unpacked(row, *careful_reading(row))


def replayed(parts: list[Callable], slots: list, program: Assignments) -> list:
    """All slots of a program, from those of its leaves."""
    slots += [0.0] * len(program)
    for part in parts:
        part(slots)
    return slots


_parts: WeakKeyDictionary[Assignments, list[Callable]] = WeakKeyDictionary()


def parts(program: Assignments) -> list[Callable]:
    """The parts of the replay, functions of the list of slots, written once."""
    if program not in _parts:
        _parts[program] = written_parts(program)
    return _parts[program]


def written_parts(program: Assignments) -> list[Callable]:
    """The parts of the replay, written now."""
    namespace = {name: careful_reading(OPERATIONS[name])[0] for name in program.used}
    found: dict[str, Any] = {}
    for number, source in enumerate(sources(program)):
        title = f"program {id(program):x} part {number}"
        found |= executed_for(program, title, source + "\n", namespace)
    return list(found.values())
