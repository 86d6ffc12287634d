"""The faces: ``record`` makes a Program of a graph, ``fold`` array operations of it.

>>> from autograd import Value, tanh
>>> x, w = Value(0.5, name="x"), Value(2.0, name="w")
>>> program = record(tanh(w * x) + 1, inputs=[x])
>>> print(program)
inputs x
parameters w
v0 = w * x
v1 = tanh(v0)
v2 = v1 + 1.0
return v2
>>> program([0.25]) == (tanh(w * 0.25) + 1).data
True
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import Any

import numpy

from autograd.differentiation.structures import flattened
from autograd.programs import printing
from autograd.programs.assignments import INPUTS, PARAMETERS, Assignments, recorded
from autograd.programs.buffers import add_grads, data_of
from autograd.programs.calling.batch import batched, wanted_leaves
from autograd.programs.calling.inputs import (
    Derivatives,
    check_one_result,
    checked_inputs,
)
from autograd.programs.calling.training import Trainer
from autograd.programs.machines.sources import sources
from autograd.programs.machines.steps import parts, replayed
from autograd.programs.passes.pipeline import Passes
from autograd.programs.runner import Runner
from autograd.support.conversion import (
    flag,
    float_from,
    function_from,
    refusal,
    whole,
)
from autograd.support.sweeps import stop_condition
from autograd.value import Value


class Program:
    """A recorded graph: assignments in topological order, to be replayed.

    ``program(inputs)`` replays it in plain Python, to the bit what the graph would give
    for these inputs and for the parameters as they are now.

    assignments: what it computes, as data; input_names: text for each input, "" where
    it has no name; parameters: the Values; several: whether it returns a list.
    """

    def __init__(
        self,
        assignments: Assignments,
        input_names: list[str],
        parameters: list[Value],
        several: bool,
    ) -> None:
        self.assignments, self.input_names = assignments, input_names
        self.parameters, self.several = parameters, several

    def __len__(self) -> int:
        return len(self.assignments)

    def __call__(self, inputs: Iterable = ()) -> Any:
        """The result for these inputs, in plain Python."""
        given = checked_inputs(inputs, len(self.input_names))
        slots = self.assignments.in_slots(given, [x.data for x in self.parameters])
        slots = replayed(self._parts, slots, self.assignments)
        found = [slots[slot] for slot in self.assignments.results]
        return found if self.several else found[0]

    def value_and_gradients(
        self, inputs: Iterable = (), write: bool = False, seed: float = 1.0
    ) -> Derivatives:
        """The result and its derivatives, with the bits of ``backward()``.

        write: add the derivatives to the ``grad`` of the parameters too.

            >>> x, w = Value(0.5), Value(2.0)
            >>> record(w * x, inputs=[x]).value_and_gradients([3.0])
            Derivatives(value=6.0, parameters=[3.0], inputs=[2.0])
        """
        return self._written.value_and_gradients(inputs, write, seed)

    def fold(self, machine: str | None = None) -> FoldedProgram:
        """The same program as array operations, folded once.

        machine: the name of the one that is to compute, such as "numpy", "tape" or
            "steps"; None for the one that costs least.
        """
        return self._folded if machine is None else FoldedProgram(self, machine)

    @cached_property
    def _folded(self) -> FoldedProgram:
        return FoldedProgram(self)

    @cached_property
    def _parts(self) -> list[Callable]:
        return parts(self.assignments)

    @cached_property
    def _written(self) -> FoldedProgram:
        return FoldedProgram(self, "writtensteps")

    def batch(self, cases: Any, by: str = "parameters inputs") -> Derivatives:
        """The results for many cases: see ``FoldedProgram.batch``."""
        return self.fold().batch(cases, by)

    def train(
        self,
        optimizer: Any,
        cases: Any = None,
        sweeps: int = 1000,
        *,
        batch: bool | int = True,
        stop_when: Any = None,
        progress: Callable[[float], Any] | None = None,
    ) -> list[float]:
        """Minimise the result over cases: see ``FoldedProgram.train``."""
        settings: Any = {"batch": batch, "stop_when": stop_when, "progress": progress}
        return self.fold().train(optimizer, cases, sweeps, **settings)

    def to_jax(self) -> Callable:
        """The program as a function of JAX arrays: see ``FoldedProgram.to_jax``."""
        return self.fold().to_jax()

    @property
    def source(self) -> str:
        """The plain Python of the replay, as a debugger shows it."""
        return "\n\n".join(sources(self.assignments))

    def passes(self) -> str:
        """What each pass makes of it, in print: from assignments to calls on arrays.

        >>> w, x, b = Value(0.5, "w"), Value(2.0, "x"), Value(0.1, "b")
        >>> print(record(w * x + b, inputs=[x]).passes())
        assignments: 2 (1 mul, 1 add)
        simplified: 2 (1 mul, 1 add)
        grouped: 2 groups, mul of 1, add of 1
        arrays: 2
          a3[1] = parameters[1] * inputs[1]
          a4[1] = a3[1] + parameters[1]
          return a4[1]
        calls: 2 forward, 5 backward
          forward
            a3[1] = mul(parameters[1], inputs[1])
            a4[1] = add(a3[1], parameters@1[1])
          backward
            d8[1] = copy(seeds[1])
            d9[1] = copy(d8[1])
            d6@1[1] = copy(d8[1])
            d6[1] = mul(d9[1], inputs[1])
            d7[1] = mul(d9[1], parameters[1])
        """
        return "\n".join(printing.pass_lines(self.fold().passes))

    def __str__(self) -> str:
        return "\n".join(printing.program_lines(self.assignments, *self._names()))

    def _names(self):
        return self.input_names, [x.name or "" for x in self.parameters]

    def __repr__(self) -> str:
        return (
            f"<Program of {len(self)} assignments, {len(self.input_names)} inputs and "
            f"{len(self.parameters)} parameters>"
        )

    def __reduce__(self) -> tuple:
        given = self.assignments, self.input_names, self.parameters, self.several
        return Program, given


class FoldedProgram:
    """The array form of a Program: made by ``program.fold()``, called like it.

    program: what it was folded from; passes: its forms, as data; runner: the machines.
    """

    def __init__(self, program: Program, machine: str | None = None) -> None:
        if not isinstance(program, Program):
            raise refusal(program, "FoldedProgram: program", "one of record()")
        self.program = program
        self.passes = Passes(program.assignments)
        self.runner = Runner(self.passes, machine)

    def __call__(self, inputs: Iterable = ()) -> Any:
        """The result for these inputs and the parameters as they are now."""
        numbers = self._numbers(inputs)
        with self.runner.lock:
            return self._returned(self.runner.run(numbers))

    def value_and_gradients(
        self, inputs: Iterable = (), write: bool = False, seed: float = 1.0
    ) -> Derivatives:
        """The result and its derivatives by parameters and inputs, as lists.

        write: add the derivatives to the ``grad`` of the parameters too.

            >>> from autograd import Value
            >>> from autograd.programs import record
            >>> x, w = Value(0.5), Value(2.0)
            >>> record(w * x, inputs=[x]).fold().value_and_gradients([3.0])
            Derivatives(value=6.0, parameters=[3.0], inputs=[2.0])
        """
        check_one_result(self.program.several, "value_and_gradients")
        write, seed = flag(write, "write"), float_from(seed, "seed")
        with self.runner.lock:
            both = PARAMETERS, INPUTS
            machine = self.runner.run(self._numbers(inputs), both, seed)
            value = self._returned(machine)
            slopes, by_inputs = map(machine.derivatives, both)
            if write:
                add_grads(self.program.parameters, numpy.ascontiguousarray(slopes))
            return Derivatives(value, slopes.tolist(), by_inputs.tolist())

    def _numbers(self, inputs):
        inputs = checked_inputs(inputs, len(self.program.input_names))
        return inputs, data_of(self.program.parameters)

    def _returned(self, machine):
        found = [float(result[0]) for result in machine.results]
        return found if self.program.several else found[0]

    def batch(self, cases: Any, by: str = "parameters inputs") -> Derivatives:
        """The results for many cases (rows of inputs) and their derivatives, as arrays.

        The derivatives by the parameters are those of the sum of the results.

        by: which derivatives to compute; those not asked for are zeros.

            >>> from autograd import Value
            >>> from autograd.programs import record
            >>> x, w = Value(0.5), Value(2.0)
            >>> found = record(w * x, inputs=[x]).fold().batch([[3.0], [4.0]])
            >>> [part.tolist() for part in found]
            [[6.0, 8.0], [7.0], [[2.0], [2.0]]]
        """
        wanted = wanted_leaves(by)
        if wanted:
            check_one_result(self.program.several, "batch")
        with self.runner.lock:
            found = batched(self.runner, self.program.parameters, cases, wanted)
        values = found.value if self.program.several else found.value[:, 0]
        return found._replace(value=values)

    def train(
        self,
        optimizer: Any,
        cases: Any = None,
        sweeps: int = 1000,
        *,
        batch: bool | int = True,
        stop_when: Any = None,
        progress: Callable[[float], Any] | None = None,
    ) -> list[float]:
        """Minimise the result: sweep through the cases, with parameters in arrays.

        The parameters and the optimizer's memory are written back at the end. An
        exception, Ctrl-C too, leaves them as they were after the last whole sweep.

        optimizer: as ``calling.training`` needs it; where it has a ``step`` or a
            ``change`` of its own, that is what changes the parameters.
        cases: rows of inputs, or None if it has none.
        batch: True for a step a sweep, False after every case, a number after so many.
        stop_when: an error to stop at, or a function of the errors of all sweeps.
        progress: called with the error after every sweep.
        """
        check_one_result(self.program.several, "train")
        parameters = self.program.parameters
        if isinstance(optimizer, type) or not hasattr(optimizer, "array_rule"):
            raise refusal(optimizer, "train: optimizer", "one such as SGD")
        progress = id if progress is None else function_from(progress, "progress")
        sweeps = whole(sweeps, "sweeps", 0)
        trainer = Trainer(self.runner, parameters, optimizer, cases, batch)
        is_over = stop_condition(stop_when, trainer.errors)
        trainer.train(sweeps, is_over, progress)
        return trainer.errors

    def to_jax(self) -> Callable:
        """The program as a pure function of JAX arrays (parameters, inputs).

        The arrays have the order of ``program.parameters`` and of the inputs. Without
        ``jax.config.update("jax_enable_x64", True)`` JAX computes in 32 bits. What it
        adds it adds in an order of its own, which shows near 1e308; it takes subnormal
        numbers for 0, and may take -0.0 for 0.0.
        """
        try:
            from autograd.programs.machines.jax.arrays import lowered
        except ImportError:
            raise ImportError("to_jax needs JAX: pip install jax") from None
        return lowered(self.passes.arrays, self.program.several)

    @property
    def source(self) -> str:
        """The NumPy calls of the forward and the backward pass."""
        return "\n\n".join(self.runner.machine((PARAMETERS, INPUTS)).sources)

    @property
    def colouring(self) -> Any:
        """What is computed together: a group of assignments for each array."""
        return self.passes.colouring

    def __str__(self) -> str:
        return "\n".join(printing.array_lines(self.passes.arrays))

    def __repr__(self) -> str:
        count = len(self.colouring)
        return f"<FoldedProgram of {count} arrays from {self.program!r}>"

    def __reduce__(self) -> tuple:
        return FoldedProgram, (self.program, self.runner.only)


def record(
    result: Any,
    inputs: Sequence[Value] = (),
    parameters: Iterable[Value] | None = None,
) -> Program:
    """The graph below a result (or a list of results) as a Program.

    inputs: leaves that get new numbers at each replay.
    parameters: leaves whose ``data`` is read anew at each replay; None for all leaves
        that are no inputs. Leaves that are neither stay the numbers that they are.

    What the code asked its Values (``if x > 0``) is not in their graph: the program
    does what was done at the time. ``compile`` watches for that.
    """
    flat, _ = flattened(result, place="record: result")
    if not flat or not all(isinstance(x, Value) for x in flat):
        wrong = [type(x).__name__ for x in flat if not isinstance(x, Value)]
        got = wrong[0] if wrong else "an empty list"
        raise TypeError(f"record: got {got}, needs a Value or a list of Values")
    found, inputs, parameters = recorded(flat, inputs, parameters)
    names = [x.name or "" for x in inputs]
    return Program(found, names, parameters, result is not flat[0])
