"""Formulas as people write them, and titles that fit into a box."""

import re

import pytest

import autograd
from autograd import Value, dot, logistic, tanh
from autograd.drawing.choosing.level_of_detail import picture_of
from autograd.drawing.reading.titles import titles_of


def title(result, **names):
    """The first line of the box of a result."""
    return picture_of(result, names).boxes[-1].title.text


def test_the_name_of_the_value_itself_wins():
    x = Value(1.0, name="own")
    assert title(x, other=x) == "own"


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
