"""What goes wrong in other engines and must not go wrong here.

Each docstring says in a sentence what was seen elsewhere.
"""

import copy
import gc
import math
import pickle
import weakref
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest

import autograd
from autograd import Value, topological_order

ROOT = Path(__file__).parents[2]
ROOMS = ("autograd", "nn", "demos")


def test_a_second_backward_pass_is_like_the_first():
    """With x.grad set to 0 before it, the second pass gave 45: inner nodes added up."""
    x = Value(3.0)
    y = x * x * x
    y.backward()
    assert x.grad == 27.0
    x.grad = 0.0
    y.backward()
    assert x.grad == 27.0


def test_backward_twice_doubles_exactly():
    """Without the 0 in between, it gave 72 and not 54."""
    x = Value(3.0)
    y = x * x * x
    y.backward()
    y.backward()
    assert x.grad == 54.0


def test_two_losses_that_share_a_node():
    """44 and not 32: the shared node sent the first loss's gradient a second time."""
    x = Value(2.0)
    shared = x * x
    first, second = shared * 3, shared * 5
    first.backward()
    second.backward()
    assert x.grad == 12.0 + 20.0


def test_a_long_chain():
    """A sum of 1,000 terms raised RecursionError; another engine crashed on 10^6."""
    x = Value(1.0)
    total = x
    for _ in range(100_000):
        total = total + x
    total.backward()
    assert x.grad == 100_001.0


def test_shared_nodes_are_visited_once():
    """Time doubled with every node that was used twice."""
    x = Value(1.0)
    y = x
    for _ in range(200):
        y = y + y
    y.backward()
    assert y.data == x.grad == 2.0**200
    assert len(topological_order(y)) == 201


def test_a_gradient_has_the_same_bits_every_time():
    """Operands in a set came in the order of their addresses: 11 answers in one run."""

    def gradient():
        clutter = [Value(i) for i in range(len(found) * 7)]
        x = Value(0.1)
        y = x * 0.3 + x / 3 + x.tanh() * 0.7 + x.exp() * 1e-3 + (x * x) / 7
        (y * x + y / x).backward()
        return x.grad, len(clutter) < 0

    found: list = []
    for _ in range(50):
        found.append(gradient())
    assert len(set(found)) == 1


def test_an_operand_used_twice_is_there_twice():
    """a + a kept one edge, because the operands were a set."""
    a = Value(3.0)
    result = a + a
    assert len(result.operands) == len(result.derivatives) == 2
    result.backward()
    assert a.grad == 2.0


ONE_NODE = {
    "a / b": "truediv",
    "2 / a": "truediv",
    "a / 2": "truediv",
    "a - b": "sub",
    "2 - a": "sub",
    "a - 2": "sub",
    "-a": "neg",
    "2 ** a": "pow",
    "abs(a)": "abs",
}


@pytest.mark.parametrize(("text", "operation"), ONE_NODE.items())
def test_one_operation_is_one_node(text, operation):
    """a / b showed as * and ** -1, and -a as * -1 with a node for the -1."""
    a, b = Value(3.0), Value(4.0)
    result = eval(text, {"a": a, "b": b})
    assert result.operation == operation
    used = sum(isinstance(x, Value) for x in result.operands)
    assert len(topological_order(result)) == 1 + used


def test_a_quotient_is_rounded_once():
    """a * b ** -1 rounds twice: 6 / 3 was exact, but 5 / 49 was not 5 / 49."""
    assert (Value(5.0) / Value(49.0)).data == 5.0 / 49.0 != 5.0 * 49.0**-1


def test_an_array_is_no_scalar():
    """Value * ndarray made a "scalar" whose data was an array."""
    x = Value(3.0)
    with pytest.raises(TypeError, match="mul: got ndarray"):
        x * np.array([1.0, 2.0])
    with pytest.raises(TypeError, match="got ndarray"):
        Value(np.array([1.0]))


def test_an_array_times_a_value_is_an_array_of_values():
    """The other order gave one Value that held the array."""
    x = Value(3.0)
    products = np.array([1.0, 2.0]) * x
    assert [type(p) for p in products] == [Value, Value]
    assert [p.data for p in products] == [3.0, 6.0]
    products.sum().backward()
    assert x.grad == 3.0


@pytest.mark.parametrize("kind", [np.float64, np.float32, np.int64, np.int8, np.bool_])
def test_numpy_scalars_on_either_side(kind):
    """A NumPy scalar on the left swallowed the Value and returned an array."""
    x, number = Value(3.0), kind(1)
    for result in (x * number, number * x, x + number, number + x, x**number):
        assert type(result) is Value
        assert type(result.data) is float
    (number / x).backward()
    assert x.grad == pytest.approx(-1 / 9)


def test_a_root_of_a_negative_number_stays_real():
    """(-8) ** (1/3) turned the data complex, as Python's own ** does."""
    for result in (Value(-8.0) ** (1 / 3), (-8.0) ** Value(1 / 3)):
        assert type(result.data) is float
        assert math.isnan(result.data)


def test_text_is_no_number():
    """Value("3") was accepted, and "3" + "3" became "33" further on."""
    with pytest.raises(TypeError, match=r"convert it first, with float\(text\)"):
        Value("3")


def test_x_to_the_power_of_zero_at_zero():
    """The derivative 0 * 0 ** -1 raised ZeroDivisionError during the backward pass."""
    x = Value(0.0)
    (x**0).backward()
    assert x.grad == 0.0


def test_a_number_to_the_power_of_a_value():
    """2 ** Value(3) was a TypeError, and so was Value ** Value."""
    x, y = Value(3.0), Value(2.0)
    (2**x).backward()
    assert x.grad == 8 * math.log(2)
    assert (y**x).data == 8.0


def test_a_negative_base_to_a_power_that_is_a_value():
    """The nan that belongs to the exponent reached the base too."""
    base, exponent = Value(-2.0), Value(3.0)
    (base**exponent).backward()
    assert base.grad == 12.0
    assert math.isnan(exponent.grad)


def test_relu_of_nan_is_nan():
    """0 if x < 0 else x, the other way round, made a healthy 0 of it."""
    x = Value(math.nan)
    result = x.relu()
    result.backward()
    assert math.isnan(result.data)
    assert math.isnan(x.grad)


def test_where_lets_nothing_through_from_the_other_side():
    """Multiplying by a mask of 0 turned the other side's inf into nan."""
    x = Value(0.0)
    autograd.where(x > 0, autograd.log(x) / x, 3 * x).backward()
    assert x.grad == 3.0


@pytest.mark.parametrize(
    "twin_of", [copy.deepcopy, lambda graph: pickle.loads(pickle.dumps(graph))]
)
def test_a_copied_graph_can_be_differentiated(twin_of):
    """Closures did not pickle, or a copy sent its gradients to the original."""
    x = Value(3.0)
    twin = twin_of(x * x)
    twin.backward()
    assert twin.operands[0].grad == 6.0
    assert not x.has_grad


def test_data_that_changes_before_the_backward_pass():
    """The derivative was computed in the backward pass, from the data of that time."""
    x, y = Value(3.0), Value(4.0)
    result = x * y + x.tanh()
    expected = 4.0 + result.operands[1].derivatives[0]
    x.data, y.data = -100.0, 100.0
    result.backward()
    assert x.grad == expected


def every_kind_of_work(x):
    """A graph, differentiated, copied and pickled."""
    y = autograd.logsumexp([autograd.dot([x, x], [x, 2]), (x**2).tanh() / 3, -x])
    y.backward()
    copy.deepcopy(y)
    pickle.loads(pickle.dumps(y))
    return list(y.backward_steps())


def test_a_graph_dies_with_its_last_reference():
    """A closure in each node referred to the node: a cycle only the collector frees."""
    every_kind_of_work(Value(0.5))  # the first time, texts are compiled
    gc.collect()
    gc.disable()
    try:
        steps = every_kind_of_work(Value(0.5))
        nodes = [weakref.ref(step.node) for step in steps]
        del steps
        assert [node() for node in nodes] == [None] * len(nodes)
        assert gc.collect() == 0
    finally:
        gc.enable()


def test_an_error_leaves_no_cycle_behind():
    """An exception that held on to its own traceback kept the graph alive."""
    gc.collect()
    gc.disable()
    try:
        x = Value(0.5)
        for wrong in ("1", [x], 10**400, None, 1j):
            with suppress(TypeError, OverflowError):
                x * wrong
            with suppress(TypeError, OverflowError):
                Value(wrong)
        del wrong
        gone = weakref.ref(x)
        del x
        assert gone() is None
        assert gc.collect() == 0
    finally:
        gc.enable()


def test_a_value_outlives_everything_it_was_made_with():
    """A value that outlived its tape crashed the process."""

    def made():
        x = Value(2.0)
        with autograd.no_grad():
            z = x * 3
        return x * 5, z

    y, z = made()
    gc.collect()
    y.backward()
    assert y.operands[0].grad == 5.0
    assert z.data == 6.0


def test_one_value_in_two_graphs_is_one_variable():
    """A value used on another tape was another variable there, with no gradient."""
    x = Value(2.0)
    (x * 3).backward()
    (x * x).backward()
    assert x.grad == 3.0 + 4.0


def test_repr_shows_small_numbers():
    """1e-9 was printed as 0.000000."""
    x = Value(1e-9)
    (x * 1e-9).backward()
    assert repr(x) == "Value(1e-09, grad=1e-09)"


def test_an_integer_is_its_number():
    """An int was read as the raw bits of a float, so 3 became 1.5e-323."""
    assert Value(3).data == 3.0
    assert (Value(1) * 3).data == 3.0
    assert Value(2**53 + 1).data == 2.0**53
    with pytest.raises(OverflowError, match="mul: int too large for a float"):
        Value(1.0) * 10**400


def test_the_logistic_function_of_a_large_negative_number():
    """1 / (1 + exp(1000)) raised OverflowError."""
    x = Value(-1000.0)
    result = x.sigmoid()
    result.backward()
    assert (result.data, x.grad) == (0.0, 0.0)
    assert Value(-700.0).sigmoid().data == math.exp(-700)


def test_both_sides_of_a_tie_get_half():
    """With > on both sides, neither operand of a tied max got a gradient."""
    x, y = Value(2.0), Value(2.0)
    autograd.maximum(x, y).backward()
    autograd.max([x, y]).backward()
    assert (x.grad, y.grad) == (1.0, 1.0)


def test_division_by_a_value():
    """1 / z had the gradient 0: the reflected operator forgot its operand."""
    z = Value(4.0)
    (1 / z).backward()
    assert z.grad == -1 / 16


def test_gradient_zero_is_not_gradient_unknown():
    """A gradient shown as 0 made people look for a bug before backward was called."""
    x, y = Value(3.0), Value(0.0)
    result = x * y
    assert "not computed" in repr(x)
    result.backward()
    assert "grad=0.0" in repr(x)


def test_float_of_a_value_is_refused():
    """math.exp(v) gave a plain number, and the gradient was silently lost."""
    with pytest.raises(TypeError, match=r"autograd\.exp"):
        math.exp(Value(1.0))


def test_every_folder_with_code_is_a_package():
    """A published wheel had no code in it: the import itself failed."""
    code = [path for room in ROOMS for path in (ROOT / room).rglob("*.py")]
    assert len(code) > 20
    for path in code:
        assert (path.parent / "__init__.py").exists(), path
