"""IEEE 754 answers where Python's own arithmetic raises."""

import math
from itertools import product
from math import inf, nan

import numpy as np
import pytest

from autograd.support.ieee.arithmetic import CAREFUL, FAST, divide

SPECIAL = [0.0, -0.0, 1.0, -1.0, 2.0, -3.0, 0.25, inf, -inf, nan, 1e308, -1e308, 5e-324]
SPECIAL += [-5e-324, 1000.0, -1000.0]
BINARY = ("atan2", "hypot", "pow")


@pytest.mark.parametrize(("a", "b"), [*product(SPECIAL, SPECIAL)])
def test_a_quotient_has_the_bits_of_the_processor(a, b):
    with np.errstate(all="ignore"):
        expected = float(np.divide(a, b))
    assert repr(divide(a, b)) == repr(expected)


UNARY = [name for name, f in FAST.items() if callable(f) and name not in BINARY]


@pytest.mark.parametrize("name", [name for name in UNARY if hasattr(np, name)])
def test_functions_of_one_number_never_raise(name):
    for a in SPECIAL:
        with np.errstate(all="ignore"):
            expected = float(getattr(np, name)(a))
        found = CAREFUL[name](a)
        assert found == pytest.approx(expected, rel=1e-14, abs=0, nan_ok=True), a
        if found == 0:
            assert math.copysign(1, found) == math.copysign(1, expected), a


@pytest.mark.parametrize("name", BINARY)
def test_functions_of_two_numbers_never_raise(name):
    for a, b in product(SPECIAL, SPECIAL):
        with np.errstate(all="ignore"):
            expected = float(getattr(np, name)(a, b))
        found = CAREFUL[name](a, b)
        assert found == pytest.approx(expected, rel=1e-14, abs=0, nan_ok=True), (a, b)


@pytest.mark.parametrize("name", FAST)
def test_careful_functions_are_the_fast_ones_where_those_do_not_raise(name):
    fast, careful = FAST[name], CAREFUL[name]
    if not callable(fast):
        assert repr(fast) == repr(careful)
        return
    for operands in product(SPECIAL, repeat=2 if name in BINARY else 1):
        try:
            expected = fast(*operands)
        except (ArithmeticError, ValueError):
            continue
        assert repr(careful(*operands)) == repr(expected)


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        (-8.0, 1 / 3, nan),
        (0.0, -1.0, inf),
        (-0.0, -1.0, -inf),
        (-0.0, -2.0, inf),
        (-0.0, -0.5, inf),
        (10.0, 400.0, inf),
        (-10.0, 401.0, -inf),
        (-10.0, 400.0, inf),
        (1e-300, -2.0, inf),
    ],
)
def test_powers_at_poles_and_overflows(a, b, expected):
    assert repr(CAREFUL["pow"](a, b)) == repr(expected)
