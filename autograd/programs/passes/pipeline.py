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

from functools import cached_property
from typing import Any

from autograd.programs.arrays import ArrayProgram
from autograd.programs.assignments import Assignments
from autograd.programs.calls import Calls
from autograd.programs.passes.colour import Colouring
from autograd.programs.passes.layout import laid_out
from autograd.programs.passes.lower import lowered
from autograd.programs.passes.simplify import Rows, simplified


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
        return Colouring(self.assignments, self.rows)

    @cached_property
    def arrays(self) -> ArrayProgram:
        """The program of arrays."""
        return laid_out(self.assignments, self.colouring)

    def calls(self, *needs: Any, **named: Any) -> Calls:
        """The calls on views, for the needs that ``lowered`` tells of."""
        return lowered(self.arrays, *needs, **named)
