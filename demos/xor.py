"""Learn exclusive or with two hidden units, and draw the gradients flowing backward.

The net and its numbers are those of PDP chapter 8 (Rumelhart, Hinton & Williams 1986):
2-2-1 logistic units, one change of the weights a sweep, by the gradient of all cases.
"""

from __future__ import annotations

from autograd import Value, draw
from demos.command import Parser, falling
from nn import MLP, SGD, fit, squared_error

RATE = 0.5  # the paper's epsilon
MOMENTUM = 0.9  # the paper's alpha
CASES = [([0, 0], 0), ([0, 1], 1), ([1, 0], 1), ([1, 1], 0)]


def truth_table(model: MLP) -> str:
    """The four cases, and whether the model is on the right side of 1/2."""
    lines = ["x1 x2  wanted  output"]
    for (x1, x2), wanted in CASES:
        output = model([x1, x2]).data
        verdict = "right" if (output > 0.5) == (wanted == 1) else "wrong"
        lines.append(f" {x1}  {x2}  {wanted:6d}  {output:6.3f}  {verdict}")
    return "\n".join(lines)


def loss_of_one_case(model: MLP) -> Value:
    """E of the case (1, 0), differentiated: what the drawing shows."""
    model.zero_grad()
    inputs = [Value(1.0, "y1"), Value(0.0, "y2")]
    error = squared_error(model(inputs), 1.0)
    error.name = "E"
    error.backward()
    return error


def main(arguments: list[str]) -> None:
    """Train, print the truth table, write the weights and the drawing."""
    parser = Parser("xor", __doc__, seed=0, sweeps=1000)
    options = parser.parse_args(arguments)
    folder = parser.folder(options.out)
    model = MLP(2, [2, 1], seed=options.seed)
    optimizer = SGD(model.parameters(), rate=RATE, momentum=MOMENTUM)
    history = fit(
        model, CASES, optimizer=optimizer, sweeps=options.sweeps, progress=True
    )
    print(falling(history.errors), truth_table(model), sep="\n\n", end="\n\n")
    model.save(folder / "weights.json")
    drawing = draw(loss_of_one_case(model), names=model)
    drawing.save(folder / "xor.svg")
    drawing.save(folder / "xor.dot")
    print(f"wrote weights.json, xor.svg and xor.dot to {folder}")
