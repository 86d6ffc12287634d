"""check_gradients: the tester tested. Wrong rows are caught, hard ones are not."""

import random

import numpy
import pytest

from autograd import (
    GradientError,
    Value,
    check_gradients,
    check_operation,
    cos,
    exp,
    log,
    operation,
    relu,
    sin,
    sqrt,
    tanh,
)
from autograd.operations import TABLE


def derivative_by_derivative(*wrong):
    """A cube whose derivative is not 3 a^2, as a function."""
    return operation("wrong_cube", "a * a * a", wrong)


@pytest.mark.parametrize(
    "row", [r for r in TABLE if r.name != "where"], ids=lambda r: r.name
)
def test_every_row_of_the_table_passes_to_second_order(row):
    assert check_operation(row) < 1e-6


@pytest.mark.parametrize(
    ("wrong", "order"),
    [
        ("3.001 * a * a", 1),  # a little too large
        ("-3 * a * a", 1),  # the wrong sign
        ("3 * a", 1),
        ("6 * a if a == 1.5 else 3 * a * a", 1),  # wrong at one point
        ("3 * a * a + 1e-4", 1),
    ],
)
def test_a_wrong_derivative_is_caught_and_named(wrong, order):
    cube = derivative_by_derivative(wrong)
    with pytest.raises(GradientError, match="worst operation: wrong_cube, by a at"):
        check_gradients(lambda x, y: sin(y) + exp(cube(x)), 1.5, 0.3, order=order)


def test_a_derivative_wrong_only_in_its_own_derivative_is_caught_at_second_order():
    from autograd.differentiation.custom import stop_gradient

    def slope(a, out):
        return 3 * stop_gradient(a) * a  # right, but its derivative is 3 a, not 6 a

    cube = operation("wrong_cube", "a * a * a", [slope])
    assert check_gradients(cube, 1.5) < 1e-6
    with pytest.raises(GradientError, match="wrong_cube, by a and a at"):
        check_gradients(cube, 1.5, order=2)
    with pytest.raises(GradientError, match="wrong_cube, by a and a"):
        check_operation("wrong_cube")


def test_the_argument_is_named_with_both_numbers():
    wrong = operation("wrong_product", "a * b", ["b", "2.001 * a"])
    with pytest.raises(GradientError) as caught:
        check_gradients(lambda x, p: x * wrong(3.0, p["w"][1]), 2.0, {"w": [1.0, 5.0]})
    message = str(caught.value)
    assert "by p['w'][1] of" in message
    assert "the gradient says 12.006" in message
    assert "6" in message.split("differences ")[1]
    assert "wrong_product, by b at a=3, b=5" in message


@pytest.mark.parametrize(
    ("f", "x"),
    [
        (lambda x: (1e10 + x) - 1e10, 0.7),  # cancellation: half the digits are gone
        (lambda x: sin(1000 * x), 0.3),
        (lambda x: exp(30 * x), 1.0),
        (lambda x: exp(-(x**2) * 1e4), 0.01),
        (lambda x: x**9, 1e-3),
        (lambda x: 1 / x, 1e-6),
        (lambda x: log(x), 1e-8),
        (lambda x: (x - 1) ** 2, 1.0 + 1e-7),
        (lambda x: 1e-200 * x, 1.0),
        (lambda x: 1e200 * x, 1.0),
        (lambda x: cos(x), 1e5),
        (lambda x: relu(x), 0.0),  # at a kink
        (lambda x: abs(x), 0.0),
        (lambda x: abs(x), -1e-7),
        (lambda x: x * 0.0, 2.0),
    ],
)
def test_what_is_right_but_hard_passes(f, x):
    assert check_gradients(f, x) < 1e-6


def test_second_order_of_several_arguments_passes():
    def f(x, p):
        return sin(x * p["b"]) + exp(p["w"][0]) * p["w"][1] ** 2 * x

    assert check_gradients(f, 0.3, {"w": [0.2, -1.1], "b": 0.7}, order=2) < 1e-6


# Whom it can compare, and whom not.


@pytest.mark.parametrize(
    "f",
    [
        lambda x: (x * x).tanh(),
        lambda x: x.item() * 0 + x.sin() if isinstance(x, Value) else 1 / 0,
        lambda x: (x + 2).log() * x.exp().sqrt() + x.relu(),
        lambda x: x.maximum(0.2) ** 2,
    ],
)
def test_functions_get_Values_as_in_grad(f):
    assert check_gradients(f, 0.5) < 1e-6
    assert check_gradients(f, 0.5, order=2) < 1e-6


def test_arrays_and_methods_together():
    def f(weights, x):
        return sum((weights @ x)[i].tanh() for i in range(2))

    assert check_gradients(f, numpy.eye(2) * 0.3, numpy.array([1.0, -2.0])) < 1e-6


def test_a_zero_slope_that_is_right_counts_for_nothing():
    assert check_gradients(lambda x: tanh(x) ** 3, 0.0) < 1e-6


@pytest.mark.parametrize("order", [1, 2])
@pytest.mark.parametrize(
    "f",
    [
        lambda x: sin(x) * (1 + 0.1 * random.random()),
        lambda x: x * x if random.random() < 0.01 else x * 3,
        lambda x: x * numpy.random.normal(),
        lambda x: x * (1 + numpy.random.random() * 0),
    ],
)
def test_a_function_that_draws_at_random_is_told_so(f, order):
    for seed in range(5):
        random.seed(seed)
        numpy.random.seed(seed)
        with pytest.raises(ValueError, match="draw at random before, or seed inside"):
            check_gradients(f, 2.0, order=order)


def test_a_function_that_counts_its_calls_is_told_so():
    calls = []

    def f(x):
        calls.append(x)
        return x * len(calls)

    with pytest.raises(ValueError, match=r"and then 4\.0 for the same"):
        check_gradients(f, 2.0)


def test_a_function_that_seeds_what_it_draws_is_one():
    def f(x):
        random.seed(3)
        return x * random.random() + x * numpy.random.default_rng(5).normal()

    assert check_gradients(f, 2.0) < 1e-6


@pytest.mark.parametrize(
    ("f", "x", "words"),
    [
        (log, 0.0, "gives -inf there"),
        (sqrt, -1.0, "gives nan there"),
        (lambda x: sqrt(-x * x), 0.0, "too little is finite"),
        (lambda x: sqrt(0 - x) + sqrt(x) * 0, 0.0, "too little is finite"),
    ],
)
def test_where_nothing_is_finite_nothing_is_said(f, x, words):
    with pytest.raises(ValueError, match=words):
        check_gradients(f, x)


@pytest.mark.parametrize("wrong", ["1000.0", "-inf", "0.0", "nan"])
def test_an_infinite_slope_is_not_mistaken(wrong):
    root = operation("wrong_root", "sqrt(a)", [wrong])
    with pytest.raises(GradientError):
        check_gradients(root, 0.0)


def test_a_slope_outside_of_the_two_of_a_kink_is_caught():
    for slope, is_right in [("1.5", False), ("-1.01", False), ("0.3", True)]:
        bent = operation("bent", "abs(a)", [slope])
        if is_right:
            check_gradients(bent, 0.0)
        else:
            with pytest.raises(GradientError):
                check_gradients(bent, 0.0)
