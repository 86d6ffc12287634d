"""Where the labels of lines stand: beside their line, clear of everything else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from math import hypot

from autograd.drawing.placing.curves import Point, Rectangle, sampled
from autograd.drawing.placing.layout import STUB, Layout
from autograd.drawing.style import SMALL, text_width

# A label on a box or on another label cannot be read; across a line it can, just; near
# another line, or far from its own arrowhead, it is harder to tell whose it is.
BLOCKED, HEAD, CROSSED, NEAR, FAR = 1e6, 20.0, 4.0, 2.0, 3.0
CELL = 64
# Into how many pieces a curve is cut: the rectangle around one should be little wider.
STEPS = 24
# With more lines than these labels are shown only when they are asked for; to look for
# their places would take seconds, for a picture one zooms into.
MOST_LABELS = 150


class Plan:
    """The page as a grid of cells that know what lies in them."""

    def __init__(self) -> None:
        self._cells: dict[tuple[int, int], list] = defaultdict(list)

    def add(self, place: Rectangle, cost: float, owner: object) -> None:
        """Say that covering this place costs something, once for each owner."""
        for cell in cells(place):
            self._cells[cell].append((place, cost, owner))

    def cost(self, place: Rectangle, owner: int) -> float:
        """What a label of this line would cover here; near its line it should be."""
        found = {
            (cost, other)
            for cell in cells(place)
            for lying, cost, other in self._cells.get(cell, ())
            if place.meets(lying)
        }
        if (CROSSED, owner) not in found:
            found.discard((NEAR, owner))
        return sum(cost for cost, _ in found)


def cells(place: Rectangle) -> Iterator[tuple[int, int]]:
    """The cells of the grid that a rectangle touches."""
    for column in range(int(place.left // CELL), int(place.right // CELL) + 1):
        for row in range(int(place.top // CELL), int(place.bottom // CELL) + 1):
            yield column, row


def label_places(
    layout: Layout, texts: list[str], widths: list[float]
) -> list[Rectangle]:
    """A place for each line's label: the first candidate that covers least.

    widths: how wide the lines are.
    """
    lines = [sampled(route, STEPS) for route in layout.routes]
    sizes = [(text_width(text, SMALL), SMALL + 3.0) for text in texts]
    found = list(map(candidates, lines, sizes, widths))
    if len(lines) > MOST_LABELS:
        return list(map(next, found))
    plan = plan_of(layout, lines, widths)
    places = []
    for i, text in enumerate(texts):
        places.append(best(found[i], plan, i))
        if text:
            plan.add(places[-1], BLOCKED, places[-1])
    return places


def plan_of(layout: Layout, lines: list[list[Point]], widths: list[float]) -> Plan:
    """A plan with the boxes and lines of a layout."""
    plan = Plan()
    for box in layout.boxes.values():
        plan.add(box, BLOCKED, box)
    for i, (points, width) in enumerate(zip(lines, widths)):
        x, y = points[0]
        head = Rectangle(x + 4, y, x + STUB - 6, y)
        plan.add(head.grown(2 + 0.85 * width), HEAD, i)
        for piece in map(around, points, points[1:]):
            plan.add(piece.grown(width / 2 + 1), CROSSED, i)
            plan.add(piece.grown(width / 2 + 3), NEAR, i)
    return plan


def best(places: Iterator[Rectangle], plan: Plan, owner: int) -> Rectangle:
    """The place that covers least; of two that cover as much the earlier."""
    costs = []
    for k, place in enumerate(places):
        cost = plan.cost(place, owner)
        costs.append((cost + 0.1 * k + (FAR if k >= 4 else 0.0), place))
        if not cost:  # no later one can be better
            break
    return min(costs)[1]


def around(here: Point, there: Point) -> Rectangle:
    """The rectangle around a straight piece of a line."""
    (left, right), (top, bottom) = map(sorted, zip(here, there))
    return Rectangle(left, top, right, bottom)


def candidates(
    points: list[Point], size: tuple[float, float], width: float
) -> Iterator[Rectangle]:
    """Places beside a line: first where the gradient arrives, then further along it."""
    x, y = points[0]
    w, h = size
    away = 4 + 0.85 * width  # clear of the arrowhead
    for left in (x + 3, x + STUB):
        yield Rectangle(left, y - away - h, left + w, y - away)
        yield Rectangle(left, y + away, left + w, y + away + h)
    for k in range(STEPS, len(points) - 1, max(1, len(points) // 16)):
        yield from beside(points[k], points[k + 1], size, width / 2 + 2)


def beside(
    here: Point, there: Point, size: tuple[float, float], away: float
) -> Iterator[Rectangle]:
    """The two places for a label beside a piece of a line."""
    dx, dy = there[0] - here[0], there[1] - here[1]
    length = hypot(dx, dy) or 1.0
    across, along = -dy / length, dx / length
    w, h = size[0] / 2, size[1] / 2
    reach = away + abs(across) * w + abs(along) * h
    for side in (-1, 1):
        x, y = here[0] + side * across * reach, here[1] + side * along * reach
        yield Rectangle(x - w, y - h, x + w, y + h)
