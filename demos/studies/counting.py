"""How many runs succeeded, how soon, and how sure that is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import cycle, product
from math import nan, sqrt
from statistics import quantiles
from typing import Any

from demos.figures import hinton
from demos.studies.experiments import Ending


def reached(found: Sequence[Ending]) -> list[int]:
    """The sweeps after which the runs that succeeded did."""
    return sorted(one.reached for one in found if one.reached is not None)


def share(found: Sequence[Ending], by: int | None = None) -> tuple[int, float, float]:
    """How many runs succeeded (by a sweep), and between how many percent do so."""
    count = sum(by is None or sweep <= by for sweep in reached(found))
    low, high = interval(count, len(found))
    return count, 100 * low, 100 * high


def interval(successes: int, runs: int) -> tuple[float, float]:
    """Wilson's 95 % confidence interval of a rate.

    >>> [round(x, 3) for x in interval(8, 10)]
    [0.49, 0.943]
    """
    z = 1.96
    rate, scale = successes / runs, 1 + z * z / runs
    middle = (rate + z * z / (2 * runs)) / scale
    reach = z * sqrt(rate * (1 - rate) / runs + (z / (2 * runs)) ** 2) / scale
    return max(0.0, middle - reach), min(1.0, middle + reach)


def quartiles(sweeps: Sequence[int]) -> tuple[float, float, float]:
    """The quartiles, the median in the middle; nan of nothing.

    >>> quartiles([1, 2, 3, 4, 5])
    (2.0, 3.0, 4.0)
    """
    if len(sweeps) < 2:
        return (sweeps[0] if sweeps else nan,) * 3
    low, median, high = quantiles(sweeps, n=4, method="inclusive")
    return low, median, high


def draw_shares(axes: Any, lines: Mapping[str, tuple[int, Sequence[Ending]]]) -> None:
    """The share of runs that are right, as staircases; by label: last sweep, runs."""
    colours = hinton.POSITIVE, hinton.NEGATIVE, hinton.SPECIAL, hinton.MUTED
    looks = cycle(product(("-", "--", ":"), colours))
    for (label, (last, found)), (dashes, colour) in zip(lines.items(), looks):
        sweeps = [1, *reached(found), last]
        shares = [i / len(found) for i in range(len(sweeps) - 1)]
        look = {"label": label, "color": colour, "linestyle": dashes}
        axes.step(sweeps, [*shares, shares[-1]], where="post", **look)
    axes.set(xscale="log", xlabel="sweep", ylim=(0, 1.02))
    axes.grid(alpha=0.3, which="both")
    axes.legend(loc="upper left", fontsize=8)
