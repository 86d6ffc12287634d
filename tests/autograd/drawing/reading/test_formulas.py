"""Formulas as people write them."""

import re

import pytest

import autograd
from autograd import Value, dot, logistic
from tests.autograd.drawing.examples import title

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
