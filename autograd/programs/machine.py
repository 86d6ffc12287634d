"""Machine: the arrays of a folded program in memory, and what computes in them."""

from __future__ import annotations

from autograd.programs import words
from autograd.programs.forward import write_forward
from autograd.programs.grouping import INPUTS, PARAMETERS
from autograd.programs.layout import Layout
from autograd.programs.reverse import write_backward
from autograd.programs.writing import Writer

assert words  # it adds to the names that written lines know


class Machine:
    """The buffers of one layout and the functions that compute in them."""

    def __init__(
        self, layout: Layout, lanes: int | None, careful: bool, wanted: set[int]
    ) -> None:
        self.layout, self.wanted, self.turn = layout, wanted, 0
        self.writer = writer = Writer(layout, lanes, careful)
        left = write_forward(writer)
        lines, writer.lines = writer.lines, []
        self.forward, source = writer.function("forward", lines)
        self.parameters, self.inputs = writer.values[PARAMETERS], writer.values[INPUTS]
        self.sources = [source]
        if wanted:
            self.adjoints, self.seeds = write_backward(writer, left, wanted)
            self.backward, source = writer.function("backward", writer.lines)
            self.sources.append(source)
        self.results = [
            writer.values[number][position : position + 1]
            for number, position in layout.results
        ]
