"""The operations of the table as functions of Values and plain numbers.

Made by ``python -m tests.generated``: change the table, not this file.
"""

from __future__ import annotations

from autograd.operations import OPERATIONS
from autograd.support.twin import twin
from autograd.support.typing import SupportsFloat, overload
from autograd.value import Number, Value, apply

__all__ = [
    "add",
    "sub",
    "mul",
    "truediv",
    "pow",
    "neg",
    "abs",
    "square",
    "reciprocal",
    "sqrt",
    "cbrt",
    "hypot",
    "exp",
    "expm1",
    "log",
    "log1p",
    "log2",
    "log10",
    "logistic",
    "sin",
    "cos",
    "tan",
    "asin",
    "acos",
    "atan",
    "atan2",
    "sinh",
    "cosh",
    "tanh",
    "asinh",
    "acosh",
    "atanh",
    "erf",
    "erfc",
    "logit",
    "softplus",
    "relu",
    "leaky_relu",
    "elu",
    "silu",
    "gelu_slope",
    "gelu",
    "maximum",
    "minimum",
]


@overload
def add(a: Value, b: Number) -> Value: ...
@overload
def add(a: SupportsFloat, b: Value) -> Value: ...
@overload
def add(a: SupportsFloat, b: SupportsFloat) -> float: ...
@twin
def add(a: Number, b: Number) -> Value | float:
    """add(a, b) = a + b, recorded as one operation.

    The derivative by a is 1.0, and by b is 1.0.

        >>> a = Value(1.2)
        >>> result = add(a, 0.7)
        >>> result.backward()
        >>> round(result.data, 4), round(a.grad, 4)
        (1.9, 1.0)
    """
    if isinstance(a, Value):
        return a.add(b)
    return apply(OPERATIONS["add"], a, b)


@overload
def sub(a: Value, b: Number) -> Value: ...
@overload
def sub(a: SupportsFloat, b: Value) -> Value: ...
@overload
def sub(a: SupportsFloat, b: SupportsFloat) -> float: ...
@twin
def sub(a: Number, b: Number) -> Value | float:
    """sub(a, b) = a - b, recorded as one operation.

    The derivative by a is 1.0, and by b is -1.0.

        >>> a = Value(1.2)
        >>> result = sub(a, 0.7)
        >>> result.backward()
        >>> round(result.data, 4), round(a.grad, 4)
        (0.5, 1.0)
    """
    if isinstance(a, Value):
        return a.sub(b)
    return apply(OPERATIONS["sub"], a, b)


@overload
def mul(a: Value, b: Number) -> Value: ...
@overload
def mul(a: SupportsFloat, b: Value) -> Value: ...
@overload
def mul(a: SupportsFloat, b: SupportsFloat) -> float: ...
@twin
def mul(a: Number, b: Number) -> Value | float:
    """mul(a, b) = a * b, recorded as one operation.

    The derivative by a is b, and by b is a.

        >>> a = Value(1.2)
        >>> result = mul(a, 0.7)
        >>> result.backward()
        >>> round(result.data, 4), round(a.grad, 4)
        (0.84, 0.7)
    """
    if isinstance(a, Value):
        return a.mul(b)
    return apply(OPERATIONS["mul"], a, b)


@overload
def truediv(a: Value, b: Number) -> Value: ...
@overload
def truediv(a: SupportsFloat, b: Value) -> Value: ...
@overload
def truediv(a: SupportsFloat, b: SupportsFloat) -> float: ...
@twin
def truediv(a: Number, b: Number) -> Value | float:
    """truediv(a, b) = a / b, recorded as one operation.

    The derivative by a is 1 / b, and by b is -out / b if not -1e-290 < out <
    1e-290 else -1e60 * a / b / b * 1e-60.

        >>> a = Value(2.16)
        >>> result = truediv(a, 0.7)
        >>> result.backward()
        >>> round(result.data, 4), round(a.grad, 4)
        (3.0857, 1.4286)
    """
    if isinstance(a, Value):
        return a.truediv(b)
    return apply(OPERATIONS["truediv"], a, b)


@overload
def pow(a: Value, b: Number) -> Value: ...
@overload
def pow(a: SupportsFloat, b: Value) -> Value: ...
@overload
def pow(a: SupportsFloat, b: SupportsFloat) -> float: ...
@twin
def pow(a: Number, b: Number) -> Value | float:
    """pow(a, b) = pow(a, b), recorded as one operation.

    The derivative by a is 0.0 if b == 0 and not abs(a) > 0 else b * pow(a, b
    - 1) if 0.5 <= b <= 4 or a == 0 or abs(a) == inf else b * out / a ..., and
    by b is 0.0 if a == 0 and b >= 0 else out * log(a) if 1e-290 < out < inf or
    not a > 0 else pow(a, b / 2) * log(a) * pow(a, b ....

        >>> a = Value(2.16)
        >>> result = pow(a, 0.7)
        >>> result.backward()
        >>> round(result.data, 4), round(a.grad, 4)
        (1.7144, 0.5556)
    """
    if isinstance(a, Value):
        return a.pow(b)
    return apply(OPERATIONS["pow"], a, b)


@overload
def neg(a: Value) -> Value: ...
@overload
def neg(a: SupportsFloat) -> float: ...
@twin
def neg(a: Number) -> Value | float:
    """neg(a) = -a, recorded as one operation.

    The derivative by a is -1.0.

        >>> a = Value(1.2)
        >>> result = neg(a)
        >>> result.backward()
        >>> round(result.data, 4), round(a.grad, 4)
        (-1.2, -1.0)
    """
    if isinstance(a, Value):
        return a.neg()
    return apply(OPERATIONS["neg"], a)


@overload
def abs(a: Value) -> Value: ...
@overload
def abs(a: SupportsFloat) -> float: ...
@twin
def abs(a: Number) -> Value | float:
    """abs(a) = abs(a), recorded as one operation.

    The derivative by a is 1.0 if a > 0 else -1.0 if a < 0 else out.

        >>> a = Value(1.2)
        >>> result = abs(a)
        >>> result.backward()
        >>> round(result.data, 4), round(a.grad, 4)
        (1.2, 1.0)
    """
    if isinstance(a, Value):
        return a.abs()
    return apply(OPERATIONS["abs"], a)


@overload
def square(a: Value) -> Value: ...
@overload
def square(a: SupportsFloat) -> float: ...
@twin
def square(a: Number) -> Value | float:
    """square(a) = a * a, recorded as one operation.

    The derivative by a is 2 * a.

        >>> a = Value(1.2)
        >>> result = square(a)
        >>> result.backward()
        >>> round(result.data, 4), round(a.grad, 4)
        (1.44, 2.4)
    """
    if isinstance(a, Value):
        return a.square()
    return apply(OPERATIONS["square"], a)


@overload
def reciprocal(a: Value) -> Value: ...
@overload
def reciprocal(a: SupportsFloat) -> float: ...
@twin
def reciprocal(a: Number) -> Value | float:
    """reciprocal(a) = 1 / a, recorded as one operation.

    The derivative by a is -out * out.

        >>> a = Value(2.16)
        >>> result = reciprocal(a)
        >>> result.backward()
        >>> round(result.data, 4), round(a.grad, 4)
        (0.463, -0.2143)
    """
    if isinstance(a, Value):
        return a.reciprocal()
    return apply(OPERATIONS["reciprocal"], a)


@overload
def sqrt(a: Value) -> Value: ...
@overload
def sqrt(a: SupportsFloat) -> float: ...
@twin
def sqrt(a: Number) -> Value | float:
    """sqrt(a) = sqrt(a), recorded as one operation.

    The derivative by a is 0.5 / sqrt(a) if a > 0 else -log(a).

        >>> a = Value(2.16)
        >>> result = sqrt(a)
        >>> result.backward()
        >>> round(result.data, 4), round(a.grad, 4)
        (1.4697, 0.3402)
    """
    if isinstance(a, Value):
        return a.sqrt()
    return apply(OPERATIONS["sqrt"], a)


@overload
def cbrt(a: Value) -> Value: ...
@overload
def cbrt(a: SupportsFloat) -> float: ...
@twin
def cbrt(a: Number) -> Value | float:
    """cbrt(a) = cbrt(a), recorded as one operation.

    The derivative by a is (out - (out - a / out / out) / 3) / a / 3 if 0 <
    abs(a) < inf else 1 / (out * out).

        >>> a = Value(2.16)
        >>> result = cbrt(a)
        >>> result.backward()
        >>> round(result.data, 4), round(a.grad, 4)
        (1.2927, 0.1995)
    """
    if isinstance(a, Value):
        return a.cbrt()
    return apply(OPERATIONS["cbrt"], a)


@overload
def hypot(a: Value, b: Number) -> Value: ...
@overload
def hypot(a: SupportsFloat, b: Value) -> Value: ...
@overload
def hypot(a: SupportsFloat, b: SupportsFloat) -> float: ...
@twin
def hypot(a: Number, b: Number) -> Value | float:
    """hypot(a, b) = hypot(a, b), recorded as one operation.

    The derivative by a is a / out if not (out < 1e-290 or out == inf) else
    0.5 * a / hypot(0.5 * a, 0.5 * b) if out == inf else 1e300 * a / ..., and by
    b is b / out if not (out < 1e-290 or out == inf) else 0.5 * b / hypot(0.5 *
    a, 0.5 * b) if out == inf else 1e300 * b / ....

        >>> a = Value(2.16)
        >>> result = hypot(a, 0.7)
        >>> result.backward()
        >>> round(result.data, 4), round(a.grad, 4)
        (2.2706, 0.9513)
    """
    if isinstance(a, Value):
        return a.hypot(b)
    return apply(OPERATIONS["hypot"], a, b)


@overload
def exp(a: Value) -> Value: ...
@overload
def exp(a: SupportsFloat) -> float: ...
@twin
def exp(a: Number) -> Value | float:
    """exp(a) = exp(a), recorded as one operation.

    The derivative by a is out.

        >>> a = Value(1.2)
        >>> result = exp(a)
        >>> result.backward()
        >>> round(result.data, 4), round(a.grad, 4)
        (3.3201, 3.3201)
    """
    if isinstance(a, Value):
        return a.exp()
    return apply(OPERATIONS["exp"], a)


@overload
def expm1(a: Value) -> Value: ...
@overload
def expm1(a: SupportsFloat) -> float: ...
@twin
def expm1(a: Number) -> Value | float:
    """expm1(a) = expm1(a), recorded as one operation.

    The derivative by a is exp(a).

        >>> a = Value(1.2)
        >>> result = expm1(a)
        >>> result.backward()
        >>> round(result.data, 4), round(a.grad, 4)
        (2.3201, 3.3201)
    """
    if isinstance(a, Value):
        return a.expm1()
    return apply(OPERATIONS["expm1"], a)


@overload
def log(a: Value) -> Value: ...
@overload
def log(a: SupportsFloat) -> float: ...
@twin
def log(a: Number) -> Value | float:
    """log(a) = log(a), recorded as one operation.

    The derivative by a is 1 / a if a > 0 else -log(a).

        >>> a = Value(2.16)
        >>> result = log(a)
        >>> result.backward()
        >>> round(result.data, 4), round(a.grad, 4)
        (0.7701, 0.463)
    """
    if isinstance(a, Value):
        return a.log()
    return apply(OPERATIONS["log"], a)


@overload
def log1p(a: Value) -> Value: ...
@overload
def log1p(a: SupportsFloat) -> float: ...
@twin
def log1p(a: Number) -> Value | float:
    """log1p(a) = log1p(a), recorded as one operation.

    The derivative by a is 1 / (1 + a) if a > -1 else -log1p(a).

        >>> a = Value(1.86)
        >>> result = log1p(a)
        >>> result.backward()
        >>> round(result.data, 4), round(a.grad, 4)
        (1.0508, 0.3497)
    """
    if isinstance(a, Value):
        return a.log1p()
    return apply(OPERATIONS["log1p"], a)


@overload
def log2(a: Value) -> Value: ...
@overload
def log2(a: SupportsFloat) -> float: ...
@twin
def log2(a: Number) -> Value | float:
    """log2(a) = log2(a), recorded as one operation.

    The derivative by a is 1.4426950408889634 / a if a > 0 else -log(a).

        >>> a = Value(2.16)
        >>> result = log2(a)
        >>> result.backward()
        >>> round(result.data, 4), round(a.grad, 4)
        (1.111, 0.6679)
    """
    if isinstance(a, Value):
        return a.log2()
    return apply(OPERATIONS["log2"], a)


@overload
def log10(a: Value) -> Value: ...
@overload
def log10(a: SupportsFloat) -> float: ...
@twin
def log10(a: Number) -> Value | float:
    """log10(a) = log10(a), recorded as one operation.

    The derivative by a is 0.4342944819032518 / a if a > 0 else -log(a).

        >>> a = Value(2.16)
        >>> result = log10(a)
        >>> result.backward()
        >>> round(result.data, 4), round(a.grad, 4)
        (0.3345, 0.2011)
    """
    if isinstance(a, Value):
        return a.log10()
    return apply(OPERATIONS["log10"], a)


@overload
def logistic(a: Value) -> Value: ...
@overload
def logistic(a: SupportsFloat) -> float: ...
@twin
def logistic(a: Number) -> Value | float:
    """logistic(a) = exp(a) if a < -700 else 1 / (1 + exp(-a)), recorded as one
    operation.

    The derivative by a is 0.5 / (1 + cosh(a)) if abs(a) < 700 else
    exp(-abs(a)).

        >>> a = Value(1.2)
        >>> result = logistic(a)
        >>> result.backward()
        >>> round(result.data, 4), round(a.grad, 4)
        (0.7685, 0.1779)
    """
    if isinstance(a, Value):
        return a.logistic()
    return apply(OPERATIONS["logistic"], a)


@overload
def sin(a: Value) -> Value: ...
@overload
def sin(a: SupportsFloat) -> float: ...
@twin
def sin(a: Number) -> Value | float:
    """sin(a) = sin(a), recorded as one operation.

    The derivative by a is cos(a).

        >>> a = Value(1.2)
        >>> result = sin(a)
        >>> result.backward()
        >>> round(result.data, 4), round(a.grad, 4)
        (0.932, 0.3624)
    """
    if isinstance(a, Value):
        return a.sin()
    return apply(OPERATIONS["sin"], a)


@overload
def cos(a: Value) -> Value: ...
@overload
def cos(a: SupportsFloat) -> float: ...
@twin
def cos(a: Number) -> Value | float:
    """cos(a) = cos(a), recorded as one operation.

    The derivative by a is -sin(a).

        >>> a = Value(1.2)
        >>> result = cos(a)
        >>> result.backward()
        >>> round(result.data, 4), round(a.grad, 4)
        (0.3624, -0.932)
    """
    if isinstance(a, Value):
        return a.cos()
    return apply(OPERATIONS["cos"], a)


@overload
def tan(a: Value) -> Value: ...
@overload
def tan(a: SupportsFloat) -> float: ...
@twin
def tan(a: Number) -> Value | float:
    """tan(a) = tan(a), recorded as one operation.

    The derivative by a is 1 + out * out.

        >>> a = Value(0.48)
        >>> result = tan(a)
        >>> result.backward()
        >>> round(result.data, 4), round(a.grad, 4)
        (0.5206, 1.271)
    """
    if isinstance(a, Value):
        return a.tan()
    return apply(OPERATIONS["tan"], a)


@overload
def asin(a: Value) -> Value: ...
@overload
def asin(a: SupportsFloat) -> float: ...
@twin
def asin(a: Number) -> Value | float:
    """asin(a) = asin(a), recorded as one operation.

    The derivative by a is 1 / sqrt(1 - a * a) if abs(a) < 0.5 else 1 /
    sqrt((1 - a) * (1 + a)) if abs(a) < 1 else -log(1 - a * a).

        >>> a = Value(0.36)
        >>> result = asin(a)
        >>> result.backward()
        >>> round(result.data, 4), round(a.grad, 4)
        (0.3683, 1.0719)
    """
    if isinstance(a, Value):
        return a.asin()
    return apply(OPERATIONS["asin"], a)


@overload
def acos(a: Value) -> Value: ...
@overload
def acos(a: SupportsFloat) -> float: ...
@twin
def acos(a: Number) -> Value | float:
    """acos(a) = acos(a), recorded as one operation.

    The derivative by a is -1 / sqrt(1 - a * a) if abs(a) < 0.5 else -1 /
    sqrt((1 - a) * (1 + a)) if abs(a) < 1 else log(1 - a * a).

        >>> a = Value(0.36)
        >>> result = acos(a)
        >>> result.backward()
        >>> round(result.data, 4), round(a.grad, 4)
        (1.2025, -1.0719)
    """
    if isinstance(a, Value):
        return a.acos()
    return apply(OPERATIONS["acos"], a)


@overload
def atan(a: Value) -> Value: ...
@overload
def atan(a: SupportsFloat) -> float: ...
@twin
def atan(a: Number) -> Value | float:
    """atan(a) = atan(a), recorded as one operation.

    The derivative by a is 1 / (1 + a * a) if abs(a) < 1e150 else 1 / a / a.

        >>> a = Value(1.2)
        >>> result = atan(a)
        >>> result.backward()
        >>> round(result.data, 4), round(a.grad, 4)
        (0.8761, 0.4098)
    """
    if isinstance(a, Value):
        return a.atan()
    return apply(OPERATIONS["atan"], a)


@overload
def atan2(a: Value, b: Number) -> Value: ...
@overload
def atan2(a: SupportsFloat, b: Value) -> Value: ...
@overload
def atan2(a: SupportsFloat, b: SupportsFloat) -> float: ...
@twin
def atan2(a: Number, b: Number) -> Value | float:
    """atan2(a, b) = atan2(a, b), recorded as one operation.

    The derivative by a is 0.0 if b == 0 == a else b / (b * b + a * a) if
    1e-290 < b * b + a * a < inf else 0.5 / b / (0.5 + 0.5 * (a / b) * (a ...,
    and by b is -(0.0 if a == 0 == b else a / (a * a + b * b) if 1e-290 < a * a
    + b * b < inf else 0.5 / a / (0.5 + 0.5 * (b / a) * ....

        >>> a = Value(2.16)
        >>> result = atan2(a, 0.7)
        >>> result.backward()
        >>> round(result.data, 4), round(a.grad, 4)
        (1.2574, 0.1358)
    """
    if isinstance(a, Value):
        return a.atan2(b)
    return apply(OPERATIONS["atan2"], a, b)


@overload
def sinh(a: Value) -> Value: ...
@overload
def sinh(a: SupportsFloat) -> float: ...
@twin
def sinh(a: Number) -> Value | float:
    """sinh(a) = sinh(a), recorded as one operation.

    The derivative by a is cosh(a).

        >>> a = Value(1.2)
        >>> result = sinh(a)
        >>> result.backward()
        >>> round(result.data, 4), round(a.grad, 4)
        (1.5095, 1.8107)
    """
    if isinstance(a, Value):
        return a.sinh()
    return apply(OPERATIONS["sinh"], a)


@overload
def cosh(a: Value) -> Value: ...
@overload
def cosh(a: SupportsFloat) -> float: ...
@twin
def cosh(a: Number) -> Value | float:
    """cosh(a) = cosh(a), recorded as one operation.

    The derivative by a is sinh(a).

        >>> a = Value(1.2)
        >>> result = cosh(a)
        >>> result.backward()
        >>> round(result.data, 4), round(a.grad, 4)
        (1.8107, 1.5095)
    """
    if isinstance(a, Value):
        return a.cosh()
    return apply(OPERATIONS["cosh"], a)


@overload
def tanh(a: Value) -> Value: ...
@overload
def tanh(a: SupportsFloat) -> float: ...
@twin
def tanh(a: Number) -> Value | float:
    """tanh(a) = tanh(a), recorded as one operation.

    The derivative by a is 1 - out * out if abs(a) < 0.5 else 4 * logistic(2
    * a) * logistic(-2 * a).

        >>> a = Value(1.2)
        >>> result = tanh(a)
        >>> result.backward()
        >>> round(result.data, 4), round(a.grad, 4)
        (0.8337, 0.305)
    """
    if isinstance(a, Value):
        return a.tanh()
    return apply(OPERATIONS["tanh"], a)


@overload
def asinh(a: Value) -> Value: ...
@overload
def asinh(a: SupportsFloat) -> float: ...
@twin
def asinh(a: Number) -> Value | float:
    """asinh(a) = asinh(a), recorded as one operation.

    The derivative by a is 1 / hypot(1.0, a).

        >>> a = Value(1.2)
        >>> result = asinh(a)
        >>> result.backward()
        >>> round(result.data, 4), round(a.grad, 4)
        (1.016, 0.6402)
    """
    if isinstance(a, Value):
        return a.asinh()
    return apply(OPERATIONS["asinh"], a)


@overload
def acosh(a: Value) -> Value: ...
@overload
def acosh(a: SupportsFloat) -> float: ...
@twin
def acosh(a: Number) -> Value | float:
    """acosh(a) = acosh(a), recorded as one operation.

    The derivative by a is 1 / (sqrt(a - 1) * sqrt(a + 1)) if a > 1 else
    -log(a - 1).

        >>> a = Value(2.46)
        >>> result = acosh(a)
        >>> result.backward()
        >>> round(result.data, 4), round(a.grad, 4)
        (1.5492, 0.4449)
    """
    if isinstance(a, Value):
        return a.acosh()
    return apply(OPERATIONS["acosh"], a)


@overload
def atanh(a: Value) -> Value: ...
@overload
def atanh(a: SupportsFloat) -> float: ...
@twin
def atanh(a: Number) -> Value | float:
    """atanh(a) = atanh(a), recorded as one operation.

    The derivative by a is 1 / (1 - a * a) if abs(a) < 0.5 else 1 / ((1 - a)
    * (1 + a)) if abs(a) < 1 else -log(1 - a * a).

        >>> a = Value(0.36)
        >>> result = atanh(a)
        >>> result.backward()
        >>> round(result.data, 4), round(a.grad, 4)
        (0.3769, 1.1489)
    """
    if isinstance(a, Value):
        return a.atanh()
    return apply(OPERATIONS["atanh"], a)


@overload
def erf(a: Value) -> Value: ...
@overload
def erf(a: SupportsFloat) -> float: ...
@twin
def erf(a: Number) -> Value | float:
    """erf(a) = erf(a), recorded as one operation.

    The derivative by a is 1.1283791670955126 * (exp(-a * a) if not 1 <
    abs(a) < 28 else exp(-(a + 6e9 - 6e9) * (a + 6e9 - 6e9)) * exp(-(a - (a ....

        >>> a = Value(1.2)
        >>> result = erf(a)
        >>> result.backward()
        >>> round(result.data, 4), round(a.grad, 4)
        (0.9103, 0.2673)
    """
    if isinstance(a, Value):
        return a.erf()
    return apply(OPERATIONS["erf"], a)


@overload
def erfc(a: Value) -> Value: ...
@overload
def erfc(a: SupportsFloat) -> float: ...
@twin
def erfc(a: Number) -> Value | float:
    """erfc(a) = erfc(a), recorded as one operation.

    The derivative by a is -1.1283791670955126 * (exp(-a * a) if not 1 <
    abs(a) < 28 else exp(-(a + 6e9 - 6e9) * (a + 6e9 - 6e9)) * exp(-(a - ....

        >>> a = Value(1.2)
        >>> result = erfc(a)
        >>> result.backward()
        >>> round(result.data, 4), round(a.grad, 4)
        (0.0897, -0.2673)
    """
    if isinstance(a, Value):
        return a.erfc()
    return apply(OPERATIONS["erfc"], a)


@overload
def logit(a: Value) -> Value: ...
@overload
def logit(a: SupportsFloat) -> float: ...
@twin
def logit(a: Number) -> Value | float:
    """logit(a) = 2 * atanh(2 * a - 1) if abs(a - 0.5) < 0.25 else log(a / (1 -
    a)), recorded as one operation.

    The derivative by a is 1 / (a * (1 - a)) if 0 < a < 1 else -log(a) -
    log(1 - a).

        >>> a = Value(0.66)
        >>> result = logit(a)
        >>> result.backward()
        >>> round(result.data, 4), round(a.grad, 4)
        (0.6633, 4.4563)
    """
    if isinstance(a, Value):
        return a.logit()
    return apply(OPERATIONS["logit"], a)


@overload
def softplus(a: Value) -> Value: ...
@overload
def softplus(a: SupportsFloat) -> float: ...
@twin
def softplus(a: Number) -> Value | float:
    """softplus(a) = a + log1p(exp(-a)) if a > 0 else log1p(exp(a)), recorded as
    one operation.

    The derivative by a is logistic(a).

        >>> a = Value(1.2)
        >>> result = softplus(a)
        >>> result.backward()
        >>> round(result.data, 4), round(a.grad, 4)
        (1.4633, 0.7685)
    """
    if isinstance(a, Value):
        return a.softplus()
    return apply(OPERATIONS["softplus"], a)


@overload
def relu(a: Value) -> Value: ...
@overload
def relu(a: SupportsFloat) -> float: ...
@twin
def relu(a: Number) -> Value | float:
    """relu(a) = 0.0 if a <= 0 else a, recorded as one operation.

    The derivative by a is 0.0 if a <= 0 else 1.0 if a > 0 else out.

        >>> a = Value(1.2)
        >>> result = relu(a)
        >>> result.backward()
        >>> round(result.data, 4), round(a.grad, 4)
        (1.2, 1.0)
    """
    if isinstance(a, Value):
        return a.relu()
    return apply(OPERATIONS["relu"], a)


@overload
def leaky_relu(a: Value, slope: Number = ...) -> Value: ...
@overload
def leaky_relu(a: SupportsFloat, slope: Value) -> Value: ...
@overload
def leaky_relu(a: SupportsFloat, slope: SupportsFloat = ...) -> float: ...
@twin
def leaky_relu(a: Number, slope: Number = 0.01) -> Value | float:
    """leaky_relu(a, slope) = a if a > 0 else a * slope, recorded as one
    operation.

    The derivative by a is 1.0 if a > 0 else slope if a <= 0 else out, and by
    slope is 0.0 if a > 0 else a if a <= 0 else out.

        >>> a = Value(1.2)
        >>> result = leaky_relu(a, 0.7)
        >>> result.backward()
        >>> round(result.data, 4), round(a.grad, 4)
        (1.2, 1.0)
    """
    if isinstance(a, Value):
        return a.leaky_relu(slope)
    return apply(OPERATIONS["leaky_relu"], a, slope)


@overload
def elu(a: Value, alpha: Number = ...) -> Value: ...
@overload
def elu(a: SupportsFloat, alpha: Value) -> Value: ...
@overload
def elu(a: SupportsFloat, alpha: SupportsFloat = ...) -> float: ...
@twin
def elu(a: Number, alpha: Number = 1.0) -> Value | float:
    """elu(a, alpha) = a if a > 0 else alpha * expm1(a), recorded as one
    operation.

    The derivative by a is 1.0 if a > 0 else alpha * exp(a) if not a < -700
    else alpha * exp(a / 2) * exp(a / 2), and by alpha is 0.0 if a > 0 else
    expm1(a).

        >>> a = Value(1.2)
        >>> result = elu(a, 0.7)
        >>> result.backward()
        >>> round(result.data, 4), round(a.grad, 4)
        (1.2, 1.0)
    """
    if isinstance(a, Value):
        return a.elu(alpha)
    return apply(OPERATIONS["elu"], a, alpha)


@overload
def silu(a: Value) -> Value: ...
@overload
def silu(a: SupportsFloat) -> float: ...
@twin
def silu(a: Number) -> Value | float:
    """silu(a) = a * logistic(a) if not a < -700 else a * exp(a / 2) * exp(a /
    2), recorded as one operation.

    The derivative by a is logistic(a) * (1 + a * logistic(-a)) if not a <
    -0.5 else (1 + a) * exp(a / 2) * exp(a / 2) if a < -700 else 0.5 / ....

        >>> a = Value(1.2)
        >>> result = silu(a)
        >>> result.backward()
        >>> round(result.data, 4), round(a.grad, 4)
        (0.9222, 0.982)
    """
    if isinstance(a, Value):
        return a.silu()
    return apply(OPERATIONS["silu"], a)


@overload
def gelu_slope(a: Value) -> Value: ...
@overload
def gelu_slope(a: SupportsFloat) -> float: ...
@twin
def gelu_slope(a: Number) -> Value | float:
    """gelu_slope(a) = 0.5 * erfc(a * -0.7071067811865476) + 0.3989422804014327
    * a * exp(-0.5 * a * a) if not -40 < a < -0.4 else (a + ..., recorded as one
    operation.

    The derivative by a is (1.4142135623730951 - abs(a) -
    9.667293313452913e-17) * (0.5641895835477563 + 0.3989422804014327 * abs(a))
    * ....

        >>> a = Value(1.2)
        >>> result = gelu_slope(a)
        >>> result.backward()
        >>> round(result.data, 4), round(a.grad, 4)
        (1.118, 0.1087)
    """
    if isinstance(a, Value):
        return a.gelu_slope()
    return apply(OPERATIONS["gelu_slope"], a)


@overload
def gelu(a: Value) -> Value: ...
@overload
def gelu(a: SupportsFloat) -> float: ...
@twin
def gelu(a: Number) -> Value | float:
    """gelu(a) = 0.5 * a * erfc(a * -0.7071067811865476) if not -40 < a < -1
    else -0.3989422804014327 * (1 - 1 * (1 - 3 * (1 - 5 * (1 ..., recorded as
    one operation.

    The derivative by a is gelu_slope(a).

        >>> a = Value(1.2)
        >>> result = gelu(a)
        >>> result.backward()
        >>> round(result.data, 4), round(a.grad, 4)
        (1.0619, 1.118)
    """
    if isinstance(a, Value):
        return a.gelu()
    return apply(OPERATIONS["gelu"], a)


@overload
def maximum(a: Value, b: Number) -> Value: ...
@overload
def maximum(a: SupportsFloat, b: Value) -> Value: ...
@overload
def maximum(a: SupportsFloat, b: SupportsFloat) -> float: ...
@twin
def maximum(a: Number, b: Number) -> Value | float:
    """maximum(a, b) = a if a >= b or a != a else b, recorded as one operation.

    The derivative by a is 1.0 if a > b else 0.0 if a < b else 0.5 if a == b
    else out, and by b is 0.0 if a > b else 1.0 if a < b else 0.5 if a == b else
    out.

        >>> a = Value(1.2)
        >>> result = maximum(a, 0.7)
        >>> result.backward()
        >>> round(result.data, 4), round(a.grad, 4)
        (1.2, 1.0)
    """
    if isinstance(a, Value):
        return a.maximum(b)
    return apply(OPERATIONS["maximum"], a, b)


@overload
def minimum(a: Value, b: Number) -> Value: ...
@overload
def minimum(a: SupportsFloat, b: Value) -> Value: ...
@overload
def minimum(a: SupportsFloat, b: SupportsFloat) -> float: ...
@twin
def minimum(a: Number, b: Number) -> Value | float:
    """minimum(a, b) = a if a <= b or a != a else b, recorded as one operation.

    The derivative by a is 1.0 if a < b else 0.0 if a > b else 0.5 if a == b
    else out, and by b is 0.0 if a < b else 1.0 if a > b else 0.5 if a == b else
    out.

        >>> a = Value(1.2)
        >>> result = minimum(a, 0.7)
        >>> result.backward()
        >>> round(result.data, 4), round(a.grad, 4)
        (0.7, 0.0)
    """
    if isinstance(a, Value):
        return a.minimum(b)
    return apply(OPERATIONS["minimum"], a, b)
