"""Points, rectangles and cubic Bézier curves.

>>> sampled([(0, 0), *straight((0, 0), (8, 8))], steps=2)
[(0, 0), (4.0, 4.0), (8.0, 8.0)]
"""

from __future__ import annotations

from typing import NamedTuple

Point = tuple[float, float]


class Rectangle(NamedTuple):
    """A box on the page; y grows downward.

    >>> Rectangle(0, 0, 10, 10).meets(Rectangle(5, 5, 20, 20))
    True
    """

    left: float
    top: float
    right: float
    bottom: float

    @property
    def middle(self) -> float:
        """The height of its middle."""
        return (self.top + self.bottom) / 2

    def grown(self, margin: float) -> Rectangle:
        """The same with a margin on all sides."""
        left, top, right, bottom = self
        return Rectangle(left - margin, top - margin, right + margin, bottom + margin)

    def meets(self, other: Rectangle) -> bool:
        """Whether the two share more than an edge."""
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom


def sampled(points: list[Point], steps: int = 8) -> list[Point]:
    """Points on a chain of cubic Bézier curves, both ends among them."""
    found = [points[0]]
    for i in range(0, len(points) - 1, 3):
        curve = points[i : i + 4]
        found += [on_curve(curve, step / steps) for step in range(1, steps + 1)]
    return found


def on_curve(curve: list[Point], t: float) -> Point:
    """The point of a cubic Bézier curve at t, from 0 to 1."""
    s = 1 - t
    weights = (s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t)
    x = sum(weight * point[0] for weight, point in zip(weights, curve))
    y = sum(weight * point[1] for weight, point in zip(weights, curve))
    return x, y


def bend(start: Point, end: Point) -> list[Point]:
    """The rest of a curve that leaves and arrives level."""
    half = (end[0] - start[0]) / 2
    return [(start[0] + half, start[1]), (end[0] - half, end[1]), end]


def straight(start: Point, end: Point) -> list[Point]:
    """The rest of a curve that is a straight line."""
    third = (end[0] - start[0]) / 3
    return [(start[0] + third, start[1]), (end[0] - third, end[1]), end]
