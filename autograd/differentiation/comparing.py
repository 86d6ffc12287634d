"""A derivative that somebody claims beside a numerical one.

>>> found = compared(2.001, lambda x: x * x, 1.0)
>>> found.agrees(1e-6), told(found)
(False, 'the gradient says 2.001, the complex step 2 (relative error 0.0005)')
"""

from __future__ import annotations

from collections.abc import Callable
from math import inf, isfinite
from typing import NamedTuple

from autograd.differentiation.numerical import (
    Estimate,
    central_difference,
    complex_step,
    one_sided,
)

#: The relative difference that passes for equal.
TOLERANCE = 1e-6


class Comparison(NamedTuple):
    """What the gradient says, and what the numbers say."""

    claimed: float
    estimate: Estimate
    kink: tuple[float, float] | None = None

    @property
    def relative_error(self) -> float:
        """The difference, relative to the larger of the two."""
        return self._relative(abs(self.claimed - self.estimate.value))

    @property
    def excess(self) -> float:
        """The relative difference beyond what the numerical error allows for."""
        if self.kink or self.claimed == self.estimate.value:
            return 0.0
        difference = abs(self.claimed - self.estimate.value) - self.estimate.error
        return self._relative(max(difference, 0.0))

    def _relative(self, difference):
        return difference / max(abs(self.claimed), abs(self.estimate.value), 1e-300)

    def agrees(self, tolerance: float) -> bool:
        """Whether the two agree within the tolerance and the estimate's own error."""
        if self.kink and self.kink[0] <= self.claimed <= self.kink[1]:
            return True
        if not isfinite(self.claimed) or not isfinite(self.estimate.value):
            return self.claimed == self.estimate.value
        return self._replace(kink=None).excess <= tolerance


def compared(
    claimed: float, f: Callable, x: float, tolerance: float = TOLERANCE
) -> Comparison:
    """A claimed derivative of f at x beside the best numerical one at hand.

    ValueError where there is none, as f is not finite beside x.
    """
    central = central_difference(f, x)
    exact = complex_step(f, x)
    if exact is not None and Comparison(exact.value, central).agrees(1e-4):
        return Comparison(claimed, exact)  # where they differ, f is not analytic
    found = Comparison(claimed, central)
    if found.agrees(tolerance):
        return found
    sides = one_sided(f, x, -1), one_sided(f, x, 1)
    known = [each for each in (central, *sides) if each.error < inf]
    if not known:
        raise ValueError(
            f"at {x!r} no difference tells a derivative: around it too little is "
            "finite, or all jumps"
        )
    return Comparison(claimed, known[0], kink(*sides))


def kink(left: Estimate, right: Estimate) -> tuple[float, float] | None:
    """The range of the slopes to both sides, where they differ by more than errors."""
    if not abs(left.value - right.value) > left.error + right.error:
        return None  # or one of them is nan
    ends = [each.value + e for each in (left, right) for e in (-each.error, each.error)]
    return min(ends), max(ends)


def told(found: Comparison, who: str = "the gradient") -> str:
    """A comparison in words."""
    return (
        f"{who} says {found.claimed:.12g}, {found.estimate.method} "
        f"{found.estimate.value:.12g} (relative error {found.relative_error:.2g})"
    )
