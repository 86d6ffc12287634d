"""The letter's Figure 5: a net that iterates, and the layered net that it equals."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from demos.figures import hinton


def draw(
    tied: Mapping[str, float],
    copies: Mapping[str, list[float]],
    connections: Mapping[str, tuple[int, int]],
    path: Path,
) -> None:
    """Both nets, each connection coloured and widened by its weight's gradient."""
    made, axes = hinton.figure(37, 17)
    largest = max(map(abs, tied.values()))
    for name, (start, end) in connections.items():
        one, other = (2.5 + 4 * (start - 1), 9), (2.5 + 4 * (end - 1), 9)
        arrow(axes, one, other, tied[name], largest, bend=-0.35)
        y = 9 + (1.6 if start > end else -1.6)
        label(axes, (one[0] + other[0]) / 2, y, name, tied[name])
    for unit in (1, 2, 3):
        hinton.circle(axes, 2.5 + 4 * (unit - 1), 9, str(unit))
    for step, parts in enumerate(zip(*copies.values()), start=1):
        for name, part in zip(copies, parts):
            start, end = connections[name]
            draw_copy(axes, step, start, end, name, part, largest)
    for step in range(4):
        hinton.write(axes, 15.6, 14.5 - 4 * step, f"t = {step}", ha="right")
        for unit in (1, 2, 3):
            hinton.circle(axes, 18 + 8 * (unit - 1), 14.5 - 4 * step, str(unit))
    notes(axes)
    hinton.save(made, path)


def draw_copy(axes, step, start, end, name, part, largest) -> None:
    """A connection of the layered net: from one row of units up to the next."""
    one = 18 + 8 * (start - 1), 14.5 - 4 * (step - 1)
    other = 18 + 8 * (end - 1), 14.5 - 4 * step
    arrow(axes, one, other, part, largest)
    x, y = (0.74 * a + 0.26 * b for a, b in zip(one, other))
    label(axes, x, y, name, part)


def arrow(
    axes: Any, start, end, number: float, largest: float, bend: float = 0
) -> None:
    """An arrow between two units; its colour is the sign, its width the magnitude."""
    from matplotlib.patches import FancyArrowPatch

    colour = hinton.POSITIVE if number > 0 else hinton.NEGATIVE
    look: dict[str, Any] = {"connectionstyle": f"arc3,rad={bend}", "zorder": 0}
    look |= {"arrowstyle": "-|>", "mutation_scale": 9, "shrinkA": 9, "shrinkB": 9}
    width = 0.6 + 4 * abs(number) / largest
    axes.add_patch(FancyArrowPatch(start, end, color=colour, lw=width, **look))


def label(axes: Any, x: float, y: float, name: str, number: float) -> None:
    """The weight's name and its gradient, on the page's ground."""
    text = f"{name}  {number:+.4f}".replace("-", "−")
    ground = {"facecolor": "white", "edgecolor": "none", "pad": 1}
    hinton.write(axes, x, y, text, fontsize=7, bbox=ground)


def notes(axes: Any) -> None:
    """What the two pictures are."""
    look: dict[str, Any] = {"ha": "left", "fontsize": 10, "weight": "bold"}
    hinton.write(axes, 0.8, 0.8, "iterates three times", **look)
    hinton.write(axes, 15, 0.8, "three layers of copies", **look)
    note = "number: ∂E/∂w; on the left it is the sum of the three on the right"
    hinton.write(axes, 18, 16.4, note, color=hinton.MUTED)
