"""Numerical derivatives and their errors: they know nothing of the table.

>>> central_difference(lambda x: x**3, 2.0).method
'central differences'
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from math import copysign, inf, isfinite, log, nan, ulp
from typing import Any, NamedTuple

EPSILON = 2.0**-52
#: Steps grow by this factor, between these parts of x or of 1. Smaller ones are taken
#: only where there is need: in them f may move by the rounding of a part of it alone.
GROWTH, SMALLEST, LARGEST = 1.6, (1e-9, 1e-14), 0.1
#: How many columns a tableau has, and how many entries have to agree.
COLUMNS, ENTRIES = 7, 5
#: A relative error that is too large for much.
ROUGH = 1e-3


class Estimate(NamedTuple):
    """A numerical derivative and how far it may be off."""

    value: float
    error: float
    method: str


class Sample(NamedTuple):
    """What f gives on both sides of a step, and the slope between."""

    step: float
    slope: float
    values: tuple[float, float]


def central_difference(f: Callable[[float], float], x: float) -> Estimate:
    """The derivative of f at x by Ridders' method, with a bound of its error.

    Central differences of shrinking steps are extrapolated to step 0; what they
    disagree by, and what rounding may do to them, bounds the error. The tableau whose
    bound is least wins. Where f is not finite on both sides of x, the error is inf.
    C. Ridders, Advances in Engineering Software 4 (1982), 75-76.

        >>> import math
        >>> estimate = central_difference(math.exp, 1.0)
        >>> abs(estimate.value - math.e) <= estimate.error < 1e-9
        True
    """
    f = _total(f)
    return _estimate(partial(_around, f, x), x, 2, "central differences")


def one_sided(f: Callable[[float], float], x: float, side: int) -> Estimate:
    """The derivative of f at x from one side: 1 for the right, -1 for the left.

    >>> one_sided(abs, 0.0, -1).value, one_sided(abs, 0.0, 1).value
    (-1.0, 1.0)
    >>> import math
    >>> one_sided(math.sqrt, 0.0, 1).value
    inf
    """
    f = _total(f)
    return _estimate(partial(_beside, f, x, side), x, 1, "one-sided differences")


def _around(f, x, step):
    low, high = f(x - step), f(x + step)
    return Sample(step, (high - low) / (2 * step), (low, high))


def _beside(f, x, side, step):
    here, there = f(x), f(x + side * step)
    return Sample(step, (there - here) / (side * step), (here, there))


def _estimate(sampled, x, power, method):
    found = []
    for smallest in SMALLEST:
        tableau = Tableau(power, ulp(x) if x else 0.0)
        for step in _steps(x, smallest):
            tableau.add(sampled(step))
        found.append(Estimate(*tableau.found(), method))
        if found[-1].error <= ROUGH * abs(found[-1].value):
            break
    return min(found, key=lambda estimate: estimate.error)


def _steps(x: float, smallest: float) -> Iterator[float]:
    """Growing steps, such that x + step and x - step are floats and not rounded."""
    last = 0.0
    for size in (abs(x) or 1.0, 1.0 if abs(x) < 0.01 else 0.0):
        step = max(smallest * size, GROWTH * last)
        while step < LARGEST * size:
            unit = ulp(abs(x) + step)
            last = round(step / unit) * unit
            yield last
            step *= GROWTH


def _total(f):
    """The function, nan where it raises or is infinite."""

    def answer(x):
        try:
            found = f(x)
        except (ArithmeticError, ValueError):
            return nan
        return found if isfinite(found) else nan

    return answer


class Tableau:
    """Ridders' tableau, from small steps to large: what differences tend to.

    power: of the step, in the error of a difference. blind: a step that f does not see,
        since x, or what f computes from it, is rounded.
    """

    def __init__(self, power: int, blind: float) -> None:
        self.power, self.blind = power, blind
        self.value, self.error, self.constant = nan, inf, inf
        self.samples: list[Sample] = []
        self.columns: list[list[float]] = [[] for _ in range(COLUMNS)]
        self.floors: list[list[float]] = [[] for _ in range(COLUMNS)]

    def add(self, sample: Sample) -> None:
        """Take in the next sample, and what it says where all agree."""
        self.samples.append(sample)
        if not isfinite(sample.slope):
            return self._extrapolate(nan, nan)
        seen = self.samples[-8:]
        values = {value for sample in seen for value in sample.values}
        digit = last_digit(sample.values)
        if len(values) <= 3 and len(seen) == 8:  # f moves by its last digit, or not
            self.blind = sample.step
            if max(values) - min(values) <= 4 * digit:
                self.constant = 5 * max(digit, EPSILON) / sample.step
        self._extrapolate(sample.slope, 2 * digit / sample.step)
        if len(values) > 3:
            self._choose(2 * self.blind * max(abs(sample.slope) for sample in seen))

    def _extrapolate(self, value, floor):
        """Each column removes one more order of the error."""
        for j, (column, floors) in enumerate(zip(self.columns, self.floors)):
            if j >= len(self.samples):
                return
            if j:
                smaller, larger = self.samples[-1 - j].step, self.samples[-1].step
                ratio = (larger / smaller) ** self.power
                old, old_floor = self.columns[j - 1][-2], self.floors[j - 1][-2]
                value = old + (old - value) / (ratio - 1)
                floor = (ratio * old_floor + floor) / (ratio - 1)
            column.append(value)
            floors.append(floor)

    def _choose(self, unseen):
        """The entry of the least error, if it fits what smaller steps say."""
        for j, (column, floors) in enumerate(zip(self.columns, self.floors)):
            if len(column) < ENTRIES:
                return
            value = column[-ENTRIES]
            floor = floors[-ENTRIES] + unseen / self.samples[-ENTRIES - j].step
            error = distance(column[: -ENTRIES - 1 : -1]) + floor
            # larger steps are finer, unless they have stepped over what f does
            if error < self.error and not abs(value - self.value) > 8 * self.error:
                self.value, self.error = value, error

    def found(self) -> tuple[float, float]:
        """What all say together, and how far it may be off."""
        if self.constant < inf and (self.error == inf or not self._moves_both_ways()):
            return 0.0, self.constant
        if self.error <= 0.1 * abs(self.value):
            return self.value, self.error
        if infinite := growth(self.samples[:16]):
            return infinite, 0.0
        return (self.value, self.error) if self._is_resolved() else (nan, inf)

    def _is_resolved(self):
        """Whether f moves less in small steps than in large ones."""
        moves = [abs(x.slope * x.step) for x in self.samples if isfinite(x.slope)]
        return bool(moves) and moves[0] <= 1e-3 * max(moves)

    def _moves_both_ways(self):
        """Whether f, which stands still beside x, moves on both sides further off."""
        here = self.samples[0].values[0]
        left, right = (abs(value - here) for value in self.samples[-1].values)
        return min(left, right) > 0.5 * max(left, right)


def distance(sequence: list[float]) -> float:
    """A bound of how far a sequence still has to go, or of how much it strays."""
    a, b, c = sequence[-3:]
    pace = abs(c - b) / abs(b - a) if a != b else 0.0
    rest = abs(c - b) * pace / (1 - pace) if pace < 0.95 else 20 * abs(c - b)
    return 3 * max(rest, max(sequence) - min(sequence))


def last_digit(values: tuple[float, float]) -> float:
    """By how much rounding moves numbers such as these."""
    return max(EPSILON * max(map(abs, values)), 5e-324)


def growth(samples: list[Sample]) -> float | None:
    """An infinite slope, where differences grow as a power of ever smaller steps."""
    powers = [
        log(abs(small.slope / large.slope)) / log(large.step / small.step)
        for small, large in zip(samples[:-7], samples[7:])
        if small.slope * large.slope > 0
    ]
    if len(powers) == 9 and all(0.05 < power < 0.95 for power in powers):
        return copysign(inf, samples[0].slope)
    return None


def complex_step(f: Callable[[Any], Any], x: float) -> Estimate | None:
    """The derivative of f at x from complex numbers beside x, exact to rounding.

    None when f does not take complex numbers. W. Squire and G. Trapp, SIAM Review 40
    (1998), 110-112.

        >>> complex_step(lambda x: x**3, 2.0).value
        12.0
    """
    found = []
    for tiny in (1e-200, 1.3e-201, 1.7e-202):  # as many ways to round
        try:
            shifted = f(complex(x, tiny))
            if not isinstance(shifted, complex) or shifted.real != f(x):
                return None
        except (TypeError, ValueError, ArithmeticError, AttributeError):
            return None
        found.append(shifted.imag / tiny)
    error = 4 * (max(found) - min(found)) + 4 * EPSILON * abs(found[0])
    return Estimate(found[0], error, "the complex step")
