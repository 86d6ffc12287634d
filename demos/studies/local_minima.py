"""How often does learning get stuck? The same experiment from many random beginnings.

The letter says that local minima are rarely a problem, and mostly in nets with just
enough units. This counts: how many runs succeed, how soon, and where the others sit.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import product
from math import inf
from pathlib import Path
from typing import Any

from demos.figures import hinton
from demos.shared.command import Parser, natural
from demos.studies.counting import draw_shares, quartiles, reached, share
from demos.studies.experiments import EXPERIMENTS, Ending
from demos.studies.study import Found, Study, add_places, ran


def rate(found: Sequence[Ending]) -> str:
    """The share of runs that succeeded, with its interval, as text."""
    count, low, high = share(found)
    runs = len(found)
    return f"{count}/{runs} {count / runs:.1%} ({low:.1f} to {high:.1f})"


def row(study: Study, found: list[Ending]) -> str:
    """A line of the table: a setting and how its runs ended."""
    told = "recipe's" if study.momentum is None else f"{study.momentum:g}"
    sweeps = "".join(f"{x:8.0f}" for x in quartiles(reached(found)))
    places = Counter(one.where for one in found)
    failed = f"{places['plateau']:9}{places['stuck']:7}"
    return f"{study.hidden:6} {told:>9}  {rate(found):28}{sweeps}{failed}"


def table(found: Found) -> str:
    """All settings, a line each."""
    head = f"hidden  momentum  {'right (95 %)':28}{'25 %':>8}{'median':>8}{'75 %':>8}"
    return "\n".join([head + "  plateau  stuck", *(row(*one) for one in found)])


def failures(found: list[Ending]) -> list[str]:
    """Where the runs sit that failed, the most frequent E and score first."""
    sat = Counter(
        (one.where, f"{one.E:.2f}", one.right) for one in found if one.reached is None
    )
    cases = found[0].cases
    return [
        f"  {count:4} x {where:8} E {error:>6}, {right}/{cases} right"
        for (where, error, right), count in sat.most_common(6)
    ]


def named(study: Study, between: str) -> str:
    """The setting of a study in words."""
    momentum = "" if study.momentum is None else f"momentum {study.momentum:g}"
    return f"{study.hidden} hidden units{between if momentum else ''}{momentum}"


def draw(found: Found, title: str, path: Path) -> None:
    """The share of runs that are right, over sweeps: a line for each setting."""
    from matplotlib.figure import Figure

    made = Figure(figsize=(7, 4), layout="constrained")
    axes = made.add_subplot()
    lines = {named(study, ", "): (study.sweeps, some) for study, some in found}
    draw_shares(axes, lines)
    axes.set(ylabel="share of runs that are right", title=title)
    hinton.save(made, path)


def numbers(kind: Callable[[str], float], least: float, below: float = inf) -> Any:
    """An argparse type: numbers in a range, with commas between them."""
    needs = f"needs at least {least}"
    needs += f" and less than {below}" if below < inf else ""

    def parsed(text: str) -> list:
        try:
            found = [kind(part) for part in text.split(",")]
        except ValueError:
            raise argparse.ArgumentTypeError(
                f"got {text!r}, needs numbers with commas between them"
            ) from None
        for number in found:
            if not least <= number < below:
                raise argparse.ArgumentTypeError(f"got {number:g}, {needs}")
        return found

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
    made.option("--hidden", numbers(int, 1), None, hidden)
    momentum = "momenta to compare, such as 0.9,0; else the recipe's"
    made.option("--momentum", numbers(float, 0, 1), None, momentum)
    add_places(made)
    return made


def summary(name: str, found: Found) -> str:
    """What came out against what the letter says."""
    settings = "; ".join(
        f"{named(study, ' and ')}: {rate(some)}" for study, some in found
    )
    return (
        "The letter says that poor local minima are rare, that they were met only in "
        "nets with just enough connections, and that a few more remove them; it gives "
        f"no counts. Here, for {name}, the runs that got every case right: {settings}. "
        "A run on a plateau gives nearly the same answer to all cases and may leave it "
        "with more sweeps; one called stuck does not, but may still be on its way."
    )


def checked(arguments: list[str]) -> argparse.Namespace:
    """The options, the recipe and the sweeps among them, and a folder; or one line."""
    made = parser()
    options = made.parse_args(arguments)
    recipes = EXPERIMENTS[options.experiment].recipes
    if options.recipe is None:
        options.recipe = next(iter(recipes))
    if options.recipe not in recipes:
        known = ", ".join(recipes)
        made.error(f"argument --recipe: got {options.recipe!r}, needs one of {known}")
    if options.runs < 1:
        made.error(f"argument --runs: got {options.runs}, needs at least 1")
    if options.sweeps is None:
        options.sweeps = recipes[options.recipe].sweeps
    options.out = made.folder(options.out)
    return options


def main(arguments: list[str]) -> None:
    """Run all seeds of all settings; a table, and where the failures sit."""
    options = checked(arguments)
    folder = options.out
    hidden = options.hidden or [EXPERIMENTS[options.experiment].hidden]
    settings = dict.fromkeys(product(hidden, options.momentum or [None]))
    training = "", "", options.experiment, options.recipe, options.sweeps
    studies = [Study(*training, hidden=units, momentum=m) for units, m in settings]
    found = ran(studies, options, folder)
    title = f"{options.experiment}, {options.recipe}, {options.runs} runs"
    title += f" of {options.sweeps} sweeps"
    print(title, table(found), sep="\n")
    for study, some in found:
        if lines := failures(some):
            where = f"\nwhere the others sit, {study.hidden} hidden units:"
            print(where, *lines, sep="\n")
    draw(found, title, folder / "success.png")
    print(f"\nwrote runs.jsonl and success.png to {folder}; the same command with")
    print(f"--out {folder} takes what is in runs.jsonl and computes only the rest\n")
    print(summary(options.experiment, found))
