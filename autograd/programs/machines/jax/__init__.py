"""The machine on JAX: the array program as a function of JAX arrays, in ``arrays``.

It compiles for seconds, and so waits to be asked for; ``to_jax`` gives the function
itself, for jit, grad, vmap and many devices.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

import numpy

from autograd.programs.assignments import INPUTS, PARAMETERS
from autograd.programs.machines.machine import Machine, Task

NORMAL = numpy.finfo(float).smallest_normal


class Jax(Machine):
    """A compiled function of JAX arrays, in 64 bits, and its derivatives."""

    is_exact = False

    def __init__(self, task: Task) -> None:
        import jax

        from autograd.programs.machines.jax.arrays import lowered

        super().__init__(task)
        self.make_arrays()
        function = lowered(task.passes.arrays, several=True)
        if task.lanes is not None:
            function = jax.vmap(function, (None, 1), 1)
        self._function = jax.jit(function)
        self._pull = jax.jit(lambda p, x, seeds: jax.vjp(function, p, x)[1](seeds))

    @classmethod
    def can(cls, task: Task) -> bool:
        """Whether no care is asked for: JAX tells of no overflow."""
        return not task.careful

    @property
    def sources(self) -> list[str]:
        """What JAX traces."""
        with self._exact():
            return [str(self._function.trace(*self._given()).jaxpr)]

    def _exact(self) -> Any:
        """A context in which JAX computes in 64 bits."""
        import jax

        if hasattr(jax, "enable_x64"):
            return jax.enable_x64(True)
        return import_module("jax.experimental").enable_x64()

    def _given(self):
        return self.numbers[PARAMETERS].reshape(-1), self.numbers[INPUTS]

    def load(self, inputs: Any, parameters: Any) -> None:
        """Take numbers; FloatingPointError for such as JAX takes for 0."""
        super().load(inputs, parameters)
        for x in (*self.numbers.values(), self.task.program.constants):
            if ((x != 0) & (numpy.absolute(x) < NORMAL)).any():
                raise FloatingPointError("JAX has no subnormal numbers")

    def forward(self) -> None:
        """Compute the results from the numbers."""
        with self._exact():
            found = numpy.asarray(self._function(*self._given()))
        for result, numbers in zip(self.results, found):
            result[0] = numbers

    def backward(self) -> None:
        """Compute the adjoints from the seeds."""
        with self._exact():
            found = self._pull(*self._given(), self.seeds)
        for kind, numbers in zip((PARAMETERS, INPUTS), found):
            self.adjoints[kind][...] = numpy.asarray(numbers).reshape(
                self.adjoints[kind].shape
            )
