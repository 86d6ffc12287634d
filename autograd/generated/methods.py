"""The operations of the table as methods of ``Value``.

Made by ``python -m tests.generated``: change the table, not this file.
"""

from __future__ import annotations

from math import (
    acos, acosh, asin, asinh, atan, atan2, atanh, cbrt, cos, cosh, erf, erfc,
    exp, expm1, hypot, inf, log, log10, log1p, log2, pow, sin, sinh, sqrt, tan,
    tanh,
)

from autograd.support.conversion import answered, number
from autograd.support.typing import Any, Self, SupportsFloat


def logistic(a: float) -> float:
    return exp(a) if a < -700 else 1 / (1 + exp(-a))


def gelu_slope(a: float) -> float:
    return 0.5 * erfc(a * -0.7071067811865476) + 0.3989422804014327 * a * exp(-0.5 * a * a) if not -40 < a < -0.4 else (a + 0.7517915246935645 - 1.4956759177009883e-17) * (0.2462053320027847 + (a + 1.25) * (0.333788695671632 + (a + 1.25) * (0.11146785412499496 + (a + 1.25) * (-0.05098276928384557 + (a + 1.25) * (-0.04020093461597418 + (a + 1.25) * (8.487694513820108e-05 + (a + 1.25) * (0.006402293070165425 + (a + 1.25) * (0.0010730932649160058 + (a + 1.25) * (-0.0006179010915324092 + (a + 1.25) * (-0.000198501931512482 + (a + 1.25) * (3.68331083493999e-05 + (a + 1.25) * (2.17794159079732e-05 + (a + 1.25) * (-8.419634221406e-07 + (a + 1.25) * (-1.73403644805e-06 + (a + 1.25) * (-9.06218070966e-08 + (a + 1.25) * (1.08253036438e-07 + (a + 1.25) * (1.3738488033e-08 + (a + 1.25) * -6.6302964422e-09))))))))))))))))) if a > -1.65 else 0.3989422804014327 * (a - (1 - 1 * (1 - 3 * (1 - 5 * (1 - 7 * (1 - 9 * (1 - 11 * 1 / a / a) / a / a) / a / a) / a / a) / a / a) / a / a) / a) * exp(-0.5 * (a - (a + 6e9 - 6e9)) * (a + (a + 6e9 - 6e9))) * exp(-0.25 * (a + 6e9 - 6e9) * (a + 6e9 - 6e9)) * exp(-0.25 * (a + 6e9 - 6e9) * (a + 6e9 - 6e9)) if a < -37.4 else 0.3989422804014327 * (a * exp(-0.5 * (a + 6e9 - 6e9) * (a + 6e9 - 6e9)) + (a * exp(-0.5 * (a + 6e9 - 6e9) * (a + 6e9 - 6e9)) * expm1(-0.5 * (a - (a + 6e9 - 6e9)) * (a + (a + 6e9 - 6e9))) + 1.2533141373155003 * (erfc(a * -0.7071067811865476) + 1.1283791670955126 * exp(-0.5 * a * a) * ((a + 6e9 - 6e9) * 0.7071067690849304 - a * 0.7071067811865476 + (a + 6e9 - 6e9) * 1.2101617152815436e-08 + (a - (a + 6e9 - 6e9)) * 0.7071067811865476 - a * 4.833646656726457e-17))))


class Methods:
    """What ``Value`` can do by the table; the class on top has the rest."""

    __slots__ = ()

    _data: Any  # the number
    _recorded: Any  # a Value that remembers its operation
    _careful: Any  # the same where Python raised: with the answers of IEEE 754

    def __add__(self, other: Self | SupportsFloat) -> Self:
        """a + b, recorded as one operation; a is this Value.

        The derivative by a is 1.0, and by b is 1.0.
        """
        a = self._data
        if isinstance(other, Methods):
            b = other._data
            out = a + b
            return self._recorded(out, "add", (self, other), (1.0, 1.0))
        b = number(other, "add")
        if b is NotImplemented:
            return NotImplemented
        out = a + b
        return self._recorded(out, "add", (self, b), (1.0,))

    def __sub__(self, other: Self | SupportsFloat) -> Self:
        """a - b, recorded as one operation; a is this Value.

        The derivative by a is 1.0, and by b is -1.0.
        """
        a = self._data
        if isinstance(other, Methods):
            b = other._data
            out = a - b
            return self._recorded(out, "sub", (self, other), (1.0, -1.0))
        b = number(other, "sub")
        if b is NotImplemented:
            return NotImplemented
        out = a - b
        return self._recorded(out, "sub", (self, b), (1.0,))

    def __mul__(self, other: Self | SupportsFloat) -> Self:
        """a * b, recorded as one operation; a is this Value.

        The derivative by a is b, and by b is a.
        """
        a = self._data
        if isinstance(other, Methods):
            b = other._data
            out = a * b
            return self._recorded(out, "mul", (self, other), (b, a))
        b = number(other, "mul")
        if b is NotImplemented:
            return NotImplemented
        out = a * b
        return self._recorded(out, "mul", (self, b), (b,))

    def __truediv__(self, other: Self | SupportsFloat) -> Self:
        """a / b, recorded as one operation; a is this Value.

        The derivative by a is 1 / b, and by b is -out / b if not -1e-290 < out <
        1e-290 else -1e60 * a / b / b * 1e-60.
        """
        a = self._data
        if isinstance(other, Methods):
            b = other._data
            try:
                out = a / b
                slopes = (
                    1 / b,
                    -out / b if not -1e-290 < out < 1e-290 else -1e60 * a / b / b * 1e-60,
                )
            except (ArithmeticError, ValueError):
                return self._careful("truediv", self, other)
            return self._recorded(out, "truediv", (self, other), slopes)
        b = number(other, "truediv")
        if b is NotImplemented:
            return NotImplemented
        try:
            out = a / b
            slope = 1 / b
        except (ArithmeticError, ValueError):
            return self._careful("truediv", self, b)
        return self._recorded(out, "truediv", (self, b), (slope,))

    def __pow__(self, other: Self | SupportsFloat) -> Self:
        """pow(a, b), recorded as one operation; a is this Value.

        The derivative by a is 0.0 if b == 0 and not abs(a) > 0 else b * pow(a, b
        - 1) if 0.5 <= b <= 4 or a == 0 or abs(a) == inf else b * out / a ..., and
        by b is 0.0 if a == 0 and b >= 0 else out * log(a) if 1e-290 < out < inf or
        not a > 0 else pow(a, b / 2) * log(a) * pow(a, b ....
        """
        a = self._data
        if isinstance(other, Methods):
            b = other._data
            try:
                out = pow(a, b)
                slopes = (
                    0.0 if b == 0 and not abs(a) > 0 else b * pow(a, b - 1) if 0.5 <= b <= 4 or a == 0 or abs(a) == inf else b * out / a if 1e-290 < abs(out) < 1e290 else b * pow(abs(a), b / 2) / (a if a > 0 else a * pow(-1.0, b)) * pow(abs(a), b / 2),
                    0.0 if a == 0 and b >= 0 else out * log(a) if 1e-290 < out < inf or not a > 0 else pow(a, b / 2) * log(a) * pow(a, b / 2),
                )
            except (ArithmeticError, ValueError):
                return self._careful("pow", self, other)
            return self._recorded(out, "pow", (self, other), slopes)
        b = number(other, "pow")
        if b is NotImplemented:
            return NotImplemented
        try:
            out = pow(a, b)
            slope = 0.0 if b == 0 and not abs(a) > 0 else b * pow(a, b - 1) if 0.5 <= b <= 4 or a == 0 or abs(a) == inf else b * out / a if 1e-290 < abs(out) < 1e290 else b * pow(abs(a), b / 2) / (a if a > 0 else a * pow(-1.0, b)) * pow(abs(a), b / 2)
        except (ArithmeticError, ValueError):
            return self._careful("pow", self, b)
        return self._recorded(out, "pow", (self, b), (slope,))

    def __neg__(self) -> Self:
        """-a, recorded as one operation; a is this Value.

        The derivative by a is -1.0.
        """
        a = self._data
        out = -a
        return self._recorded(out, "neg", (self,), (-1.0,))

    def __abs__(self) -> Self:
        """abs(a), recorded as one operation; a is this Value.

        The derivative by a is 1.0 if a > 0 else -1.0 if a < 0 else out.
        """
        a = self._data
        try:
            out = abs(a)
            slope = 1.0 if a > 0 else -1.0 if a < 0 else out
        except (ArithmeticError, ValueError):
            return self._careful("abs", self)
        return self._recorded(out, "abs", (self,), (slope,))

    def square(self) -> Self:
        """a * a, recorded as one operation; a is this Value.

        The derivative by a is 2 * a.
        """
        a = self._data
        out = a * a
        return self._recorded(out, "square", (self,), (2 * a,))

    def reciprocal(self) -> Self:
        """1 / a, recorded as one operation; a is this Value.

        The derivative by a is -out * out.
        """
        a = self._data
        try:
            out = 1 / a
            slope = -out * out
        except (ArithmeticError, ValueError):
            return self._careful("reciprocal", self)
        return self._recorded(out, "reciprocal", (self,), (slope,))

    def sqrt(self) -> Self:
        """sqrt(a), recorded as one operation; a is this Value.

        The derivative by a is 0.5 / sqrt(a) if a > 0 else -log(a).
        """
        a = self._data
        try:
            out = sqrt(a)
            slope = 0.5 / sqrt(a) if a > 0 else -log(a)
        except (ArithmeticError, ValueError):
            return self._careful("sqrt", self)
        return self._recorded(out, "sqrt", (self,), (slope,))

    def cbrt(self) -> Self:
        """cbrt(a), recorded as one operation; a is this Value.

        The derivative by a is (out - (out - a / out / out) / 3) / a / 3 if 0 <
        abs(a) < inf else 1 / (out * out).
        """
        a = self._data
        try:
            out = cbrt(a)
            slope = (out - (out - a / out / out) / 3) / a / 3 if 0 < abs(a) < inf else 1 / (out * out)
        except (ArithmeticError, ValueError):
            return self._careful("cbrt", self)
        return self._recorded(out, "cbrt", (self,), (slope,))

    def hypot(self, other: Self | SupportsFloat) -> Self:
        """hypot(a, b), recorded as one operation; a is this Value.

        The derivative by a is a / out if not (out < 1e-290 or out == inf) else
        0.5 * a / hypot(0.5 * a, 0.5 * b) if out == inf else 1e300 * a / ..., and by
        b is b / out if not (out < 1e-290 or out == inf) else 0.5 * b / hypot(0.5 *
        a, 0.5 * b) if out == inf else 1e300 * b / ....
        """
        a = self._data
        if isinstance(other, Methods):
            b = other._data
            try:
                out = hypot(a, b)
                slopes = (
                    a / out if not (out < 1e-290 or out == inf) else 0.5 * a / hypot(0.5 * a, 0.5 * b) if out == inf else 1e300 * a / hypot(1e300 * a, 1e300 * b),
                    b / out if not (out < 1e-290 or out == inf) else 0.5 * b / hypot(0.5 * a, 0.5 * b) if out == inf else 1e300 * b / hypot(1e300 * a, 1e300 * b),
                )
            except (ArithmeticError, ValueError):
                return self._careful("hypot", self, other)
            return self._recorded(out, "hypot", (self, other), slopes)
        b = number(other, "hypot")
        if b is NotImplemented:
            return NotImplemented
        try:
            out = hypot(a, b)
            slope = a / out if not (out < 1e-290 or out == inf) else 0.5 * a / hypot(0.5 * a, 0.5 * b) if out == inf else 1e300 * a / hypot(1e300 * a, 1e300 * b)
        except (ArithmeticError, ValueError):
            return self._careful("hypot", self, b)
        return self._recorded(out, "hypot", (self, b), (slope,))

    def exp(self) -> Self:
        """exp(a), recorded as one operation; a is this Value.

        The derivative by a is out.
        """
        a = self._data
        try:
            out = exp(a)
            slope = out
        except (ArithmeticError, ValueError):
            return self._careful("exp", self)
        return self._recorded(out, "exp", (self,), (slope,))

    def expm1(self) -> Self:
        """expm1(a), recorded as one operation; a is this Value.

        The derivative by a is exp(a).
        """
        a = self._data
        try:
            out = expm1(a)
            slope = exp(a)
        except (ArithmeticError, ValueError):
            return self._careful("expm1", self)
        return self._recorded(out, "expm1", (self,), (slope,))

    def log(self) -> Self:
        """log(a), recorded as one operation; a is this Value.

        The derivative by a is 1 / a if a > 0 else -log(a).
        """
        a = self._data
        try:
            out = log(a)
            slope = 1 / a if a > 0 else -log(a)
        except (ArithmeticError, ValueError):
            return self._careful("log", self)
        return self._recorded(out, "log", (self,), (slope,))

    def log1p(self) -> Self:
        """log1p(a), recorded as one operation; a is this Value.

        The derivative by a is 1 / (1 + a) if a > -1 else -log1p(a).
        """
        a = self._data
        try:
            out = log1p(a)
            slope = 1 / (1 + a) if a > -1 else -log1p(a)
        except (ArithmeticError, ValueError):
            return self._careful("log1p", self)
        return self._recorded(out, "log1p", (self,), (slope,))

    def log2(self) -> Self:
        """log2(a), recorded as one operation; a is this Value.

        The derivative by a is 1.4426950408889634 / a if a > 0 else -log(a).
        """
        a = self._data
        try:
            out = log2(a)
            slope = 1.4426950408889634 / a if a > 0 else -log(a)
        except (ArithmeticError, ValueError):
            return self._careful("log2", self)
        return self._recorded(out, "log2", (self,), (slope,))

    def log10(self) -> Self:
        """log10(a), recorded as one operation; a is this Value.

        The derivative by a is 0.4342944819032518 / a if a > 0 else -log(a).
        """
        a = self._data
        try:
            out = log10(a)
            slope = 0.4342944819032518 / a if a > 0 else -log(a)
        except (ArithmeticError, ValueError):
            return self._careful("log10", self)
        return self._recorded(out, "log10", (self,), (slope,))

    def logistic(self) -> Self:
        """exp(a) if a < -700 else 1 / (1 + exp(-a)), recorded as one operation; a
        is this Value.

        The derivative by a is 0.5 / (1 + cosh(a)) if abs(a) < 700 else
        exp(-abs(a)).
        """
        a = self._data
        try:
            out = exp(a) if a < -700 else 1 / (1 + exp(-a))
            slope = 0.5 / (1 + cosh(a)) if abs(a) < 700 else exp(-abs(a))
        except (ArithmeticError, ValueError):
            return self._careful("logistic", self)
        return self._recorded(out, "logistic", (self,), (slope,))

    def sin(self) -> Self:
        """sin(a), recorded as one operation; a is this Value.

        The derivative by a is cos(a).
        """
        a = self._data
        try:
            out = sin(a)
            slope = cos(a)
        except (ArithmeticError, ValueError):
            return self._careful("sin", self)
        return self._recorded(out, "sin", (self,), (slope,))

    def cos(self) -> Self:
        """cos(a), recorded as one operation; a is this Value.

        The derivative by a is -sin(a).
        """
        a = self._data
        try:
            out = cos(a)
            slope = -sin(a)
        except (ArithmeticError, ValueError):
            return self._careful("cos", self)
        return self._recorded(out, "cos", (self,), (slope,))

    def tan(self) -> Self:
        """tan(a), recorded as one operation; a is this Value.

        The derivative by a is 1 + out * out.
        """
        a = self._data
        try:
            out = tan(a)
            slope = 1 + out * out
        except (ArithmeticError, ValueError):
            return self._careful("tan", self)
        return self._recorded(out, "tan", (self,), (slope,))

    def asin(self) -> Self:
        """asin(a), recorded as one operation; a is this Value.

        The derivative by a is 1 / sqrt(1 - a * a) if abs(a) < 0.5 else 1 /
        sqrt((1 - a) * (1 + a)) if abs(a) < 1 else -log(1 - a * a).
        """
        a = self._data
        try:
            out = asin(a)
            slope = 1 / sqrt(1 - a * a) if abs(a) < 0.5 else 1 / sqrt((1 - a) * (1 + a)) if abs(a) < 1 else -log(1 - a * a)
        except (ArithmeticError, ValueError):
            return self._careful("asin", self)
        return self._recorded(out, "asin", (self,), (slope,))

    def acos(self) -> Self:
        """acos(a), recorded as one operation; a is this Value.

        The derivative by a is -1 / sqrt(1 - a * a) if abs(a) < 0.5 else -1 /
        sqrt((1 - a) * (1 + a)) if abs(a) < 1 else log(1 - a * a).
        """
        a = self._data
        try:
            out = acos(a)
            slope = -1 / sqrt(1 - a * a) if abs(a) < 0.5 else -1 / sqrt((1 - a) * (1 + a)) if abs(a) < 1 else log(1 - a * a)
        except (ArithmeticError, ValueError):
            return self._careful("acos", self)
        return self._recorded(out, "acos", (self,), (slope,))

    def atan(self) -> Self:
        """atan(a), recorded as one operation; a is this Value.

        The derivative by a is 1 / (1 + a * a) if abs(a) < 1e150 else 1 / a / a.
        """
        a = self._data
        try:
            out = atan(a)
            slope = 1 / (1 + a * a) if abs(a) < 1e150 else 1 / a / a
        except (ArithmeticError, ValueError):
            return self._careful("atan", self)
        return self._recorded(out, "atan", (self,), (slope,))

    def atan2(self, other: Self | SupportsFloat) -> Self:
        """atan2(a, b), recorded as one operation; a is this Value.

        The derivative by a is 0.0 if b == 0 == a else b / (b * b + a * a) if
        1e-290 < b * b + a * a < inf else 0.5 / b / (0.5 + 0.5 * (a / b) * (a ...,
        and by b is -(0.0 if a == 0 == b else a / (a * a + b * b) if 1e-290 < a * a
        + b * b < inf else 0.5 / a / (0.5 + 0.5 * (b / a) * ....
        """
        a = self._data
        if isinstance(other, Methods):
            b = other._data
            try:
                out = atan2(a, b)
                slopes = (
                    0.0 if b == 0 == a else b / (b * b + a * a) if 1e-290 < b * b + a * a < inf else 0.5 / b / (0.5 + 0.5 * (a / b) * (a / b)) if abs(b) > abs(a) else 0.5 * (b / a) / a / (0.5 + 0.5 * (b / a) * (b / a)),
                    -(0.0 if a == 0 == b else a / (a * a + b * b) if 1e-290 < a * a + b * b < inf else 0.5 / a / (0.5 + 0.5 * (b / a) * (b / a)) if abs(a) > abs(b) else 0.5 * (a / b) / b / (0.5 + 0.5 * (a / b) * (a / b))),
                )
            except (ArithmeticError, ValueError):
                return self._careful("atan2", self, other)
            return self._recorded(out, "atan2", (self, other), slopes)
        b = number(other, "atan2")
        if b is NotImplemented:
            return NotImplemented
        try:
            out = atan2(a, b)
            slope = 0.0 if b == 0 == a else b / (b * b + a * a) if 1e-290 < b * b + a * a < inf else 0.5 / b / (0.5 + 0.5 * (a / b) * (a / b)) if abs(b) > abs(a) else 0.5 * (b / a) / a / (0.5 + 0.5 * (b / a) * (b / a))
        except (ArithmeticError, ValueError):
            return self._careful("atan2", self, b)
        return self._recorded(out, "atan2", (self, b), (slope,))

    def sinh(self) -> Self:
        """sinh(a), recorded as one operation; a is this Value.

        The derivative by a is cosh(a).
        """
        a = self._data
        try:
            out = sinh(a)
            slope = cosh(a)
        except (ArithmeticError, ValueError):
            return self._careful("sinh", self)
        return self._recorded(out, "sinh", (self,), (slope,))

    def cosh(self) -> Self:
        """cosh(a), recorded as one operation; a is this Value.

        The derivative by a is sinh(a).
        """
        a = self._data
        try:
            out = cosh(a)
            slope = sinh(a)
        except (ArithmeticError, ValueError):
            return self._careful("cosh", self)
        return self._recorded(out, "cosh", (self,), (slope,))

    def tanh(self) -> Self:
        """tanh(a), recorded as one operation; a is this Value.

        The derivative by a is 1 - out * out if abs(a) < 0.5 else 4 * logistic(2
        * a) * logistic(-2 * a).
        """
        a = self._data
        try:
            out = tanh(a)
            slope = 1 - out * out if abs(a) < 0.5 else 4 * logistic(2 * a) * logistic(-2 * a)
        except (ArithmeticError, ValueError):
            return self._careful("tanh", self)
        return self._recorded(out, "tanh", (self,), (slope,))

    def asinh(self) -> Self:
        """asinh(a), recorded as one operation; a is this Value.

        The derivative by a is 1 / hypot(1.0, a).
        """
        a = self._data
        try:
            out = asinh(a)
            slope = 1 / hypot(1.0, a)
        except (ArithmeticError, ValueError):
            return self._careful("asinh", self)
        return self._recorded(out, "asinh", (self,), (slope,))

    def acosh(self) -> Self:
        """acosh(a), recorded as one operation; a is this Value.

        The derivative by a is 1 / (sqrt(a - 1) * sqrt(a + 1)) if a > 1 else
        -log(a - 1).
        """
        a = self._data
        try:
            out = acosh(a)
            slope = 1 / (sqrt(a - 1) * sqrt(a + 1)) if a > 1 else -log(a - 1)
        except (ArithmeticError, ValueError):
            return self._careful("acosh", self)
        return self._recorded(out, "acosh", (self,), (slope,))

    def atanh(self) -> Self:
        """atanh(a), recorded as one operation; a is this Value.

        The derivative by a is 1 / (1 - a * a) if abs(a) < 0.5 else 1 / ((1 - a)
        * (1 + a)) if abs(a) < 1 else -log(1 - a * a).
        """
        a = self._data
        try:
            out = atanh(a)
            slope = 1 / (1 - a * a) if abs(a) < 0.5 else 1 / ((1 - a) * (1 + a)) if abs(a) < 1 else -log(1 - a * a)
        except (ArithmeticError, ValueError):
            return self._careful("atanh", self)
        return self._recorded(out, "atanh", (self,), (slope,))

    def erf(self) -> Self:
        """erf(a), recorded as one operation; a is this Value.

        The derivative by a is 1.1283791670955126 * (exp(-a * a) if not 1 <
        abs(a) < 28 else exp(-(a + 6e9 - 6e9) * (a + 6e9 - 6e9)) * exp(-(a - (a ....
        """
        a = self._data
        try:
            out = erf(a)
            slope = 1.1283791670955126 * (exp(-a * a) if not 1 < abs(a) < 28 else exp(-(a + 6e9 - 6e9) * (a + 6e9 - 6e9)) * exp(-(a - (a + 6e9 - 6e9)) * (a + (a + 6e9 - 6e9))))
        except (ArithmeticError, ValueError):
            return self._careful("erf", self)
        return self._recorded(out, "erf", (self,), (slope,))

    def erfc(self) -> Self:
        """erfc(a), recorded as one operation; a is this Value.

        The derivative by a is -1.1283791670955126 * (exp(-a * a) if not 1 <
        abs(a) < 28 else exp(-(a + 6e9 - 6e9) * (a + 6e9 - 6e9)) * exp(-(a - ....
        """
        a = self._data
        try:
            out = erfc(a)
            slope = -1.1283791670955126 * (exp(-a * a) if not 1 < abs(a) < 28 else exp(-(a + 6e9 - 6e9) * (a + 6e9 - 6e9)) * exp(-(a - (a + 6e9 - 6e9)) * (a + (a + 6e9 - 6e9))))
        except (ArithmeticError, ValueError):
            return self._careful("erfc", self)
        return self._recorded(out, "erfc", (self,), (slope,))

    def logit(self) -> Self:
        """2 * atanh(2 * a - 1) if abs(a - 0.5) < 0.25 else log(a / (1 - a)),
        recorded as one operation; a is this Value.

        The derivative by a is 1 / (a * (1 - a)) if 0 < a < 1 else -log(a) -
        log(1 - a).
        """
        a = self._data
        try:
            out = 2 * atanh(2 * a - 1) if abs(a - 0.5) < 0.25 else log(a / (1 - a))
            slope = 1 / (a * (1 - a)) if 0 < a < 1 else -log(a) - log(1 - a)
        except (ArithmeticError, ValueError):
            return self._careful("logit", self)
        return self._recorded(out, "logit", (self,), (slope,))

    def softplus(self) -> Self:
        """a + log1p(exp(-a)) if a > 0 else log1p(exp(a)), recorded as one
        operation; a is this Value.

        The derivative by a is logistic(a).
        """
        a = self._data
        try:
            out = a + log1p(exp(-a)) if a > 0 else log1p(exp(a))
            slope = logistic(a)
        except (ArithmeticError, ValueError):
            return self._careful("softplus", self)
        return self._recorded(out, "softplus", (self,), (slope,))

    def relu(self) -> Self:
        """0.0 if a <= 0 else a, recorded as one operation; a is this Value.

        The derivative by a is 0.0 if a <= 0 else 1.0 if a > 0 else out.
        """
        a = self._data
        out = 0.0 if a <= 0 else a
        return self._recorded(out, "relu", (self,), (
            0.0 if a <= 0 else 1.0 if a > 0 else out,
        ))

    def leaky_relu(self, slope: Self | SupportsFloat = 0.01) -> Self:
        """a if a > 0 else a * slope, recorded as one operation; a is this Value.

        The derivative by a is 1.0 if a > 0 else slope if a <= 0 else out, and by
        slope is 0.0 if a > 0 else a if a <= 0 else out.
        """
        a = self._data
        if isinstance(slope, Methods):
            b = slope._data
            out = a if a > 0 else a * b
            return self._recorded(out, "leaky_relu", (self, slope), (
                1.0 if a > 0 else b if a <= 0 else out,
                0.0 if a > 0 else a if a <= 0 else out,
            ))
        b = number(slope, "leaky_relu")
        if b is NotImplemented:
            return NotImplemented
        out = a if a > 0 else a * b
        return self._recorded(out, "leaky_relu", (self, b), (
            1.0 if a > 0 else b if a <= 0 else out,
        ))

    def elu(self, alpha: Self | SupportsFloat = 1.0) -> Self:
        """a if a > 0 else alpha * expm1(a), recorded as one operation; a is this
        Value.

        The derivative by a is 1.0 if a > 0 else alpha * exp(a) if not a < -700
        else alpha * exp(a / 2) * exp(a / 2), and by alpha is 0.0 if a > 0 else
        expm1(a).
        """
        a = self._data
        if isinstance(alpha, Methods):
            b = alpha._data
            try:
                out = a if a > 0 else b * expm1(a)
                slopes = (
                    1.0 if a > 0 else b * exp(a) if not a < -700 else b * exp(a / 2) * exp(a / 2),
                    0.0 if a > 0 else expm1(a),
                )
            except (ArithmeticError, ValueError):
                return self._careful("elu", self, alpha)
            return self._recorded(out, "elu", (self, alpha), slopes)
        b = number(alpha, "elu")
        if b is NotImplemented:
            return NotImplemented
        try:
            out = a if a > 0 else b * expm1(a)
            slope = 1.0 if a > 0 else b * exp(a) if not a < -700 else b * exp(a / 2) * exp(a / 2)
        except (ArithmeticError, ValueError):
            return self._careful("elu", self, b)
        return self._recorded(out, "elu", (self, b), (slope,))

    def silu(self) -> Self:
        """a * logistic(a) if not a < -700 else a * exp(a / 2) * exp(a / 2),
        recorded as one operation; a is this Value.

        The derivative by a is logistic(a) * (1 + a * logistic(-a)) if not a <
        -0.5 else (1 + a) * exp(a / 2) * exp(a / 2) if a < -700 else 0.5 / ....
        """
        a = self._data
        try:
            out = a * logistic(a) if not a < -700 else a * exp(a / 2) * exp(a / 2)
            slope = logistic(a) * (1 + a * logistic(-a)) if not a < -0.5 else (1 + a) * exp(a / 2) * exp(a / 2) if a < -700 else 0.5 / (1 + cosh(a)) * (a + 1.2784645427610737 + 1.0946994183093437e-16 + 0.2784645427610738 * expm1(a + 1.2784645427610737 + 1.0946994183093437e-16))
        except (ArithmeticError, ValueError):
            return self._careful("silu", self)
        return self._recorded(out, "silu", (self,), (slope,))

    def gelu_slope(self) -> Self:
        """0.5 * erfc(a * -0.7071067811865476) + 0.3989422804014327 * a * exp(-0.5 *
        a * a) if not -40 < a < -0.4 else (a + ..., recorded as one operation; a is
        this Value.

        The derivative by a is (1.4142135623730951 - abs(a) -
        9.667293313452913e-17) * (0.5641895835477563 + 0.3989422804014327 * abs(a))
        * ....
        """
        a = self._data
        try:
            out = 0.5 * erfc(a * -0.7071067811865476) + 0.3989422804014327 * a * exp(-0.5 * a * a) if not -40 < a < -0.4 else (a + 0.7517915246935645 - 1.4956759177009883e-17) * (0.2462053320027847 + (a + 1.25) * (0.333788695671632 + (a + 1.25) * (0.11146785412499496 + (a + 1.25) * (-0.05098276928384557 + (a + 1.25) * (-0.04020093461597418 + (a + 1.25) * (8.487694513820108e-05 + (a + 1.25) * (0.006402293070165425 + (a + 1.25) * (0.0010730932649160058 + (a + 1.25) * (-0.0006179010915324092 + (a + 1.25) * (-0.000198501931512482 + (a + 1.25) * (3.68331083493999e-05 + (a + 1.25) * (2.17794159079732e-05 + (a + 1.25) * (-8.419634221406e-07 + (a + 1.25) * (-1.73403644805e-06 + (a + 1.25) * (-9.06218070966e-08 + (a + 1.25) * (1.08253036438e-07 + (a + 1.25) * (1.3738488033e-08 + (a + 1.25) * -6.6302964422e-09))))))))))))))))) if a > -1.65 else 0.3989422804014327 * (a - (1 - 1 * (1 - 3 * (1 - 5 * (1 - 7 * (1 - 9 * (1 - 11 * 1 / a / a) / a / a) / a / a) / a / a) / a / a) / a / a) / a) * exp(-0.5 * (a - (a + 6e9 - 6e9)) * (a + (a + 6e9 - 6e9))) * exp(-0.25 * (a + 6e9 - 6e9) * (a + 6e9 - 6e9)) * exp(-0.25 * (a + 6e9 - 6e9) * (a + 6e9 - 6e9)) if a < -37.4 else 0.3989422804014327 * (a * exp(-0.5 * (a + 6e9 - 6e9) * (a + 6e9 - 6e9)) + (a * exp(-0.5 * (a + 6e9 - 6e9) * (a + 6e9 - 6e9)) * expm1(-0.5 * (a - (a + 6e9 - 6e9)) * (a + (a + 6e9 - 6e9))) + 1.2533141373155003 * (erfc(a * -0.7071067811865476) + 1.1283791670955126 * exp(-0.5 * a * a) * ((a + 6e9 - 6e9) * 0.7071067690849304 - a * 0.7071067811865476 + (a + 6e9 - 6e9) * 1.2101617152815436e-08 + (a - (a + 6e9 - 6e9)) * 0.7071067811865476 - a * 4.833646656726457e-17))))
            slope = (1.4142135623730951 - abs(a) - 9.667293313452913e-17) * (0.5641895835477563 + 0.3989422804014327 * abs(a)) * exp(-0.5 * a * a) if not abs(a) > 1.5 else (1.4142135623730951 - abs(a) - 9.667293313452913e-17) * (0.5641895835477563 + 0.3989422804014327 * abs(a)) * exp(-0.5 * (a + 6e9 - 6e9) * (a + 6e9 - 6e9)) * exp(-0.5 * (a - (a + 6e9 - 6e9)) * (a + (a + 6e9 - 6e9))) if abs(a) < 37.4 else (1.4142135623730951 - abs(a) - 9.667293313452913e-17) * (0.5641895835477563 + 0.3989422804014327 * abs(a)) * exp(-0.5 * (a - (a + 6e9 - 6e9)) * (a + (a + 6e9 - 6e9))) * exp(-0.25 * (a + 6e9 - 6e9) * (a + 6e9 - 6e9)) * exp(-0.25 * (a + 6e9 - 6e9) * (a + 6e9 - 6e9)) if abs(a) < 40 else -exp(-0.5 * a * a)
        except (ArithmeticError, ValueError):
            return self._careful("gelu_slope", self)
        return self._recorded(out, "gelu_slope", (self,), (slope,))

    def gelu(self) -> Self:
        """0.5 * a * erfc(a * -0.7071067811865476) if not -40 < a < -1 else
        -0.3989422804014327 * (1 - 1 * (1 - 3 * (1 - 5 * (1 ..., recorded as one
        operation; a is this Value.

        The derivative by a is gelu_slope(a).
        """
        a = self._data
        try:
            out = 0.5 * a * erfc(a * -0.7071067811865476) if not -40 < a < -1 else -0.3989422804014327 * (1 - 1 * (1 - 3 * (1 - 5 * (1 - 7 * (1 - 9 * (1 - 11 * 1 / a / a) / a / a) / a / a) / a / a) / a / a) / a / a) * exp(-0.5 * (a - (a + 6e9 - 6e9)) * (a + (a + 6e9 - 6e9))) * exp(-0.25 * (a + 6e9 - 6e9) * (a + 6e9 - 6e9)) * exp(-0.25 * (a + 6e9 - 6e9) * (a + 6e9 - 6e9)) if a < -37.4 else 0.5 * a * (erfc(a * -0.7071067811865476) + 1.1283791670955126 * exp(-0.5 * a * a) * ((a + 6e9 - 6e9) * 0.7071067690849304 - a * 0.7071067811865476 + (a + 6e9 - 6e9) * 1.2101617152815436e-08 + (a - (a + 6e9 - 6e9)) * 0.7071067811865476 - a * 4.833646656726457e-17))
            slope = gelu_slope(a)
        except (ArithmeticError, ValueError):
            return self._careful("gelu", self)
        return self._recorded(out, "gelu", (self,), (slope,))

    def maximum(self, other: Self | SupportsFloat) -> Self:
        """a if a >= b or a != a else b, recorded as one operation; a is this Value.

        The derivative by a is 1.0 if a > b else 0.0 if a < b else 0.5 if a == b
        else out, and by b is 0.0 if a > b else 1.0 if a < b else 0.5 if a == b else
        out.
        """
        a = self._data
        if isinstance(other, Methods):
            b = other._data
            out = a if a >= b or a != a else b
            return self._recorded(out, "maximum", (self, other), (
                1.0 if a > b else 0.0 if a < b else 0.5 if a == b else out,
                0.0 if a > b else 1.0 if a < b else 0.5 if a == b else out,
            ))
        b = number(other, "maximum")
        if b is NotImplemented:
            return NotImplemented
        out = a if a >= b or a != a else b
        return self._recorded(out, "maximum", (self, b), (
            1.0 if a > b else 0.0 if a < b else 0.5 if a == b else out,
        ))

    def minimum(self, other: Self | SupportsFloat) -> Self:
        """a if a <= b or a != a else b, recorded as one operation; a is this Value.

        The derivative by a is 1.0 if a < b else 0.0 if a > b else 0.5 if a == b
        else out, and by b is 0.0 if a < b else 1.0 if a > b else 0.5 if a == b else
        out.
        """
        a = self._data
        if isinstance(other, Methods):
            b = other._data
            out = a if a <= b or a != a else b
            return self._recorded(out, "minimum", (self, other), (
                1.0 if a < b else 0.0 if a > b else 0.5 if a == b else out,
                0.0 if a < b else 1.0 if a > b else 0.5 if a == b else out,
            ))
        b = number(other, "minimum")
        if b is NotImplemented:
            return NotImplemented
        out = a if a <= b or a != a else b
        return self._recorded(out, "minimum", (self, b), (
            1.0 if a < b else 0.0 if a > b else 0.5 if a == b else out,
        ))

    def __radd__(self, other: Self | SupportsFloat) -> Self:
        """a + b, recorded as one operation; b is this Value.

        The derivative by b is 1.0.
        """
        b = self._data
        if isinstance(other, Methods):
            a = other._data
            out = a + b
            return self._recorded(out, "add", (self, other), (1.0, 1.0))
        a = number(other, "add")
        if a is NotImplemented:
            return NotImplemented
        out = a + b
        return self._recorded(out, "add", (a, self), (1.0,))

    def __rsub__(self, other: Self | SupportsFloat) -> Self:
        """a - b, recorded as one operation; b is this Value.

        The derivative by b is -1.0.
        """
        b = self._data
        if isinstance(other, Methods):
            a = other._data
            out = a - b
            return self._recorded(out, "sub", (self, other), (1.0, -1.0))
        a = number(other, "sub")
        if a is NotImplemented:
            return NotImplemented
        out = a - b
        return self._recorded(out, "sub", (a, self), (-1.0,))

    def __rmul__(self, other: Self | SupportsFloat) -> Self:
        """a * b, recorded as one operation; b is this Value.

        The derivative by b is a.
        """
        b = self._data
        if isinstance(other, Methods):
            a = other._data
            out = a * b
            return self._recorded(out, "mul", (self, other), (b, a))
        a = number(other, "mul")
        if a is NotImplemented:
            return NotImplemented
        out = a * b
        return self._recorded(out, "mul", (a, self), (a,))

    def __rtruediv__(self, other: Self | SupportsFloat) -> Self:
        """a / b, recorded as one operation; b is this Value.

        The derivative by b is -out / b if not -1e-290 < out < 1e-290 else -1e60
        * a / b / b * 1e-60.
        """
        b = self._data
        if isinstance(other, Methods):
            a = other._data
            try:
                out = a / b
                slopes = (
                    1 / b,
                    -out / b if not -1e-290 < out < 1e-290 else -1e60 * a / b / b * 1e-60,
                )
            except (ArithmeticError, ValueError):
                return self._careful("truediv", self, other)
            return self._recorded(out, "truediv", (self, other), slopes)
        a = number(other, "truediv")
        if a is NotImplemented:
            return NotImplemented
        try:
            out = a / b
            slope = -out / b if not -1e-290 < out < 1e-290 else -1e60 * a / b / b * 1e-60
        except (ArithmeticError, ValueError):
            return self._careful("truediv", a, self)
        return self._recorded(out, "truediv", (a, self), (slope,))

    def __rpow__(self, other: Self | SupportsFloat) -> Self:
        """pow(a, b), recorded as one operation; b is this Value.

        The derivative by b is 0.0 if a == 0 and b >= 0 else out * log(a) if
        1e-290 < out < inf or not a > 0 else pow(a, b / 2) * log(a) * pow(a, b ....
        """
        b = self._data
        if isinstance(other, Methods):
            a = other._data
            try:
                out = pow(a, b)
                slopes = (
                    0.0 if b == 0 and not abs(a) > 0 else b * pow(a, b - 1) if 0.5 <= b <= 4 or a == 0 or abs(a) == inf else b * out / a if 1e-290 < abs(out) < 1e290 else b * pow(abs(a), b / 2) / (a if a > 0 else a * pow(-1.0, b)) * pow(abs(a), b / 2),
                    0.0 if a == 0 and b >= 0 else out * log(a) if 1e-290 < out < inf or not a > 0 else pow(a, b / 2) * log(a) * pow(a, b / 2),
                )
            except (ArithmeticError, ValueError):
                return self._careful("pow", self, other)
            return self._recorded(out, "pow", (self, other), slopes)
        a = number(other, "pow")
        if a is NotImplemented:
            return NotImplemented
        try:
            out = pow(a, b)
            slope = 0.0 if a == 0 and b >= 0 else out * log(a) if 1e-290 < out < inf or not a > 0 else pow(a, b / 2) * log(a) * pow(a, b / 2)
        except (ArithmeticError, ValueError):
            return self._careful("pow", a, self)
        return self._recorded(out, "pow", (a, self), (slope,))

    add = answered(__add__)
    sub = answered(__sub__)
    mul = answered(__mul__)
    truediv = answered(__truediv__)
    pow = answered(__pow__)
    neg = __neg__
    abs = __abs__
    sigmoid = logistic
    arcsin = asin
    arccos = acos
    arctan = atan
    arcsinh = asinh
    arccosh = acosh
    arctanh = atanh
    arctan2 = atan2
