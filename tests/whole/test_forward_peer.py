"""Derivatives against num-dual, an engine of hyper-dual numbers in Rust.

It shares nothing with this one: no graph, no table. Its package is in the extra
``bench``; without it these tests are skipped.
"""

import random

import pytest

from autograd import grad, hessian, jacobian, value_and_grad

num_dual = pytest.importorskip("num_dual", reason="no num-dual: install .[bench]")

# Written with methods, which both engines have under NumPy's names.
OF_ONE = {
    "waves": lambda x: x.sin() * (x * x).cos() / (x.tanh() + 2),
    "growth": lambda x: (x.exp() + 1).log() * x.cbrt() - x.expm1(),
    "arcs": lambda x: (x / 3).arcsin() * x.arctan() + (x + 2).arccosh(),
    "hyperbolic": lambda x: x.sinh() / x.cosh() + (x / 4).arctanh() * x.arcsinh(),
    "roots": lambda x: (x * x + 1).sqrt() * (x + 1).log2() - (x + 2).log10(),
    "nested": lambda x: ((x.sin() + 2).log() * 3).tan() / (x + 1).log1p(),
}
OF_MANY = {
    "product": lambda v: v[0] * v[1].exp() * v[2].sin() + v[0] / v[2],
    "distance": lambda v: ((v[0] - v[1]) * (v[0] - v[1]) + v[2] * v[2]).sqrt(),
    "chain": lambda v: (v[0].tanh() * v[1] + 1).log1p() * v[2].exp() - v[1] / 3,
}


@pytest.mark.parametrize("name", OF_ONE)
def test_three_derivatives_of_a_function_of_one_number(name):
    f, draw = OF_ONE[name], random.Random(name)
    for _ in range(20):
        x = draw.uniform(0.2, 0.9)
        expected = num_dual.third_derivative(f, x)
        found = [
            f_n(x) for f_n in (value_and_grad(f), grad(grad(f)), grad(grad(grad(f))))
        ]
        assert (*found[0], *found[1:]) == pytest.approx(expected, rel=1e-11, abs=1e-12)


@pytest.mark.parametrize("name", OF_MANY)
def test_hessians_of_functions_of_three_numbers(name):
    f, draw = OF_MANY[name], random.Random(name)
    for _ in range(20):
        v = [draw.uniform(0.2, 1.5) for _ in range(3)]
        value, gradient, matrix = num_dual.hessian(f, v)
        assert value_and_grad(f)(v)[0] == pytest.approx(value, rel=1e-13)
        assert grad(f)(v) == pytest.approx(gradient, rel=1e-12)
        for row, expected in zip(hessian(f)(v), matrix):
            assert row == pytest.approx(expected, rel=1e-11, abs=1e-12)


@pytest.mark.parametrize("mode", ["forward", "reverse"])
def test_a_jacobian(mode):
    def f(v):
        return [g(v) for g in OF_MANY.values()]

    v = [0.4, 0.7, 1.1]
    _, expected = num_dual.jacobian(f, v)
    for row, numbers in zip(jacobian(f, mode=mode)(v), expected):
        assert row == pytest.approx(numbers, rel=1e-12)
