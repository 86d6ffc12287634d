"""Tell three species of iris apart by four measurements, and test on flowers unseen.

R. A. Fisher's data of 1936, from the copy that scikit-learn brings along: 150 flowers,
of which every third of each species is kept from the training.
"""

from __future__ import annotations

from pathlib import Path
from random import Random

from demos.figures import hinton
from demos.shared.command import Parser, falling
from nn import MLP, SGD, cross_entropy, fit

RATE = 0.02
MOMENTUM = 0.9


def flowers() -> tuple[list, list[str]]:
    """The cases (four measurements in units of their spread, species) and the names."""
    from sklearn.datasets import load_iris

    data = load_iris()
    spread, middle = data.data.std(axis=0), data.data.mean(axis=0)
    rows = ((data.data - middle) / spread).tolist()
    return list(zip(rows, data.target.tolist())), data.target_names.tolist()


def split(cases: list, seed: int) -> tuple[list, list]:
    """Two thirds of each species for training, one third held out, drawn by seed."""
    training, held_out = [], []
    random = Random(seed)
    for species in sorted({target for _, target in cases}):
        own = [case for case in cases if case[1] == species]
        random.shuffle(own)
        third = round(len(own) / 3)
        held_out += own[:third]
        training += own[third:]
    return training, held_out


def answer(model: MLP, inputs: list[float]) -> int:
    """The species with the greatest output."""
    outputs = [output.data for output in model(inputs)]
    return outputs.index(max(outputs))


def accuracy(model: MLP, cases: list) -> float:
    """The share of right answers."""
    return sum(answer(model, x) == target for x, target in cases) / len(cases)


def draw_curve(errors: list[float], path: Path) -> None:
    """The training curve, E over sweeps, as a picture."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(7, 4), layout="constrained")
    axes = figure.add_subplot()
    axes.plot(range(1, len(errors) + 1), errors, color=hinton.POSITIVE)
    axes.set(yscale="log", xlabel="sweep", ylabel="E, summed over the training cases")
    axes.set_title("Learning the irises: cross-entropy, 4-5-3 logistic net")
    axes.grid(alpha=0.3, which="both")
    hinton.save(figure, path)


def main(arguments: list[str]) -> None:
    """Train, print the accuracy, write the weights and the training curve."""
    options = Parser("iris", __doc__, seed=0, sweeps=150).given(arguments)
    folder = options.out
    cases, species = flowers()
    training, held_out = split(cases, options.seed)
    model = MLP(4, [5, 3], output="linear", seed=options.seed)
    optimizer = SGD(model.parameters(), rate=RATE, momentum=MOMENTUM)
    history = fit(
        model,
        training,
        loss=cross_entropy,
        optimizer=optimizer,
        sweeps=options.sweeps,
        progress=True,
    )
    print(falling(history.errors), end="\n\n")
    for name, some in ("training", training), ("held out", held_out):
        print(f"{name}: {accuracy(model, some):6.1%} of {len(some)} flowers")
    model.save(folder / "weights.json")
    draw_curve(history.errors, folder / "curve.png")
    print(f"wrote weights.json and curve.png to {folder}; species:", ", ".join(species))
