"""The kernels of calls on NumPy, by name: its own functions, and some written here."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module
from typing import Any

import numpy

from autograd.operations import TABLE
from autograd.programs.calls import ELEMENTWISE
from autograd.support.readings import is_operator, reading

OTHER_NAMES = {
    "abs": "absolute",
    "acos": "arccos",
    "acosh": "arccosh",
    "and": "logical_and",
    "asin": "arcsin",
    "asinh": "arcsinh",
    "atan": "arctan",
    "atan2": "arctan2",
    "atanh": "arctanh",
    "eq": "equal",
    "ge": "greater_equal",
    "gt": "greater",
    "le": "less_equal",
    "lt": "less",
    "mul": "multiply",
    "ne": "not_equal",
    "neg": "negative",
    "not": "logical_not",
    "or": "logical_or",
    "pow": "float_power",
    "sub": "subtract",
    "truediv": "divide",
}
#: What NumPy calls the kernels that compute every element by itself.
UFUNCS = {name: name for name in ELEMENTWISE} | OTHER_NAMES
#: And its functions that make one of many along an axis, among the names below.
REDUCED = {"max": "greatest", "min": "least", "prod": "product"}


def names_in(
    library: Any, own: dict[str, Any], world: str, spellings: Mapping[str, str]
) -> dict[str, Any]:
    """What names in the table's text mean for arrays of NumPy or of one alike.

    own: what the library itself has not; world: for the debugger's title; spellings:
    how arithmetic and choices are written there.
    """
    known = UFUNCS | {name: name for name in ("where", "divide", "inf", "nan", "pi")}
    known |= {"both": "logical_and", "either": "logical_or", "opposite": "logical_not"}
    there = {name: other for name, other in known.items() if hasattr(library, other)}
    found = {name: getattr(library, other) for name, other in there.items()} | own
    for row in TABLE:
        if row.name not in found and not is_operator(row):
            found[row.name] = reading(row, found, world, spellings)[0]
    return found


def error_function(name: str) -> Callable:
    """erf or erfc of arrays, which NumPy has not: SciPy's, or element by element."""

    @cache
    def best() -> Callable:
        try:
            return getattr(import_module("scipy.special"), name)
        except ImportError:
            return numpy.frompyfunc(getattr(math, name), 1, 1)

    def computed(x: Any, out: Any = None) -> Any:
        out = numpy.empty(numpy.shape(x)) if out is None else out
        out[...] = best()(x)
        return out

    return computed


erf, erfc = error_function("erf"), error_function("erfc")


def logsumexp(x, axis, out):
    """The logarithm of the sum of exponentials; the greatest is taken out first."""
    shift = numpy.max(x, axis=axis, keepdims=True)
    with numpy.errstate(all="ignore"):
        parts = numpy.exp(x - shift)
        greatest = numpy.expand_dims(numpy.argmax(x, axis=axis), axis)
        numpy.put_along_axis(parts, greatest, 0.0, axis)
        found = shift + numpy.log1p(numpy.sum(parts, axis=axis, keepdims=True))
        found = numpy.where(shift - shift != 0, shift, found)
    out[...] = found


def logsumexp_slopes(x, out, axis, slopes):
    """The share of every exponential in their sum."""
    shift = numpy.max(x, axis=axis, keepdims=True)
    with numpy.errstate(all="ignore"):
        numpy.exp(numpy.where(x == shift, 0.0, x - shift), out=slopes)
        slopes /= numpy.sum(slopes, axis=axis, keepdims=True)


def extreme_slopes(x, out, axis, slopes):
    """1/k for each of the k operands that equal the result; nan if that is nan."""
    winners = x == out
    numpy.divide(winners, winners.sum(axis=axis, keepdims=True), out=slopes)


def mean_slopes(x, out, axis, slopes):
    """The same share for every operand."""
    slopes[...] = 1 / x.shape[axis]


def prod_slopes(x, out, axis, slopes):
    """For every operand the product of the others."""
    x, slopes = numpy.moveaxis(x, axis, 0), numpy.moveaxis(slopes, axis, 0)
    slopes[0] = 1.0
    numpy.multiply.accumulate(x[:-1], axis=0, out=slopes[1:])
    after = numpy.ones_like(slopes[0])
    for i in reversed(range(len(x))):
        slopes[i] *= after
        after *= x[i]


def refuse_great(x, most):
    """FloatingPointError unless all numbers are below most, and none is nan."""
    if not numpy.absolute(x).max() < most:
        raise FloatingPointError("a sum in another order may be another number")


def refuse_zeros(x):
    """FloatingPointError if a number is 0."""
    if not x.all():
        raise FloatingPointError("zeros may have the other sign")


#: What the names in the written calls mean.
NAMESPACE: dict[str, Any] = {
    name: getattr(numpy, name) for name in UFUNCS.values() if hasattr(numpy, name)
} | {
    "refuse_great": refuse_great,
    "refuse_zeros": refuse_zeros,
    "erf": erf,
    "erfc": erfc,
    "copyto": numpy.copyto,
    "matmul": numpy.matmul,
    "dot": numpy.ndarray.dot,  # which begins a little sooner than numpy.dot
    "total": numpy.add.reduce,
    "segments": numpy.add.reduceat,
    "product": numpy.multiply.reduce,
    "greatest": numpy.maximum.reduce,
    "least": numpy.minimum.reduce,
    "logsumexp": logsumexp,
    "logsumexp_slopes": logsumexp_slopes,
    "max_slopes": extreme_slopes,
    "min_slopes": extreme_slopes,
    "mean_slopes": mean_slopes,
    "prod_slopes": prod_slopes,
}
