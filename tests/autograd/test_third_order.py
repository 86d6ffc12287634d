"""Third derivatives of every row, by nested grad, against mpmath's of a reference."""

import itertools

import pytest
from mpmath import mp, mpf

from autograd import functions, grad
from autograd.operations import TABLE, VARIADIC
from tests.autograd.test_operations import orders, points, reference

ROWS = [row for row in TABLE + VARIADIC if row.name != "where"]


def derivative(f, places):
    """f differentiated by the operand at each of the places, one after another."""
    for place in places:
        f = grad(f, argnums=place)
    return f


def function_of(row):
    """A row as a function of its operands one by one."""
    function = getattr(functions, row.name)
    if row.name == "dot":
        return lambda c, u, v, w, x: function([u, w], [v, x], c)
    return function


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_derivatives_to_third_order(row):
    f = function_of(row)
    for point in points(row, 2):
        count = min(len(point), 2)  # operands beyond the second are like the second
        with mp.workdps(60):
            for places in itertools.combinations_with_replacement(range(count), 3):
                order = orders(len(point), *places)
                exact = float(mp.diff(reference(row), tuple(map(mpf, point)), order))
                found = derivative(f, places)(*point)
                assert found == pytest.approx(exact, rel=1e-11, abs=1e-13), places


def test_the_check_sees_a_wrong_third_derivative():
    """sin, differentiated thrice, is not +cos."""
    assert derivative(functions.sin, (0, 0, 0))(0.3) != pytest.approx(mp.cos(0.3))
