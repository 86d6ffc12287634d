"""Numerical derivatives: their bounds hold, and are of use. mpmath knows the truth."""

import math
from functools import partial
from random import Random

import mpmath
import pytest
from mpmath import mp, mpf

from autograd.differentiation.numerical import (
    central_difference,
    complex_step,
    one_sided,
)

POINTS = (0.3, -1.2, 1.0, 2.5, 1e-3, 1e-8, 17.0, -0.05)
POSITIVE = (0.3, 1.0, 17.0, 1e-3, 1e-8, 1e5, 1e-100)
#: f, the same by mpmath, and points.
SMOOTH = {
    "exp": (math.exp, mpmath.exp, (*POINTS, 100.0, 700.0)),
    "sin": (math.sin, mpmath.sin, (*POINTS, 1e5, math.pi / 2)),
    "cos": (math.cos, mpmath.cos, (*POINTS, 0.0)),
    "tanh": (math.tanh, mpmath.tanh, (*POINTS, 0.0)),
    "log": (math.log, mpmath.log, POSITIVE),
    "sqrt": (math.sqrt, mpmath.sqrt, POSITIVE),
    "reciprocal": (lambda x: 1 / x, lambda x: 1 / x, POINTS),
    "cube": (lambda x: x * x * x, lambda x: x * x * x, (*POINTS, 0.0, 1e100)),
    "wave": (lambda x: math.sin(1000 * x), lambda x: mpmath.sin(1000 * x), POINTS),
    "period": (
        lambda x: math.sin(2 * math.pi * x),
        lambda x: mpmath.sin(2 * mpf(math.pi) * x),
        (1.0, 2.0, 0.5, 1024.0),
    ),
    "narrow": (
        lambda x: math.exp(-1e4 * x * x),
        lambda x: mpmath.exp(-10000 * x * x),
        (*POINTS, 0.01),
    ),
    "steep": (
        lambda x: math.tanh(1e9 * x),
        lambda x: mpmath.tanh(10**9 * x),
        (0.0, 1e-10, 1e-9),
    ),
    "cancelled": (
        lambda x: (1e10 + x) - 1e10,
        lambda x: x,
        (0.7, 123.0, 1e-3, 77.7, 1234.5),
    ),
    "expanded": (
        lambda x: x**3 - 3 * x**2 + 3 * x - 1,
        lambda x: x**3 - 3 * x**2 + 3 * x - 1,
        (1.0, 1.001, 1.1),
    ),
    "shifted": (
        lambda x: (x - 1) ** 2 + 1e6,
        lambda x: (x - 1) ** 2 + 10**6,
        (1.0, 1 + 1e-7, 1.5),
    ),
    "near a kink": (
        lambda x: abs(x - 0.3),
        lambda x: abs(x - mpf(0.3)),
        (0.3 + 1e-3, 0.3 - 1e-5, 0.3 + 1e-8),
    ),
    "flat on one side": (
        lambda x: max(x, 0.0),
        lambda x: max(x, 0),
        (-0.05, 0.05, 1e-7, -1e-7),
    ),
}
EDGES = {
    "asin": (math.asin, mpmath.asin, 1.0),
    "acos": (math.acos, mpmath.acos, 1.0),
    "atanh": (math.atanh, mpmath.atanh, 1.0),
    "root": (lambda x: math.sqrt(1 - x), lambda x: mpmath.sqrt(1 - x), 1.0),
    "log1p": (math.log1p, lambda x: mpmath.log(1 + x), -1.0),
    "acosh": (math.acosh, mpmath.acosh, 1.0),
}


def truth(f, x):
    with mp.workdps(100):
        return mpmath.diff(f, mpf(x), h=mpf(10) ** -35 * (abs(mpf(x)) or 1))


def check(f, exact, x, enough):
    """The bound holds, and is small enough."""
    slope, found = truth(exact, x), central_difference(f, x)
    assert abs(mpf(found.value) - slope) <= found.error, (x, found)
    assert found.error <= enough * abs(slope) + 1e-7, (x, found)


@pytest.mark.parametrize("name", SMOOTH)
def test_bounds_hold_and_are_small(name):
    f, exact, points = SMOOTH[name]
    for x in points:
        check(f, exact, x, 1e-2 if name == "cancelled" else 1e-6)


@pytest.mark.parametrize("name", EDGES)
def test_bounds_hold_beside_the_edge_of_a_domain(name):
    f, exact, edge = EDGES[name]
    for distance in (1e-2, 1e-4, 1e-6, 1e-8, 1e-10, 1e-12):
        inward = distance if name in ("log1p", "acosh") else -distance
        check(f, exact, edge + inward, max(1e-10, 1e-13 / distance))


def test_slopes_at_an_edge_and_at_a_kink_are_one_sided():
    for f, x, side, slope in [
        (abs, 0.0, 1, 1.0),
        (abs, 0.0, -1, -1.0),
        (math.sqrt, 0.0, 1, math.inf),
        (math.asin, 1.0, -1, math.inf),
        (math.acos, 1.0, -1, -math.inf),
        (lambda x: math.pow(x, 1.5), 0.0, 1, 0.0),
        (lambda x: max(x, 0.0) ** 2, 0.0, 1, 0.0),
        (math.exp, 1.0, 1, math.e),
    ]:
        found = one_sided(f, x, side)
        error = 0.0 if found.value == slope else abs(found.value - slope)
        assert error <= found.error < 1e-6
    assert central_difference(math.cbrt, 0.0).value == math.inf
    assert one_sided(math.sqrt, 0.0, -1).error == math.inf
    assert central_difference(math.sqrt, 0.0).error == math.inf


def test_a_jump_has_no_slope():
    def step(x):
        return 1.0 if x >= 0.3 else 0.0

    assert central_difference(step, 0.3).error == math.inf
    assert one_sided(step, 0.3, -1).error == math.inf
    assert one_sided(step, 0.3, 1).value == 0.0


# Functions that nobody has chosen.

UNARY = "sin exp tanh atan log sqrt square cube reciprocal abs gauss"


def random_tree(random, depth):
    if depth == 0 or random.random() < 0.1:
        return "x" if random.random() < 0.75 else random.choice((0.5, 2.0, 10.0, 1e-3))
    if random.random() < 0.5:
        return random.choice(UNARY.split()), random_tree(random, depth - 1)
    return random.choice("+-*/"), *(random_tree(random, depth - 1) for _ in "ab")


def value(tree, x, words, number):
    if tree == "x":
        return x
    if isinstance(tree, float):
        return number(tree)
    name, *operands = tree
    a, b = [*(value(operand, x, words, number) for operand in operands), None][:2]
    match name:
        case "+":
            return a + b
        case "-":
            return a - b
        case "*":
            return a * b
        case "/":
            return a / b
        case "square":
            return a * a
        case "cube":
            return a * a * a
        case "reciprocal":
            return 1 / a
        case "abs":
            return abs(a)
        case "gauss":
            return words.exp(-a * a)
    if name in ("log", "sqrt") and a <= 0:
        raise ValueError
    return getattr(words, name)(a)


def test_bounds_hold_for_random_functions():
    """All but those few that are rounding and nothing else: one in a hundred."""
    tried, broken, loose = 0, 0, 0
    for seed in range(400):
        random = Random(seed)
        tree = random_tree(random, random.randint(2, 4))
        x = random.choice((-1, 1)) * 10 ** random.uniform(-3, 1)
        try:
            value(tree, x, math, float)
            slope = truth(partial(value, tree, words=mpmath, number=mpf), x)
        except (ValueError, ArithmeticError):
            continue
        found = central_difference(partial(value, tree, words=math, number=float), x)
        tried += 1
        broken += not abs(mpf(found.value) - slope) <= found.error < math.inf
        loose += not found.error <= 1e-5 * abs(slope) + 1e-10
    assert tried > 300
    assert broken <= tried // 100
    assert loose <= tried // 20


def test_complex_step_is_exact_and_knows_when_it_does_not_apply():
    found = complex_step(lambda x: x**3 / (1 + x), 2.0)
    assert abs(found.value - (3 * 4 * 3 - 8) / 9) <= found.error < 1e-14
    assert complex_step(lambda x: math.exp(x), 1.0) is None
    assert complex_step(lambda x: x.tanh(), 1.0) is None
    assert complex_step(abs, -2.0) is None  # not analytic: its value is not real f


def test_complex_step_knows_what_rounding_leaves_of_a_slope_of_0():
    found = complex_step(lambda x: (x + 1) ** 2 - x * x - 2 * x - 1, 0.7)
    assert abs(found.value) <= found.error < 1e-14
