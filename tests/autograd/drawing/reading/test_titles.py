"""Titles that fit into a box."""

import re

import autograd
from autograd import Value, dot, tanh
from autograd.drawing.choosing.level_of_detail import picture_of
from autograd.drawing.reading.titles import titles_of
from tests.autograd.drawing.examples import title

A, B, X = Value(2.0, name="a"), Value(3.0, name="b"), Value(0.5, name="x")


def test_the_name_of_the_value_itself_wins():
    x = Value(1.0, name="own")
    assert title(x, other=x) == "own"


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
