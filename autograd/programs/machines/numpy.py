"""Machine: the arrays of a folded program in memory, and what computes in them."""

from __future__ import annotations

from collections.abc import Callable

import numpy

from autograd.programs.machines import kernels as words
from autograd.programs.passes.adjoints import Adjoints
from autograd.programs.passes.backward import write_backward
from autograd.programs.passes.colour import INPUTS, PARAMETERS
from autograd.programs.passes.forward import write_forward
from autograd.programs.passes.layout import Layout
from autograd.programs.passes.writer import Writer

assert words  # it adds to the names that written lines know
KEPT = 8  # backward passes from some of the results alone


class Machine:
    """The buffers of one layout and the functions that compute in them.

    seeds: the derivative of what is differentiated by every result.
    """

    def __init__(
        self, layout: Layout, lanes: int | None, careful: bool, wanted: set[int]
    ) -> None:
        self.layout, self.wanted, self.turn = layout, wanted, 0
        self.writer = writer = Writer(layout, lanes, careful)
        self._left = write_forward(writer)
        self._reads = writer.known_reads()
        self.forward, source = writer.function("forward")
        self.parameters, self.inputs = writer.values[PARAMETERS], writer.values[INPUTS]
        self.sources = [source]
        trail = () if lanes is None else (lanes,)
        self.seeds = numpy.ones((len(layout.results), *trail))
        self._some: dict[tuple, tuple[Callable, Adjoints]] = {}
        if wanted:
            self._all, source, self.adjoints = self._written(range(len(self.seeds)))
            self.sources.append(source)
        self.results = [
            writer.values[number][position : position + 1]
            for number, position in layout.results
        ]

    def _written(self, chosen):
        """A backward pass from the chosen results."""
        writer = self.writer
        writer.forget_reads(self._reads)
        adjoints = write_backward(writer, self._left, self.wanted, self.seeds, chosen)
        return *writer.function("backward"), adjoints

    def backward(self) -> None:
        """Compute the derivatives of the results, times their seeds, by the leaves."""
        if self.writer.careful and len(self.seeds) > 1:
            self._backward_from_some()
        else:
            self._all()

    def _backward_from_some(self):
        """The same from the results with a seed alone: 0 times infinity is not sent."""
        flat = self.seeds.reshape(len(self.seeds), -1)
        chosen = tuple(numpy.flatnonzero(flat.any(axis=1)).tolist())
        if chosen not in self._some:
            run, _, adjoints = self._written(chosen)
            self._some[chosen] = run, adjoints
            if len(self._some) > KEPT:
                del self._some[next(iter(self._some))]
        run, self.adjoints = self._some[chosen]
        run()
