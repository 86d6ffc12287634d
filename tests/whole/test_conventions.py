"""What every operation answers at its edges, as one table, in every way of calling it.

The table holds literal numbers: IEEE 754's for values; for derivatives those of the
conventions and, where they say nothing, the ones PyTorch gives in double precision.
"""

import math
import operator
from decimal import Decimal
from fractions import Fraction
from itertools import product
from math import inf, nan

import numpy as np
import pytest

import autograd
from autograd import Value, functions
from autograd.operations import OPERATIONS, TABLE
from autograd.support.readings import is_operator
from autograd.value import apply

# A test's own words for exact equality: nan equals nan, and 0.0 is not -0.0.
same = repr

# operation, operands: value, derivatives
EDGES = [
    ("relu", (0.0,), 0.0, (0.0,)),
    ("relu", (-0.0,), 0.0, (0.0,)),
    ("relu", (nan,), nan, (nan,)),
    ("relu", (inf,), inf, (1.0,)),
    ("relu", (-inf,), 0.0, (0.0,)),
    ("relu", (5e-324,), 5e-324, (1.0,)),
    ("leaky_relu", (0.0, 0.01), 0.0, (0.01, 0.0)),
    ("leaky_relu", (nan, 0.01), nan, (nan, nan)),
    ("leaky_relu", (-inf, 0.01), -inf, (0.01, -inf)),
    ("elu", (0.0, 1.0), 0.0, (1.0, 0.0)),
    ("elu", (0.0, 2.0), 0.0, (2.0, 0.0)),
    ("elu", (-inf, 2.0), -2.0, (0.0, -1.0)),
    ("elu", (inf, 2.0), inf, (1.0, 0.0)),
    ("elu", (nan, 2.0), nan, (nan, nan)),
    ("abs", (0.0,), 0.0, (0.0,)),
    ("abs", (-inf,), inf, (-1.0,)),
    ("abs", (nan,), nan, (nan,)),
    ("maximum", (2.0, 2.0), 2.0, (0.5, 0.5)),
    ("minimum", (2.0, 2.0), 2.0, (0.5, 0.5)),
    ("maximum", (inf, inf), inf, (0.5, 0.5)),
    ("maximum", (nan, 1.0), nan, (nan, nan)),
    ("maximum", (1.0, nan), nan, (nan, nan)),
    ("minimum", (nan, 1.0), nan, (nan, nan)),
    ("minimum", (1.0, nan), nan, (nan, nan)),
    ("maximum", (-inf, 1.0), 1.0, (0.0, 1.0)),
    ("minimum", (-inf, 1.0), -inf, (1.0, 0.0)),
    ("max", (2.0, 1.0, 2.0), 2.0, (0.5, 0.0, 0.5)),
    ("min", (1.0, 1.0, 1.0), 1.0, (1 / 3, 1 / 3, 1 / 3)),
    ("max", (2.0, nan, 3.0), nan, (nan, nan, nan)),
    ("min", (2.0, nan, 3.0), nan, (nan, nan, nan)),
    ("max", (-inf, -inf), -inf, (0.5, 0.5)),
    ("exp", (1000.0,), inf, (inf,)),
    ("exp", (-1000.0,), 0.0, (0.0,)),
    ("expm1", (1000.0,), inf, (inf,)),
    ("expm1", (-1000.0,), -1.0, (0.0,)),
    ("sinh", (1000.0,), inf, (inf,)),
    ("sinh", (-1000.0,), -inf, (inf,)),
    ("cosh", (-1000.0,), inf, (-inf,)),
    ("log", (0.0,), -inf, (inf,)),
    ("log", (-0.0,), -inf, (inf,)),
    ("log", (-1.0,), nan, (nan,)),
    ("log", (inf,), inf, (0.0,)),
    ("log2", (0.0,), -inf, (inf,)),
    ("log2", (-1.0,), nan, (nan,)),
    ("log10", (0.0,), -inf, (inf,)),
    ("log10", (-1.0,), nan, (nan,)),
    ("log1p", (-1.0,), -inf, (inf,)),
    ("log1p", (-2.0,), nan, (nan,)),
    ("sqrt", (0.0,), 0.0, (inf,)),
    ("sqrt", (-0.0,), -0.0, (inf,)),
    ("sqrt", (-1.0,), nan, (nan,)),
    ("sqrt", (inf,), inf, (0.0,)),
    ("cbrt", (-8.0,), -2.0, (1 / 12,)),
    ("cbrt", (0.0,), 0.0, (inf,)),
    ("square", (1e200,), inf, (2e200,)),
    ("reciprocal", (0.0,), inf, (-inf,)),
    ("reciprocal", (-0.0,), -inf, (-inf,)),
    ("reciprocal", (inf,), 0.0, (-0.0,)),
    ("truediv", (1.0, 0.0), inf, (inf, -inf)),
    ("truediv", (-1.0, 0.0), -inf, (inf, inf)),
    ("truediv", (1.0, -0.0), -inf, (-inf, -inf)),
    ("truediv", (0.0, 0.0), nan, (inf, nan)),
    ("truediv", (1.0, inf), 0.0, (0.0, -0.0)),
    ("mul", (0.0, inf), nan, (inf, 0.0)),
    ("add", (inf, -inf), nan, (1.0, 1.0)),
    ("sub", (inf, inf), nan, (1.0, -1.0)),
    ("mul", (1e200, 1e200), inf, (1e200, 1e200)),
    ("pow", (0.0, 0.0), 1.0, (0.0, 0.0)),
    ("pow", (-0.0, 0.0), 1.0, (0.0, 0.0)),
    ("pow", (nan, 0.0), 1.0, (0.0, nan)),
    ("pow", (5e-324, 0.0), 1.0, (0.0, -744.4400719213812)),
    ("pow", (0.0, 0.5), 0.0, (inf, 0.0)),
    ("pow", (0.0, 1.0), 0.0, (1.0, 0.0)),
    ("pow", (0.0, 2.0), 0.0, (0.0, 0.0)),
    ("pow", (0.0, 3.0), 0.0, (0.0, 0.0)),
    ("pow", (0.0, -1.0), inf, (-inf, -inf)),
    ("pow", (-0.0, -1.0), -inf, (-inf, inf)),
    ("pow", (-8.0, 1 / 3), nan, (nan, nan)),
    ("pow", (-2.0, 2.0), 4.0, (-4.0, nan)),
    ("pow", (-2.0, 3.0), -8.0, (12.0, nan)),
    ("pow", (-2.0, -1.0), -0.5, (-0.25, nan)),
    ("pow", (2.0, 3.0), 8.0, (12.0, 5.545177444479562)),
    ("pow", (10.0, 400.0), inf, (inf, inf)),
    ("pow", (-10.0, 401.0), -inf, (inf, nan)),
    ("pow", (1.0, inf), 1.0, (inf, 0.0)),
    ("pow", (1.0, nan), 1.0, (nan, 0.0)),
    ("pow", (inf, 0.0), 1.0, (0.0, inf)),
    ("pow", (inf, 2.0), inf, (inf, inf)),
    ("logistic", (1000.0,), 1.0, (0.0,)),
    ("logistic", (-1000.0,), 0.0, (0.0,)),
    ("logistic", (inf,), 1.0, (0.0,)),
    ("logistic", (-inf,), 0.0, (0.0,)),
    ("logistic", (0.0,), 0.5, (0.25,)),
    ("softplus", (1000.0,), 1000.0, (1.0,)),
    ("softplus", (-1000.0,), 0.0, (0.0,)),
    ("softplus", (inf,), inf, (1.0,)),
    ("softplus", (-inf,), 0.0, (0.0,)),
    ("softplus", (0.0,), 0.6931471805599453, (0.5,)),
    ("tanh", (1000.0,), 1.0, (0.0,)),
    ("tanh", (-inf,), -1.0, (0.0,)),
    ("logit", (0.0,), -inf, (inf,)),
    ("logit", (-0.0,), -inf, (inf,)),
    ("logit", (1.0,), inf, (inf,)),
    ("logit", (-0.5,), nan, (nan,)),
    ("logit", (1.5,), nan, (nan,)),
    ("silu", (0.0,), 0.0, (0.5,)),
    ("silu", (inf,), inf, (nan,)),
    ("silu", (-inf,), nan, (nan,)),
    ("silu", (1000.0,), 1000.0, (1.0,)),
    ("gelu", (0.0,), 0.0, (0.5,)),
    ("gelu", (1000.0,), 1000.0, (1.0,)),
    ("gelu", (-inf,), nan, (nan,)),
    ("asin", (1.0,), math.pi / 2, (inf,)),
    ("asin", (2.0,), nan, (nan,)),
    ("acos", (1.0,), 0.0, (-inf,)),
    ("acos", (2.0,), nan, (nan,)),
    ("atan", (inf,), math.pi / 2, (0.0,)),
    ("acosh", (1.0,), 0.0, (inf,)),
    ("acosh", (0.5,), nan, (nan,)),
    ("atanh", (1.0,), inf, (inf,)),
    ("atanh", (-1.0,), -inf, (inf,)),
    ("sin", (inf,), nan, (nan,)),
    ("atan2", (0.0, 0.0), 0.0, (0.0, 0.0)),
    ("atan2", (0.0, -0.0), math.pi, (0.0, 0.0)),
    ("atan2", (1.0, 0.0), math.pi / 2, (0.0, -1.0)),
    ("atan2", (0.0, -1.0), math.pi, (-1.0, 0.0)),
    ("atan2", (1e-300, 1e-300), math.pi / 4, (5e299, -5e299)),
    ("atan2", (1e300, 1e300), math.pi / 4, (5e-301, -5e-301)),
    ("hypot", (0.0, 0.0), 0.0, (nan, nan)),
    ("hypot", (3e200, 4e200), 5e200, (0.6, 0.8)),
    ("hypot", (inf, nan), inf, (nan, nan)),
    ("logsumexp", (1000.0, 1000.0), 1000.6931471805599, (0.5, 0.5)),
    ("logsumexp", (-1000.0, -1000.0), -999.3068528194401, (0.5, 0.5)),
    ("logsumexp", (-inf, 0.0), 0.0, (0.0, 1.0)),
    ("logsumexp", (nan, 0.0), nan, (nan, nan)),
    ("prod", (0.0, 3.0, 4.0), 0.0, (12.0, 0.0, 0.0)),
    ("prod", (0.0, 0.0, 4.0), 0.0, (0.0, 0.0, 0.0)),
    ("mean", (inf, 1.0), inf, (0.5, 0.5)),
    ("sum", (1e308, 1e308, -1e308), inf, (1.0, 1.0, 1.0)),
]
edge = pytest.mark.parametrize(
    ("name", "operands", "value", "derivatives"),
    EDGES,
    ids=[f"{name}{operands}" for name, operands, *_ in EDGES],
)


def close(found, expected):
    """Equal, with nan equal to nan and a last digit forgiven."""
    if math.isnan(expected) or math.isinf(expected):
        return same(float(found)) == same(expected)
    return math.isclose(found, expected, rel_tol=1e-15, abs_tol=0.0)


@edge
def test_a_function_of_plain_numbers(name, operands, value, derivatives):
    found = getattr(functions, name)(*operands)
    assert type(found) is float
    assert close(found, value)


@edge
def test_a_function_of_values(name, operands, value, derivatives):
    node = getattr(functions, name)(*map(Value, operands))
    assert close(node.data, value)
    assert len(node.derivatives) == len(derivatives)
    assert all(map(close, node.derivatives, derivatives))


@edge
def test_a_method(name, operands, value, derivatives):
    if OPERATIONS[name].variadic:
        return
    first, *rest = map(Value, operands)
    node = getattr(first, name)(*rest)
    assert close(node.data, value)
    assert all(map(close, node.derivatives, derivatives))


@edge
def test_one_value_among_plain_numbers(name, operands, value, derivatives):
    """Each operand in turn is the Value, so the reflected operators have their turn."""
    for i, x in enumerate(map(Value, operands)):
        given = [*operands[:i], x, *operands[i + 1 :]]
        node = getattr(functions, name)(*given)
        assert close(node.data, value)
        assert len(node.derivatives) == 1
        assert close(node.derivatives[0], derivatives[i])


@edge
def test_an_operator(name, operands, value, derivatives):
    if not is_operator(OPERATIONS[name]):
        return
    for i, x in enumerate(map(Value, operands)):
        node = getattr(operator, name)(*operands[:i], x, *operands[i + 1 :])
        assert close(node.data, value)
        assert close(node.derivatives[0], derivatives[i])
    node = getattr(operator, name)(*map(Value, operands))
    assert all(map(close, node.derivatives, derivatives))


@edge
def test_a_gradient(name, operands, value, derivatives):
    operands = [Value(x) for x in operands]
    getattr(functions, name)(*operands).backward()
    for operand, derivative in zip(operands, derivatives):
        assert close(operand.grad, derivative + 0.0)  # adding to 0.0 loses a -0.0


# Rows at 0.0, 1.0, -1.0, 2.0, inf, -inf, nan: the derivatives that PyTorch gives. Ours
# differ on purpose where a nan would become a healthy number, and where a formula would
# give a slope where there is no value: log, log2, log10, log1p, acosh, atanh.
PLACES = (0.0, 1.0, -1.0, 2.0, inf, -inf, nan)
DERIVATIVES = {
    "neg": (-1, -1, -1, -1, -1, -1, -1),
    "square": (0, 2, -2, 4, inf, -inf, nan),
    "reciprocal": (-inf, -1, -1, -0.25, 0, 0, nan),
    "sqrt": (inf, 0.5, nan, 0.3535533906, 0, nan, nan),
    "exp": (1, 2.718281828, 0.3678794412, 7.389056099, inf, 0, nan),
    "expm1": (1, 2.718281828, 0.3678794412, 7.389056099, inf, 0, nan),
    "log": (inf, 1, nan, 0.5, 0, nan, nan),
    "log1p": (1, 0.5, inf, 0.3333333333, 0, nan, nan),
    "log2": (inf, 1.442695041, nan, 0.7213475204, 0, nan, nan),
    "log10": (inf, 0.4342944819, nan, 0.217147241, 0, nan, nan),
    "sin": (1, 0.5403023059, 0.5403023059, -0.4161468365, nan, nan, nan),
    "cos": (0, -0.8414709848, 0.8414709848, -0.9092974268, *[nan] * 3),
    "tan": (1, 3.425518821, 3.425518821, 5.774399204, nan, nan, nan),
    "asin": (1, inf, inf, nan, nan, nan, nan),
    "acos": (-1, -inf, -inf, nan, nan, nan, nan),
    "atan": (1, 0.5, 0.5, 0.2, 0, 0, nan),
    "sinh": (1, 1.543080635, 1.543080635, 3.762195691, inf, inf, nan),
    "cosh": (0, 1.175201194, -1.175201194, 3.626860408, inf, -inf, nan),
    "tanh": (1, 0.4199743416, 0.4199743416, 0.07065082485, 0, 0, nan),
    "asinh": (1, 0.7071067812, 0.7071067812, 0.4472135955, 0, 0, nan),
    "acosh": (nan, inf, nan, 0.5773502692, 0, nan, nan),
    "atanh": (1, inf, inf, nan, nan, nan, nan),
    "erf": (1.128379167, 0.4151074974, 0.4151074974, 0.02066698535, 0, 0, nan),
    "erfc": (-1.128379167, -0.4151074974, -0.4151074974, -0.02066698535, 0, 0, nan),
    "logistic": (0.25, 0.1966119332, 0.1966119332, 0.1049935854, 0, 0, nan),
    "logit": (inf, inf, nan, nan, nan, nan, nan),
    "softplus": (0.5, 0.7310585786, 0.2689414214, 0.880797078, 1, 0, nan),
    "relu": (0, 1, 0, 1, 1, 0, nan),
    "leaky_relu": (0.01, 1, 0.01, 1, 1, 0.01, nan),
    "elu": (1, 1, 0.3678794412, 1, 1, 0, nan),
    "silu": (0.5, 0.9276705119, 0.07232948813, 1.090784249, nan, nan, nan),
    "gelu": (0.5, 1.083315471, -0.08331547059, 1.085231801, nan, nan, nan),
    "abs": (0, 1, -1, 1, 1, -1, nan),
}


@pytest.mark.parametrize("name", DERIVATIVES)
def test_derivatives_at_special_numbers_are_those_of_pytorch(name):
    for place, expected in zip(PLACES, DERIVATIVES[name]):
        (found,) = getattr(Value(place), name)().derivatives
        assert found == pytest.approx(expected, rel=1e-8, nan_ok=True), place


SPECIAL = (0.0, -0.0, 1.0, -1.0, 0.25, 3.0, inf, -inf, nan)
SPECIAL += (1e308, -1e308, 5e-324, -5e-324, 1000.0, -1000.0)


def special_operands(row):
    return product(SPECIAL, repeat=len(row.letters) - len(row.defaults))


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.name)
def test_values_at_special_numbers_are_those_of_numpy(row):
    ufunc = getattr(np, row.name, None)
    if not isinstance(ufunc, np.ufunc):
        return
    for operands in special_operands(row):
        with np.errstate(all="ignore"):
            expected = float(ufunc(*operands))
        found = getattr(functions, row.name)(*operands)
        assert found == pytest.approx(expected, rel=1e-14, abs=0, nan_ok=True), operands


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.name)
def test_every_way_of_calling_gives_the_same_bits(row):
    """The fast methods are generated for the usual case; here is every unusual one."""
    if row.name == "where":
        return
    for operands in special_operands(row):
        node = apply(row, *map(Value, operands))
        called = getattr(functions, row.name)(*map(Value, operands))
        first, *rest = map(Value, operands)
        method = getattr(first, row.name)(*rest)
        plain = getattr(functions, row.name)(*operands)
        assert same(node.data) == same(method.data) == same(called.data) == same(plain)
        assert same(node.derivatives[: len(operands)]) == same(method.derivatives)
        assert same(node.derivatives[: len(operands)]) == same(called.derivatives)
        for i, x in enumerate(map(Value, operands)):
            given = [*operands[:i], x, *operands[i + 1 :]]
            single = getattr(functions, row.name)(*given)
            assert same(single.data) == same(node.data), operands
            assert same(single.derivatives) == same((node.derivatives[i],)), operands


@pytest.mark.parametrize(
    "row", [r for r in TABLE if is_operator(r)], ids=lambda row: row.name
)
def test_operators_give_the_bits_of_the_functions(row):
    for operands in special_operands(row):
        for i, x in enumerate(map(Value, operands)):
            given = [*operands[:i], x, *operands[i + 1 :]]
            node = getattr(operator, row.name)(*given)
            expected = getattr(functions, row.name)(*given)
            assert same(node.data) == same(expected.data), operands
            assert same(node.derivatives) == same(expected.derivatives), operands


# Conventions that are not about one operation at one place.


def test_an_operand_used_twice_counts_twice():
    x = Value(3.0)
    (x * x).backward()
    (x + x).backward()
    assert x.grad == 2 * 3.0 + 2


def test_a_constant_exponent_of_zero_has_derivative_zero_at_zero():
    x = Value(0.0)
    result = x**0
    result.backward()
    assert (result.data, x.grad) == (1.0, 0.0)


@pytest.mark.parametrize(("exponent", "value"), [(0.0, 1.0), (0.5, 0.0), (3.0, 0.0)])
def test_zero_to_the_power_of_a_value_has_derivative_zero(exponent, value):
    b = Value(exponent)
    result = 0**b
    result.backward()
    assert (result.data, b.grad) == (value, 0.0)


def test_a_negative_base_to_an_active_exponent():
    a, b = Value(-2.0), Value(2.0)
    (a**b).backward()
    assert a.grad == -4.0
    assert math.isnan(b.grad)


@pytest.mark.parametrize("bad", [inf, -inf, nan])
@pytest.mark.parametrize("on_the_left", [True, False])
def test_where_differentiates_the_chosen_operand_only(bad, on_the_left):
    good, other = Value(2.0), Value(bad)
    if on_the_left:
        result = autograd.where(False, other * 0, good * 3)
    else:
        result = autograd.where(True, good * 3, other * 0)
    result.backward()
    assert result.data == 6.0
    assert (good.grad, other.has_grad) == (3.0, False)


def test_where_at_a_pole_of_the_other_side():
    x = Value(0.0)
    autograd.where(x > 0, x * autograd.log(x), 1 / (x + 1)).backward()
    assert x.grad == -1.0


def test_where_of_the_same_value_on_both_sides_counts_once():
    x = Value(5.0)
    autograd.where(True, x, x).backward()
    assert x.grad == 1.0


def test_where_takes_a_value_as_its_condition_and_plain_numbers():
    assert autograd.where(Value(1.0), 2, 3) == 2.0
    assert autograd.where(Value(0.0), Value(2.0), Value(3.0)).data == 3.0
    assert type(autograd.where(False, 2, 3)) is float


def test_where_choosing_a_plain_number_gives_a_value_without_gradient():
    x = Value(2.0)
    result = autograd.where(False, x, 7)
    result.backward()
    assert (result.data, x.grad) == (7.0, 0.0)


@pytest.mark.parametrize("operate", [operator.floordiv, operator.mod, divmod])
@pytest.mark.parametrize("operands", [(Value(7.0), 2), (7, Value(2.0))])
def test_floor_division_and_remainder_say_why_not(operate, operands):
    with pytest.raises(TypeError, match="derivative is 0 almost everywhere"):
        operate(*operands)


def test_the_derivative_nobody_asked_for_is_never_evaluated():
    """log(-2) would be asked for by the exponent's derivative, which is a plain 3."""
    x = Value(-2.0)
    result = x**3
    result.backward()
    assert result.derivatives == (12.0,)
    assert x.grad == 12.0


def test_one_that_would_raise_is_never_evaluated():
    def refused(a, b, out):
        raise AssertionError("nobody asked")

    row = OPERATIONS["mul"]._replace(derivatives=("b", refused))
    assert apply(row, Value(2.0), 3.0).derivatives == (3.0,)
    with pytest.raises(AssertionError, match="nobody asked"):
        apply(row, 2.0, Value(3.0))


NUMBERS = [2, True, Fraction(5, 2), Decimal("2.5"), np.float64(2.5), np.float32(2.5)]
NUMBERS += [np.float16(2.5), np.int64(3), np.uint8(7), np.bool_(True)]


@pytest.mark.parametrize("number", NUMBERS, ids=lambda x: f"{type(x).__name__}({x})")
def test_numbers_of_every_kind_are_converted_on_both_sides(number):
    x, plain = Value(3.0), float(number)
    for operate in (operator.add, operator.sub, operator.mul, operator.truediv, pow):
        left, right = operate(number, x), operate(x, number)
        assert (left.data, right.data) == (operate(plain, 3.0), operate(3.0, plain))
        assert left.operands == (plain, x)
        assert right.operands == (x, plain)
        assert type(left.operands[0]) is type(right.operands[1]) is float
    assert Value(number).data == plain
    assert type(Value(number).data) is float
    assert type(autograd.square(number)) is float


NOT_NUMBERS = ["3", b"3", 3j, [3.0], (3.0,), {}, None, np.array([3.0]), np.array(3.0)]
NOT_NUMBERS += [bytearray(b"3"), np.complex128(3), np.str_("3")]


@pytest.mark.parametrize("what", NOT_NUMBERS, ids=lambda x: type(x).__name__)
def test_what_is_no_real_number_is_refused_with_advice(what):
    kind = type(what).__name__
    for operate in (
        lambda: Value(what),
        lambda: Value(3.0) * what,
        lambda: Value(3.0) ** what,
        lambda: Value(3.0).maximum(what),
        lambda: autograd.exp(what),
        lambda: autograd.maximum(what, Value(3.0)),
        lambda: autograd.dot([Value(3.0)], [what]),
    ):
        with pytest.raises(TypeError, match=f"got {kind}, needs one real number; "):
            operate()


@pytest.mark.parametrize("what", ["3", b"3", 3j, [3.0], None], ids=str)
def test_what_is_no_real_number_is_refused_on_the_left_too(what):
    with pytest.raises(TypeError, match="needs one real number"):
        what * Value(3.0)


def test_an_int_too_large_for_a_float_names_the_operation():
    for operate, name in (
        (lambda: Value(2.0) * 10**400, "mul"),
        (lambda: 10**400 - Value(2.0), "sub"),
        (lambda: Value(2.0) ** 10**400, "pow"),
        (lambda: autograd.exp(10**400), "exp"),
        (lambda: autograd.sum([Value(1.0), 10**400]), "sum"),
        (lambda: Value(10**400), "Value"),
        (lambda: Value(2.0) * Fraction(10**400), "mul"),
    ):
        with pytest.raises(OverflowError, match=f"^{name}.* too large for a float"):
            operate()
