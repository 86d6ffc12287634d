"""Hinton diagrams: numbers as squares, blue if positive, orange if negative.

The area of a square is the number's magnitude, 0 is an empty place. Matplotlib is
imported when a figure is made, not before.

>>> side(-3.0, largest=12.0)
0.5
"""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from math import sqrt
from pathlib import Path
from typing import Any

from autograd.support.files import write_whole
from autograd.support.palette import LIGHT

POSITIVE, NEGATIVE, SPECIAL, LINE, TINT, INK, MUTED = (
    LIGHT[role]
    for role in ("positive", "negative", "special", "line", "tint", "ink", "muted")
)

Numbers = Sequence[Sequence[float]]


def side(number: float, largest: float) -> float:
    """The side of a number's square; 1 is that of the largest magnitude."""
    return sqrt(abs(number) / largest) if largest else 0.0


def figure(width: float, height: float) -> tuple[Any, Any]:
    """A figure of this many cells (4 an inch), and axes with y pointing down."""
    from matplotlib.figure import Figure

    made = Figure(figsize=(width / 4, height / 4), layout="constrained")
    axes = made.add_subplot()
    axes.set(xlim=(0, width), ylim=(height, 0), aspect="equal")
    axes.axis("off")
    return made, axes


def square(axes: Any, x: float, y: float, number: float, largest: float) -> None:
    """The square of a number, its middle at (x, y)."""
    from matplotlib.patches import Rectangle

    a = 0.92 * side(number, largest)
    colour = POSITIVE if number > 0 else NEGATIVE
    axes.add_patch(Rectangle((x - a / 2, y - a / 2), a, a, color=colour, lw=0))


def box(axes: Any, x: float, y: float, width: float, height: float) -> None:
    """A frame with its upper left corner at (x, y)."""
    from matplotlib.patches import Rectangle

    look: Any = {"facecolor": TINT, "edgecolor": LINE, "linewidth": 0.8}
    axes.add_patch(Rectangle((x, y), width, height, **look))


def grid(
    axes: Any, x: float, y: float, rows: Numbers, largest: float, title: str
) -> None:
    """A framed table of squares, one cell each, its upper left corner at (x, y)."""
    box(axes, x, y, max(map(len, rows)), len(rows))
    for i, row in enumerate(rows):
        for j, number in enumerate(row):
            square(axes, x + j + 0.5, y + i + 0.5, number, largest)
    write(axes, x, y - 0.35, title, ha="left", va="bottom")


def circle(axes: Any, x: float, y: float, text: str) -> None:
    """A unit without weights: a circle with its number."""
    from matplotlib.patches import Circle

    axes.add_patch(Circle((x, y), 0.45, facecolor="white", edgecolor=INK, lw=0.8))
    write(axes, x, y, text)


def line(axes: Any, start: Any, end: Any, width: float, sign: float) -> None:
    """A connection, below all else; grey where it has no sign."""
    colour = POSITIVE if sign > 0 else NEGATIVE if sign < 0 else LINE
    ends = zip(start, end)
    axes.plot(
        *ends, color=colour, lw=width, alpha=0.55, zorder=0, solid_capstyle="butt"
    )


def write(axes: Any, x: float, y: float, text: str, **look: Any) -> None:
    """Text at a place, in the middle of it unless said."""
    settings = {"fontsize": 8, "color": INK, "ha": "center", "va": "center", **look}
    axes.text(x, y, text, **settings)


def save(made: Any, path: Path) -> None:
    """Write a figure as the picture that its suffix says."""
    picture = BytesIO()
    form = path.suffix.removeprefix(".")
    made.savefig(picture, format=form, dpi=150, facecolor="white")
    write_whole(path, picture.getvalue())
