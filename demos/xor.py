"""Learn exclusive or with two hidden units, and draw the gradients flowing backward.

The net and its numbers are those of PDP chapter 8 (Rumelhart, Hinton & Williams 1986):
2-2-1 logistic units, one change of the weights a sweep, by the gradient of all cases.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from autograd import Value, draw
from demos.shared import page
from demos.shared.command import Parser, falling
from demos.shared.training import Answers, Recipe
from nn import MLP, fit, squared_error

RATE = 0.5  # the paper's epsilon
MOMENTUM = 0.9  # the paper's alpha
RECIPES = {
    "literal": Recipe("the numbers of PDP chapter 8", RATE, MOMENTUM, 1000),
    "without-momentum": Recipe("the same without α", RATE, 0.0, 10000),
}
CASES = [([0, 0], 0), ([0, 1], 1), ([1, 0], 1), ([1, 1], 0)]
AND = [([0, 0], 0), ([0, 1], 0), ([1, 0], 0), ([1, 1], 1)]  # to compare with


def network(recipe: Recipe, seed: int, hidden: int = 2) -> MLP:
    """The net before training."""
    return recipe.network(2, hidden, seed)


def truth_table(model: MLP, cases: list = CASES) -> str:
    """The four cases, and whether the model is on the right side of 1/2."""
    lines = ["x1 x2  wanted  output"]
    for (x1, x2), wanted in cases:
        output = model([x1, x2]).data
        verdict = "right" if (output > 0.5) == (wanted == 1) else "wrong"
        lines.append(f" {x1}  {x2}  {wanted:6d}  {output:6.3f}  {verdict}")
    return "\n".join(lines)


def write_curves(path: Path, seed: int, first: str) -> None:
    """The page on which both problems are learned while one watches."""
    recipe = replace(RECIPES["literal"], sweeps=page.SWEEPS)
    problems = {"XOR": CASES, "AND": AND}
    curves = {
        name: page.recorded(cases, recipe, seed) for name, cases in problems.items()
    }
    page.write(path, curves, first)


def loss_of_one_case(model: MLP) -> Value:
    """E of the case (1, 0), differentiated: what the drawing shows."""
    model.zero_grad()
    inputs = [Value(1.0, "y1"), Value(0.0, "y2")]
    error = squared_error(model(inputs), 1.0)
    error.name = "E"
    error.backward()
    return error


def summary(model: MLP, sweeps: int) -> str:
    """What came out against what PDP chapter 8 reports."""
    good = Answers(model, CASES).right()
    return (
        "PDP chapter 8 reports that hundreds of runs of this net took hundreds of "
        "sweeps, and that two of them ended in local minima. Here, in one run of "
        f"{sweeps} sweeps, {good} of the 4 answers are good; curve.html shows the "
        "first 600 with the plateau on which all outputs are near 0.5, and "
        "'local-minima' counts over many seeds."
    )


def main(arguments: list[str]) -> None:
    """Train, print the truth table, write the weights and the drawing."""
    options = Parser("xor", __doc__, seed=0, recipes=RECIPES).given(arguments)
    recipe, folder = RECIPES[options.recipe], options.out
    model = network(recipe, options.seed)
    optimizer = recipe.optimizer(model)
    sweeps = recipe.sweeps if options.sweeps is None else options.sweeps
    history = fit(model, CASES, optimizer=optimizer, sweeps=sweeps, progress=True)
    print(falling(history.errors), truth_table(model), sep="\n\n", end="\n\n")
    model.save(folder / "weights.json")
    drawing = draw(loss_of_one_case(model), names=model)
    drawing.save(folder / "xor.svg")
    drawing.save(folder / "xor.dot")
    drawing.html(folder / "xor.html")
    write_curves(folder / "curve.html", options.seed, first="XOR")
    print(
        f"wrote weights.json, xor.svg, xor.dot, xor.html and curve.html to {folder}\n"
    )
    print(summary(model, history.sweeps))
