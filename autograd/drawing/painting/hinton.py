"""Weights and gradients as squares: the area is the size, the colour the sign.

G. E. Hinton drew the weights of his networks so. A row is a unit; its last square is
its bias. Both diagrams of a box have a scale of their own, which is written below them.
"""

from __future__ import annotations

from collections import defaultdict
from math import isfinite, sqrt
from xml.etree.ElementTree import Element

from autograd.drawing.painting.shapes import add, coordinate, write
from autograd.drawing.picture import Inside, largest
from autograd.drawing.style import SMALL, number, sign


def paint_weights(parent: Element, inside: Inside, x: float, top: float) -> None:
    """The weights in a box, at the left of its middle x."""
    paint_squares(parent, inside, x - inside.size[0] / 4, top, "weights")


def paint_gradients(parent: Element, inside: Inside, x: float, top: float) -> None:
    """The gradients of the weights, at the right of the middle."""
    paint_squares(parent, inside, x + inside.size[0] / 4 + 2, top, "gradients")


def paint_squares(
    parent: Element, inside: Inside, x: float, top: float, what: str
) -> None:
    """One diagram: a frame, the squares of each sign in one path, the scale."""
    rows = inside.weights if what == "weights" else inside.grads
    cell = inside.cell
    width, height = inside.columns * cell, len(rows) * cell
    left = x - width / 2
    size = {"width": width + 4, "height": height + 4}
    add(parent, "rect", x=left - 2, y=top - 2, class_="frame", **size)
    most = largest(amount for row in rows for amount in row)
    paths: dict[str, str] = defaultdict(str)
    for j, row in enumerate(rows):
        for i, amount in enumerate(row):
            if amount:
                share = sqrt(abs(amount) / most) if isfinite(amount) else 1.0
                middle = left + (i + 0.5) * cell, top + (j + 0.5) * cell
                paths[sign(amount)] += square(*middle, cell * 0.92 * share)
    for colour, squares in sorted(paths.items()):
        add(parent, "path", d=squares, class_=f"{colour} solid")
    known = all(amount is not None for row in rows for amount in row)
    scale = f"{what} to {number(most)}" if known else f"{what} –"
    write(parent, scale, x, top + height + 15, SMALL - 1, "muted")


def square(x: float, y: float, size: float) -> str:
    """A square around its middle as a piece of a path.

    >>> square(3.0, 4.0, 4.0)
    'M1,2h4v4h-4z'
    """
    length = f"{size:.2f}".rstrip("0").rstrip(".")
    corner = f"{coordinate(x - size / 2)},{coordinate(y - size / 2)}"
    return f"M{corner}h{length}v{length}h-{length}z"
