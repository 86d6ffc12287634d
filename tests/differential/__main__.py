"""Random programs in every way there is, for as long as one likes.

    python -m tests.differential --minutes 5 --seed 1 [--ways batch compile]

The smallest program of each kind that differs is printed; the exit status tells
whether there was one.
"""

from __future__ import annotations

import argparse
import sys
import time
import warnings
from collections import Counter

from hypothesis import HealthCheck, Phase, given, seed, settings

from tests.differential.families import FAMILIES
from tests.differential.samples import samples
from tests.differential.ways import WAYS, Difference, check

AT_A_TIME = 200  # samples between two looks at the clock


def campaign(ways, families, first_seed, is_over, most=AT_A_TIME):
    """Rounds of samples until it is over: (differences by kind, samples by family)."""
    known: dict[str, str] = {}
    counts: Counter[str] = Counter()
    number = first_seed
    while not is_over():
        found = one_round(ways, families, number, most, known, counts)
        if found is None:
            number += 1
        else:
            known[found.kind] = str(found)
            yield found
    yield counts


def one_round(ways, families, number, most, known, counts):
    """One seed's samples; the smallest of the first kind that is not known, or None."""

    @seed(number)
    @settings(
        max_examples=most,
        database=None,
        deadline=None,
        report_multiple_bugs=False,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
    @given(samples(families))
    def every_way(sample):
        counts[sample.family] += 1
        check(sample, ways, known)

    try:
        every_way()
    except Difference as difference:
        return difference
    return None


def main(arguments=None) -> int:
    """The command; 1 when something differs."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.differential",
        description="Run random programs in every way there is, and compare.",
    )
    parser.add_argument(
        "--minutes", type=float, default=1.0, help="how long; default 1"
    )
    parser.add_argument("--seed", type=int, default=0, help="where to begin; default 0")
    parser.add_argument("--ways", nargs="+", choices=WAYS, default=list(WAYS))
    parser.add_argument(
        "--families", nargs="+", choices=FAMILIES, default=list(FAMILIES)
    )
    given = parser.parse_args(arguments)
    end = time.monotonic() + 60 * given.minutes
    warnings.simplefilter("ignore")  # overflows are what special numbers are for
    *differences, counts = report(given, end)
    print(f"{sum(counts.values())} programs, {len(differences)} kinds that differ")
    print(", ".join(f"{name} {count}" for name, count in counts.most_common()))
    return bool(differences)


def report(given, end):
    """What a campaign yields, the differences printed as they come."""
    over = campaign(
        given.ways, given.families, given.seed, lambda: time.monotonic() > end
    )
    for found in over:
        if isinstance(found, Difference):
            print(f"--- {found.kind}\n{found}\n", flush=True)
        yield found


if __name__ == "__main__":
    sys.exit(main())
