"""Every row of the table, in a loop: its value, its derivatives and their derivatives.

A row is compared with a second definition of the same function, of 40 decimal digits.
A row without one below is known to mpmath or to ``operator`` under its own name; else
its text itself is read with the digits of mpmath, which leaves its derivatives to test.
"""

import cmath
import math
import operator
import random
import sys

import pytest
from mpmath import mp, mpf

from autograd import Value, functions
from autograd.differentiation.derivatives import value_reading
from autograd.operations import ALIASES, OPERATIONS, TABLE, VARIADIC, WORDS
from autograd.support.readings import careful_namespace, is_operator, reading
from autograd.value import apply

ROWS = TABLE + VARIADIC
EPSILON = sys.float_info.epsilon
SMALLEST_NORMAL = sys.float_info.min


def erfc(a):
    """1 - erf(a); mpmath itself gives up where that is 0 or 2 to all its digits."""
    return mp.erfc(a) if abs(a) < 1e6 else mpf(0 if a > 0 else 2)


REFERENCES = {
    "cbrt": lambda a: mp.sign(a) * mp.cbrt(abs(a)),
    "dot": lambda c, *x: c + mp.fsum(p * q for p, q in zip(x[::2], x[1::2])),
    "elu": lambda a, b: a if a > 0 else b * mp.expm1(a),
    "erfc": erfc,
    "gelu": lambda a: a * erfc(-a / mp.sqrt(2)) / 2,
    "leaky_relu": lambda a, b: a if a > 0 else b * a,
    "log2": lambda a: mp.log(a) / mp.log(2),
    "log10": lambda a: mp.log(a) / mp.log(10),
    "logistic": lambda a: 1 / (1 + mp.exp(-a)),
    "logit": lambda a: mp.log(a) - mp.log(1 - a),
    "logsumexp": lambda *x: mp.log(mp.fsum(map(mp.exp, x))),
    "max": max,
    "maximum": max,
    "mean": lambda *x: mp.fsum(x) / len(x),
    "min": min,
    "minimum": min,
    "prod": lambda *x: mp.fprod(x),
    "reciprocal": lambda a: a**-1,
    "relu": lambda a: max(a, mpf(0)),
    "silu": lambda a: a / (1 + mp.exp(-a)),
    "softplus": lambda a: mp.log1p(mp.exp(a)),
    "square": lambda a: a**2,
    "sum": lambda *x: mp.fsum(x),
    "where": lambda a, b, c: b if a else c,
}
OF_MPMATH = {name: getattr(mp, name) for name in dir(mp)} | WORDS | {"abs": abs}
OF_MPMATH |= {"pow": operator.pow, "logistic": REFERENCES["logistic"], "erfc": erfc}
OF_COMPLEX = {name: getattr(cmath, name) for name in dir(cmath)} | {"pow": operator.pow}


@pytest.fixture(autouse=True)
def forty_digits():
    with mp.workdps(40):
        yield


def reference(row):
    """The second definition of a row, as a function of mpmath numbers."""
    for source in (REFERENCES.get(row.name), getattr(mp, row.name, None)):
        if source:
            return source
    if hasattr(operator, row.name):
        return getattr(operator, row.name)
    value, _ = reading(row, OF_MPMATH, "mpmath")
    return (lambda *x: value(x)) if row.variadic else value


def points(row, count):
    """Operands for a row, drawn from its domain: the same ones in every run."""
    draw = random.Random(row.name).uniform
    many = 5 if row.variadic else len(row.letters)
    ranges = row.domain if isinstance(row.domain[0], tuple) else (row.domain,) * many
    return [tuple(draw(*pair) for pair in ranges) for _ in range(count)]


def orders(count, *places):
    """The order of differentiation by each of so many operands."""
    return tuple(places.count(i) for i in range(count))


def relative_error(found, exact):
    """|found - exact| / |exact|, where numbers too small to be normal count as 0."""
    if exact == 0 or abs(exact) > sys.float_info.max:
        return 0.0 if found == float(exact) else math.inf
    error = abs(mpf(found) - exact)
    return 0.0 if error < SMALLEST_NORMAL else float(error / abs(exact))


def check_values(row, count=10):
    for point in points(row, count):
        exact = reference(row)(*map(mpf, point))
        assert relative_error(apply(row, *point), exact) < 1e-14, point


def check_derivatives(row, count=4):
    for point in points(row, count):
        found = apply(row, *map(Value, point)).derivatives
        for i in range(len(point)):
            order = orders(len(point), i)
            exact = mp.diff(reference(row), tuple(map(mpf, point)), order)
            assert relative_error(found[i], exact) < 1e-14, (i, point)


def complex_steps(row, point):
    """The derivatives of a row's value by its operands: exact, where it is analytic."""
    value, _ = reading(row, OF_COMPLEX, "complex numbers")
    step = 1e-25
    for i in range(len(point)):
        moved = [x + 1j * step * (i == k) for k, x in enumerate(point)]
        yield complex(value(*moved)).imag / step


def is_analytic(row):
    """Whether its text means something for complex numbers: no choice, no erf."""
    try:
        return not row.variadic and any(complex_steps(row, points(row, 1)[0]))
    except (NameError, TypeError):
        return False


ANALYTIC = [row for row in TABLE if is_analytic(row)]


def check_with_complex_steps(row, count=50):
    for point in points(row, count):
        found = apply(row, *map(Value, point)).derivatives
        for slope, exact in zip(found, complex_steps(row, point)):
            assert relative_error(slope, exact) < 1e-14, point


def slopes_as_values(row, values):
    """The derivatives of a row, each a Value (or float) that was computed from them."""
    _, derivatives = value_reading(row)
    out = apply(row, *values)
    if row.variadic:
        return derivatives[0](values, out)
    return [derivative(*values, out) for derivative in derivatives]


def second_derivatives(row, point):
    """A matrix: the derivatives of the derivatives of a row, through its text."""
    values = [Value(x) for x in point]
    matrix = []
    for slope in slopes_as_values(row, values):
        for value in values:
            value.grad = None
        if isinstance(slope, Value):
            slope.backward()
        matrix.append([value.grad for value in values])
    return matrix


def check_second_derivatives(row, count=2):
    for point in points(row, count):
        matrix = second_derivatives(row, point)
        for i in range(len(point)):
            for k in range(len(point)):
                order = orders(len(point), i, k)
                exact = mp.diff(reference(row), tuple(map(mpf, point)), order)
                error = abs(exact - matrix[i][k])
                assert error < 1e-13 * (1 + abs(exact)), (i, k, point)


every_row = pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)


@every_row
def test_value_is_that_of_the_second_definition(row):
    check_values(row)


@every_row
def test_derivatives_are_those_of_the_second_definition(row):
    check_derivatives(row)


@pytest.mark.parametrize("row", ANALYTIC, ids=lambda row: row.name)
def test_derivatives_of_analytic_rows_are_the_complex_step(row):
    check_with_complex_steps(row)


def test_the_complex_step_reaches_whatever_is_analytic():
    names = {row.name for row in ANALYTIC}
    assert {"add", "truediv", "pow", "sqrt", "exp", "tan", "acos", "atanh"} <= names
    assert not names & {"abs", "relu", "maximum", "erf"}


@every_row
def test_derivatives_of_derivatives_come_from_the_same_text(row):
    check_second_derivatives(row)


OPERATORS = [row for row in TABLE if is_operator(row)]
UNARY = [row for row in TABLE if len(row.letters) - len(row.defaults) == 1]


FAR = [sign * x for x in (8.0, 30.0, 400.0, 720.0, 1e3, 1e5) for sign in (1, -1)]


@pytest.mark.parametrize("row", UNARY, ids=lambda row: row.name)
def test_second_derivatives_hold_far_out(row):
    mp.dps = 60
    for x in FAR:
        matrix = second_derivatives(row, (x, *row.defaults))
        operands = (mpf(x), *map(mpf, row.defaults))
        exact = mp.diff(reference(row), operands, orders(len(operands), 0, 0))
        if not isinstance(exact, mp.mpc) and abs(exact) < sys.float_info.max:
            assert abs(matrix[0][0] - exact) < 1e-12 * (1 + abs(exact)), x


SECOND_AT_EDGES = [
    ("pow", (0.0, 2.0), 0, 0, 2.0),
    ("pow", (0.0, 3.0), 0, 0, 0.0),
    ("pow", (-2.0, 3.0), 0, 0, -12.0),
    ("pow", (3.0, 0.0), 0, 1, 1 / 3),
    ("square", (0.0,), 0, 0, 2.0),
    ("relu", (0.0,), 0, 0, 0.0),
    ("abs", (0.0,), 0, 0, 0.0),
    ("softplus", (0.0,), 0, 0, 0.25),
    ("logistic", (0.0,), 0, 0, 0.0),
    ("maximum", (2.0, 2.0), 0, 1, 0.0),
    ("max", (2.0, 2.0), 0, 1, 0.0),
    ("prod", (0.0, 0.0, 4.0), 0, 1, 4.0),
    ("dot", (1.0, 0.0, 0.0), 1, 2, 1.0),
    ("logsumexp", (1000.0, 0.0), 0, 1, 0.0),
    ("logsumexp", (0.5, 0.5), 0, 0, 0.25),
    ("logsumexp", (0.5, 0.5), 0, 1, -0.25),
    ("logsumexp", (2.0, 2.0, 2.0), 0, 1, -1 / 9),
]


@pytest.mark.parametrize(("name", "point", "i", "k", "expected"), SECOND_AT_EDGES)
def test_second_derivatives_at_edges(name, point, i, k, expected):
    matrix = second_derivatives(OPERATIONS[name], point)
    assert matrix[i][k] == pytest.approx(expected, rel=1e-14)


def spreads():
    """Lists of operands for logsumexp: near and far apart, small and large."""
    rng = random.Random(1986)
    for width in (1e-8, 1.0, 30.0, 700.0):
        for centre in (0.0, -3.0, 40.0, 1e6, -1e300):
            for count in (1, 2, 4):
                yield [centre + rng.uniform(-width, width) for _ in range(count)]


def test_logsumexp_is_stable_over_the_whole_range():
    """Its error is measured on the greatest operand where that and the rest cancel."""
    for x in spreads():
        found = apply(OPERATIONS["logsumexp"], *x)
        exact = REFERENCES["logsumexp"](*map(mpf, x))
        error = abs(found - exact)
        assert error < 4 * EPSILON * max(abs(exact), abs(max(x))), x


def test_derivatives_of_logsumexp_are_stable_over_the_whole_range():
    for x in spreads():
        found = apply(OPERATIONS["logsumexp"], *map(Value, x)).derivatives
        exponentials = [mp.exp(a) for a in x]
        for slope, exponential in zip(found, exponentials):
            exact = exponential / mp.fsum(exponentials)
            assert relative_error(slope, exact) < 4 * EPSILON, x


# The shape of the table.


def test_names_are_different_and_aliases_name_rows():
    assert len({row.name for row in ROWS}) == len(ROWS)
    assert {row.name for row in ROWS} <= set(OPERATIONS)  # programs may add their own
    assert set(ALIASES.values()) <= set(OPERATIONS)
    assert not set(ALIASES) & set(OPERATIONS)


@every_row
def test_a_row_is_a_function_and_a_method(row):
    numbers = points(row, 1)[0]
    operands = [Value(x) for x in numbers]
    given = (operands,) if row.variadic else operands
    if row.name == "dot":
        given = operands[1::2], operands[2::2], operands[0]
    result = getattr(functions, row.name)(*given)
    assert (result.operation, result.data) == (row.name, apply(row, *numbers))
    if not row.variadic and len(row.letters) <= 2:
        method = getattr(Value, row.name)(*operands)
        assert (method.operation, method.data) == (row.name, result.data)


@pytest.mark.parametrize("name", ["maximum", "minimum"])
def test_of_equal_operands_the_first_is_the_result(name):
    for x in ((0.0, -0.0), (-0.0, 0.0)):
        assert str(apply(OPERATIONS[name], *x)) == str(x[0])


@pytest.mark.parametrize("name", ["max", "min"])
def test_what_is_nan_has_the_slope_nan_by_all(name):
    node = apply(OPERATIONS[name], *map(Value, (1.0, math.nan, 2.0)))
    assert [str(x) for x in (node.data, *node.derivatives)] == ["nan"] * 4


@pytest.mark.parametrize(
    ("x", "shares"),
    [
        ((math.inf, 1.0, math.inf), (0.5, 0.0, 0.5)),
        ((-math.inf, -math.inf), (0.5, 0.5)),
        ((-math.inf, 3.0), (0.0, 1.0)),
    ],
)
def test_infinite_operands_of_logsumexp_share_its_slope(x, shares):
    node = apply(OPERATIONS["logsumexp"], *map(Value, x))
    assert (node.data, node.derivatives) == (max(x), shares)


@pytest.mark.parametrize("alias", ALIASES)
def test_an_alias_is_the_same_method(alias):
    assert getattr(Value, alias) is getattr(Value, ALIASES[alias])


@every_row
def test_results_and_derivatives_are_floats(row):
    for point in [*points(row, 5), *[(x,) * len(points(row, 1)[0]) for x in (0, 1)]]:
        node = apply(row, *map(Value, point))
        assert type(node.data) is float
        assert {type(slope) for slope in node.derivatives} == {float}
        assert type(apply(row, *point)) is float


@pytest.mark.parametrize("row", OPERATORS, ids=lambda row: row.name)
def test_an_operator_of_python_makes_one_node_of_the_row(row):
    point = points(row, 1)[0]
    operands = [Value(x) for x in point]
    result = getattr(operator, row.name)(*operands)
    assert result.operation == row.name
    assert result.operands == tuple(operands)
    assert len(result.derivatives) == len(point)


# The tester, tested: a wrong row does not pass.


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.name)
def test_a_derivative_off_by_one_part_in_a_billion_is_caught(row):
    for i, text in enumerate(row.derivatives):
        wrong = list(row.derivatives)
        wrong[i] = f"3e-9 + ({text}) * 1.000000001"
        with pytest.raises(AssertionError):
            check_derivatives(row._replace(derivatives=tuple(wrong)))
        if row in ANALYTIC:
            with pytest.raises(AssertionError):
                check_with_complex_steps(row._replace(derivatives=tuple(wrong)))


@pytest.mark.parametrize("row", VARIADIC, ids=lambda row: row.name)
def test_a_wrong_share_is_caught(row, monkeypatch):
    off = lambda shares: [1e-9 + 1.000000001 * d for d in shares]  # noqa: E731
    monkeypatch.setitem(careful_namespace, "off", off)
    wrong = f"off({row.derivatives[0]})"
    with pytest.raises(AssertionError):
        check_derivatives(row._replace(derivatives=(wrong,)))


@pytest.mark.parametrize(
    "row", [row for row in TABLE if row.name in REFERENCES], ids=lambda row: row.name
)
def test_a_wrong_value_is_caught(row):
    with pytest.raises(AssertionError):
        check_values(row._replace(value=f"({row.value}) * 1.000000001"))


def test_a_wrong_second_derivative_is_caught():
    """The slope itself is right here, but it forgets that out depends on a."""

    def slope(a, out):
        return out.detach() if isinstance(out, Value) else out

    detached = OPERATIONS["exp"]._replace(derivatives=(slope,))
    with pytest.raises(AssertionError):
        check_second_derivatives(detached)
