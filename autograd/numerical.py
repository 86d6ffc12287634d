"""Numerical derivatives and their errors: they know nothing of the table.

>>> central_difference(lambda x: x**3, 2.0).method
'central differences'
"""

from __future__ import annotations

from collections.abc import Callable
from math import fsum, inf, nan
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
    scale = max(abs(x), 1.0)
    found = noise(f, x)
    starts = (0.1 * scale, 1e-3 * scale, 0.1 * (abs(x) or 1.0))
    return min((_extrapolated(f, x, h, found) for h in starts), key=lambda e: e.error)


def noise(f: Callable[[float], float], x: float) -> float:
    """How far rounding moves f near x: what is left of its fourth differences.

    >>> noise(lambda x: (1e10 + x) - 1e10, 0.7) > 1e-7
    True
    """
    left = []
    for step in (1e-3, 1e-4, 1e-5):
        step *= max(abs(x), 1.0)
        weighted = zip((1, -4, 6, -4, 1), (-2, -1, 0, 1, 2))
        left.append(abs(fsum(w * f(x + k * step) for w, k in weighted)) / 8)
    return max(min(left), abs(f(x)) * 2**-52)


def _extrapolated(f, x, step, noise, shrink=1.4, rounds=10):
    """Ridders' tableau: each row halves the order of the error that is left."""
    best = Estimate(nan, inf)
    previous: list[float] = []
    for _ in range(rounds):
        high, low = x + step, x - step
        row = [(f(high) - f(low)) / (high - low)]
        floor = 2 * noise / step
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
    gaps = []
    for step in (1e-4, 1e-6):
        step *= max(abs(x), 1.0)
        middle = f(x)
        left, right = (middle - f(x - step)) / step, (f(x + step) - middle) / step
        gaps.append(abs(right - left))
    if gaps[1] > 0.5 * gaps[0] > 0 and gaps[1] > 1e-6 * max(abs(left), abs(right)):
        return min(left, right), max(left, right)
    return None
