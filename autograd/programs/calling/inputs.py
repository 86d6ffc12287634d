"""What a program is given, checked, and what it gives back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

import numpy

from autograd.support.conversion import float_from, listed
from autograd.value import Value


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
    if isinstance(inputs, numpy.ndarray) and inputs.dtype.kind in "fiub":
        inputs = inputs.tolist()
    given = listed(inputs, "program", f"{count} inputs in a list")
    if len(given) != count:
        raise ValueError(f"program: got {len(given)} inputs, needs {count}")
    return [
        x if x.__class__ is float else number(x, f"program: inputs[{i}]")
        for i, x in enumerate(given)
    ]


def number(x: Any, place: str) -> float:
    """The float of one number or Value, or of an array that has no axes."""
    if isinstance(x, Value):
        return x.data
    has_no_axes = isinstance(x, numpy.ndarray) and not x.ndim
    return float_from(x.item() if has_no_axes else x, place)
