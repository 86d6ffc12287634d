"""The operations as functions of Values and plain numbers: exp, tanh, dot, where ...

Every row of the table is a function here; those of one operand or two are made from
their rows, in ``autograd/generated/functions.py``. A function of plain numbers alone
gives a plain number, with the answers of IEEE 754.

    >>> x = Value(0.0)
    >>> exp(x), exp(0), log(0)
    (Value(1.0, grad=not computed, operation='exp'), 1.0, -inf)
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from autograd.generated.functions import *
from autograd.generated.functions import __all__ as _of_the_table
from autograd.operations import OPERATIONS
from autograd.support.twin import twin
from autograd.value import Number, Value, apply, plain

Operands = Number | Iterable[Number]

__all__ = [
    *_of_the_table,
    "where",
    "sum",
    "mean",
    "prod",
    "max",
    "min",
    "logsumexp",
    "dot",
    "softmax",
]


@twin
def where(condition: Any, a: Number, b: Number) -> Any:
    """a where the condition is true, else b: only the chosen one is differentiated.

    The one not chosen enters the graph as a plain number, so that an infinity or nan
    on its side never reaches a gradient.

        >>> x = Value(0.0)
        >>> where(x > 0, log(x), x * 2).backward()
        >>> x.grad
        2.0
    """
    chosen = bool(condition)
    if isinstance(a, Value) or isinstance(b, Value):
        a, b = (_active(a), plain(b)) if chosen else (plain(a), _active(b))
    return apply(OPERATIONS["where"], chosen, a, b)


def _active(x):
    return x if isinstance(x, Value) else Value(x)


def _listed(values):
    """The operands: those in the one iterable, or the arguments themselves."""
    if len(values) == 1 and hasattr(values[0], "__iter__"):
        (values,) = values
    return list(values)


def _over(name, values):
    values = _listed(values)
    if not values and name not in ("sum", "prod"):
        raise ValueError(f"{name}: got no operands, needs at least one")
    return apply(OPERATIONS[name], *values)


@twin
def sum(*values: Operands) -> Any:
    """The sum of an iterable (or of the arguments) as one node; 0.0 of nothing.

    It adds from left to right, as a loop would.

        >>> x = Value(2.0)
        >>> sum([x, x, 1.0])
        Value(5.0, grad=not computed, operation='sum')
    """
    return _over("sum", values)


@twin
def mean(*values: Operands) -> Any:
    """The arithmetic mean of an iterable or of the arguments; ValueError of nothing.

    >>> mean(1, 2, 6)
    3.0
    """
    return _over("mean", values)


@twin
def prod(*values: Operands) -> Any:
    """The product of an iterable or of the arguments; 1.0 of nothing.

    The derivative by a factor is the product of the others, right at zeros too.

        >>> x = Value(0.0)
        >>> prod(x, 3.0, 4.0).backward()
        >>> x.grad
        12.0
    """
    return _over("prod", values)


@twin
def max(*values: Operands) -> Any:
    """The greatest operand; k operands that tie have the derivative 1/k each.

    A nan among them is the result, as in IEEE 754-2019 maximum. ValueError of nothing.

        >>> x, y = Value(2.0), Value(2.0)
        >>> max(x, y, 1.0).backward()
        >>> x.grad, y.grad
        (0.5, 0.5)
    """
    return _over("max", values)


@twin
def min(*values: Operands) -> Any:
    """The least operand; ties and nan as in ``max``.

    >>> min([3.0, Value(1.0)])
    Value(1.0, grad=not computed, operation='min')
    """
    return _over("min", values)


@twin
def logsumexp(*values: Operands) -> Any:
    """log(exp(x1) + exp(x2) + ...), without overflow; the derivatives are ``softmax``.

    >>> logsumexp(1000.0, 1000.0)
    1000.6931471805599
    """
    return _over("logsumexp", values)


@twin
def softmax(*values: Operands) -> list[Any]:
    """The list exp(xi) / (exp(x1) + exp(x2) + ...): positive numbers that sum to 1.

    >>> softmax(1000.0, 1000.0)
    [0.5, 0.5]
    """
    operands = _listed(values)
    if not operands:
        raise ValueError("softmax: got no operands, needs at least one")
    shift = max(operands)
    parts = [exp(x - shift) for x in operands]
    whole = sum(parts)
    return [part / whole for part in parts]


@twin
def dot(weights: Sequence[Number], inputs: Sequence[Number], bias: Number = 0.0) -> Any:
    """bias + sum of weights[i] * inputs[i], as one node: the total input of a unit.

    This is x_j = sum_i y_i w_ji, eq. 1 of Rumelhart, Hinton & Williams (1986).
    ValueError when the lengths differ.

        >>> w = [Value(0.5), Value(-1.0)]
        >>> x = dot(w, [2.0, 3.0], bias=Value(0.25))
        >>> x.backward()
        >>> x.data, w[0].grad, w[1].grad
        (-1.75, 2.0, 3.0)
    """
    if len(weights) != len(inputs):
        raise ValueError(
            f"dot: got {len(weights)} weights and {len(inputs)} inputs, needs as many "
            "of the one as of the other"
        )
    pairs = [factor for pair in zip(weights, inputs) for factor in pair]
    return apply(OPERATIONS["dot"], bias, *pairs)
