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

import operator
from collections.abc import Callable, Iterator
from typing import Any

import numpy

from autograd.operations import OPERATIONS, Operation
from autograd.programs.assignments import INPUTS, PARAMETERS, Assignments
from autograd.programs.machines.lanes import lane_functions
from autograd.programs.machines.machine import Machine, Task
from autograd.programs.machines.sources import executed_for
from autograd.support.readings import careful_reading

LINES = 500  # of one part; CPython takes more time per line for longer functions
INLINE = {"add": "{} + {}", "sub": "{} - {}", "mul": "{} * {}", "neg": "-{}"}
OPERATORS: dict[str, Callable] = {name: getattr(operator, name) for name in INLINE}
EVERY = slice(None)


class Steps(Machine):
    """The numbers of a replay, and what computes them one by one."""

    COSTS = (1.6, 0.2, 4.0, 0.004)

    def __init__(self, task: Task) -> None:
        super().__init__(task)
        program, lanes = self.program, self.lanes = task.program, task.lanes
        inputs, parameters = program.inputs, program.parameters
        trail = () if lanes is None else (lanes,)
        one = () if lanes is None else (1,)
        self.numbers, self.adjoints = (
            {
                PARAMETERS: numpy.zeros((parameters, *one)),
                INPUTS: numpy.zeros((inputs, *trail)),
            }
            for _ in range(2)
        )
        self.places = {PARAMETERS: EVERY, INPUTS: EVERY}
        self.seeds = numpy.ones((len(program.results), *trail))
        self.results = [numpy.zeros(1)] * len(program.results)
        self.steps = list(steps_of(program, lanes))
        self.active = bytearray(program.first + len(program))
        if INPUTS in task.wanted:
            self.active[:inputs] = b"\1" * inputs
        if PARAMETERS in task.wanted:
            self.active[inputs : inputs + parameters] = b"\1" * parameters
        for _, operands, slot in self.steps:
            self.active[slot] = any(self.active[x] for x in operands)

    @classmethod
    def counts(cls, task: Task) -> tuple[float, ...]:
        """It goes through every operand of every assignment; lanes are arrays."""
        program = task.program
        count = len(program), len(program.operands)
        if task.lanes is None:
            return (*count, 0, 0)
        return 0, 0, count[1], count[1] * task.lanes

    @property
    def sources(self) -> list[str]:
        """The assignments as plain Python."""
        return list(sources(self.program))

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
        found = list(inputs) if inputs.ndim > 1 else inputs.tolist()
        return found + parameters.ravel().tolist() + self.program.constants.tolist()

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
        inputs = self.program.inputs
        for i in range(inputs):
            rows[i] = d[i]
        for i in range(self.program.parameters):
            found = d[inputs + i]
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
        self.slots = self.first_slots() + [0.0] * len(self.program)
        for part in self.parts:
            part(self.slots)
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


def float_functions(row: Operation) -> tuple[Callable, Any, bool]:
    """The value of a row, its derivatives, and whether it is variadic; of floats."""
    value, slopes = careful_reading(row)
    if row.variadic:
        return (lambda *x: value(list(x))), slopes[0], True
    return OPERATORS.get(row.name, value), slopes, False


def seeded(seeds: numpy.ndarray) -> numpy.ndarray:
    """Where there is a seed: from other results nothing is sent, not even 0."""
    if len(seeds) == 1:
        return numpy.ones(1, bool)
    rows: Any = seeds.reshape(len(seeds), -1)
    return rows.any(axis=1)


def sources(program: Assignments) -> Iterator[str]:
    """The source of every part of the replay."""
    slot = program.first
    for start in range(0, len(program), LINES):
        lines = [f"def part_{start // LINES}(v):"]
        for i in range(start, min(start + LINES, len(program))):
            lines.append(f"    v[{slot + i}] = {right_side(program, i)}")
        yield "\n".join(lines)


def right_side(program: Assignments, i: int) -> str:
    """What assignment i computes, as Python: ``v[0] * v[1]``."""
    operation = program.operation(i)
    operands = [f"v[{slot}]" for slot in program.operands_of(i)]
    if operation in INLINE:
        return INLINE[operation].format(*operands)
    listed = ", ".join(operands)
    if OPERATIONS[operation].variadic:
        listed = f"[{listed}]"
    return f"{operation}({listed})"


def parts(program: Assignments) -> list[Callable]:
    """The parts of the replay, functions of the list of slots."""
    namespace = {name: careful_reading(OPERATIONS[name])[0] for name in program.used}
    found: dict[str, Any] = {}
    for number, source in enumerate(sources(program)):
        title = f"program {id(program):x} part {number}"
        found |= executed_for(program, title, source + "\n", namespace)
    return list(found.values())
