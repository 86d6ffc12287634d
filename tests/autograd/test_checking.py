"""check_gradients: the tester tested. Wrong rows are caught, hard ones are not."""

import math

import pytest

from autograd import (
    GradientError,
    check_gradients,
    check_operation,
    cos,
    exp,
    log,
    operation,
    relu,
    sin,
)
from autograd.differentiation.numerical import central_difference, complex_step, noise
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


def test_central_difference_knows_its_error():
    for f, slope, x in [
        (math.exp, math.exp, 1.0),
        (math.sin, math.cos, 40.0),
        (math.log, lambda x: 1 / x, 0.01),
        (lambda x: x**5, lambda x: 5 * x**4, 3.0),
    ]:
        found = central_difference(f, x)
        assert abs(found.value - slope(x)) <= found.error
        assert found.error <= 1e-7 * max(1.0, abs(slope(x)))


def test_complex_step_is_exact_and_knows_when_it_does_not_apply():
    found = complex_step(lambda x: x**3 / (1 + x), 2.0)
    assert found.value == pytest.approx((3 * 4 * 3 - 8) / 9, rel=1e-15)
    assert complex_step(lambda x: math.exp(x), 1.0) is None
    assert complex_step(abs, -2.0) is None  # not analytic: its value is not real f


def test_noise_is_about_the_rounding_of_the_function():
    assert 1e-7 < noise(lambda x: (1e10 + x) - 1e10, 0.7) < 1e-5
    assert noise(math.exp, 1.0) < 1e-13
