"""A flat-list tape in plain Python, for comparison: five numbers an operation.

>>> tape = Tape()
>>> tape.differentiator(lambda leaves: leaves[0] * leaves[1] + leaves[0])([3.0, 2.0])
(9.0, [3.0, 3.0])
"""

from __future__ import annotations

import math
from typing import Any

from .engine import TapeEngine


class Tape(TapeEngine):
    """A list of (adjoint, place, slope, place, slope) for each operation, end to end.

    A place is where an operand's five numbers begin; the first five are nobody's, for
    operations with one operand.
    """

    def __init__(self) -> None:
        self.entries: list = []
        self.variable = variable_class(self.entries)
        self.exp, self.log = self.variable.exp, self.variable.log
        self.tanh, self.relu = self.variable.tanh, self.variable.relu
        self.logistic = self.variable.logistic  # type: ignore[method-assign]

    @property
    def recorded(self) -> int:
        """How many variables the tape holds, leaves too."""
        return len(self.entries) // 5 - 1

    def differentiator(self, program):
        entries, variable = self.entries, self.variable

        def differentiated(numbers):
            entries[:] = (0.0, 0, 0.0, 0, 0.0)
            leaves = [variable(number) for number in numbers]
            result = program(leaves)
            self.backward(result)
            return result.data, [entries[leaf.place] for leaf in leaves]

        return differentiated

    def backward(self, result):
        entries = self.entries
        entries[result.place] = 1.0
        del entries[result.place + 5 :]
        parts = (entries[-start::-5] for start in (4, 3, 2, 1))
        places = range(result.place, -1, -5)
        for place, a, by_a, b, by_b in zip(places, *parts):
            adjoint = entries[place]
            entries[a] += adjoint * by_a
            entries[b] += adjoint * by_b


def variable_class(entries: list) -> Any:
    """The class of the variables of one tape."""

    class Variable:
        __slots__ = ("data", "place")

        def __init__(self, data, a=0, by_a=0.0, b=0, by_b=0.0):
            self.data = data
            self.place = len(entries)
            entries.extend((0.0, a, by_a, b, by_b))

        def __add__(self, other):
            if other.__class__ is Variable:
                data = self.data + other.data
                return Variable(data, self.place, 1.0, other.place, 1.0)
            return Variable(self.data + other, self.place, 1.0)

        def __sub__(self, other):
            if other.__class__ is Variable:
                data = self.data - other.data
                return Variable(data, self.place, 1.0, other.place, -1.0)
            return Variable(self.data - other, self.place, 1.0)

        def __mul__(self, other):
            a = self.data
            if other.__class__ is Variable:
                b = other.data
                return Variable(a * b, self.place, b, other.place, a)
            return Variable(a * other, self.place, other)

        def __truediv__(self, other):
            a = self.data
            if other.__class__ is Variable:
                b = other.data
                out = a / b
                return Variable(out, self.place, 1.0 / b, other.place, -out / b)
            return Variable(a / other, self.place, 1.0 / other)

        def __rtruediv__(self, other):
            out = other / self.data
            return Variable(out, self.place, -out / self.data)

        def __pow__(self, other):
            out = self.data**other
            return Variable(out, self.place, other * self.data ** (other - 1.0))

        def __neg__(self):
            return Variable(-self.data, self.place, -1.0)

        def exp(self):
            out = math.exp(self.data)
            return Variable(out, self.place, out)

        def log(self):
            return Variable(math.log(self.data), self.place, 1.0 / self.data)

        def tanh(self):
            out = math.tanh(self.data)
            return Variable(out, self.place, 1.0 - out * out)

        def relu(self):
            if self.data > 0.0:
                return Variable(self.data, self.place, 1.0)
            return Variable(0.0, self.place, 0.0)

        def logistic(self):
            out = 1.0 / (1.0 + math.exp(-self.data))
            return Variable(out, self.place, out * (1.0 - out))

        __radd__, __rmul__ = __add__, __mul__

    return Variable
