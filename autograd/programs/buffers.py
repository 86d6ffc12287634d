"""The numbers of many Values at once: their data into an array, grads from an array.

Both do what a loop over the Values does, with the same bits; the native twin does it in
C, unless somebody observes or a subclass has properties of its own.

>>> from array import array
>>> from autograd import Value
>>> x, y, numbers = Value(2.0), Value(3.0), array("d", [0.0, 0.0])
>>> read_data([x, y], numbers)
>>> numbers.tolist()
[2.0, 3.0]
>>> add_grads([x, y], numbers, 10.0)
>>> x.grad, y.grad
(20.0, 30.0)
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import Any

import numpy

from autograd.support.observing import observers
from autograd.support.twin import engine, native
from autograd.value import Value

is_native = engine == "native"


def data_of(values: Sequence[Value]) -> numpy.ndarray:
    """The data of a list of Values as a new array."""
    found = numpy.empty(len(values))
    read_data(values, found)
    return found


def read_data(values: Sequence[Value], numbers: Any) -> None:
    """Write the data of a list of Values into an array: ``numbers[i] = x.data``."""
    if is_native and native.read_data(values, numbers):
        return
    view = checked("read_data", values, numbers)
    if view.readonly:
        raise ValueError("read_data: got an array that cannot be written to")
    view[:] = memoryview(array("d", [x.data for x in tuple(values)]))


def add_grads(values: Sequence[Value], numbers: Any, seed: float = 1.0) -> None:
    """Add derivatives to the grads of a list of Values: ``x.grad += seed * number``."""
    if is_native and native.add_grads(values, numbers, seed):
        return
    found = checked("add_grads", values, numbers).tolist()
    heard = observers.set(())  # adding is no reading that anybody waits for
    try:
        for x, number in zip(tuple(values), found):
            x.grad += seed * number
    finally:
        observers.reset(heard)


def checked(place: str, values: Sequence[Value], numbers: Any) -> memoryview[float]:
    """The memory of an array of float64, in a row: errors unless it is one a Value."""
    if not isinstance(values, (list, tuple)):
        kind = type(values).__name__
        raise TypeError(f"{place}: got {kind}, needs a list or tuple of Values")
    for x in values:
        if not isinstance(x, Value):
            raise TypeError(f"{place}: got {type(x).__name__}, needs Values")
    try:
        view = memoryview(numbers)
    except TypeError:
        kind = type(numbers).__name__
        raise TypeError(f"{place}: got {kind}, needs an array of float64") from None
    if view.format != "d":
        raise TypeError(f"{place}: got format {view.format!r}, needs float64")
    if not view.c_contiguous:
        raise ValueError(f"{place}: got an array that is not contiguous")
    if view.nbytes != 8 * len(values):
        got = f"{view.nbytes // 8} numbers for {len(values)} Values"
        raise ValueError(f"{place}: got {got}")
    return view.cast("B").cast("d")
