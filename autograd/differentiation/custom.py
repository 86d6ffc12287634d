"""Your own operations, beside those of the table, and places where gradients stop.

>>> softsign = operation("softsign", "a / (1 + abs(a))", ["1 / (1 + abs(a)) ** 2"])
Traceback (most recent call last):
...
ValueError: softsign: the text '1 / (1 + abs(a)) ** 2' uses **, needs pow(a, b)
>>> softsign = operation(
...     "softsign", "a / (1 + abs(a))", ["1 / square(1 + abs(a))"]
... )
>>> x = Value(1.0)
>>> softsign(x).backward()
>>> softsign(1.0), x.grad
(0.5, 0.25)
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from inspect import Parameter, Signature
from typing import Any, TypeVar

from autograd.differentiation.structures import as_number, flattened
from autograd.operations import OPERATIONS
from autograd.value import Value, apply

Rule = str | Callable
T = TypeVar("T")


def operation(
    name: str,
    value: Rule,
    derivatives: Sequence[Rule],
    label: str | None = None,
    domain: tuple = (-3.0, 3.0),
    defaults: tuple[float, ...] = (),
) -> Callable[..., Any]:
    """A new primitive operation, as a function of Values and plain numbers.

    It draws, steps, is checked and is differentiated to any order like a built-in one.
    Defining the same name again replaces it; a name of the table is refused.

    value: the result as text in the operands a, b, c ..., or a function of floats. A
        text is arithmetic: numbers, + - * /, comparisons, x if condition else y, and
        functions of the table; it runs on every machine, one of functions not on JAX.
    derivatives: one for each operand, as text in the operands and ``out``, or as a
        function of the operands and the result. Written with autograd's functions (as
        texts are), derivatives can be differentiated again; one that is a function and
        compares its operands can then be no part of a recorded program.
    label: what drawings show in place of the name.
    domain: where ``check_operation`` samples the operands.
    defaults: numbers for trailing operands that a caller leaves out.

        >>> clip = operation(
        ...     "clip",
        ...     lambda a: min(max(a, -1.0), 1.0),
        ...     [lambda a, out: 1.0 if -1 < a < 1 else 0.0],
        ... )
        >>> clip(Value(3.0)), clip(0.5)
        (Value(1.0, grad=not computed, operation='clip'), 0.5)
    """
    # only here: who defines no operation needs no parser
    from autograd.support.definitions import row as checked_row

    row = checked_row(name, value, derivatives, label, domain, defaults)
    OPERATIONS[name] = row

    def function(*operands: Any) -> Any:
        return apply(row, *operands)

    function.__name__ = function.__qualname__ = name
    vars(function)["__signature__"] = Signature(
        [Parameter(letter, Parameter.POSITIONAL_ONLY) for letter in row.letters]
    )
    function.__doc__ = f"{name}({', '.join(row.letters)}), an operation of the user."
    return function


def stop_gradient(x: T) -> T:
    """The same numbers, cut off from how they were made: no gradient passes through.

    x: a Value, or nested lists, tuples and dicts of Values and numbers.

        >>> from autograd.transforms import grad
        >>> grad(lambda x: x * stop_gradient(x))(3.0)
        3.0
    """
    flat, rebuild = flattened(x, place="stop_gradient")
    for v in flat:
        as_number(v, "stop_gradient")
    cut: T = rebuild([v.detach() if isinstance(v, Value) else v for v in flat])
    return cut
