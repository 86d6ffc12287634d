"""grad, jacobian, hessian, jvp, vjp, hvp against closed forms and mpmath."""

import math
from typing import NamedTuple

import mpmath
import numpy as np
import pytest

import autograd
from autograd import (
    Value,
    erfc,
    exp,
    grad,
    gradients,
    hessian,
    hvp,
    jacobian,
    jvp,
    log,
    no_grad,
    sin,
    sparse_hessian,
    sqrt,
    tanh,
    value_and_grad,
    vjp,
)


def rosenbrock(x):
    """Sum of (1 - x_i)^2 + 100 (x_{i+1} - x_i^2)^2."""
    return autograd.sum(
        (1 - x[i]) ** 2 + 100 * (x[i + 1] - x[i] ** 2) ** 2 for i in range(len(x) - 1)
    )


def test_grad_of_rosenbrock_is_its_closed_form():
    x, y = 0.7, -0.3
    expected = [-2 * (1 - x) - 400 * x * (y - x * x), 200 * (y - x * x)]
    assert grad(rosenbrock)([x, y]) == pytest.approx(expected, rel=1e-14)


def test_hessian_of_rosenbrock_is_its_closed_form():
    x, y = 0.7, -0.3
    expected = [[2 - 400 * (y - 3 * x * x), -400 * x], [-400 * x, 200.0]]
    found = hessian(rosenbrock)([x, y])
    for row, numbers in zip(found, expected):
        assert row == pytest.approx(numbers, rel=1e-14)


def test_hessian_of_a_chain_has_three_diagonals_and_takes_few_passes(monkeypatch):
    from autograd.differentiation import sparsity

    passes = []
    real = sparsity.tangents
    monkeypatch.setattr(
        sparsity, "tangents", lambda *given: passes.append(1) or real(*given)
    )
    for n in (10, 300):
        passes.clear()
        x = [0.5 + 0.001 * i for i in range(n)]
        entries = sparse_hessian(rosenbrock)(x)
        assert set(entries) == {
            (i, j) for i in range(n) for j in range(n) if abs(i - j) <= 1
        }
        assert len(passes) == 3
        for i in range(1, n - 1):
            expected = 202 - 400 * (x[i + 1] - 3 * x[i] ** 2)
            assert entries[i, i] == pytest.approx(expected, rel=1e-12)
            assert entries[i, i + 1] == pytest.approx(-400 * x[i], rel=1e-12)


def test_sparse_and_dense_hessian_agree_where_everything_meets():
    def f(x):
        return log(autograd.sum(exp(v) for v in x)) * x[0]

    x = [0.1, -0.4, 0.7, 1.3]
    dense, entries = hessian(f)(x), sparse_hessian(f)(x)
    assert len(entries) == 16
    assert all(dense[i][j] == h for (i, j), h in entries.items())
    for i in range(4):
        for j in range(4):
            assert dense[i][j] == pytest.approx(dense[j][i], rel=1e-12, abs=1e-15)


def call_price(spot, strike, rate, volatility, time):
    """The Black-Scholes price of a call."""
    spread = volatility * sqrt(time)
    d1 = (log(spot / strike) + (rate + volatility**2 / 2) * time) / spread
    return spot * normal(d1) - strike * exp(-rate * time) * normal(d1 - spread)


def normal(x):
    return 0.5 * erfc(-x / math.sqrt(2))


def test_black_scholes_greeks_to_second_order_are_their_closed_forms():
    s, k, r, v, t = 100.0, 110.0, 0.03, 0.25, 0.75
    spread = v * math.sqrt(t)
    d1 = (math.log(s / k) + (r + v * v / 2) * t) / spread
    d2 = d1 - spread
    density = math.exp(-d1 * d1 / 2) / math.sqrt(2 * math.pi)
    cumulative = [0.5 * math.erfc(-d / math.sqrt(2)) for d in (d1, d2)]
    delta, vega = cumulative[0], s * density * math.sqrt(t)
    rho = k * t * math.exp(-r * t) * cumulative[1]
    greeks = grad(call_price, argnums=(0, 3, 2))(s, k, r, v, t)
    assert greeks == pytest.approx((delta, vega, rho), rel=1e-12)
    second = hessian(call_price, argnums=(0, 3))(s, k, r, v, t)
    gamma, vanna, volga = density / (s * spread), -density * d2 / v, vega * d1 * d2 / v
    assert second[0] == pytest.approx((gamma, vanna), rel=1e-11)
    assert second[1] == pytest.approx((vanna, volga), rel=1e-11)


def test_an_implicit_function_by_newton_iteration():
    """x(a) with x + exp(x) = a has dx/da = 1 / (1 + exp(x)), to any order."""

    def solution(a):
        x = a * 0
        for _ in range(30):
            x = x - (x + exp(x) - a) / (1 + exp(x))
        return x

    with mpmath.workdps(40):
        exact = [
            float(mpmath.diff(lambda a: a - mpmath.lambertw(mpmath.exp(a)), 1.5, n))
            for n in (1, 2)
        ]
    assert grad(solution)(1.5) == pytest.approx(exact[0], rel=1e-13)
    assert grad(grad(solution))(1.5) == pytest.approx(exact[1], rel=1e-12)


def test_a_pendulum_over_a_thousand_steps_against_its_variational_equation():
    step, count = 0.01, 1000

    def angle(start):
        theta, omega = start, 0.0
        for _ in range(count):
            omega = omega - step * sin(theta)
            theta = theta + step * omega
        return theta

    theta, omega, dtheta, domega = 1.0, 0.0, 1.0, 0.0
    for _ in range(count):
        omega, domega = (
            omega - step * math.sin(theta),
            domega - step * math.cos(theta) * dtheta,
        )
        theta, dtheta = theta + step * omega, dtheta + step * domega
    value, slope = value_and_grad(angle)(1.0)
    assert value == pytest.approx(theta, rel=1e-12)
    assert slope == pytest.approx(dtheta, rel=1e-10)
    assert jvp(angle, (1.0,), (1.0,))[1] == pytest.approx(dtheta, rel=1e-10)


@pytest.mark.parametrize("x", [0.3, -1.2])
def test_tanh_to_fifth_order_against_mpmath(x):
    f = tanh
    with mpmath.workdps(60):
        for n in range(1, 6):
            f = grad(f)
            exact = float(mpmath.diff(mpmath.tanh, x, n))
            assert f(x) == pytest.approx(exact, rel=1e-11)


# Perturbation confusion: an inner derivative must not see the outer variable move.


def test_inner_derivative_of_a_sum_with_the_outer_variable():
    assert grad(lambda x: x * grad(lambda y: x + y)(2.0))(5.0) == 1.0


def test_inner_derivative_of_a_product_with_the_outer_variable():
    assert grad(lambda x: x * grad(lambda y: x * y)(2.0))(5.0) == 10.0


def test_inner_derivative_at_the_outer_variable():
    """d/dx of x * (d/dy of x y at y = x) is d/dx x^2 = 2x, not 4x."""
    assert grad(lambda x: x * grad(lambda y: x * y)(x))(3.0) == 6.0


def test_forward_inside_reverse_and_reverse_inside_forward():
    def inner_forward(x):
        return x * jvp(lambda y: x * y * y, (x,), (1.0,))[1]

    assert grad(inner_forward)(2.0) == pytest.approx(6 * 2.0**2)  # x * 2 x^2 = 2 x^3

    def inner_reverse(x):
        return x * grad(lambda y: x * y * y)(x)

    assert jvp(inner_reverse, (2.0,), (1.0,))[1] == pytest.approx(24.0)


def test_forward_inside_forward():
    def slope(x):
        return jvp(lambda y: x * sin(x * y), (x,), (1.0,))[1]  # x^2 cos(x^2)

    x = 0.8
    expected = 2 * x * math.cos(x * x) - 2 * x**3 * math.sin(x * x)
    assert jvp(slope, (x,), (1.0,))[1] == pytest.approx(expected, rel=1e-13)


# Structures.


class Point(NamedTuple):
    x: float
    y: float


def test_gradients_have_the_structure_of_the_arguments():
    def f(p):
        return p["w"][0] * p["at"].x + p["w"][1] ** 2 * p["at"].y

    found = grad(f)({"w": [2.0, 3.0], "at": Point(5.0, 7.0)})
    assert found == {"w": [5.0, 42.0], "at": Point(2.0, 9.0)}
    assert isinstance(found["at"], Point)


def test_numpy_arrays_in_and_out():
    w, x = np.arange(6.0).reshape(2, 3) / 10, np.array([1.0, -1.0, 2.0])

    def f(w, x):
        return np.tanh(w @ x)

    by_w, by_x = jacobian(f, argnums=(0, 1))(w, x)
    slope = 1 - np.tanh(w @ x) ** 2
    assert by_x == pytest.approx(slope[:, None] * w, rel=1e-13)
    assert by_w.shape == (2, 2, 3)
    assert by_w == pytest.approx(np.einsum("i,ij,k->ijk", slope, np.eye(2), x))
    gradient = grad(lambda x: (x**3).sum())(x)
    assert gradient.dtype == float
    assert gradient == pytest.approx(3 * x**2)
    second = hessian(lambda x: (x**3).sum())(x)
    assert second == pytest.approx(np.diag(6 * x))


def test_hessian_of_a_dict_of_array_and_number():
    found = hessian(lambda p: (p["w"] ** 2).sum() * p["b"])({"w": np.ones(2), "b": 3.0})
    assert found["w"]["w"] == pytest.approx(6 * np.eye(2))
    assert found["w"]["b"] == pytest.approx([2.0, 2.0])
    assert found["b"]["w"] == pytest.approx([2.0, 2.0])
    assert found["b"]["b"] == 0.0


@pytest.mark.parametrize("mode", ["forward", "reverse", None])
def test_jacobian_in_every_mode(mode):
    def f(x):
        return {"a": x[0] * x[1], "b": (exp(x[0]), 3.0)}

    found = jacobian(f, mode=mode)([0.5, 2.0])
    expected = {"a": [2.0, 0.5], "b": ([math.exp(0.5), 0.0], [0.0, 0.0])}
    assert found == expected


def test_hvp_is_the_hessian_times_the_vector():
    x, v = [0.3, -0.7, 1.1], [1.0, 2.0, -1.0]
    matrix = hessian(rosenbrock)(x)
    expected = [sum(h * w for h, w in zip(row, v)) for row in matrix]
    assert hvp(rosenbrock)(x, v) == pytest.approx(expected, rel=1e-13)


def test_jvp_and_vjp_are_transposes():
    def f(x, y):
        return [x * exp(y[0]), x + y[1] * y[0]]

    x, y, u, w = 0.4, [0.2, -1.5], (1.0, [2.0, 3.0]), [5.0, 7.0]
    value, moved = jvp(f, (x, y), u)
    same, pull_back = vjp(f, x, y)
    by_x, by_y = pull_back(w)
    assert value == same == [0.4 * math.exp(0.2), 0.4 + -1.5 * 0.2]
    forward = sum(a * b for a, b in zip(w, moved))
    backward = by_x * u[0] + by_y[0] * u[1][0] + by_y[1] * u[1][1]
    assert forward == pytest.approx(backward, rel=1e-14)


# What transforms leave alone.


def test_grad_attributes_are_untouched():
    w = Value(3.0)
    w.grad = 7.0
    assert grad(lambda x: w * x)(2.0) == 3.0
    assert w.grad == 7.0
    assert gradients(w * w, w) == 6.0
    assert w.grad == 7.0


def test_plain_numbers_give_plain_numbers_and_values_give_values():
    assert type(grad(lambda x: x * x)(3.0)) is float
    x = Value(3.0)
    slope = grad(lambda x: x**3)(x)
    assert isinstance(slope, Value)
    slope.backward()
    assert x.grad == 18.0


def test_transforms_work_inside_no_grad():
    with no_grad():
        assert grad(grad(lambda x: x**3))(2.0) == 12.0


def test_gradients_by_an_inner_node():
    x = Value(2.0)
    y = x * x
    assert gradients(y * y + x, [x, y]) == [33.0, 8.0]


def test_gradients_create_graph_to_third_order():
    x = Value(0.7)
    y = sin(x)
    for expected in (math.cos(0.7), -math.sin(0.7), -math.cos(0.7)):
        y = gradients(y, x, create_graph=True)
        assert y.data == pytest.approx(expected, rel=1e-14)


# Errors.


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        (lambda: grad(lambda x: None)(1.0), TypeError, "returned NoneType"),
        (lambda: grad(lambda x: [x])(1.0), TypeError, "jacobian takes lists"),
        (lambda: grad(lambda x: x, argnums=1)(1.0), ValueError, "has 1 positional"),
        (
            lambda: grad(lambda x: x, argnums=(0, 0))(1.0),
            ValueError,
            "each argument once",
        ),
        (lambda: grad(lambda x: x)("1"), TypeError, "got str"),
        (lambda: jacobian(lambda x: x, mode="sideways"), ValueError, "mode"),
        (lambda: jvp(lambda x: x, (1.0,), (1.0, 2.0)), ValueError, "got 2 parts"),
        (lambda: gradients(3.0, Value(1.0)), TypeError, "got 3.0"),
        (
            lambda: grad(lambda x: 2.0, unused="error")(1.0),
            ValueError,
            "does not depend on input 0",
        ),
        (lambda: grad(lambda x: x, unused="no")(1.0), ValueError, "or 'error'"),
    ],
)
def test_bad_input_gets_one_clear_sentence(call, error, words):
    with pytest.raises(error, match=words):
        call()


def test_an_input_without_influence_has_derivative_zero():
    assert grad(lambda x, y: 3 * x, argnums=(0, 1))(1.0, 2.0) == (3.0, 0.0)
    assert grad(lambda x: 2.0)(1.0) == 0.0


# Found by breaking it.


def test_dicts_match_by_key_and_other_shapes_are_refused():
    def f(d):
        return d["a"] * 10 + d["b"]

    assert jvp(f, ({"a": 1.0, "b": 2.0},), ({"b": 1.0, "a": 0.0},)) == (12.0, 1.0)
    pull_back = vjp(lambda x: {"a": x, "b": 2 * x}, 1.0)[1]
    assert pull_back({"b": 1.0, "a": 0.0}) == (2.0,)
    found = hvp(lambda d: d["a"] ** 2 * d["b"])({"a": 3.0, "b": 5.0}, {"b": 0, "a": 1})
    assert found == {"a": 10.0, "b": 6.0}
    for wrong in ({"x": 1.0, "y": 0.0}, [1.0, 0.0], 3.0):
        with pytest.raises(ValueError, match="needs a dict with 'a', 'b'"):
            jvp(f, ({"a": 1.0, "b": 2.0},), (wrong,))
    with pytest.raises(
        ValueError, match=r"tangents\[0\]\[0\]: got 2 parts, needs one number"
    ):
        jvp(lambda x: x[0], ([1.0],), ([[1.0, 2.0]],))
    with pytest.raises(ValueError, match=r"array of shape \(2,\)"):
        hvp(lambda x: (x * x).sum())(np.ones(3), np.ones(2))


def test_stale_data_are_refused_before_they_are_mixed_with_new():
    x = Value(3.0)
    y = x * x * x
    x.data = 100.0
    assert gradients(y, x) == 27.0
    with pytest.raises(ValueError, match="record it again"):
        gradients(y, x, create_graph=True)


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        (lambda: grad(lambda x: x > 0)(1.0), TypeError, "returned bool"),
        (lambda: grad(lambda x: x, argnums=1.0)(1.0), TypeError, "argnums: got 1.0"),
        (lambda: grad(lambda x: x * x)(x=3.0), TypeError, "no positional arguments"),
        (lambda: hvp(lambda x: x)(), TypeError, "hvp: got no arguments"),
    ],
)
def test_more_bad_input(call, error, words):
    with pytest.raises(error, match=words):
        call()
    assert grad(lambda x: x * x, argnums=np.int64(0))(3.0) == 6.0


def test_an_input_that_meets_all_others_costs_no_more_passes(monkeypatch):
    from autograd.differentiation import sparsity

    passes = []
    real = sparsity.tangents
    monkeypatch.setattr(
        sparsity, "tangents", lambda *given: passes.append(1) or real(*given)
    )
    n = 50
    entries = sparse_hessian(lambda u: autograd.sum(a * a * u[0] for a in u))(
        [1.0 + i for i in range(n)]
    )
    assert len(passes) == 2
    assert len(entries) == 3 * n - 2
    assert entries[0, 0] == 6.0
    assert all(entries[i, 0] == entries[0, i] == 2.0 * (1 + i) for i in range(1, n))


def test_random_sparse_hessians_agree_with_products_by_unit_vectors():
    import random

    draw = random.Random(1)
    for _ in range(30):
        n = draw.randint(1, 8)
        pairs = [
            (draw.randrange(n), draw.randrange(n)) for _ in range(draw.randint(0, 12))
        ]

        def f(x, pairs=pairs):
            return autograd.sum([sin(1.3 * x[i]) * exp(0.7 * x[j]) for i, j in pairs])

        x = [draw.uniform(-1, 1) for _ in range(n)]
        matrix = hessian(f)(x)
        for j in range(n):
            column = hvp(f)(x, [float(k == j) for k in range(n)])
            assert [row[j] for row in matrix] == pytest.approx(column, abs=1e-12)
