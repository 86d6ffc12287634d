"""FoldedProgram: a program as array operations on NumPy, in buffers made once.

>>> from autograd import Value, tanh
>>> from autograd.programs import record
>>> w = [Value(0.5), Value(0.25), Value(-1.0)]
>>> rows = [[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]
>>> outputs = [tanh(w[0] * a + w[1] * b + w[2]) for a, b in rows]
>>> folded = record(outputs).fold()
>>> print(folded)
a3[3] = dot(constants[3, 2], parameters[2]) + parameters[1]
a4[3] = tanh(a3[3])
return a4[3]
>>> numpy.allclose(folded(), [y.data for y in outputs])
True
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property
from threading import RLock
from typing import Any

import numpy

from autograd.operations import OPERATIONS
from autograd.programs import printing
from autograd.programs.buffers import add_grads, data_of
from autograd.programs.calling.batch import batched, wanted_leaves
from autograd.programs.machines.numpy import Machine
from autograd.programs.machines.tape import is_irregular, tape
from autograd.programs.passes.colour import INPUTS, PARAMETERS, grouped
from autograd.programs.passes.layout import Layout
from autograd.programs.program import Derivatives, Program, checked_inputs

KEPT = 12  # machines of one program


class FoldedProgram:
    """The array form of a Program: made by ``program.fold()``, called like it.

    program: what it was folded from.
    """

    def __init__(self, program: Program) -> None:
        self.program = program
        self.colouring = grouped(program)
        self._machines: dict[tuple, Any] = {}
        #: Held while a machine computes and its results are read.
        self.lock = RLock()

    @cached_property
    def layout(self) -> Layout:
        """The arrays of the program and where everything is in them."""
        return Layout(self.program, self.colouring)

    @cached_property
    def _orders(self):
        """The places of leaves on a tape, where they are as they come."""
        return [numpy.arange(len(slots)) for slots in self.colouring.leaves]

    def is_irregular(self, lanes: int | None = None) -> bool:
        """Whether it is replayed on a tape: there is little to compute together."""
        size = len(self.program), len(self.colouring)
        return self._has_functions or is_irregular(*size, lanes)

    @cached_property
    def _has_functions(self):
        """Whether an operation of a user's is made of functions of floats."""
        rows = [OPERATIONS[name] for name in self.program.operations]
        return any(callable(x) for row in rows for x in (row.value, *row.derivatives))

    def places(self, kind: int, lanes: int | None = None) -> numpy.ndarray:
        """Where each input or parameter is in a machine's array of them."""
        if self.is_irregular(lanes):
            return self._orders[kind]
        return self.layout.leaf_places(kind)

    def machine(
        self,
        wanted: Iterable[int] = (),
        careful: bool = False,
        lanes: int | None = None,
    ) -> Any:
        """The Machine (or Tape) for these needs, made when first needed."""
        key = (*sorted(wanted), careful and not self.is_irregular(lanes), lanes)
        if key not in self._machines:
            self._machines[key] = self.made(wanted, careful, lanes)
            if len(self._machines) > KEPT:  # batches of many different lengths
                del self._machines[next(iter(self._machines))]
        return self._machines[key]

    def made(
        self, wanted: Iterable[int], careful: bool = False, lanes: int | None = None
    ) -> Any:
        """A new Machine, or a Tape where there is little to compute together."""
        if self.is_irregular(lanes):
            return tape(self.program, lanes, set(wanted))
        try:
            return Machine(self.layout, lanes, careful, set(wanted))
        except MemoryError:
            raise MemoryError(
                f"{self!r} does not fit in memory; record one case and use batch, "
                "which takes as many at a time as fit the cache"
            ) from None

    def __call__(self, inputs: Iterable = ()) -> Any:
        """The result for these inputs and the parameters as they are now."""
        numbers = self._numbers(inputs)
        with self.lock:
            return self._returned(self.run(numbers, ()))

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
        self._check_one_result("value_and_gradients")
        with self.lock:
            machine = self.run(self._numbers(inputs), (PARAMETERS, INPUTS), seed)
            flat, value = machine.adjoints.flat, self._returned(machine)
            slopes = flat[PARAMETERS][self.places(PARAMETERS)]
            by_inputs = flat[INPUTS][self.places(INPUTS)].tolist()
        if write:
            add_grads(self.program.parameters, slopes)
        return Derivatives(value, slopes.tolist(), by_inputs)

    def _check_one_result(self, place):
        if self.program.several:
            needs = "one result to differentiate; record the sum, or one of them"
            raise ValueError(
                f"{place}: this program has several results, needs {needs}"
            )

    def _numbers(self, inputs):
        inputs = checked_inputs(inputs, len(self.program.input_names))
        return inputs, data_of(self.program.parameters)

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
            self._check_one_result("batch")
        with self.lock:
            return batched(self, cases, wanted)

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

        The parameters and the optimizer's memory are written back at the end, also
        when an exception or Ctrl-C ends it.

        optimizer: as ``calling.training`` needs it; where it has a ``step`` or a
        ``change`` of its own, that is what changes the parameters.
        cases: rows of inputs, or None if it has none.
        batch: True for a step a sweep, False after every case, a number after so many.
        stop_when: an error to stop at, or a function of the errors of all sweeps.
        progress: called with the error after every sweep.
        """
        self._check_one_result("train")
        from autograd.programs.calling.training import Trainer, stop_condition

        trainer = Trainer(self, optimizer, cases)
        show = progress or (lambda error: None)
        return trainer.run(sweeps, batch, stop_condition(stop_when), show)

    def to_jax(self) -> Callable:
        """The program as a pure function of JAX arrays (parameters, inputs).

        The arrays have the order of ``program.parameters`` and of the inputs. Without
        ``jax.config.update("jax_enable_x64", True)`` JAX computes in 32 bits.
        """
        try:
            from autograd.programs.machines.jax import lowered
        except ImportError:
            raise ImportError("to_jax needs JAX: pip install jax") from None
        return lowered(self)

    def run(
        self, numbers: tuple, wanted: tuple, seeds: Any = None, lanes: int | None = None
    ) -> Machine:
        """A machine that has computed: the fast one or, where it fails, the careful."""
        try:
            with numpy.errstate(all="raise", under="ignore"):
                return self._computed(
                    self.machine(wanted, False, lanes), numbers, seeds
                )
        except FloatingPointError:
            with numpy.errstate(all="ignore"):
                return self._computed(self.machine(wanted, True, lanes), numbers, seeds)

    def differentiated(
        self, machine: Machine, numbers: tuple, seeds: Any, again: bool
    ) -> Machine:
        """A machine after its backward pass; again: whether forward comes first."""
        lanes, wanted = machine.writer.lanes, tuple(sorted(machine.wanted))
        if not again and not machine.writer.careful:
            machine.seeds[...] = seeds
            try:
                with numpy.errstate(all="raise", under="ignore"):
                    machine.backward()
                return machine
            except FloatingPointError:
                pass
        return self.run(numbers, wanted, seeds, lanes)

    def _computed(self, machine, numbers, seeds):
        inputs, parameters = numbers
        machine.turn += 1
        lanes = machine.writer.lanes
        machine.inputs[self.places(INPUTS, lanes)] = inputs
        machine.parameters[self.places(PARAMETERS, lanes)] = parameters
        machine.forward()
        if seeds is not None:
            machine.seeds[...] = seeds
            machine.backward()
        return machine

    def _returned(self, machine):
        found = [float(result[0]) for result in machine.results]
        return found if self.program.several else found[0]

    @cached_property
    def source(self) -> str:
        """The NumPy calls of the forward and the backward pass."""
        return "\n\n".join(self.machine((PARAMETERS, INPUTS)).sources)

    def __str__(self) -> str:
        return "\n".join(printing.lines(self.layout, self.program.several))

    def __repr__(self) -> str:
        count = len(self.colouring)
        return f"<FoldedProgram of {count} arrays from {self.program!r}>"

    def __reduce__(self) -> tuple:
        return FoldedProgram, (self.program,)
