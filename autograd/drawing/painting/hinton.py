"""Weights and gradients as squares: the area is the size, the colour the sign.

G. E. Hinton drew the weights of his networks so. A row is a unit; its last square is
its bias. Both diagrams of a box have a scale of their own, which is written below them.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt
from xml.etree.ElementTree import Element

from autograd.drawing.painting.shapes import add, coordinate, write
from autograd.drawing.picture import Box, Inside, largest
from autograd.drawing.placing.curves import Rectangle
from autograd.drawing.style import SMALL, number, sign

Rows = Sequence[Sequence[float | None]]


def paint_weights(parent: Element, box: Box, place: Rectangle) -> None:
    """The weights of a box, at the left below its text."""
    inside, left, top = corner(box, place)
    paint_squares(parent, inside, inside.weights, left, top, "weights")


def paint_gradients(parent: Element, box: Box, place: Rectangle) -> None:
    """The gradients of the weights, at the right of them."""
    inside, left, top = corner(box, place)
    right = left + inside.size[0] / 2 + 2
    paint_squares(parent, inside, inside.grads, right, top, "gradients")


def corner(box: Box, place: Rectangle) -> tuple[Inside, float, float]:
    """What a box contains, and the left and top of its diagrams."""
    inside = box.inside or Inside("", 0, 0)
    width, height = inside.size
    content = box.texts_height + height
    top = place.middle - content / 2 + box.texts_height
    return inside, (place.left + place.right - width) / 2, top


def paint_squares(
    parent: Element, inside: Inside, rows: Rows, left: float, top: float, what: str
) -> None:
    """One diagram: a frame, the squares of each sign in one path, the scale."""
    half = inside.size[0] / 2
    width, height = inside.columns * inside.cell, len(rows) * inside.cell
    left += (half - width) / 2
    frame = add(parent, "rect", x=left - 2, y=top - 2, class_="frame")
    frame.set("width", coordinate(width + 4))
    frame.set("height", coordinate(height + 4))
    most = largest(x for row in rows for x in row)
    paths: dict[str, list[str]] = {}
    for j, row in enumerate(rows):
        for i, x in enumerate(row):
            if x:
                size = inside.cell * 0.92 * (sqrt(abs(x) / most) if most else 1.0)
                size = size if size == size and size < 99 else inside.cell * 0.92
                x0 = left + (i + 0.5) * inside.cell - size / 2
                y0 = top + (j + 0.5) * inside.cell - size / 2
                paths.setdefault(sign(x), []).append(square(x0, y0, size))
    for colour, squares in sorted(paths.items()):
        add(parent, "path", d="".join(squares), class_=f"{colour} solid")
    known = all(x is not None for row in rows for x in row)
    scale = f"{what} to {number(most)}" if known else f"{what} –"
    write(parent, scale, left + width / 2, top + height + 15, SMALL - 1, "muted")


def square(x: float, y: float, size: float) -> str:
    """A square as a piece of a path.

    >>> square(1.0, 2.0, 4.0)
    'M1,2h4v4h-4z'
    """
    length = f"{size:.2f}".rstrip("0").rstrip(".")
    return f"M{coordinate(x)},{coordinate(y)}h{length}v{length}h-{length}z"
