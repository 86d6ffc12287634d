"""The functions: of Values and of plain numbers, of few operands and of many."""

import inspect
import math

import numpy as np
import pytest

import autograd
from autograd import Value, functions
from autograd.operations import ALIASES, TABLE, VARIADIC


@pytest.mark.parametrize("name", functions.__all__)
def test_every_function_is_in_autograd_and_explains_itself(name):
    function = getattr(functions, name)
    assert getattr(autograd, name) is function
    assert len(function.__doc__) > 40
    assert ">>>" in function.__doc__
    assert function.__module__ in ("autograd.functions", "autograd.generated.functions")


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.name)
def test_the_signature_is_that_of_the_row(row):
    parameters = inspect.signature(getattr(functions, row.name)).parameters.values()
    assert len(parameters) == len(row.letters)
    defaults = [p.default for p in parameters if p.default is not p.empty]
    assert defaults == list(row.defaults)
    assert [p.name for p in parameters] == list(row.parameters)


def test_defaults_stand_for_operands_left_out():
    x = Value(-2.0)
    assert autograd.leaky_relu(x).data == x.leaky_relu().data == -0.02
    assert autograd.leaky_relu(x, 0.5).data == x.leaky_relu(0.5).data == -1.0
    assert autograd.elu(-2.0, 3.0) == 3.0 * math.expm1(-2.0)
    slope = Value(0.25)
    autograd.leaky_relu(-8.0, slope).backward()
    assert slope.grad == -8.0


@pytest.mark.parametrize("call", ["exp()", "exp(x, x)", "maximum(x)", "where(x, x)"])
def test_a_wrong_number_of_operands_is_refused(call):
    with pytest.raises(TypeError):
        eval(call, vars(functions) | {"x": Value(1.0)})


def test_other_names_are_methods_of_values():
    x = Value(0.25)
    for alias, name in ALIASES.items():
        if name != "atan2":
            assert repr(getattr(x, alias)()) == repr(getattr(autograd, name)(x))


# Operations on many operands.


def test_operands_come_as_arguments_or_in_one_iterable():
    x, y = Value(2.0), Value(5.0)
    for operands in ((x, y, 1), ([x, y, 1],), ((z for z in (x, y, 1)),)):
        result = autograd.sum(*operands)
        assert (result.data, result.operation) == (8.0, "sum")
        assert result.operands == (x, y, 1.0)
    assert autograd.max(np.array([1.0, 4.0, 2.0])) == 4.0
    assert autograd.mean({"a": 1, "b": 3}.values()) == 2.0


@pytest.mark.parametrize("row", VARIADIC, ids=lambda row: row.name)
def test_many_operands_make_one_node(row):
    if row.name == "dot":
        return
    values = [Value(x / 10) for x in range(1, 200)]
    result = getattr(autograd, row.name)(values)
    assert result.operation == row.name
    assert result.operands == tuple(values)
    assert len(autograd.topological_order(result)) == 200


def test_nothing_has_a_sum_and_a_product_but_no_greatest():
    assert (autograd.sum([]), autograd.sum(), autograd.prod([])) == (0.0, 0.0, 1.0)
    for name in ("mean", "max", "min", "logsumexp"):
        with pytest.raises(
            ValueError, match=f"{name}: got no operands, needs at least"
        ):
            getattr(autograd, name)([])


def test_softmax_of_nothing_names_itself():
    with pytest.raises(ValueError, match="softmax: got no operands"):
        autograd.softmax([])


@pytest.mark.parametrize("name", ["sum", "mean", "prod", "max", "min", "logsumexp"])
def test_an_operation_on_one_operand(name):
    x = Value(2.5)
    result = getattr(autograd, name)(x)
    result.backward()
    assert (result.data, x.grad) == (2.5, 1.0)


def test_an_operand_given_twice_counts_twice():
    x, y = Value(3.0), Value(4.0)
    autograd.sum(x, x, y).backward()
    assert x.grad == 2.0
    x.grad = 0
    autograd.prod(x, x, y).backward()
    assert x.grad == 2 * 3.0 * 4.0


def test_a_sum_adds_from_left_to_right():
    numbers = [1e16, 1.0, -1e16, 1.0, 0.1, 0.2, 0.3]
    loop = 0.0
    for number in numbers:
        loop += number
    assert autograd.sum(numbers) == loop == autograd.sum(map(Value, numbers)).data


def test_a_product_with_a_zero_has_the_others_as_its_derivative():
    x, y, z = Value(0.0), Value(3.0), Value(4.0)
    autograd.prod(x, y, z).backward()
    assert (x.grad, y.grad, z.grad) == (12.0, 0.0, 0.0)


def test_ties_share_the_derivative():
    x, y, z = Value(2.0), Value(2.0), Value(1.0)
    autograd.max(x, y, z, 2.0).backward()
    assert (x.grad, y.grad, z.grad) == (1 / 3, 1 / 3, 0.0)


def test_softmax_sums_to_one_and_survives_large_numbers():
    logits = [Value(x) for x in (1000.0, 1001.0, -1000.0)]
    shares = autograd.softmax(logits)
    assert sum(share.data for share in shares) == pytest.approx(1.0, rel=1e-15)
    shares[0].backward()
    p, q = shares[0].data, shares[1].data
    assert logits[0].grad == pytest.approx(p * (1 - p), rel=1e-14)
    assert logits[1].grad == pytest.approx(-p * q, rel=1e-14)
    assert logits[2].grad == 0.0
    assert autograd.softmax([0.0, 0.0]) == [0.5, 0.5]


def test_softmax_is_the_gradient_of_logsumexp():
    x = [Value(a) for a in (0.3, -1.2, 2.0)]
    autograd.logsumexp(x).backward()
    expected = [share.data for share in autograd.softmax(x)]
    assert [a.grad for a in x] == pytest.approx(expected, rel=1e-15)


def test_dot_is_one_node_of_bias_and_pairs():
    w = [Value(0.5), Value(-1.0)]
    y = [Value(2.0), 3.0]
    bias = Value(0.25)
    result = autograd.dot(w, y, bias)
    result.backward()
    assert (result.data, result.operation) == (-1.75, "dot")
    assert result.operands == (bias, w[0], y[0], w[1], 3.0)
    assert (w[0].grad, w[1].grad, y[0].grad, bias.grad) == (2.0, 3.0, 0.5, 1.0)


def test_dot_of_a_list_with_itself_counts_twice():
    w = [Value(3.0), Value(4.0)]
    autograd.dot(w, w).backward()
    assert [x.grad for x in w] == [6.0, 8.0]


def test_dot_of_different_lengths_names_both():
    with pytest.raises(ValueError, match="got 1 weights and 2 inputs"):
        autograd.dot([Value(1.0)], [1.0, 2.0])
    assert autograd.dot([], [], 3) == 3.0
    assert autograd.dot(np.array([1.0, 2.0]), [Value(3.0), Value(4.0)]).data == 11.0


def test_functions_of_plain_numbers_give_plain_numbers():
    assert autograd.exp(0) == 1.0
    assert autograd.sum([1, 2, 3]) == 6.0
    assert autograd.where(True, 1, 2) == 1.0
    assert {type(x) for x in autograd.softmax([1, 2])} == {float}


def test_numpy_numbers_are_plain_numbers():
    assert type(autograd.exp(np.float64(1.0))) is float
    assert type(autograd.sum(np.float32([1, 2]))) is float
    result = autograd.maximum(np.float64(2.0), Value(1.0))
    assert [type(x) for x in result.operands] == [float, Value]
