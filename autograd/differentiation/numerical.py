"""Numerical derivatives and their errors: they know nothing of the table.

>>> central_difference(lambda x: x**3, 2.0).method
'central differences'
"""

from __future__ import annotations

from collections.abc import Callable
from math import fsum, inf, isfinite, nan
from typing import Any, NamedTuple


class Estimate(NamedTuple):
    """A numerical derivative and how far it may be off."""

    value: float
    error: float
    method: str = "central differences"


def central_difference(f: Callable[[float], float], x: float) -> Estimate:
    """The derivative of f at x by Ridders' method, with its own estimate of error.

    Central differences of shrinking step are extrapolated to step 0; the step that
    leaves the smallest disagreement wins, so neither truncation nor rounding spoils it.
    C. Ridders, Advances in Engineering Software 4 (1982), 75-76.

        >>> import math
        >>> estimate = central_difference(math.exp, 1.0)
        >>> abs(estimate.value - math.e) < 1e-11, estimate.error < 1e-9
        (True, True)
    """
    f = _total(f)
    rounding = noise(f, x)
    best = Estimate(nan, inf)
    for step in _scales(x, (2e-7, 5e-6, 1.5e-4, 4e-3, 0.1)):
        found = _extrapolated(f, x, step, rounding)
        # larger steps are finer, unless they have stepped over what f does
        fits = best.error == inf or abs(found.value - best.value) <= best.error
        if found.error < best.error and fits:
            best = found
    return best


def _scales(x, parts):
    """Steps from small to large: parts of x itself, and of 1 where x is smaller."""
    sizes = {abs(x) or 1.0, max(abs(x), 1.0)}
    return sorted(part * size for part in parts for size in sizes)


def _total(f):
    """The function, nan where it raises or is infinite."""

    def answer(x):
        try:
            found = f(x)
        except (ArithmeticError, ValueError):
            return nan
        return found if isfinite(found) else nan

    return answer


def noise(f: Callable[[float], float], x: float) -> float:
    """How far rounding moves f near x: what is left of its fourth differences.

    >>> noise(lambda x: (1e10 + x) - 1e10, 0.7) > 1e-7
    True
    """
    left = []
    for step in _scales(x, (1.3e-7, 1.7e-6, 1.1e-5, 1.9e-4, 1.3e-3)):
        values = [f(x + k * step) for k in (-2, -1, 0, 1, 2)]
        fourth = abs(fsum(w * v for w, v in zip((1, -4, 6, -4, 1), values)))
        if len(set(values)) > 3 and fourth > 0:  # else f stands still, or got lucky
            left.append(fourth / 8)
    smallest = sorted(left)[:2]
    return max([*smallest, abs(f(x)) * 2**-52])


def _extrapolated(f, x, step, rounding, shrink=1.4, rounds=9):
    """Ridders' tableau: each column removes one more order of the error."""
    best = Estimate(nan, inf)
    previous: list = []
    for _ in range(rounds):
        high, low = x + step, x - step
        row = [(f(high) - f(low)) / (high - low)]
        floor = 2 * rounding / step
        factor = shrink * shrink
        for older in previous:
            row.append((row[-1] * factor - older) / (factor - 1))
            factor *= shrink * shrink
            spread = max(abs(row[-1] - row[-2]), abs(row[-1] - older))
            if spread + floor < best.error:
                best = Estimate(row[-1], spread + floor)
        previous = row
        step /= shrink
    return best


def complex_step(f: Callable[[Any], Any], x: float) -> Estimate | None:
    """The derivative of f at x from one complex number beside x, exact to rounding.

    None when f does not take complex numbers. W. Squire and G. Trapp, SIAM Review 40
    (1998), 110-112.

        >>> complex_step(lambda x: x**3, 2.0).value
        12.0
    """
    tiny = 1e-200
    try:
        shifted = f(complex(x, tiny))
        if not isinstance(shifted, complex) or shifted.real != f(x):
            return None
    except (TypeError, ValueError):
        return None
    return Estimate(shifted.imag / tiny, 0.0, "the complex step")


def one_sided(f: Callable[[float], float], x: float) -> tuple[float, float] | None:
    """The slopes of f left and right of a kink at x; None where f is smooth.

    >>> one_sided(abs, 0.0), one_sided(lambda x: x * x, 0.0)
    ((-1.0, 1.0), None)
    """
    f = _total(f)
    gaps = []
    for step in (1e-4, 1e-6):
        step *= max(abs(x), 1.0)
        middle = f(x)
        left, right = (middle - f(x - step)) / step, (f(x + step) - middle) / step
        gaps.append(abs(right - left))
    if gaps[1] > 0.5 * gaps[0] > 0 and gaps[1] > 1e-6 * max(abs(left), abs(right)):
        return min(left, right), max(left, right)
    return None
