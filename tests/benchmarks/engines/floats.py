"""Plain Python floats, which differentiate nothing: the arithmetic alone."""

from __future__ import annotations

import math

from .engine import Engine


class Floats(Engine):
    exp, log, tanh = map(staticmethod, (math.exp, math.log, math.tanh))

    @staticmethod
    def relu(x: float) -> float:
        return x if x > 0.0 else 0.0

    def differentiator(self, program):
        return lambda leaves: (program(leaves), None)
