"""The experiments as jobs: which net, which recipe, which seed, and how it ended.

A job is data, and so is what it gives: they travel to other processes and into files.

>>> ended(Job("xor", "literal", hidden=2, momentum=None, seed=0, sweeps=20)).where
'plateau'
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from demos import family_trees, iterative, symmetry, xor
from demos.shared.training import Answers, Case, Recipe, trained


class Experiment(NamedTuple):
    """What can be run with many seeds.

    network: of a recipe, a seed and a number of hidden units; hidden: how many there
    are in the letter; cases: for a seed; measured: numbers of a trained model, for a
    seed, for which training goes on when all cases are right.
    """

    recipes: dict[str, Recipe]
    network: Callable[[Recipe, int, int], Any]
    hidden: int
    cases: Callable[[int], list[Case]]
    measured: Callable[[Any, int], list[float]] | None = None


def structure(model: Any, seed: int) -> list[float]:
    """Of the symmetry net: 1 for 1:2:4, 2 for 2:3:4, else 0; antisymmetry; twins."""
    code, residual, twins = symmetry.structure(model)
    return [{"1:2:4": 1, "2:3:4": 2}.get(code, 0), residual, twins]


def held_out_score(model: Any, seed: int) -> list[float]:
    """Right of the four held out, by three measures; how well units tell three things.

    The measures are beyond 0.8 / 0.2, side of 1/2 and most active; the things are
    nationality, generation and branch.
    """
    told = [abs(strength) for _, strength in family_trees.features(model).values()]
    return [*family_trees.scores(model, family_trees.split(seed)[1]), *told]


def unseen_score(model: Any, seed: int) -> list[float]:
    """Right of the five sequences held out."""
    return [iterative.right(model, iterative.UNSEEN)]


EXPERIMENTS = {
    "xor": Experiment(xor.RECIPES, xor.network, 2, lambda seed: xor.CASES),
    "symmetry": Experiment(
        symmetry.RECIPES, symmetry.network, 2, lambda seed: symmetry.CASES, structure
    ),
    "family-trees": Experiment(
        family_trees.RECIPES,
        family_trees.network,
        12,
        lambda seed: family_trees.split(seed)[0],
        held_out_score,
    ),
    "sequences": Experiment(
        iterative.RECIPES,
        iterative.network,
        iterative.HIDDEN,
        lambda seed: iterative.TRAINING,
        unseen_score,
    ),
}


@dataclass(frozen=True)
class Job:
    """One training. momentum: None for the recipe's own."""

    experiment: str
    recipe: str
    hidden: int
    momentum: float | None
    seed: int
    sweeps: int


@dataclass(frozen=True)
class Ending:
    """How a job ended.

    reached: the sweep since which all cases are right, or None; right: how many are at
    the end; where: "right", "plateau" if the outputs hardly depend on the case,
    else "stuck"; measured: what the experiment measures besides.
    """

    reached: int | None
    right: int
    cases: int
    E: float
    where: str
    measured: list[float]
    seconds: float


def ended(job: Job) -> Ending:
    """Train as the job says, and look how it ended."""
    start = time.process_time()
    experiment = EXPERIMENTS[job.experiment]
    recipe = experiment.recipes[job.recipe]
    if job.momentum is not None:
        recipe = replace(recipe, alpha=job.momentum)
    model = experiment.network(recipe, job.seed, job.hidden)
    cases = experiment.cases(job.seed)
    answers, measured = Answers(model, cases), experiment.measured
    goal, go_on = answers.all_right, measured is not None
    history = trained(model, cases, recipe, job.sweeps, goal, go_on)
    return Ending(
        history.reached,
        answers.right(),
        len(cases),
        round(history.errors[-1], 6) if history.errors else 0.0,
        "right" if history.reached else place(answers()),
        measured(model, job.seed) if measured else [],
        round(time.process_time() - start, 3),
    )


def place(outputs: list[list[float]]) -> str:
    """Where a run sits that is not right: the same answer to all, or somewhere else.

    >>> place([[0.5], [0.52], [0.48]]), place([[0.1], [0.5], [0.9], [0.5]])
    ('plateau', 'stuck')
    """
    spread = max(max(unit) - min(unit) for unit in zip(*outputs))
    return "plateau" if spread < 0.1 else "stuck"
