"""Where boxes and lines lie: nothing on anything else, operands at the left."""

import itertools
import math
import random

import pytest

from autograd import Value, dot
from autograd.drawing import Drawing, EngineError, draw
from autograd.drawing.painting.svg import labels
from autograd.drawing.placing.curves import sampled
from autograd.drawing.placing.dot import skeleton
from autograd.drawing.placing.engines import laid_out
from autograd.drawing.placing.layout import layout_of
from tests.autograd.drawing.examples import (
    EXAMPLES,
    SVG,
    deep,
    group,
    parsed,
    product,
)


@pytest.mark.parametrize("example", EXAMPLES)
def test_arrowheads_touch_the_operand_from_the_right(example):
    drawing = draw(*example())
    root = parsed(drawing)
    for i, arrow in enumerate(drawing.picture.arrows):
        operand = drawing.layout.boxes[arrow.operand]
        head = group(root, "arrow", i).find(f"{SVG}polygon").get("points")
        corners = [tuple(map(float, point.split(","))) for point in head.split()]
        (x, y), *base = corners
        assert x == pytest.approx(operand.right, abs=0.1)
        assert operand.top < y < operand.bottom
        assert all(corner[0] > x + 5 for corner in base)


@pytest.mark.parametrize("example", EXAMPLES)
def test_values_flow_from_left_to_right(example):
    drawing = draw(*example())
    boxes = drawing.layout.boxes
    for arrow in drawing.picture.arrows:
        assert boxes[arrow.operand].right + 50 < boxes[arrow.result].left


@pytest.mark.parametrize("example", EXAMPLES)
def test_nothing_lies_on_anything_else(example):
    drawing = draw(*example())
    boxes = drawing.layout.boxes
    placed = [place for text, place in labels(drawing.picture, drawing.layout) if text]
    for one, other in itertools.combinations([*boxes.values(), *placed], 2):
        assert not one.meets(other)
    for arrow, route in zip(drawing.picture.arrows, drawing.layout.routes):
        for key, box in boxes.items():
            if key not in (arrow.operand, arrow.result):
                inside = [
                    (x, y)
                    for x, y in sampled(route)
                    if box.left < x < box.right and box.top < y < box.bottom
                ]
                assert inside == []


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_box_is_as_wide_as_its_text_in_a_wide_font(example):
    # DejaVu Sans, one of the widest in use: about 0.64 em a character, 0.7 in bold
    for box in draw(*example()).picture.boxes:
        title = 0.7 * len(box.title.name) + 0.58 * len(box.title.rest)
        assert box.width >= 14 * title
        assert box.width >= 13 * 0.55 * len(box.pill)


def test_a_plain_input_stands_below_its_weight():
    w = [Value(float(i), name=f"weight{i}") for i in range(4)]
    drawing = draw(dot(w, [5.0, 6.0, 7.0, 8.0]))
    boxes = drawing.picture.boxes
    downward = sorted(boxes, key=lambda box: drawing.layout.boxes[box.key].top)
    stacked = [box.data for box in downward if box.role != "result"]
    assert stacked == [0.0, 5.0, 1.0, 6.0, 2.0, 7.0, 3.0, 8.0]


def test_units_of_a_layer_stand_in_their_order():
    net, loss = deep()
    drawing = draw(loss, net)
    tops = {
        box.title.name: drawing.layout.boxes[box.key].top
        for box in drawing.picture.boxes
    }
    for names in (range(3, 19), range(19, 35)):
        column = [tops[f"y{i}"] for i in names]
        assert column == sorted(column)


JUNK = [None, 3, "x", "nan,nan,nan,nan", "1e999,0,0,1", math.nan, [], {}, [{}], True]


def places(thing, path=()):
    """The paths to every part of lists and dictionaries."""
    yield path
    if isinstance(thing, dict | list):
        pairs = thing.items() if isinstance(thing, dict) else enumerate(thing)
        for key, part in list(pairs):
            yield from places(part, (*path, key))


def put(thing, path, part):
    """Lists and dictionaries with another part at a path."""
    if not path:
        return part
    copied = thing.copy()
    copied[path[0]] = put(thing[path[0]], path[1:], part)
    return copied


def test_an_answer_that_is_no_layout_is_an_engine_error():
    picture = draw(product()).picture
    answer = laid_out(skeleton(picture))
    some = random.Random(0).sample([*itertools.product(places(answer), JUNK)], 300)
    refused = 0
    for place, junk in [((), {}), ((), []), (("bb",), "nan,nan,nan,nan"), *some]:
        try:
            layout = layout_of(picture, put(answer, place, junk))
        except EngineError as error:
            refused += "answered no layout of this graph" in str(error)
            continue
        drawing = Drawing(picture)
        drawing.layout = layout
        assert "nan" not in drawing.svg()
    assert refused > 20
