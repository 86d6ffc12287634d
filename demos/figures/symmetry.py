"""The letter's Figure 1: nets for symmetry, their weights as squares in their units."""

from __future__ import annotations

from pathlib import Path

from demos.figures import hinton
from nn import MLP


def draw(learned: MLP, printed: MLP, path: Path) -> None:
    """The learned weights beside the letter's own."""
    made, axes = hinton.figure(30.5, 18.5)
    draw_net(axes, 0.5, learned, "learned here")
    draw_net(axes, 16, printed, "the letter's Figure 1")
    note = "area: magnitude, in each unit relative to its largest; blue +, orange −"
    hinton.write(axes, 15, 18, note, color=hinton.MUTED)
    hinton.save(made, path)


def draw_net(axes, x: float, model: MLP, title: str) -> None:
    """A net as in Figure 1, its weights as squares inside the unit they lead to."""
    hidden, output = model.layers
    hinton.write(axes, x, 0.8, title, ha="left", fontsize=10, weight="bold")
    for j, left in enumerate((x, x + 9.4)):
        numbers = [w.data for w in (*hidden.weights[j], hidden.biases[j])]
        draw_arrows(axes, x, left, numbers[:-1])
        draw_unit(axes, left, 6.0, numbers)
        hinton.write(axes, left + 1.7, 16.7, f"hidden unit {j + 1}")
    for i in range(6):
        hinton.circle(axes, x + 6.4, 6.8 + 1.4 * i, str(i + 1))
    numbers = [w.data for w in (*output.weights[0], *output.biases)]
    draw_unit(axes, x + 4.7, 1.9, numbers, row=1.1)
    hinton.write(axes, x + 6.4, 1.5, "output unit")


def draw_arrows(axes, x: float, left: float, numbers: list[float]) -> None:
    """The lines from the inputs to a hidden unit, and from there to the output."""
    nearest = left + 3.4 if left == x else left
    for i, number in enumerate(numbers):
        y, width = 6.8 + 1.4 * i, 4 * abs(number) / max(map(abs, numbers))
        hinton.line(axes, (x + 6.4, y), (nearest, y), width, number)
    inner = nearest + 1.3 * (1 if left == x else -1)
    hinton.line(axes, (left + 1.7, 6.0), (inner, 3.6), 1, 0)


def draw_unit(axes, x, y, numbers: list[float], row: float = 1.4) -> None:
    """A unit: the squares of its weights and, below the others, of its bias."""
    hinton.box(axes, x, y, 3.4, row * len(numbers) + 0.2)
    for i, number in enumerate(numbers):
        middle = y + 0.1 + row * (i + 0.5)
        hinton.square(axes, x + 0.9, middle, number, max(map(abs, numbers)))
        text = f"{number:.1f}".replace("-", "−")
        hinton.write(axes, x + 3.1, middle, text, ha="right")
    hinton.write(axes, x + 3.5, middle, "bias", ha="left", color=hinton.MUTED)
