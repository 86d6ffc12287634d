"""Texts for the table: the arithmetic that they say; their digits are counted apart."""

import math
from fractions import Fraction

import pytest

from autograd.support.ieee.formulas import COARSE, over_hypot, over_squares, polynomial


def computed(text, **letters):
    return eval(text, {"hypot": math.hypot, "abs": abs, "inf": math.inf} | letters)


def test_a_polynomial_is_the_sum_of_its_powers():
    text = polynomial("a", [1.0, -2.0, 0.5, 4.0])
    assert computed(text, a=3.0) == 1 - 2 * 3 + 0.5 * 9 + 4 * 27


@pytest.mark.parametrize("size", [1.0, 1e-170, 1e170, -1e-320, -1e308])
def test_quotients_are_those_of_fractions_at_every_size(size):
    a, b = 0.75 * size, size
    exact = Fraction(a) / (Fraction(a) ** 2 + Fraction(b) ** 2)
    found = computed(over_squares("a", "b"), a=a, b=b)
    largest = math.copysign(math.inf, size)
    assert found == pytest.approx(float(exact) if abs(exact) < 1e308 else largest)
    out = math.hypot(a, b)
    assert computed(over_hypot("a"), a=a, b=b, out=out) == pytest.approx(
        math.copysign(0.6, size), rel=1e-3 if abs(size) < 1e-300 else 1e-15
    )


def test_the_square_of_the_coarse_number_is_exact():
    for a in (0.1, -1 / 3, 27.3, -39.999999999):
        coarse = computed(COARSE, a=a)
        assert Fraction(coarse) ** 2 == Fraction(coarse * coarse)
        assert Fraction(a) - Fraction(coarse) == Fraction(a - coarse)
        assert abs(a - coarse) <= 2**-21
