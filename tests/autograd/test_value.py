"""Value: what it accepts, compares, shows and refuses; where recording is off."""

import asyncio
import math
import operator
import random
import threading
import weakref
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest

import autograd
from autograd import Value, enable_grad, no_grad
from autograd.support.observing import observing

# The number and what it remembers.


def test_a_new_value_is_a_leaf():
    x = Value(3, name="x")
    assert (x.data, x.grad, x.has_grad, x.name) == (3.0, 0.0, False, "x")
    assert (x.operation, x.operands, x.derivatives) == (None, (), ())
    assert type(x.data) is float


def test_a_result_remembers_operation_operands_and_derivatives():
    x, y = Value(3.0), Value(4.0)
    z = x * y
    assert (z.operation, z.name) == ("mul", None)
    assert z.operands[0] is x
    assert z.operands[1] is y
    assert z.derivatives == (4.0, 3.0)


def test_a_plain_number_stays_a_float_among_the_operands():
    x = Value(3.0)
    left, right = 2 / x, x / 2
    assert left.operands == (2.0, x)
    assert right.operands == (x, 2.0)
    assert left.derivatives == (-2 / 9,)
    assert right.derivatives == (0.5,)


def test_data_and_grad_are_converted_to_floats():
    x = Value(3.0)
    x.data = 7
    x.grad = 2
    assert (type(x.data), type(x.grad)) == (float, float)
    with pytest.raises(TypeError, match=r"Value\.data: got str"):
        x.data = "7"
    with pytest.raises(TypeError, match=r"Value\.grad: got list"):
        x.grad = [2]
    assert (x.data, x.grad) == (7.0, 2.0)


def test_data_and_grad_change_in_place():
    p = Value(3.0)
    (p * p).backward()
    p.data -= 0.5 * p.grad
    p.grad += 1
    assert (p.data, p.grad) == (0.0, 7.0)
    p.grad = 0
    assert (p.grad, p.has_grad) == (0.0, True)


def test_grad_is_zero_before_any_pass_and_after_none_is_assigned():
    x = Value(3.0)
    assert (x.grad, x.has_grad) == (0.0, False)
    (x * 2).backward()
    assert (x.grad, x.has_grad) == (2.0, True)
    x.grad = None
    assert (x.grad, x.has_grad) == (0.0, False)


def test_augmented_assignment_makes_a_new_node():
    x = y = Value(3.0)
    y += 2
    y *= x
    assert y is not x
    assert (x.data, y.data, y.operation) == (3.0, 15.0, "mul")


def test_a_value_has_no_other_attributes():
    x = Value(3.0)
    assert not hasattr(x, "__dict__")
    with pytest.raises(AttributeError):
        x.grads = 0.0


def test_a_value_can_be_referred_to_weakly():
    x = Value(3.0)
    reference = weakref.ref(x)
    assert reference() is x
    del x
    assert reference() is None


def test_detach_gives_a_leaf_and_item_the_number():
    x = Value(3.0, name="x")
    y = x * x
    y.name = "y"
    leaf = y.detach()
    (leaf * leaf).backward()
    assert (leaf.data, leaf.name, leaf.operands) == (9.0, "y", ())
    assert (leaf.grad, x.has_grad, y.has_grad) == (18.0, False, False)
    assert type(y.item()) is float
    assert y.item() == 9.0


def test_plus_is_the_value_itself():
    x = Value(-3.0)
    assert +x is x


def test_a_name_can_be_given_later():
    x = Value(3.0)
    x.name = "weight"
    assert "name='weight'" in repr(x)


# Comparisons and truth.

COMPARISONS = [operator.eq, operator.ne, operator.lt, operator.le, operator.gt]
COMPARISONS += [operator.ge]


@pytest.mark.parametrize("other", [Value(1.0), 1.0, 1, Fraction(1, 3), Decimal("0.5")])
def test_a_comparison_is_told_once(other):
    x, told = Value(0.5), []
    with observing(lambda *event: told.append(event)):
        answers = [compare(x, other) for compare in COMPARISONS]
    answers = list(zip(["==", "!=", "<", "<=", ">", ">="], answers))
    assert [(event, answer) for event, _, _, answer in told] == answers
    assert all(value is x and against is other for _, value, against, _ in told)


@pytest.mark.parametrize("compare", COMPARISONS)
@pytest.mark.parametrize(
    "other", [2.0, 3.0, 4, math.inf, math.nan, np.float64(3), True]
)
def test_comparisons_compare_data(compare, other):
    expected = compare(3.0, other)
    assert compare(Value(3.0), other) == expected
    assert compare(Value(3.0), Value(other)) == expected
    assert compare(other, Value(3.0)) == compare(other, 3.0)


@pytest.mark.parametrize("stranger", [None, "3.0", [3.0], object(), 3j + 1])
def test_a_value_equals_no_stranger(stranger):
    assert (Value(3.0) == stranger) is False
    assert Value(3.0) != stranger
    assert stranger != Value(3.0)


@pytest.mark.parametrize("stranger", [None, "3.0", [3.0]])
def test_a_value_is_neither_less_nor_more_than_a_stranger(stranger):
    with pytest.raises(TypeError, match="needs one real number"):
        Value(3.0) < stranger  # noqa: B015
    with pytest.raises(TypeError, match="needs one real number"):
        stranger <= Value(3.0)  # noqa: B015


def test_hash_is_by_identity():
    x, y = Value(3.0), Value(3.0)
    assert x == y
    assert len({x, y}) == len({x: 1, y: 2}) == 2
    before = hash(x)
    x.data = 4.0
    assert hash(x) == before


def test_truth_is_that_of_the_number():
    assert Value(0.5)
    assert Value(math.nan)
    assert not Value(0.0)
    assert not Value(-0.0)


def test_python_sorts_and_sums_values():
    x, y = Value(3.0), Value(2.0)
    assert max(x, y) is x
    assert min([x, y]) is y
    assert sorted([x, y])[0] is y
    total = sum([x, y, 1])
    total.backward()
    assert (total.data, x.grad, y.grad) == (6.0, 1.0, 1.0)
    assert math.prod([x, y]).data == 6.0


# What would lose the gradient silently.


@pytest.mark.parametrize(
    "convert",
    [float, int, complex, math.exp, math.floor, math.ceil, math.sqrt, np.float64],
    ids=lambda f: f.__name__,
)
def test_conversions_that_would_lose_the_gradient_say_what_to_do(convert):
    with pytest.raises(TypeError, match=r"v\.data .*autograd\.exp\(v\)"):
        convert(Value(3.0))


def test_another_value_is_no_number():
    with pytest.raises(TypeError, match=r"v\.data"):
        Value(Value(3.0))


@pytest.mark.parametrize("convert", [operator.index, math.trunc, len, iter])
def test_a_value_is_no_index_and_no_sequence(convert):
    with pytest.raises(TypeError):
        convert(Value(3.0))


def test_operators_that_a_number_does_not_have_are_refused():
    for operate in (operator.matmul, operator.lshift, operator.and_):
        with pytest.raises(TypeError, match="unsupported operand"):
            operate(Value(3.0), Value(2.0))
    with pytest.raises(TypeError):
        pow(Value(3.0), 2, 5)


# What it shows.


def test_repr_tells_data_gradient_operation_and_name():
    x = Value(0.5, name="x")
    y = x * 2
    assert repr(x) == "Value(0.5, grad=not computed, name='x')"
    assert repr(y) == "Value(1.0, grad=not computed, operation='mul')"
    y.backward()
    assert repr(y) == "Value(1.0, grad=1.0, operation='mul')"
    assert repr(x) == "Value(0.5, grad=2.0, name='x')"
    assert str(x) == repr(x)


@pytest.mark.parametrize("number", [1e-9, 1e300, -0.0, math.inf, math.nan, 0.1 + 0.2])
def test_repr_keeps_every_digit(number):
    assert repr(Value(number)) == f"Value({number!r}, grad=not computed)"


def test_format_and_round_are_those_of_the_number():
    x = Value(2.567)
    assert f"{x:.1f}" == "2.6"
    assert format(x, "8.2e") == "2.57e+00"
    assert f"{x}" == repr(x)
    assert f"{x!r:>50}" == repr(x).rjust(50)
    assert (round(x, 1), round(x)) == (2.6, 3)
    assert isinstance(round(x), int)


def test_a_format_or_digits_of_no_number_are_refused():
    with pytest.raises(ValueError, match=r"'d' .*; a format of floats such as \.3f"):
        format(Value(2.5), "d")
    with pytest.raises(TypeError, match="round: got True, needs a whole number"):
        round(Value(2.5), True)


# Strangers who know how to answer, and arrays.


class Stranger:
    """A type that knows what to do with a Value on its left."""

    def answer(self, other):
        return type(other)

    __radd__ = __rsub__ = __rmul__ = __rtruediv__ = __rpow__ = answer


@pytest.mark.parametrize("name", ["add", "sub", "mul", "truediv", "pow"])
def test_a_stranger_with_a_reflected_operator_is_asked(name):
    operate = getattr(operator, name)
    assert operate(Value(3.0), Stranger()) is Value
    assert getattr(Value(3.0), f"__{name}__")(Stranger()) is NotImplemented


def test_a_stranger_without_one_is_refused():
    with pytest.raises(TypeError, match="mul: got object, needs one real number"):
        Value(3.0) * object()
    with pytest.raises(TypeError):
        object() * Value(3.0)


UFUNCS = [np.exp, np.expm1, np.log, np.log1p, np.log2, np.log10, np.sqrt, np.cbrt]
UFUNCS += [np.sin, np.cos, np.tan, np.arcsin, np.arccos, np.arctan, np.sinh, np.cosh]
UFUNCS += [np.tanh, np.arcsinh, np.arctanh, np.square, np.reciprocal, np.negative]
UFUNCS += [np.absolute]


@pytest.mark.parametrize("ufunc", UFUNCS, ids=lambda f: f.__name__)
def test_numpy_functions_work_on_arrays_of_values(ufunc):
    numbers = np.array([0.25, 0.75])
    values = [Value(x) for x in numbers]
    results = ufunc(np.array(values))
    results.sum().backward()
    for number, value, result in zip(numbers, values, results):
        assert result.data == pytest.approx(ufunc(number), rel=1e-15)
        step = 1e-6
        slope = (ufunc(number + step) - ufunc(number - step)) / (2 * step)
        assert value.grad == pytest.approx(slope, rel=1e-8)


@pytest.mark.parametrize("ufunc", [np.hypot, np.power, np.arctan2, np.divide])
def test_numpy_functions_of_two_arrays_work_too(ufunc):
    a, b = Value(0.5), Value(1.5)
    result = ufunc(np.array([a]), np.array([b]))[0]
    result.backward()
    assert result.data == pytest.approx(ufunc(0.5, 1.5), rel=1e-15)
    assert a.grad != 0 != b.grad


@pytest.mark.parametrize("function", [np.var, np.std, np.linalg.norm, np.mean])
@pytest.mark.parametrize("axis", [None, 0, 1])
def test_numpy_measures_of_arrays_of_values(function, axis):
    numbers = np.array([[1.0, 2.5], [-4.0, 0.5]])
    found = function(np.array([list(map(Value, row)) for row in numbers]), axis=axis)
    found = [x.data for x in np.ravel(np.asarray(found, object))]
    assert found == pytest.approx(np.ravel(function(numbers, axis=axis)), rel=1e-14)


@pytest.mark.parametrize(("name", "x"), [("sqrt", 0.0), ("arcsin", 1.0), ("cbrt", 0.0)])
def test_numpy_warns_of_no_slope_that_is_infinite(name, x):
    found = getattr(np, name)(np.array([Value(x)]))  # a warning would be an error
    assert found[0].derivatives == (math.inf,)


def test_numpy_dot_products_of_values():
    w, x = [Value(1.0), Value(2.0)], [Value(3.0), Value(4.0)]
    result = np.array(w) @ np.array(x)
    result.backward()
    assert (result.data, w[0].grad, x[1].grad) == (11.0, 3.0, 2.0)


# Without recording.


def test_no_grad_records_nothing():
    x = Value(3.0)
    with no_grad():
        results = [x * x, autograd.exp(x), autograd.sum([x, x]), -x, 2**x]
    assert [y.operands for y in results] == [()] * 5
    assert [y.operation for y in results] == [None] * 5
    assert results[0].data == 9.0
    assert (x * x).operation == "mul"


def test_no_grad_nests_and_ends_after_exceptions():
    x = Value(3.0)
    with no_grad():
        with no_grad():
            pass
        assert (x * x).operation is None
        with enable_grad():
            assert (x * x).operation == "mul"
        assert (x * x).operation is None
        with pytest.raises(ZeroDivisionError), enable_grad():
            raise ZeroDivisionError
        assert (x * x).operation is None
    with pytest.raises(KeyError), no_grad():
        raise KeyError
    assert (x * x).operation == "mul"


def test_no_grad_decorates_functions():
    x = Value(3.0)

    @no_grad()
    def evaluated(y):
        """What it says."""
        return y * y

    assert evaluated(x).operands == ()
    assert evaluated(x).data == 9.0
    assert (evaluated.__name__, evaluated.__doc__) == ("evaluated", "What it says.")
    assert (x * x).operation == "mul"


def test_no_grad_holds_in_its_own_thread_only():
    x = Value(3.0)
    inside, outside = threading.Event(), threading.Event()
    found = {}

    def without():
        with no_grad():
            inside.set()
            outside.wait(10)
            found["without"] = (x * x).operation

    thread = threading.Thread(target=without)
    thread.start()
    inside.wait(10)
    found["beside"] = (x * x).operation
    outside.set()
    thread.join()
    assert found == {"without": None, "beside": "mul"}


def test_no_grad_holds_in_its_own_asynchronous_task_only():
    x = Value(3.0)

    async def without():
        with no_grad():
            await asyncio.sleep(0)
            return (x * x).operation

    async def beside():
        await asyncio.sleep(0)
        return (x * x).operation

    async def both():
        return await asyncio.gather(without(), beside(), without())

    assert asyncio.run(both()) == [None, "mul", None]


def test_graphs_are_built_in_several_threads():
    results = {}

    def work(seed):
        rng = random.Random(seed)
        x = Value(rng.uniform(0.5, 1.0))
        y = x
        for _ in range(2000):
            y = (y * x + rng.random()).tanh()
        y.backward()
        results[seed] = x.grad

    for seed in range(4):
        work(seed)
    alone = dict(results)
    results.clear()
    threads = [threading.Thread(target=work, args=(seed,)) for seed in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == alone


# Whole programs in the style of the usual teaching code.


def test_a_tiny_multilayer_perceptron_trains():
    rng = random.Random(1337)
    cases = [((0.0, 0.0), -1), ((0.0, 1.0), 1), ((1.0, 0.0), 1), ((1.0, 1.0), -1)]
    hidden = [[Value(rng.uniform(-1, 1)) for _ in range(3)] for _ in range(6)]
    output = [Value(rng.uniform(-1, 1)) for _ in range(7)]
    parameters = [p for neuron in hidden for p in neuron] + output
    losses = []
    for _ in range(150):
        loss = 0
        for (x, y), target in cases:
            states = [(a * x + b * y + c).tanh() for a, b, c in hidden]
            score = sum((w * s for w, s in zip(output, states)), output[-1])
            loss += (score.tanh() - target) ** 2
        for p in parameters:
            p.grad = 0
        loss.backward()
        for p in parameters:
            p.data -= 0.1 * p.grad
        losses.append(loss.data)
    assert losses[-1] < 0.1 < losses[0]


def linear(x, weights):
    return [sum(w * xi for w, xi in zip(row, x)) for row in weights]


def softmax(logits):
    greatest = max(value.data for value in logits)
    exponentials = [(value - greatest).exp() for value in logits]
    total = sum(exponentials)
    return [e / total for e in exponentials]


def rms_norm(x):
    mean_square = sum(xi * xi for xi in x) / len(x)
    return [xi * (mean_square + 1e-5) ** -0.5 for xi in x]


def next_letter_loss(tables, text):
    """One attention head and one hidden layer over lists of Values."""
    embedding, query, key, value, up, down = tables
    keys, values, losses = [], [], []
    for letter, following in pairwise(text):
        x = rms_norm(embedding[letter])
        q = linear(x, query)
        keys.append(linear(x, key))
        values.append(linear(x, value))
        scores = [sum(a * b for a, b in zip(q, k)) / len(q) ** 0.5 for k in keys]
        shares = softmax(scores)
        mixed = [sum(s * v[i] for s, v in zip(shares, values)) for i in range(len(q))]
        x = [a + b for a, b in zip(x, mixed)]
        x = [a + b for a, b in zip(x, linear([h.relu() for h in linear(x, up)], down))]
        losses.append(-softmax(linear(x, embedding))[following].log())
    return (1 / len(losses)) * sum(losses)


def test_a_tiny_transformer_over_scalars_learns_a_word():
    rng = random.Random(42)
    width, letters = 4, 5

    def matrix(rows, columns):
        return [[Value(rng.gauss(0, 0.3)) for _ in range(columns)] for _ in range(rows)]

    shapes = [(letters, width)] + [(width, width)] * 3 + [(8, width), (width, 8)]
    tables = [matrix(*shape) for shape in shapes]
    parameters = [p for table in tables for row in table for p in row]
    momenta = [[0.0, 0.0] for _ in parameters]
    losses = []
    for step in range(1, 31):
        loss = next_letter_loss(tables, [0, 1, 2, 3, 4, 0])
        loss.backward()
        losses.append(loss.data)
        for p, m in zip(parameters, momenta):
            m[0] = 0.8 * m[0] + 0.2 * p.grad
            m[1] = 0.9 * m[1] + 0.1 * p.grad**2
            first, second = m[0] / (1 - 0.8**step), m[1] / (1 - 0.9**step)
            p.data -= 0.1 * first / (second**0.5 + 1e-8)
            p.grad = 0
    assert losses[-1] < 0.2 < 1.0 < losses[0]


@pytest.mark.parametrize("name", [(Value(1.0),), 3, ["x"], b"x"])
def test_a_name_is_text(name):
    """Other engines take the operands there: Value(2.0, (a, b))."""
    kind = type(name).__name__
    with pytest.raises(TypeError, match=f"got {kind} for the name, needs a str"):
        Value(2.0, name)
