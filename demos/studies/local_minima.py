"""How often does learning get stuck? The same experiment from many random beginnings.

The letter says that local minima are rarely a problem, and mostly in nets with just
enough units. This counts: how many runs succeed, how soon, and where the others sit.
"""

from __future__ import annotations

import argparse
import os
from collections import Counter
from collections.abc import Sequence
from itertools import product
from math import sqrt
from pathlib import Path
from statistics import quantiles
from typing import Any

from demos.figures import hinton
from demos.shared.command import Parser, natural
from demos.studies.experiments import EXPERIMENTS, Ending, Job
from demos.studies.ledger import endings

Study = dict[tuple[int, float | None], list[Ending]]


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
        return (float(sweeps[0]),) * 3 if sweeps else (float("nan"),) * 3
    low, median, high = quantiles(sweeps, n=4, method="inclusive")
    return low, median, high


def reached(found: Sequence[Ending]) -> list[int]:
    """The sweeps after which the runs that succeeded did."""
    return sorted(one.reached for one in found if one.reached is not None)


def rate(found: Sequence[Ending], by: int | None = None) -> str:
    """The share of runs that succeeded (by a sweep), with its interval, as text."""
    count = sum(by is None or sweep <= by for sweep in reached(found))
    low, high = interval(count, len(found))
    percent = f"{count / len(found):.1%} ({100 * low:.1f} to {100 * high:.1f})"
    return f"{count}/{len(found)} {percent}"


def row(setting: tuple[int, float | None], found: list[Ending]) -> str:
    """A line of the table: a setting and how its runs ended."""
    hidden, momentum = setting
    told = "recipe's" if momentum is None else f"{momentum:g}"
    sweeps = "".join(f"{x:8.0f}" for x in quartiles(reached(found)))
    places = Counter(one.where for one in found)
    failed = f"{places['plateau']:9}{places['stuck']:7}"
    return f"{hidden:6} {told:>9}  {rate(found):28}{sweeps}{failed}"


def table(study: Study) -> str:
    """All settings, a line each."""
    head = f"hidden  momentum  {'right (95 %)':28}{'25 %':>8}{'median':>8}{'75 %':>8}"
    lines = [head + "  plateau  stuck"]
    return "\n".join(lines + [row(setting, found) for setting, found in study.items()])


def failures(found: list[Ending], kinds: int = 6) -> list[str]:
    """Where the runs sit that failed, the most frequent E and score first."""
    sat = Counter(
        (one.where, f"{one.E:.2f}", one.right) for one in found if one.reached is None
    )
    cases = found[0].cases
    return [
        f"  {count:4} x {where:8} E {error:>6}, {right}/{cases} right"
        for (where, error, right), count in sat.most_common(kinds)
    ]


def draw(study: Study, title: str, last: int, path: Path) -> None:
    """The share of runs that are right, over sweeps: a line for each setting."""
    from matplotlib.figure import Figure

    made = Figure(figsize=(7, 4), layout="constrained")
    axes = made.add_subplot()
    for (hidden, momentum), found in study.items():
        told = "" if momentum is None else f", momentum {momentum:g}"
        draw_share(axes, found, f"{hidden} hidden units{told}", last)
    axes.set(xscale="log", xlabel="sweep", ylabel="share of runs that are right")
    axes.set(ylim=(0, 1.02), title=title)
    axes.grid(alpha=0.3, which="both")
    axes.legend(loc="upper left", fontsize=8)
    hinton.save(made, path)


def draw_share(axes: Any, found: Sequence[Ending], label: str, last: int) -> None:
    """The share of runs that are right, as a staircase to the last sweep."""
    sweeps = [1, *reached(found), last]
    shares = [i / len(found) for i in range(len(sweeps) - 1)]
    axes.step(sweeps, [*shares, shares[-1]], where="post", label=label)


def numbers(kind: Any) -> Any:
    """An argparse type: numbers with commas between them."""

    def parsed(text: str) -> list:
        try:
            return [kind(part) for part in text.split(",")]
        except ValueError:
            raise argparse.ArgumentTypeError(
                f"got {text!r}, needs numbers with commas between them"
            ) from None

    return parsed


def parser() -> Parser:
    """The options of this demo."""
    made = Parser("local-minima", __doc__, seed=0, counted="at most; else the recipe's")
    made.add_argument(
        "--experiment", choices=EXPERIMENTS, default="xor", help="default %(default)s"
    )
    made.option("--recipe", str, None, "one of the experiment's; else its first")
    made.option("--runs", natural, 100, "how many seeds, from --seed on")
    hidden = "numbers of hidden units to compare, such as 2,3,4"
    made.option("--hidden", numbers(int), None, hidden)
    momentum = "momenta to compare, such as 0.9,0; else the recipe's"
    made.option("--momentum", numbers(float), None, momentum)
    add_places(made)
    return made


def add_places(made: Parser) -> None:
    """The options that say where to compute."""
    cores = os.cpu_count() or 1
    made.option("--workers", natural, cores, "processes; 0 for this one alone")
    made.option("--cluster", str, None, "the address of a Dask scheduler to run on")


def summary(name: str, study: Study) -> str:
    """What came out against what the letter says."""
    settings = "; ".join(
        f"{hidden} hidden units{'' if m is None else f' and momentum {m:g}'}: "
        f"{rate(found)}"
        for (hidden, m), found in study.items()
    )
    return (
        "The letter says that poor local minima are rare, that they were met only in "
        "nets with just enough connections, and that a few more remove them; it gives "
        f"no counts. Here, for {name}, the runs that got every case right: {settings}. "
        "A run on a plateau gives nearly the same answer to all cases and may leave it "
        "with more sweeps; one called stuck does not, but may still be on its way."
    )


def checked(arguments: list[str]) -> tuple[Parser, argparse.Namespace]:
    """The parser and the options, the recipe and the sweeps among them; or one line."""
    made = parser()
    options = made.parse_args(arguments)
    recipes = EXPERIMENTS[options.experiment].recipes
    options.recipe = options.recipe or next(iter(recipes))
    if options.recipe not in recipes:
        known = ", ".join(recipes)
        made.error(f"argument --recipe: got {options.recipe!r}, needs one of {known}")
    for flag, given, least in (
        ("runs", [options.runs], 1),
        ("hidden", options.hidden, 1),
    ):
        if given and min(given) < least:
            made.error(f"argument --{flag}: got {min(given)}, needs at least {least}")
    for momentum in options.momentum or []:
        if not 0 <= momentum < 1:
            needs = "needs at least 0 and less than 1"
            made.error(f"argument --momentum: got {momentum:g}, {needs}")
    if options.sweeps is None:
        options.sweeps = recipes[options.recipe].sweeps
    return made, options


def main(arguments: list[str]) -> None:
    """Run all seeds of all settings; a table, and where the failures sit."""
    made, options = checked(arguments)
    experiment, sweeps = EXPERIMENTS[options.experiment], options.sweeps
    folder = made.folder(options.out)
    settings = product(
        options.hidden or [experiment.hidden], options.momentum or [None]
    )
    jobs = {
        (hidden, momentum): [
            Job(options.experiment, options.recipe, hidden, momentum, seed, sweeps)
            for seed in range(options.seed, options.seed + options.runs)
        ]
        for hidden, momentum in settings
    }
    everything = [job for some in jobs.values() for job in some]
    path = folder / "runs.jsonl"
    found = endings(everything, path, options.workers, options.cluster)
    study = {setting: [found[job] for job in some] for setting, some in jobs.items()}
    title = f"{options.experiment}, {options.recipe}, {options.runs} runs"
    title += f" of {sweeps} sweeps"
    print(title, table(study), sep="\n")
    for setting, some in study.items():
        if lines := failures(some):
            print(
                f"\nwhere the others sit, {setting[0]} hidden units:", *lines, sep="\n"
            )
    draw(study, title, sweeps, folder / "success.png")
    print(f"\nwrote runs.jsonl and success.png to {folder}; the same command with")
    print(f"--out {folder} takes what is in runs.jsonl and computes only the rest\n")
    print(summary(options.experiment, study))
