"""Tape: the replay of irregular programs, in which there is little to compute together.

It goes through the assignments one by one, on floats or, in a batch, on arrays with a
lane for each case; nothing is compiled. It is used like a Machine. Floats go through
the native engine's arithmetic where there is one, to the same bits.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from functools import cache
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy

from autograd.operations import OPERATIONS, TABLE, WORDS, Operation
from autograd.programs.machines import kernels as words
from autograd.programs.passes.colour import INPUTS, MANY, PARAMETERS
from autograd.programs.passes.expressions import NAMESPACE, UFUNCS
from autograd.support.flattening import ROWS
from autograd.support.readings import (
    ARRAYS,
    careful_reading,
    is_operator,
    of_floats,
    reading,
)
from autograd.support.twin import engine, native

if TYPE_CHECKING:
    from autograd.programs.program import Program

OPERATORS: dict[str, Callable] = {
    "add": operator.add,
    "sub": operator.sub,
    "mul": operator.mul,
    "neg": operator.neg,
}
# microseconds: of an assignment on the tape, of an array on NumPy
COST = 0.03 if engine == "native" else 1.5, 4.0


ONE = numpy.ones(1, bool)


def is_irregular(assignments: int, arrays: int, lanes: int | None) -> bool:
    """Whether a tape does better than array operations."""
    if lanes is not None:
        return arrays > MANY
    return COST[0] * assignments < COST[1] * arrays or arrays > MANY


def tape(program: Program, lanes: int | None, wanted: set[int]) -> Tape | NativeTape:
    """The fastest tape that there is for a program."""
    rows = {program.operations[code] for code in numpy.unique(program.codes)}
    if engine == "native" and lanes is None and rows <= set(ROWS):
        return NativeTape(program, wanted)
    return Tape(program, lanes, wanted)


class Sourced:
    """What replays assignments one by one shows those as its source."""

    program: Program

    @property
    def sources(self) -> list[str]:
        """The assignments as plain Python."""
        return [self.program.source]


class NativeTape(Sourced):
    """The numbers of a replay on floats, which the native engine computes.

    The arrays of inputs, parameters and adjoints are parts of those of all slots.
    """

    def __init__(self, program: Program, wanted: set[int]) -> None:
        self.program, self.wanted, self.turn = program, wanted, 0
        self.writer = SimpleNamespace(lanes=None, careful=False)
        self.arrays = [
            numpy.ascontiguousarray(part, kind)
            for part, kind in zip(
                (program.codes, program.starts, program.operands),
                (numpy.int32, numpy.int64, numpy.int64),
            )
        ]
        first, inputs = program.first, len(program.input_names)
        self.slots = numpy.zeros(first + len(program))
        self.slots[first - len(program.constants) : first] = program.constants
        self.derivatives = numpy.zeros_like(self.slots)
        leaves = slice(inputs), slice(inputs, inputs + len(program.parameters))
        self.inputs, self.parameters = (self.slots[part] for part in leaves)
        flat = dict(zip((INPUTS, PARAMETERS), (self.derivatives[x] for x in leaves)))
        self.adjoints = SimpleNamespace(flat=flat)
        self.active = numpy.zeros(len(self.slots), numpy.uint8)
        self.reached = numpy.zeros_like(self.active)
        for kind, part in zip((INPUTS, PARAMETERS), leaves):
            self.active[part] = kind in wanted
        self.seeds = numpy.ones(len(program.results))
        self.places = numpy.array(program.results)
        self.results = [self.slots[slot : slot + 1] for slot in program.results]

    def forward(self) -> None:
        """Compute every slot."""
        native.replay(*self.arrays, self.slots, self.active)

    def backward(self) -> None:
        """Compute the derivatives of the results, times their seeds, by the leaves."""
        self.derivatives[:] = 0.0
        numpy.add.at(self.derivatives, self.places, self.seeds)
        self.reached[:] = 0
        self.reached[self.places[seeded(self.seeds)]] = 1
        passed = self.derivatives, self.reached
        native.replay(*self.arrays, self.slots, self.active, *passed)


class Tape(Sourced):
    """The numbers of a replay, and what computes them."""

    def __init__(self, program: Program, lanes: int | None, wanted: set[int]) -> None:
        self.program, self.wanted, self.turn = program, wanted, 0
        self.writer = SimpleNamespace(lanes=lanes, careful=False)
        self.counts = len(program.input_names), len(program.parameters)
        trail = () if lanes is None else (1,)
        self.inputs = numpy.zeros(
            (self.counts[0], *(() if lanes is None else (lanes,)))
        )
        self.parameters = numpy.zeros((self.counts[1], *trail))
        self.seeds = numpy.ones((len(program.results), *self.inputs.shape[1:]))
        flat = {
            PARAMETERS: numpy.zeros_like(self.parameters),
            INPUTS: numpy.zeros_like(self.inputs),
        }
        self.adjoints = SimpleNamespace(flat=flat)
        self.results: list[Any] = [numpy.zeros(1)] * len(program.results)
        self._write()

    def _write(self):
        program, first = self.program, self.program.first
        functions = float_functions if self.writer.lanes is None else lane_functions
        codes, starts = program.codes.tolist(), program.starts.tolist()
        operands, names = program.operands.tolist(), program.operations
        known = {code: functions(OPERATIONS[names[code]]) for code in set(codes)}
        self.steps = [
            (known[code], tuple(operands[start:stop]), slot)
            for slot, (code, start, stop) in enumerate(
                zip(codes, starts, starts[1:]), start=first
            )
        ]
        inputs, parameters = self.counts
        self.active = bytearray(first + len(codes))
        if INPUTS in self.wanted:
            self.active[:inputs] = b"\1" * inputs
        if PARAMETERS in self.wanted:
            self.active[inputs : inputs + parameters] = b"\1" * parameters
        active = self.active
        for _, used, slot in self.steps:
            active[slot] = any(active[x] for x in used)

    def forward(self) -> None:
        """Compute every slot."""
        program = self.program
        v = list(self.inputs) if self.inputs.ndim > 1 else self.inputs.tolist()
        v += self.parameters.ravel().tolist() + program.constants.tolist()
        for (value, _, _), operands, _ in self.steps:
            v.append(value(*[v[x] for x in operands]))
        self.slots = v
        self.results = [numpy.atleast_1d(v[slot])[None] for slot in program.results]
        if self.writer.lanes is None:
            self.results = [result[0] for result in self.results]

    def backward(self) -> None:
        """Compute the derivatives of the results, times their seeds, by the leaves."""
        v, active = self.slots, self.active
        d: list[Any] = [0.0] * len(v)
        reached = bytearray(len(v))
        for i in numpy.flatnonzero(seeded(self.seeds)).tolist():
            slot, seed = self.program.results[i], self.seeds[i]
            d[slot] = d[slot] + (float(seed) if seed.ndim == 0 else seed)
            reached[slot] = 1
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
        inputs, parameters = self.counts
        rows, flat = self.adjoints.flat[INPUTS], self.adjoints.flat[PARAMETERS].ravel()
        for i in range(inputs):
            rows[i] = d[i]
        for i in range(parameters):
            found = d[inputs + i]
            flat[i] = found if isinstance(found, float) else found.sum()


def seeded(seeds: numpy.ndarray) -> numpy.ndarray:
    """Where there is a seed: from other results nothing is sent, not even 0."""
    if len(seeds) == 1:
        return ONE
    rows: Any = seeds.reshape(len(seeds), -1)
    return rows.any(axis=1)


def float_functions(row: Operation) -> tuple[Callable, Any, bool]:
    """The value of a row, its derivatives, and whether it is variadic; of floats."""
    value, slopes = careful_reading(row)
    if row.variadic:
        return (lambda *x: value(list(x))), slopes[0], True
    return OPERATORS.get(row.name, value), slopes, False


@cache
def lane_namespace() -> dict[str, Any]:
    """What names in the table's text mean for arrays of lanes."""
    found = {name: NAMESPACE[ufunc] for name, ufunc in UFUNCS.items()}
    found |= {"erf": words.erf, "erfc": words.erfc, "where": numpy.where}
    found |= {"both": numpy.logical_and, "either": numpy.logical_or}
    found |= {"opposite": numpy.logical_not, "divide": numpy.divide} | WORDS
    found |= {"inf": numpy.inf, "nan": numpy.nan, "pi": numpy.pi}
    for row in TABLE:
        if row.name not in found and not is_operator(row):
            found[row.name] = reading(row, found, "lanes", ARRAYS)[0]
    return found


@cache
def lane_functions(row: Operation) -> tuple[Callable, Any, bool]:
    """The same of arrays of lanes (or of floats among them)."""
    if row.name in ("max", "min", "logsumexp"):
        return stacked(row.name)
    value, slopes = reading(row, lane_namespace(), "lanes", ARRAYS, lane_by_lane)
    if row.variadic:
        return (lambda *x: value(list(x))), slopes[0], True
    return OPERATORS.get(row.name, value), slopes, False


def lane_by_lane(rule: Callable, name: str) -> Callable:
    """A user's function, asked for each lane: it may choose by the numbers it gets."""
    return numpy.vectorize(of_floats(rule, name), otypes=[float])


def stacked(name: str) -> tuple[Callable, Any, bool]:
    """An operation that compares its operands, which are put into one array."""
    function, slopes = NAMESPACE[words.REDUCTIONS[name]], NAMESPACE[f"{name}_slopes"]

    def value(*x: Any) -> Any:
        both = numpy.stack(numpy.broadcast_arrays(*x))
        out = numpy.empty(both.shape[1:])
        if name == "logsumexp":
            function(both, 0, out)
        else:
            function(both, 0, None, out)
        return out

    def derivatives(x: list, out: Any) -> Any:
        both = numpy.stack(numpy.broadcast_arrays(*x, out))
        found = numpy.empty_like(both[:-1])
        slopes(both[:-1], both[-1:], 0, found)
        return found

    return value, derivatives, True
