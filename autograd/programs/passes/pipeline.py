"""Passes: a program in all its forms, each made from the one before when it is needed.

>>> from autograd import Value, tanh
>>> from autograd.programs import record
>>> w, x = Value(2.0, "w"), Value(0.5, "x")
>>> passes = Passes(record(tanh(w * x) + 1, inputs=[x]).assignments)
>>> len(passes.assignments), len(passes.rows.slots), len(passes.colouring)
(3, 3, 3)
>>> print(passes.calls().forward[0])
b3[1] = mul(b0[1], b1[1])
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from autograd.programs.arrays import ArrayProgram
from autograd.programs.assignments import INPUTS, PARAMETERS, Assignments
from autograd.programs.calls import Calls
from autograd.programs.passes.backward import write_backward
from autograd.programs.passes.colour import Colouring
from autograd.programs.passes.forward import write_forward
from autograd.programs.passes.layout import laid_out
from autograd.programs.passes.levels import levelled
from autograd.programs.passes.simplify import Rows, simplified
from autograd.programs.passes.writer import Writer


class Passes:
    """A scalar program, and what each pass makes of it."""

    def __init__(self, assignments: Assignments) -> None:
        self.assignments = assignments

    @cached_property
    def rows(self) -> Rows:
        """The simplified program."""
        return simplified(self.assignments)

    @cached_property
    def colouring(self) -> Colouring:
        """The groups of what can be computed together."""
        return levelled(Colouring(self.assignments, self.rows))

    @cached_property
    def arrays(self) -> ArrayProgram:
        """The program of arrays."""
        return laid_out(self.assignments, self.colouring)

    def calls(self, *needs: Any, **named: Any) -> Calls:
        """The calls on views, for the needs that ``lowered`` tells of."""
        return lowered(self.arrays, *needs, **named)


def lowered(
    program: ArrayProgram,
    lanes: int | None = None,
    wanted: Iterable[int] = (),
    careful: bool = False,
) -> Calls:
    """The calls for a program.

    lanes: how many cases at a time; wanted: the kinds of leaves to differentiate by;
    careful: whether IEEE 754's answers at every edge are worth more calls.

        >>> from autograd import Value, log
        >>> from autograd.programs import record
        >>> x = Value(0.5, name="x")
        >>> passes = record(log(x) * 3, inputs=[x]).fold().passes
        >>> print(lowered(passes.arrays, wanted=[INPUTS]))
        forward
          a3[1] = log(inputs[1])
          a4[1] = mul(a3[1], 3.0)
        backward
          d7[1] = copy(seeds[1])
          d8[1] = mul(d7[1], 3.0)
          d6[1] = reciprocal(inputs[1])
          d6[1] = mul(d8[1], d6[1])
    """
    writer = Writer(program, lanes, careful)
    left = write_forward(writer)
    forward, wanted = writer.taken(), sorted(wanted)
    results = program.results
    seeds = writer.buffer((len(results), *(() if lanes is None else (lanes,))), "seeds")
    adjoints = {}
    if wanted:
        found = write_backward(writer, left, wanted, seeds)
        adjoints = {kind: found.flat[kind] for kind in wanted}
    return Calls(
        lanes,
        careful,
        writer.buffers,
        forward,
        writer.taken(),
        {kind: writer.values[kind] for kind in (PARAMETERS, INPUTS)},
        [writer.values[n].between(0, place, place + 1) for n, place in results],
        seeds,
        adjoints,
        program.places,
    )
