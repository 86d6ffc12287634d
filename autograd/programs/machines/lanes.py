"""What the operations of the table do with lanes: arrays of a number for every case."""

from __future__ import annotations

import operator
from collections.abc import Callable
from functools import cache, lru_cache
from typing import Any

import numpy

from autograd.operations import WORDS, Operation
from autograd.programs.machines.kernels import (
    NAMESPACE,
    REDUCED,
    erf,
    erfc,
    logsumexp,
    names_in,
)
from autograd.support.readings import KEPT, LANES, of_floats, reading

#: Operators of Python's are quicker than calls, with NumPy's floats too.
OPERATORS: dict[str, Callable] = {
    name: getattr(operator, name) for name in ("add", "sub", "mul", "neg")
}


def unpacked(row: Operation, value: Callable, slopes: Any) -> tuple:
    """A row's value as a function of operands, its slopes, and if they take a list."""
    if row.variadic:
        return (lambda *x: value(list(x))), slopes[0], True
    return OPERATORS.get(row.name, value), slopes, False


@cache
def lane_namespace() -> dict[str, Any]:
    """What names in the table's text mean for arrays of lanes."""
    own = WORDS | {"erf": erf, "erfc": erfc, "chosen": chosen}
    return names_in(numpy, own, "lanes", LANES)


def chosen(condition: Any, x: Callable, y: Callable) -> Any:
    """x() in the lanes where the condition holds, y() in the others.

    >>> chosen(numpy.array([True, True]), lambda: 1.0, lambda: 1 / 0).tolist()
    [1.0, 1.0]
    """
    count = numpy.count_nonzero(condition)
    if 0 < count < numpy.size(condition):
        return numpy.where(condition, x(), y())
    found = x() if count else y()
    shape = numpy.broadcast_shapes(numpy.shape(condition), numpy.shape(found))
    return found if numpy.shape(found) == shape else numpy.broadcast_to(found, shape)


@lru_cache(KEPT)
def lane_functions(row: Operation) -> tuple:
    """A row ``unpacked`` for arrays of lanes (or floats among them)."""
    if row.name in ("max", "min", "logsumexp"):
        return stacked(row.name)
    found = reading(row, lane_namespace(), "lanes", LANES, lane_by_lane)
    return unpacked(row, *found)


def lane_by_lane(rule: Callable, name: str) -> Callable:
    """A user's function, asked for each lane: it may choose by the numbers it gets."""
    return numpy.vectorize(of_floats(rule, name), otypes=[float])


def stacked(name: str) -> tuple:
    """An operation that compares its operands, which are put into one array."""
    slopes = NAMESPACE[f"{name}_slopes"]

    def value(*x: Any) -> Any:
        both = numpy.stack(numpy.broadcast_arrays(*x))
        if name in REDUCED:
            return NAMESPACE[REDUCED[name]](both, 0)
        out = numpy.empty((1, *both.shape[1:]))
        logsumexp(both, 0, out)
        return out[0]

    def derivatives(x: list, out: Any) -> Any:
        both = numpy.stack(numpy.broadcast_arrays(*x, out))
        found = numpy.empty_like(both[:-1])
        slopes(both[:-1], both[-1:], 0, found)
        return found

    return value, derivatives, True
