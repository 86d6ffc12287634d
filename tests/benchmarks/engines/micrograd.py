"""micrograd, with the functions it lacks added as its own are written: as closures."""

from __future__ import annotations

import math
from collections.abc import Callable

from micrograd.engine import Value

from .engine import ValueEngine


def method(name: str, function: Callable, slope: Callable) -> Callable:
    """A method for its Value; slope: by the operand's data and the result's."""

    def call(self):
        out = Value(function(self.data), (self,), name)

        def _backward():
            self.grad += slope(self.data, out.data) * out.grad

        out._backward = _backward
        return out

    return call


def logistic(x: float) -> float:
    return 1.0 / (1.0 + math.exp(-x))


ADDED = {
    "exp": method("exp", math.exp, lambda a, out: out),
    "log": method("log", math.log, lambda a, out: 1.0 / a),
    "tanh": method("tanh", math.tanh, lambda a, out: 1.0 - out * out),
    "logistic": method("logistic", logistic, lambda a, out: out * (1.0 - out)),
}


class Micrograd(ValueEngine):
    def __init__(self) -> None:
        for name, function in ADDED.items():
            setattr(Value, name, function)
        super().__init__(Value)
