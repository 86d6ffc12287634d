"""An engine in the style of the smallest GPTs in plain Python, for comparison.

An operation is data, the operands and the slopes by them; the chain rule is written
once, and the sort calls itself, as theirs does.

>>> x, y = Value(3.0), Value(2.0)
>>> (x * y + x).backward()
>>> x.grad, y.grad
(3.0, 3.0)
"""

from __future__ import annotations

import math

from .engine import ValueEngine


class Value:
    __slots__ = ("data", "grad", "operands", "slopes")

    def __init__(self, data, operands=(), slopes=()):
        self.data = data
        self.grad = 0.0
        self.operands = operands
        self.slopes = slopes

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data + other.data, (self, other), (1.0, 1.0))

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def __pow__(self, exponent):
        slope = exponent * self.data ** (exponent - 1)
        return Value(self.data**exponent, (self,), (slope,))

    def exp(self):
        out = math.exp(self.data)
        return Value(out, (self,), (out,))

    def log(self):
        return Value(math.log(self.data), (self,), (1.0 / self.data,))

    def tanh(self):
        out = math.tanh(self.data)
        return Value(out, (self,), (1.0 - out * out,))

    def relu(self):
        return Value(max(0.0, self.data), (self,), (float(self.data > 0.0),))

    def logistic(self):
        out = 1.0 / (1.0 + math.exp(-self.data))
        return Value(out, (self,), (out * (1.0 - out),))

    def __neg__(self):
        return self * -1.0

    def __sub__(self, other):
        return self + -other

    def __rsub__(self, other):
        return -self + other

    def __truediv__(self, other):
        return self * other**-1

    def __rtruediv__(self, other):
        return self**-1 * other

    __radd__, __rmul__ = __add__, __mul__

    def backward(self):
        order, seen = [], set()

        def visit(value):
            if value not in seen:
                seen.add(value)
                for operand in value.operands:
                    visit(operand)
                order.append(value)

        visit(self)
        self.grad = 1.0
        for value in reversed(order):
            for operand, slope in zip(value.operands, value.slopes):
                operand.grad += slope * value.grad


class Microgpt(ValueEngine):
    def __init__(self) -> None:
        super().__init__(Value)
