"""The operations as functions of Values and plain numbers: exp, tanh, dot, where ...

Every row of the table is a function here, made from the row. A function of plain
numbers alone gives a plain number, with the answers of IEEE 754.

    >>> x = Value(0.0)
    >>> exp(x), exp(0), log(0)
    (Value(1.0, grad=not computed, operation='exp'), 1.0, -inf)
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from autograd.operations import OPERATIONS, TABLE, VARIADIC, Operation
from autograd.support.readings import executed
from autograd.support.twin import engine, native
from autograd.value import Number, Value, apply, plain

if TYPE_CHECKING:
    from autograd._table import *

Operands = Number | Iterable[Number]

__all__ = [row.name for row in (*TABLE, *VARIADIC)] + ["softmax"]

FUNCTION = '''\
def {name}({signature}):
    """{documentation}"""
    if isinstance(a, Value):
        return a.{name}({others})
    return apply(OPERATIONS["{name}"], {arguments})
'''
DOCUMENTATION = """\
{title}, recorded as one operation.

    The derivative by {by}.

        >>> {letter} = Value({point})
        >>> result = {call}
        >>> result.backward()
        >>> round(result.data, 4), round({letter}.grad, 4)
        {answer}
    """


def _middle(domain):
    low, high = domain
    return round(0.3 * low + 0.7 * high, 2)


def documentation(operation: Operation) -> str:
    """The docstring of the function of a row, with its derivative and an example."""
    letters = operation.letters
    point = _middle(operation.domain)
    points = (point, 0.7, 0.4)[: len(letters)]
    result = getattr(Value(point), operation.name)(*points[1:])
    terms = zip(letters, operation.derivatives)
    arguments = [letters[0], *map(str, points[1:])]
    return DOCUMENTATION.format(
        title=f"{operation.name}({', '.join(letters)}) = {operation.value}",
        by=" and by ".join(f"{letter} is {text}" for letter, text in terms),
        letter=letters[0],
        point=point,
        call=f"{operation.name}({', '.join(arguments)})",
        answer=(round(result.data, 4), round(result.derivatives[0], 4)),
    )


def signature(operation: Operation) -> str:
    """The parameters of the function of a row: ``a, b=0.01``."""
    optional = len(operation.letters) - len(operation.defaults)
    return ", ".join(
        letter if i < optional else f"{letter}={operation.defaults[i - optional]}"
        for i, letter in enumerate(operation.letters)
    )


def function_source(operation: Operation) -> str:
    """The source of the function of a row with one operand or two."""
    return FUNCTION.format(
        name=operation.name,
        signature=signature(operation),
        documentation=documentation(operation),
        others=", ".join(operation.letters[1:]),
        arguments=", ".join(operation.letters),
    )


def _functions_of_the_table() -> dict[str, Any]:
    # where is written out below: it has to forget an operand
    sources = [function_source(row) for row in TABLE if row.name != "where"]
    namespace = {"__name__": __name__, "Value": Value, "apply": apply}
    namespace["OPERATIONS"] = OPERATIONS
    return executed("functions", "\n\n".join(sources), namespace)


globals().update(_functions_of_the_table())


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


def sum(*values: Operands) -> Any:
    """The sum of an iterable (or of the arguments) as one node; 0.0 of nothing.

    It adds from left to right, as a loop would.

        >>> x = Value(2.0)
        >>> sum([x, x, 1.0])
        Value(5.0, grad=not computed, operation='sum')
    """
    return _over("sum", values)


def mean(*values: Operands) -> Any:
    """The arithmetic mean of an iterable or of the arguments; ValueError of nothing.

    >>> mean(1, 2, 6)
    3.0
    """
    return _over("mean", values)


def prod(*values: Operands) -> Any:
    """The product of an iterable or of the arguments; 1.0 of nothing.

    The derivative by a factor is the product of the others, right at zeros too.

        >>> x = Value(0.0)
        >>> prod(x, 3.0, 4.0).backward()
        >>> x.grad
        12.0
    """
    return _over("prod", values)


def max(*values: Operands) -> Any:
    """The greatest operand; k operands that tie have the derivative 1/k each.

    A nan among them is the result, as in IEEE 754-2019 maximum. ValueError of nothing.

        >>> x, y = Value(2.0), Value(2.0)
        >>> max(x, y, 1.0).backward()
        >>> x.grad, y.grad
        (0.5, 0.5)
    """
    return _over("max", values)


def min(*values: Operands) -> Any:
    """The least operand; ties and nan as in ``max``.

    >>> min([3.0, Value(1.0)])
    Value(1.0, grad=not computed, operation='min')
    """
    return _over("min", values)


def logsumexp(*values: Operands) -> Any:
    """log(exp(x1) + exp(x2) + ...), without overflow; the derivatives are ``softmax``.

    >>> logsumexp(1000.0, 1000.0)
    1000.6931471805599
    """
    return _over("logsumexp", values)


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


if engine == "native":
    globals().update({name: native.shortcut(globals()[name]) for name in __all__})
