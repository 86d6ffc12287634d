"""Your own operations, beside those of the table, and places where gradients stop.

>>> softsign = operation("softsign", "a / (1 + abs(a))", ["1 / (1 + abs(a)) ** 2"])
Traceback (most recent call last):
...
ValueError: softsign: the text '1 / (1 + abs(a)) ** 2' uses **; write pow(a, b)
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
from typing import Any

from autograd.differentiation.derivatives import value_reading
from autograd.differentiation.structures import flattened
from autograd.operations import OPERATIONS, TABLE, VARIADIC, Operation
from autograd.support.readings import careful_namespace, careful_reading
from autograd.value import Value, apply

Rule = str | Callable

BUILT_IN = frozenset(row.name for row in (*TABLE, *VARIADIC))


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

    value: the result as text in the operands a, b, c ..., or a function of floats.
    derivatives: one for each operand, as text in the operands and ``out``, or as a
        function of the operands and the result. Written with autograd's functions (as
        texts are), derivatives can be differentiated again.
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
    if name in BUILT_IN:
        raise ValueError(f"operation: {name!r} is in the table; choose another name")
    if not name.isidentifier():
        raise ValueError(f"operation: the name {name!r} is not an identifier")
    if isinstance(derivatives, str):
        raise TypeError(
            f"operation: got the text {derivatives!r} for derivatives, needs a list "
            f"with one for each operand: [{derivatives!r}]"
        )
    row = Operation(
        name, label or name, value, tuple(derivatives), domain, tuple(defaults)
    )
    for text in (value, *row.derivatives):
        _validate(row, text)
    careful_reading(row)
    value_reading(row)
    OPERATIONS[name] = row

    def function(*operands: Any) -> Any:
        return apply(row, *operands)

    function.__name__ = function.__qualname__ = name
    vars(function)["__signature__"] = Signature(
        [Parameter(letter, Parameter.POSITIONAL_ONLY) for letter in row.letters]
    )
    function.__doc__ = f"{name}({', '.join(row.letters)}), an operation of the user."
    return function


def _validate(row, text):
    """Refuse a text that does not compile or uses names that mean nothing."""
    if callable(text):
        return
    if not isinstance(text, str):
        kind = type(text).__name__
        raise TypeError(f"{row.name}: got {kind}, needs a text or a function")
    if "**" in text:
        raise ValueError(f"{row.name}: the text {text!r} uses **; write pow(a, b)")
    try:
        used = compile(text, f"<operation {row.name}>", "eval").co_names
    except SyntaxError as error:
        raise ValueError(
            f"{row.name}: {text!r} is no expression: {error.msg}"
        ) from None
    for unknown in set(used) - {*row.letters, "out", *careful_namespace}:
        raise ValueError(
            f"{row.name}: the text {text!r} uses {unknown!r}; it may use "
            f"{', '.join(row.letters)}, out and the functions of autograd"
        )


def stop_gradient(x: Any) -> Any:
    """The same numbers, cut off from how they were made: no gradient passes through.

    x: a Value, or nested lists, tuples and dicts of Values and numbers.

        >>> from autograd.transforms import grad
        >>> grad(lambda x: x * stop_gradient(x))(3.0)
        3.0
    """
    flat, rebuild = flattened(x)
    return rebuild([v.detach() if isinstance(v, Value) else v for v in flat])
