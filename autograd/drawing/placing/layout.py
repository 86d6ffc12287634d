"""Where boxes and lines lie: an engine's positions, and curves between the boxes.

The engine decides where the boxes are and between which of them a long line passes.
Every line leaves its operand at the right and enters its result at the left, level, so
that its arrowhead points straight at the operand.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import chain, pairwise
from math import isfinite
from typing import NamedTuple

from autograd.drawing.picture import Picture
from autograd.drawing.placing.curves import Point, Rectangle, bend, sampled, straight
from autograd.drawing.placing.engines import EngineError

Column = tuple[float, float]  # its left and right ends
Stop = tuple[float, float, float]  # a level piece: its left and right ends, its y

# The most that lines on one side of a box keep apart, and what they keep from its ends.
APART, MARGIN = 34.0, 14.0
# Every line is level for this long beside its operand: the largest arrowhead fits.
STUB = 18.0
# What reading the answer of any other program may raise.
NOT_READ = (
    ArithmeticError,
    AttributeError,
    LookupError,
    RuntimeError,
    StopIteration,
    TypeError,
    ValueError,
)


class Layout(NamedTuple):
    """The places of a picture: its boxes by key, its routes in order of the arrows.

    A route is a list of points: a start, then three for each cubic Bézier curve.
    """

    width: float
    height: float
    boxes: dict[str, Rectangle]
    routes: list[list[Point]]


def layout_of(picture: Picture, answer: dict) -> Layout:
    """The layout of a picture, from what an engine answered to its skeleton.

    EngineError when that is no layout of it, as from a program that is not Graphviz.
    """
    try:
        layout = read(picture, answer)
        numbers = [*layout[:2], *chain(*layout.boxes.values(), *chain(*layout.routes))]
        if not all(map(isfinite, numbers)):
            raise ValueError("it has places that are no numbers")
    except NOT_READ as error:
        raise EngineError(
            "the layout engine answered no layout of this graph; is GRAPHVIZ_DOT set "
            "to Graphviz's dot?"
        ) from error
    return layout


def read(picture: Picture, answer: dict) -> Layout:
    """The layout that an engine answered; errors of any kind when there is none."""
    _, _, width, height = map(float, answer["bb"].split(","))
    boxes = in_turn(picture, rectangles(picture, answer["objects"], height))
    splines = {
        int(edge["id"]): sampled(drawn_points(edge, height))
        for edge in answer.get("edges", ())
    }
    ends = columns(boxes)
    stops = [
        stops_of(boxes[arrow.operand], boxes[arrow.result], splines[i], ends)
        for i, arrow in enumerate(picture.arrows)
    ]
    return Layout(width, height, boxes, routes_of(picture, boxes, stops))


def rectangles(
    picture: Picture, objects: list[dict], height: float
) -> dict[str, Rectangle]:
    """The boxes of a picture by key; the engine's y grows upward."""
    centres = {item["name"]: item["pos"].split(",") for item in objects}
    placed = {}
    for box in picture.boxes:
        x, up = map(float, centres[box.key])
        y, w, h = height - up, box.width / 2, box.height / 2
        placed[box.key] = Rectangle(x - w, y - h, x + w, y + h)
    return placed


def in_turn(picture: Picture, placed: dict[str, Rectangle]) -> dict[str, Rectangle]:
    """The boxes, those with the same neighbours one below the other in their order.

    An engine does not care whether the first unit of a layer is above the second.
    """
    near: dict[str, set[tuple[str, bool]]] = {key: set() for key in placed}
    for arrow in picture.arrows:
        near[arrow.operand].add((arrow.result, True))
        near[arrow.result].add((arrow.operand, False))
    alike: dict[tuple, list[str]] = defaultdict(list)
    for key, place in placed.items():
        middle, height = place.left + place.right, place.bottom - place.top
        alike[round(middle), round(height), frozenset(near[key])].append(key)
    for keys in alike.values():
        tops = sorted((placed[key].top, placed[key].bottom) for key in keys)
        for key, (top, bottom) in zip(keys, tops):
            placed[key] = placed[key]._replace(top=top, bottom=bottom)
    return placed


def columns(boxes: dict[str, Rectangle]) -> list[Column]:
    """The left and right ends of the columns in which an engine sets boxes."""
    widest: dict[int, Column] = {}
    for box in boxes.values():
        middle = round((box.left + box.right) / 2)
        left, right = widest.get(middle, (box.left, box.right))
        widest[middle] = min(left, box.left), max(right, box.right)
    return sorted(widest.values())


def drawn_points(edge: dict, height: float) -> list[Point]:
    """The control points of the curve that an engine drew for an edge."""
    points = next(part["points"] for part in edge["_draw_"] if part["op"] == "b")
    return [(x, height - y) for x, y in points]


def stops_of(
    operand: Rectangle, result: Rectangle, spline: list[Point], columns: list[Column]
) -> list[Stop]:
    """The level pieces of a line: one across every column from end to end.

    The engine keeps the place where its curve crosses a column free of boxes, in the
    whole width of the column.
    """
    first, last = (
        next(i for i, (left, right) in enumerate(columns) if left <= x <= right)
        for x in (operand.right, result.left)
    )
    stops = [
        (left, right, height_at(spline, (left + right) / 2))
        for left, right in columns[first + 1 : last]
    ]
    begin, end = columns[first][1] + STUB, columns[last][0]
    return [
        (operand.right, begin, operand.middle),
        *stops,
        (end, result.left, result.middle),
    ]


def height_at(points: list[Point], x: float) -> float:
    """The y at which a line of points from left to right passes an x."""
    for (x0, y0), (x1, y1) in pairwise(points):
        if x0 <= x <= x1 and x1 > x0:
            return y0 + (y1 - y0) * (x - x0) / (x1 - x0)
    return points[-1][1]


def routes_of(
    picture: Picture, boxes: dict[str, Rectangle], stops: list[list[Stop]]
) -> list[list[Point]]:
    """The curves of all arrows; those at one side of a box are kept apart."""
    meeting: dict[tuple[str, int], list[tuple[float, int]]] = defaultdict(list)
    for i, arrow in enumerate(picture.arrows):
        meeting[arrow.operand, 0].append((stops[i][1][2], i))
        meeting[arrow.result, -1].append((stops[i][-2][2], i))
    for (key, end), lines in meeting.items():
        for i, y in ports(boxes[key], lines):
            stops[i][end] = (*stops[i][end][:2], y)
    return [route(line) for line in stops]


def ports(box: Rectangle, lines: list[tuple[float, int]]) -> list[tuple[int, float]]:
    """The height at which each line meets a side of a box, by where it comes from.

    >>> ports(Rectangle(0, 0, 80, 60), [(99.0, 0), (5.0, 1)])
    [(1, 14.0), (0, 46.0)]
    """
    room = box.bottom - box.top - 2 * MARGIN
    gap = min(APART, room / (len(lines) - 1)) if len(lines) > 1 else 0.0
    first = box.middle - gap * (len(lines) - 1) / 2
    return [(i, first + gap * k) for k, (_, i) in enumerate(sorted(lines))]


def route(stops: list[Stop]) -> list[Point]:
    """A smooth line along level pieces, from an operand to a result."""
    left, right, y = stops[0]
    points = [(left, y), *straight((left, y), (right, y))]
    for left, right, y in stops[1:]:
        points += bend(points[-1], (left, y))
        if left < right:
            points += straight((left, y), (right, y))
    return points
