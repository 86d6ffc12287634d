"""The operations as functions of Values and plain numbers: exp, tanh, dot, where ...

Every row of the table is a function here; those of one operand or two are made from
their rows, in ``autograd/generated/functions.py``. A function of plain numbers alone
gives a plain number, with the answers of IEEE 754.

    >>> x = Value(0.0)
    >>> exp(x), exp(0), log(0)
    (Value(1.0, grad=not computed, operation='exp'), 1.0, -inf)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from autograd.generated import functions as _of_the_table
from autograd.generated.functions import *
from autograd.operations import OPERATIONS
from autograd.support.conversion import is_real, listed, one_or_more, refusal
from autograd.support.twin import twin
from autograd.support.typing import (
    TYPE_CHECKING,
    Any,
    Protocol,
    SupportsFloat,
    overload,
)
from autograd.value import Number, Value, apply, as_number, plain

Operands = Number | Iterable[Number]

__all__ = [
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
__all__ += _of_the_table.__all__


# The overloads below overlap: a list of Values and numbers may be one of numbers alone.


class OfMany(Protocol):
    """A function of the arguments or of one iterable: a Value if there is one."""

    @overload
    def __call__(self, *values: Value | Iterable[Value]) -> Value: ...
    @overload
    def __call__(  # type: ignore[overload-overlap]
        self, *values: SupportsFloat | Iterable[SupportsFloat]
    ) -> float: ...
    @overload
    def __call__(self, *values: Operands) -> Value: ...


if TYPE_CHECKING:

    def of_many(function: Callable[..., Any]) -> OfMany:
        """The function, typed."""

else:
    of_many = twin


@overload
def where(condition: Any, a: Value, b: Number) -> Value: ...
@overload
def where(condition: Any, a: SupportsFloat, b: Value) -> Value: ...
@overload
def where(condition: Any, a: SupportsFloat, b: SupportsFloat) -> float: ...
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
    if not is_real(condition):
        raise refusal(condition, "where: condition", "a bool, a number or a Value")
    chosen = bool(condition)
    if isinstance(a, Value) or isinstance(b, Value):
        a, b = (_active(a), plain(b)) if chosen else (plain(a), _active(b))
    return apply(OPERATIONS["where"], chosen, a, b)


def _active(x):
    return x if isinstance(x, Value) else Value(x)


def _listed(name, values):
    """The operands: those in the one iterable, or the arguments themselves."""
    if len(values) == 1:
        values = one_or_more(values[0], name, "numbers and Values, or a list of them")
    if not values and name not in ("sum", "prod"):
        raise ValueError(f"{name}: got no operands, needs at least one")
    return values


def _over(name, values):
    return apply(OPERATIONS[name], *_listed(name, values))


@of_many
def sum(*values: Operands) -> Any:
    """The sum of an iterable (or of the arguments) as one node; 0.0 of nothing.

    It adds from left to right, as a loop would.

        >>> x = Value(2.0)
        >>> sum([x, x, 1.0])
        Value(5.0, grad=not computed, operation='sum')
    """
    return _over("sum", values)


@of_many
def mean(*values: Operands) -> Any:
    """The arithmetic mean of an iterable or of the arguments; ValueError of nothing.

    >>> mean(1, 2, 6)
    3.0
    """
    return _over("mean", values)


@of_many
def prod(*values: Operands) -> Any:
    """The product of an iterable or of the arguments; 1.0 of nothing.

    The derivative by a factor is the product of the others, right at zeros too.

        >>> x = Value(0.0)
        >>> prod(x, 3.0, 4.0).backward()
        >>> x.grad
        12.0
    """
    return _over("prod", values)


@of_many
def max(*values: Operands) -> Any:
    """The greatest operand; k operands that tie have the derivative 1/k each.

    A nan among them is the result, as in IEEE 754-2019 maximum. ValueError of nothing.

        >>> x, y = Value(2.0), Value(2.0)
        >>> max(x, y, 1.0).backward()
        >>> x.grad, y.grad
        (0.5, 0.5)
    """
    return _over("max", values)


@of_many
def min(*values: Operands) -> Any:
    """The least operand; ties and nan as in ``max``.

    >>> min([3.0, Value(1.0)])
    Value(1.0, grad=not computed, operation='min')
    """
    return _over("min", values)


@of_many
def logsumexp(*values: Operands) -> Any:
    """log(exp(x1) + exp(x2) + ...), without overflow; the derivatives are ``softmax``.

    >>> logsumexp(1000.0, 1000.0)
    1000.6931471805599
    """
    return _over("logsumexp", values)


@overload
def softmax(*values: Value | Iterable[Value]) -> list[Value]: ...
@overload
def softmax(  # type: ignore[overload-overlap]
    *values: SupportsFloat | Iterable[SupportsFloat],
) -> list[float]: ...
@overload
def softmax(*values: Operands) -> list[Value]: ...
@twin
def softmax(*values: Operands) -> list[Any]:
    """The list exp(xi) / (exp(x1) + exp(x2) + ...): positive numbers that sum to 1.

    >>> softmax(1000.0, 1000.0)
    [0.5, 0.5]
    """
    operands = [as_number(x, "softmax") for x in _listed("softmax", values)]
    shift = max(operands)
    parts = [exp(x - shift) for x in operands]
    whole = sum(parts)
    return [part / whole for part in parts]


@overload
def dot(
    weights: Sequence[Value], inputs: Sequence[Number], bias: Number = ...
) -> Value: ...
@overload
def dot(  # type: ignore[overload-overlap]
    weights: Sequence[SupportsFloat],
    inputs: Sequence[SupportsFloat],
    bias: SupportsFloat = ...,
) -> float: ...
@overload
def dot(
    weights: Sequence[Number], inputs: Sequence[Number], bias: Number = ...
) -> Value: ...
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
    weights, inputs = listed(weights, "dot: weights"), listed(inputs, "dot: inputs")
    if len(weights) != len(inputs):
        raise ValueError(
            f"dot: got {len(weights)} weights and {len(inputs)} inputs, needs as many "
            "of the one as of the other"
        )
    pairs = [factor for pair in zip(weights, inputs) for factor in pair]
    return apply(OPERATIONS["dot"], bias, *pairs)
