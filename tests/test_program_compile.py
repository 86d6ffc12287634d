"""compile: recorded when it has to be, replayed when it can be, never wrong."""

import math
import warnings
from concurrent.futures import ThreadPoolExecutor
from random import Random

import numpy
import pytest

from autograd import Value, functions, grad, no_grad
from autograd.observing import observing
from autograd.programs import compile, take
from nn import MLP, hinge, squared_error

X = [-1.5, -0.25, 0.0, 0.75, 2.0]


def gradients(parameters):
    found = [p.grad for p in parameters]
    for p in parameters:
        p.grad = None
    return found


def agree(function, compiled, parameters, calls):
    """Whether both give the same values and gradients for the same calls."""
    for arguments in calls:
        results = []
        for call in (function, compiled):
            result = call(*arguments)
            result.backward()
            results.append([result.data, *gradients(parameters)])
        assert results[1] == pytest.approx(results[0], rel=1e-12, abs=1e-14)


def test_backward_fills_the_grads_that_eager_fills():
    model = MLP(3, [4, 2], "tanh", seed=1)
    random = Random(2)

    def loss(inputs, targets):
        return squared_error(model(inputs), targets)

    calls = [
        ([random.random() for _ in range(3)], [random.random() for _ in range(2)])
        for _ in range(5)
    ]
    compiled = compile(loss)
    agree(loss, compiled, model.parameters(), calls)
    assert compiled.recordings == 1


def test_parameters_are_read_anew_at_each_call():
    w = Value(2.0)
    compiled = compile(lambda x: w * x)
    assert compiled(3.0).data == 6.0
    w.data = 5.0
    assert compiled(3.0).data == 15.0
    assert compiled.recordings == 1


@pytest.mark.parametrize(
    "question",
    [
        lambda x, y: x < y,
        lambda x, y: x <= y,
        lambda x, y: x > y,
        lambda x, y: x >= y,
        lambda x, y: x == y,
        lambda x, y: x != y,
        lambda x, y: bool(x - y),
        lambda x, y: x > 0.5,
        lambda x, y: not x,
        lambda x, y: x * x > y * 2.0,
    ],
    ids=["<", "<=", ">", ">=", "==", "!=", "bool", "number", "not", "computed"],
)
def test_a_new_answer_to_a_question_is_recorded_anew(question):
    w = Value(1.5)

    def function(x, y):
        return x * w if question(x, y) else functions.exp(y) * w

    compiled = compile(function)
    agree(function, compiled, [w], [(x, y) for x in X for y in X])
    assert compiled.recordings == 2


def test_ties_and_nan_are_guarded_too():
    w = Value(1.0)

    def function(x):
        return w * 2 if x >= 0 else w * 3

    compiled = compile(function)
    found = [compiled(x).data for x in (1.0, math.nan, 0.0, -1.0, -0.0)]
    assert found == [2.0, 3.0, 2.0, 3.0, 2.0]


def test_what_where_chose_is_guarded():
    compiled = compile(lambda x: functions.where(x > 0, functions.log(x), x * 2))
    x = Value(-1.0)
    compiled(2.0)
    result = compiled(x)
    result.backward()
    assert (result.data, x.grad) == (-2.0, 2.0)


def test_values_among_the_arguments_get_gradients():
    x, w = Value(3.0), Value(2.0)
    compiled = compile(lambda values, scale: values["x"] * w * scale)
    result = compiled({"x": x}, 10)
    (result * result).backward()
    assert (x.grad, w.grad) == (2 * 60 * 20, 2 * 60 * 30)


def test_an_early_result_can_be_differentiated_after_later_calls():
    w = Value(2.0)
    compiled = compile(lambda x: functions.exp(w * x))
    first = compiled(0.5)
    compiled(1.5)
    w.data = 7.0
    compiled(0.25)
    first.backward()
    assert w.grad == pytest.approx(0.5 * math.exp(1.0))


def test_gradients_add_up_over_passes_with_their_seeds():
    w, x = [Value(0.1), Value(-0.7)], Value(3.0)
    compiled = compile(lambda x: functions.dot(w, [x, x * x]))
    x.grad, w[0].grad = 0.5, 0.25
    result = compiled(x)
    result.backward(2.0)
    compiled(1.0)
    result.backward(-0.5)
    assert (w[0].grad, w[1].grad, result.grad) == (0.25 + 1.5 * 3, 1.5 * 9, -0.5)
    assert x.grad == pytest.approx(0.5 + 1.5 * (0.1 - 0.7 * 6))


def test_an_argument_that_is_a_weight_too_gets_both_derivatives():
    w = Value(2.0)
    compiled = compile(lambda x, y: w * x + y * y)
    compiled(w, w).backward()
    assert w.grad == 2 * 2.0 + 2 * 2.0


def test_observers_and_hooks_see_a_compiled_call():
    w, events = Value(2.0), []
    compiled = compile(lambda x: w * x * x)
    compiled(1.0)
    with observing(lambda *event: events.append((event[0], len(event[1].operands)))):
        result = compiled(3.0)
        result.backward()
    assert events == [("data", 0), ("made", 1), ("step", 1), ("step", 0)]
    assert (w.grad, result.operands, result.operation) == (9.0, (w,), "program")
    hook = w.register_hook(lambda adjoint: 10 * adjoint)
    compiled(1.0).backward()
    hook.remove()
    assert w.grad == 19.0


def test_a_result_that_depends_on_nothing_is_a_leaf():
    result = compile(lambda x: functions.exp(x) if isinstance(x, Value) else x)(1.0)
    result.backward()
    result.backward()
    assert (result.operands, result.grad) == ((), 2.0)


def test_a_result_whose_derivatives_were_changed_sends_those():
    w = Value(2.0)
    result = compile(lambda x: w * x)(3.0)
    result.derivatives = (10.0,)
    result.backward()
    assert w.grad == 10.0


def test_several_results_keep_their_structure():
    w = Value(2.0)
    compiled = compile(lambda x: {"a": w * x, "b": [w + x, 3.0]})
    for x in (1.0, 4.0):
        result = compiled(x)
        assert (result["a"].data, result["b"][0].data) == (2 * x, 2 + x)
        assert result["b"][1] == 3.0
    result["a"].backward()
    assert w.grad == 4.0
    result["b"][0].backward()
    assert w.grad == 5.0


def test_arrays_are_inputs():
    w = [Value(1.0), Value(2.0)]
    compiled = compile(
        lambda rows: functions.sum(functions.dot(w, row) for row in rows)
    )
    assert compiled(numpy.array([[1.0, 2.0], [3.0, 4.0]])).data == 16.0
    assert compiled(numpy.array([[0.0, 2.0], [3.0, 0.0]])).data == 7.0
    assert compiled.recordings == 1
    assert compiled(numpy.array([[1.0, 1.0]])).data == 3.0
    assert compiled.recordings == 2


def test_integers_are_inputs_where_they_are_numbers():
    w = Value(3.0)
    compiled = compile(lambda x, d: (w * x - d) * (w * x - d))
    assert [compiled(x, 1 - x).data for x in (0, 1, 2, 3)] == [1.0, 9.0, 49.0, 121.0]
    assert compiled.recordings <= 3


def test_integers_that_steer_python_get_programs_of_their_own():
    w = Value(2.0)

    def power(n, x):
        result = x
        for _ in range(n):
            result = result * w
        return result

    compiled = compile(power)
    calls = [(n, x) for n in (1, 2, 3) for x in (0.5, 1.5)]
    agree(power, compiled, [w], calls)
    assert compiled.recordings == 3


def test_take_looks_up_without_recording_anew():
    table = [[Value(float(i + j)) for j in range(3)] for i in range(5)]

    def score(tokens, wanted):
        rows = [take(table, token) for token in tokens]
        sums = [functions.sum(column) for column in zip(*rows)]
        return functions.exp(take(sums, wanted) * 0.1)

    compiled = compile(score)
    leaves = [x for row in table for x in row]
    calls = [([0, 1, 2], 0), ([4, 4, 3], 2), ([2, -1, 0], -2)]
    agree(score, compiled, leaves, calls)
    assert compiled.recordings == 1
    with pytest.raises(IndexError, match="index 5 in a table of 5"):
        compiled([0, 1, 5], 0)


def test_the_losses_of_nn_can_be_compiled():
    model = MLP(2, [3, 1], "tanh", output="linear", seed=3)

    def loss(inputs, target):
        return hinge(model(inputs), target)

    compiled = compile(loss)
    calls = [([0.5, -1.0], 1), ([2.0, 1.0], -1), ([0.25, 0.75], 1), ([1.0, 1.0], -1)]
    agree(loss, compiled, model.parameters(), calls)


def test_reading_data_is_said_to_be_lost():
    w = Value(2.0)
    compiled = compile(lambda x: w * x if w.data > 1 else x)
    with pytest.warns(RuntimeWarning, match=r"read the data of Value\(2.0"):
        compiled(1.0)


def test_recording_again_and_again_is_said():
    compiled = compile(
        lambda n, x: x * x[n] if isinstance(x, list) else x * range(n).stop
    )
    for n in range(15):
        compiled(n, 2.0)
    with pytest.warns(RuntimeWarning, match="was recorded 16 times in 16 calls"):
        compiled(15, 2.0)


def test_the_programs_kept_are_limited():
    compiled = compile(lambda n, x: x * range(n).stop, limit=3)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for n in range(20):
            assert compiled(n, 2.0).data == 2.0 * n
    assert len(compiled.variants) == 3


def test_transforms_see_through():
    square = compile(lambda x: x * x * x)
    assert grad(square)(2.0) == 12.0
    assert grad(grad(square))(2.0) == 12.0
    outer = compile(lambda x: square(x) + x)
    assert outer(2.0).data == outer(2.0).data == 10.0


def test_no_grad_gives_bare_numbers():
    w = Value(2.0)
    compiled = compile(lambda x: w * x)
    with no_grad():
        assert compiled(3.0).operands == ()
    assert compiled(3.0).operands != ()


def test_strange_arguments_are_named():
    with pytest.raises(TypeError, match="got an argument of type set"):
        compile(lambda x: x)({1.0})


def test_overflow_and_edges_are_those_of_eager():
    w = Value(1.0)

    def function(x):
        return functions.log(functions.logistic(w * x)) + functions.exp(x)

    compiled = compile(function)
    agree(function, compiled, [w], [(x,) for x in (1.0, -5.0, 30.0, -30.0)])
    for x in (800.0, -800.0, math.inf, math.nan):
        a, b = function(x), compiled(x)
        assert b.data == a.data or math.isnan(a.data) == math.isnan(b.data)


def test_threads_may_call_it_at_the_same_time():
    w = [Value(float(i)) for i in range(50)]
    compiled = compile(lambda x: functions.sum(functions.tanh(v * x) for v in w))
    compiled(0.5)

    def calls(x):
        wanted = compiled.function(x).data
        return all(abs(compiled(x).data - wanted) < 1e-9 for _ in range(50))

    with ThreadPoolExecutor(4) as pool:
        assert all(pool.map(calls, [0.1 * i for i in range(8)]))
