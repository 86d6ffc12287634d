"""What a program is given, checked, and what it gives back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from autograd.support.conversion import float_from
from autograd.value import Value

#: What a caller has to convert: it may be no number at all.
TEXT = (str, bytes, bytearray)


class Derivatives(NamedTuple):
    """What a backward pass gives: the value, and its derivatives by two lists."""

    value: Any
    parameters: Any
    inputs: Any


def check_one_result(several: bool, place: str) -> None:
    """ValueError when there are several results, which have no one gradient."""
    if several:
        raise ValueError(
            f"{place}: this program has several results, needs one result to "
            "differentiate; record the sum, or one of them"
        )


def checked_inputs(inputs: Iterable, count: int) -> list:
    """The inputs as floats; TypeError or ValueError when they are not what is needed.

    >>> checked_inputs(["a", 2], 2)
    Traceback (most recent call last):
    ...
    TypeError: program: inputs[0]: got str, needs one real number; convert it first, \
with float(text)
    """
    try:
        iterator = iter(inputs)
    except TypeError:
        needs = f"needs {count} inputs in a list"
        raise TypeError(f"program: got {type(inputs).__name__}, {needs}") from None
    given = [x.data if isinstance(x, Value) else x for x in iterator]
    if len(given) != count:
        raise ValueError(f"program: got {len(given)} inputs, needs {count}")
    found: list[float] = []
    try:
        for x in given:
            found.append(x if x.__class__ is float else number(x))
    except (TypeError, ValueError, OverflowError):
        pass  # the next one is wrong: float_from tells why
    rest = enumerate(given[len(found) :], len(found))
    return found + [float_from(x, f"program: inputs[{i}]") for i, x in rest]


def number(x: Any) -> float:
    """What float() makes of anything but text, which it would read."""
    if isinstance(x, TEXT):
        raise TypeError(f"got the text {x!r:.40}")
    return float(x)
