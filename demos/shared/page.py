"""The training curve as an interactive page: one HTML file that needs no network.

XOR or AND is chosen, a slider moves through 600 sweeps of a real run: the mean squared
error as a line, and beside it the truth table, whose outputs leave 0.5.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

from autograd.drawing.style import colour_variables
from autograd.support.files import write_whole
from demos.shared.training import Answers, Case, Recipe, trained

SWEEPS = 600
Curve = dict[str, Any]


def recorded(cases: Sequence[Case], recipe: Recipe, seed: int) -> Curve:
    """The outputs before training and after every sweep, and their mean squared error.

    >>> curve = recorded([([0], 0), ([1], 1)], Recipe("", 0.5, 0.9, 2), seed=0)
    >>> len(curve["errors"]), len(curve["outputs"]), curve["targets"]
    (3, 3, [0, 1])
    """
    model = recipe.network(len(cases[0][0]), 2, seed)
    answers = Answers(model, cases)
    outputs = [[y for (y,) in answers()]]

    def remembered() -> bool:
        outputs.append([y for (y,) in answers()])
        return False

    trained(model, cases, recipe, goal=remembered, every=1)
    targets = [target for _, target in cases]
    return {
        "cases": [list(inputs) for inputs, _ in cases],
        "targets": targets,
        "outputs": [[round(y, 4) for y in row] for row in outputs],
        "errors": [round(mean_squared(row, targets), 5) for row in outputs],
        "about": f"2-2-1 logistic units, ε {recipe.epsilon}, α {recipe.alpha}, "
        f"weights from U(−{recipe.reach}, {recipe.reach}), seed {seed}",
    }


def mean_squared(outputs: Sequence[float], targets: Sequence[float]) -> float:
    """The mean of the squared differences over cases."""
    return sum((y - d) ** 2 for y, d in zip(outputs, targets)) / len(targets)


def write(path: Path, curves: dict[str, Curve], first: str) -> None:
    """The page with these runs, the first of them shown first."""
    data = json.dumps({"first": first, "curves": curves}, separators=(",", ":"))
    safe = data.replace("<", "\\u003c")  # nothing in it can end the script
    text = files("demos.shared").joinpath("page.html").read_text("utf-8")
    text = text.replace("/* COLOURS */", colour_variables()).replace('"DATA"', safe)
    write_whole(path, text.encode())
