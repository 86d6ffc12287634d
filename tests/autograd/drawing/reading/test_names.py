"""What values are called in drawings: names from the code, formulas, numbers."""

import re

import pytest

import autograd
from autograd import Value, dot, logistic, tanh
from autograd.drawing.choosing.detail import picture_of
from autograd.drawing.reading.formulas import titles_of
from autograd.drawing.reading.names import names_found, readable, shortened, values_in
from autograd.drawing.style import number, text_width


class Unit:
    """As much of a Module as drawings ask for."""

    def __init__(self):
        self.weights = [Value(1.0), Value(2.0)]

    def named_parameters(self):
        return ((f"weights.{i}", w) for i, w in enumerate(self.weights))


def title(result, **names):
    """The first line of the box of a result."""
    return picture_of(result, names).boxes[-1].title.text


def test_the_names_of_the_code_reach_the_boxes():
    w, unit = [Value(1.0), Value(2.0)], Unit()
    state = {"wte": [[Value(3.0)]]}
    found = names_found({"w": w, "unit": unit, "state": state, "n": 3}).names
    assert found[w[1]] == "w[1]"
    assert found[unit.weights[0]] == "unit.weights.0"
    assert found[state["wte"][0][0]] == "state['wte'][0][0]"


def test_a_module_alone_gives_names_without_a_path():
    unit = Unit()
    found = names_found(unit)
    assert found.names[unit.weights[1]] == "weights.1"
    assert found.parameters == set(unit.weights)


def test_the_shortest_way_names_a_value():
    x = Value(1.0)
    names = {"everything": [[x]], "Out": {3: x}, "_": x, "_1": x, "x": x}
    assert names_found(names).names == {x: "x"}


def test_the_history_of_a_notebook_names_nothing():
    x = Value(1.0)
    assert names_found({"Out": {3: x}, "_3": x}).names == {}


def test_a_list_that_contains_itself_is_read_once():
    knot = [Value(1.0)]
    knot.append(knot)
    assert names_found({"knot": knot}).names == {knot[0]: "knot[0]"}


def test_equal_numbers_are_different_variables():
    x, y = Value(1.0), Value(1.0)
    assert names_found({"x": x, "y": y}).names == {x: "x", y: "y"}


def test_the_name_of_the_value_itself_wins():
    x = Value(1.0, name="own")
    assert title(x, other=x) == "own"


def test_values_in_reads_lists_as_deep_as_they_go():
    x, y = Value(1.0), Value(2.0)
    assert set(values_in([x, [3.0, {"k": (y,)}], "text"])) == {x, y}


A, B, X = Value(2.0, name="a"), Value(3.0, name="b"), Value(0.5, name="x")
FORMULAS = [
    (A + B * X, "a + b·x"),
    ((A + B) * X, "(a + b)·x"),
    (A - (B - X), "a − (b − x)"),
    (A - B - X, "a − b − x"),
    (A / (B * X), "a/(b·x)"),
    (A + -2, "a + (−2)"),
    (-2 * A, "−2·a"),
    (A + (-B), "a + (−b)"),
    (-(A * B), "−(a·b)"),
    ((-A) ** 2, "(−a)²"),
    ((A**2) ** 3, "(a²)³"),
    (A**-1.0, "a⁻¹"),
    (A**0.5, "a ** 0.5"),
    (A**B, "a ** b"),
    (2**A, "2 ** a"),
    (1 / A, "1/a"),
    (abs(A + B), "|a + b|"),
    (A.square(), "a²"),
    ((A + B).reciprocal(), "1/(a + b)"),
    (logistic(A * B), "σ(a·b)"),
    (A.leaky_relu(), "leaky relu(a, 0.01)"),
    (A * (1 / 3), "a·0.3333"),
    (autograd.sum(A, B, 1), "Σ(a, b, 1)"),
    (dot([A], [B], X), "x + a·b"),
    (dot([A], [B]), "a·b"),
    (dot([A, B], [1, -2]), "a·1 + b·(−2)"),
    (dot([A + B], [X], 1), "1 + (a + b)·x"),
]


@pytest.mark.parametrize(("result", "formula"), FORMULAS, ids=[f for _, f in FORMULAS])
def test_formulas_read_as_people_write_them(result, formula):
    assert re.sub(r"^v\d+ = ", "", title(result)) == formula


def test_a_named_value_shows_name_and_formula():
    assert title(tanh(A), h=Value(0.0)) == "tanh(a)"
    h = tanh(A)
    assert title(h, h=h) == "h = tanh(a)"


def test_long_formulas_give_way_to_numbers_in_topological_order():
    p = A * B + A * X + B * X - 1
    texts = [box.title.text for box in picture_of(p * p + p).boxes]
    assert texts == [
        *("a", "b", "a·b", "x", "a·x", "a·b + a·x", "b·x", "a·b + a·x + b·x"),
        "v9 = a·b + a·x + b·x − 1",
        "v9·v9",
        "v9·v9 + v9",
    ]


def test_what_does_not_fit_is_sketched_and_told_in_full():
    long, longer = Value(1.0, name="quite_a_long_name"), Value(2.0, name="another" * 2)
    box = picture_of(long * longer).boxes[-1]
    assert box.title.text == "v3 = …·…"
    assert box.title.full == "v3 = quite_a_long_name·anotheranother"
    assert picture_of(2 * (long * longer) + 1).boxes[-2].title.text == "2·v3"


def test_a_long_weighted_sum_is_a_sign():
    w = [Value(float(i), name=f"w{i}") for i in range(8)]
    assert title(dot(w[:4], w[4:])) == "v9 = Σ"


def test_no_name_depends_on_addresses():
    def texts():
        w = [Value(0.1 * i) for i in range(9)]
        boxes = picture_of(autograd.sum(w) * dot(w, w)).boxes
        return [box.title.text for box in boxes]

    kept = texts()  # the first graph is gone, its addresses are used again
    assert texts() == kept
    assert not re.search(r"\d{3}", "".join(kept))


def test_unknown_operations_keep_their_name():
    x = Value(1.0, name="x")
    y = tanh(x)
    titles = titles_of([x, y], {})
    assert titles[y].text == "tanh(x)"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\nb\x00\x7f", "a␊b␀�"),
        ("right\u202eleft", "right�left"),
        ("\ud800", "�"),
        ("no\u00a0break", "no break"),
        ("é漢字 <&>\"'\\", "é漢字 <&>\"'\\"),
    ],
)
def test_characters_without_a_shape_become_signs(text, shown):
    assert readable(text) == shown


def test_shortened_keeps_both_ends():
    assert shortened("n" * 500, 28) == "n" * 9 + "…" + "n" * 18
    assert shortened("short", 5) == "short"


@pytest.mark.parametrize(
    ("x", "text"),
    [
        (0.0, "0"),
        (-0.0, "0"),
        (1.0, "1"),
        (-0.5, "−0.5"),
        (0.1 * 3, "0.3000"),
        (0.43396, "0.4340"),
        (9999.0, "9999"),
        (9999.96, "1.000e4"),
        (12345.0, "1.234e4"),
        (1e6, "1e6"),
        (0.001, "0.001"),
        (0.00099, "9.9e−4"),
        (-8.53e-5 / 3, "−2.843e−5"),
        (5e-324, "4.941e−324"),
        (float("nan"), "not a number"),
        (float("inf"), "infinity"),
        (float("-inf"), "−infinity"),
    ],
)
def test_numbers_have_four_significant_digits(x, text):
    assert number(x) == text


def test_wide_characters_are_counted_wide():
    assert text_width("漢字", 10) > text_width("ab", 10) > text_width("il", 10)
    assert text_width("e\u0301", 10) == text_width("e", 10)
