"""compile: recorded when it has to be, replayed when it can be, never wrong."""

import copy
import math
import pickle
import re
import sys
import warnings
from collections import OrderedDict, defaultdict
from concurrent.futures import ThreadPoolExecutor
from random import Random

import numpy
import pytest

from autograd import (
    Value,
    functions,
    grad,
    gradients as derivatives,
    hessian,
    jvp,
    no_grad,
    stop_gradient,
)
from autograd.programs import compile, take
from autograd.programs.calling import compiling, recording
from autograd.programs.machines.numpy import NumPy
from autograd.support.observing import observing
from nn import MLP, hinge, squared_error

X = [-1.5, -0.25, 0.0, 0.75, 2.0]


@pytest.fixture(autouse=True)
def _small_functions_are_replayed_too(monkeypatch):
    monkeypatch.setattr(compiling, "pays", lambda costs: True)


def warm(compiled, *arguments):
    """The compiled function, after so many calls that it is replayed."""
    for _ in range(4):
        compiled(*arguments)
    return compiled


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


def test_what_is_only_asked_about_shares_nothing_with_what_is_differentiated():
    w = [Value(1.0), Value(2.0)]

    def total(rows):
        scores = [functions.dot(w, row) for row in rows]
        return functions.sum([score for score in scores if score < 100.0])

    rows = [[1.0, float(i % 7)] for i in range(1000)]
    rows[-1][0] = math.inf  # 0 times the adjoint of its score would be nan
    total(rows).backward()
    wanted = [x.grad for x in w]
    for x in w:
        x.grad = None
    compiled = compile(total)
    for _ in range(2):
        result = compiled(rows)
    assert next(iter(compiled.variants.values())).runner.kind() is NumPy
    result.backward()
    assert [x.grad for x in w] == wanted


def test_methods_can_be_compiled():
    class Scaled:
        def __init__(self, scale):
            self.scale = Value(scale)

        @compile
        def of(self, x):
            return self.scale * x

    double, triple = Scaled(2.0), Scaled(3.0)
    found = [scaled.of(x).data for x in (1.0, 4.0) for scaled in (double, triple)]
    assert found == [2.0, 3.0, 8.0, 12.0]
    assert Scaled.of.recordings == 2
    triple.of(5.0).backward()
    assert triple.scale.grad == 5.0


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


@pytest.mark.parametrize("dtype", [bool, object])
def test_masks_are_settings(dtype):
    compiled = compile(lambda xs, mask: functions.sum(list(xs[mask.astype(bool)])))
    xs = numpy.array([1.0, 10.0])
    masks = [numpy.array(m, dtype) for m in ([True, False], [False, True])]
    assert [compiled(xs, m).data for m in [*masks, *masks]] == [1.0, 10.0, 1.0, 10.0]


def test_arrays_of_text_and_of_anything_are_arguments():
    compiled = compile(lambda x, names: x * len(names[0]))
    found = [compiled(1.0, numpy.array([name])).data for name in ("a", "bb", "a")]
    assert found == [1.0, 2.0, 1.0]
    mixed = compile(lambda parts: parts[0] * len(parts[1]) * parts[2])
    found = [
        mixed(numpy.array([0.5, name, i], object)).data
        for name, i in (("a", 1), ("bb", 1), ("bb", 3))
    ]
    assert found == [0.5, 1.0, 3.0]


def test_arrays_of_integers_are_data_or_tokens():
    pixels = compile(lambda x, a: x * (a / 4).sum() * a.max())
    tokens = compile(lambda x, a: x * take([1.0, 2.0, 3.0], a[0]))
    places = compile(lambda x, a: x * [1.0, 2.0, 3.0][a[0]])
    for i in (0, 1, 2):
        array = numpy.array([i, 7])
        assert pixels(2.0, array).data == 2.0 * (i + 7) / 4 * 7
        assert tokens(1.0, array).data == places(1.0, array).data == i + 1
    assert (pixels.recordings, tokens.recordings) == (1, 1)


def test_observers_and_hooks_see_a_compiled_call():
    w, events = Value(2.0), []
    compiled = warm(compile(lambda x: w * x * x), 1.0)
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


@pytest.mark.parametrize(
    "copied", [copy.deepcopy, lambda result: pickle.loads(pickle.dumps(result))]
)
def test_a_copy_of_a_result_has_its_gradients(copied):
    w, x = Value(2.0), Value(3.0)
    results = [warm(compile(lambda x: w * w * x), x)(x) for _ in range(2)]
    for result in (results[0], results[1] * 1.0):
        twin = copied(result)
        twin.backward()
        program = twin if twin.operation == "program" else twin.operands[0]
        assert [leaf.grad for leaf in program.operands] == [12.0, 4.0]
    assert [w.has_grad, x.has_grad] == [False, False]


def test_a_result_that_depends_on_floats_only_has_no_gradient():
    v = Value(2.0)
    compiled = compile(lambda v, c: (v * v, c * 2))
    square, double = compiled(v, 3.0)
    assert derivatives(double, v, create_graph=True).data == 0.0
    slope = derivatives(square, v, create_graph=True)
    assert (slope.data, derivatives(slope, v)) == (4.0, 2.0)


def test_second_derivatives_of_changed_data_are_refused():
    w, x = Value(2.0), Value(3.0)
    for leaf in (w, x):
        compiled = warm(compile(lambda x: w * w * x), x)
        result, number = compiled(x), leaf.data
        leaf.data = number + 1
        assert derivatives(result, x) == 4.0
        with pytest.raises(ValueError, match=r"gave 12.0, and data were changed"):
            derivatives(result, x, create_graph=True)
        leaf.data = number
        assert derivatives(result, x, create_graph=True).data == 4.0


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
    assert [compiled(numpy.array([[1.0, 1.0]])).data for _ in range(2)] == [3.0, 3.0]
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


def test_take_chooses_by_itself_where_a_number_is_not_finite():
    table = [1.0, math.inf, Value(3.0), -math.inf]
    compiled = compile(lambda x, i: x * take(table, i))
    found = [compiled(2.0, i).data for i in (0, 1, 2, -1)]
    assert found == [2.0, math.inf, 6.0, -math.inf]


def test_an_integer_used_as_text_gets_a_program_of_its_own():
    table = {f"w{i}": Value(10.0**i) for i in range(3)}
    for name in ("w{}".format, lambda i: f"w{i}", lambda i: "w" + str(i)):
        compiled = compile(lambda x, i, name=name: x * table[name(i)])
        assert [compiled(2.0, i).data for i in range(3)] == [2.0, 20.0, 200.0]


def test_an_integer_that_is_returned_is_that_of_the_call():
    compiled = compile(lambda x, i: {"y": x * 2, (i, "i"): [i, (i,)]})
    for i in (3, 4):
        result = compiled(1.0, i)
        assert result[i, "i"] == [i, (i,)]
        assert {type(key[0]) for key in result if key != "y"} == {int}
        assert type(result[i, "i"][0]) is int


@pytest.mark.parametrize(
    "of",
    [
        math.sqrt,
        float,
        numpy.sqrt,
        round,
        math.floor,
        math.factorial,
        copy.deepcopy,
        lambda i: round(i, -1),
        lambda i: numpy.asarray(i).item(),
        lambda i: divmod(i, 3)[1] + divmod(30, i)[0],
        lambda i: pow(i, 2, 5) + pow(2, i),
        lambda i: i.bit_length() + i.real,
        lambda i: (i & 3) + (8 | i),
        lambda i: i if isinstance(i, int) else range(i).stop,
        lambda i: numpy.float64(0.5) * i,
        lambda i: (numpy.array([W, W]) * i)[0],
    ],
)
def test_all_that_can_be_done_to_an_integer(of):
    compiled = compile(lambda x, i: x * of(i))
    for i in (4, 9, 16, 4):
        assert compiled(2.0, i).data == (Value(2.0) * of(i)).data


def test_an_integer_that_is_no_number_in_a_later_branch():
    compiled = compile(lambda x, i: x * i if x > 0 else x * math.sqrt(i))
    calls = [(1.0, 4), (1.0, 9), (-1.0, 4), (-1.0, 9), (2.0, 9)]
    assert [compiled(*call).data for call in calls] == [4.0, 9.0, -2.0, -3.0, 18.0]


def test_what_a_function_raises_is_raised():
    def function(x, i):
        raise KeyError(i)

    with pytest.raises(KeyError) as raised:
        compile(function)(1.0, 3)
    assert raised.value.__context__ is None


def test_the_losses_of_nn_can_be_compiled():
    model = MLP(2, [3, 1], "tanh", output="linear", seed=3)

    def loss(inputs, target):
        return hinge(model(inputs), target)

    compiled = compile(loss)
    calls = [([0.5, -1.0], 1), ([2.0, 1.0], -1), ([0.25, 0.75], 1), ([1.0, 1.0], -1)]
    agree(loss, compiled, model.parameters(), calls)


def squared_without_recording(x):
    with no_grad():
        return x * x


def slope_by_backward(x):
    y = x * x
    y.backward()
    return x.grad


W = Value(2.0)
READERS = {
    "detach": (lambda x: x.detach(), "reads the data of Value"),
    "stop_gradient": (stop_gradient, "reads the data of Value"),
    "round": (lambda x: round(x, 1), "reads the data of Value"),
    "format": (lambda x: float(f"{x:.3f}"), "reads the data of Value"),
    "copy": (copy.copy, "does otherwise when it is called anew"),
    "no_grad": (squared_without_recording, "computes Value.* inside no_grad"),
    "backward": (slope_by_backward, r"differentiates Value\("),
    "gradients": (lambda x: derivatives(x * x, x), r"differentiates Value\("),
    "grad": (lambda x: grad(lambda t: W * t)(2.0), "differentiates Value"),
    "hessian": (lambda x: hessian(lambda t: W * t * t)(2.0), "reads the data of Value"),
    "jvp": (lambda x: jvp(lambda t: W * t, (2.0,), (1.0,))[1], "reads the data of"),
}


@pytest.mark.parametrize("name", READERS)
def test_all_that_leaves_the_graph_is_said_and_right(name):
    read, said = READERS[name]
    compiled, w = compile(lambda x: x * w * read(x)), Value(0.5)
    calls = [3.0, 3.0, 3.0, -3.0, -3.0, 1.0, 3.0]
    with pytest.warns(RuntimeWarning) as warned:
        found = [compiled(Value(x)).data for x in calls]
    assert found == [(Value(x) * w * read(Value(x))).data for x in calls]
    assert warned[0].filename == __file__
    assert [str(x.message) for x in warned if re.search(said, str(x.message))]
    assert len({str(x.message) for x in warned}) == len(warned)


@pytest.mark.parametrize(
    "function",
    [
        lambda x: x * derivatives(x * x * x, x, create_graph=True),
        lambda x: x * grad(lambda t: W * t * t)(x),
        lambda x: x * W * Value(2.0),
        lambda x: x * functions.where(x > 0, x, W),
    ],
)
@pytest.mark.filterwarnings("error")
def test_what_stays_in_the_graph_is_replayed_without_a_warning(function):
    compiled = compile(function)
    agree(function, compiled, [W], [(Value(x),) for x in (2.0, 3.0, 0.5)])
    assert compiled.recordings == 1


def test_calls_that_no_program_fits_are_said_once():
    compiled = compile(lambda n, x: x * range(n).stop)
    with pytest.warns(RuntimeWarning, match="no program fitted 16 calls") as warned:
        found = [compiled(n, Value(2.0)).data for n in range(60)]
    assert found == [2.0 * n for n in range(60)]
    assert len(warned) == 1
    assert compiled.recordings == 2


def test_the_programs_kept_are_limited():
    compiled = compile(lambda n, x: x * range(n).stop, limit=3)
    for n in range(20):
        for _ in range(10):
            assert compiled(n, 2.0).data == 2.0 * n
    assert compiled.recordings > 3
    assert len(compiled.variants) == 3


def test_the_structures_known_are_limited():
    compiled = compile(lambda *numbers: functions.sum(numbers) * len(numbers), limit=2)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for count in range(1, 100):
            assert compiled(*[1.0] * count).data == count * count
        assert len(compiled._shapes) < 50
        assert compiled(1.0, 2.0).data == 6.0


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


def test_what_is_returned_in_no_structure_is_returned_as_it_is():
    class Pair:
        def __init__(self, first):
            self.first = first

    for of in (Pair, lambda x: [x, {x}], lambda x: {"a": (Pair(x),)}):
        compiled = compile(of)
        with pytest.warns(RuntimeWarning, match="needs to return Values, numbers, str"):
            found = [compiled(Value(x)) for x in (1.0, 2.0, 3.0)]
        assert type(found[2]) is type(of(1.0))
    result = [None, "text", b"bytes", 1, 2.5, True, 3j]
    compiled = compile(lambda x: [x * 1, *result])
    assert all(compiled(1.0)[1:] == result for _ in range(3))


def test_arrays_among_the_results_keep_their_dtype():
    w = Value(2.0)
    kept = [numpy.array([True]), numpy.array(["a"]), numpy.array([1, 2])]
    compiled = compile(lambda x: [numpy.array([w * x, 1.0]), *kept])
    for x in (1.0, 2.0):
        first, *rest = compiled(x)
        assert first[0].data == 2 * x
        for found, array in zip(rest, kept):
            assert found.dtype == array.dtype
            assert found.tolist() == array.tolist()


def test_overflow_and_edges_are_those_of_eager():
    w = Value(1.0)

    def function(x):
        return functions.log(functions.logistic(w * x)) + functions.exp(x)

    compiled = compile(function)
    agree(function, compiled, [w], [(x,) for x in (1.0, -5.0, 30.0, -30.0)])
    for x in (800.0, -800.0, math.inf, math.nan):
        a, b = function(x), compiled(x)
        assert b.data == a.data or math.isnan(a.data) == math.isnan(b.data)


@pytest.fixture
def hasty():
    """Threads that take turns often, so that they meet."""
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    yield
    sys.setswitchinterval(interval)


@pytest.mark.usefixtures("hasty")
@pytest.mark.parametrize("turn", range(12))
def test_threads_may_call_it_at_the_same_time(turn):
    w = [Value(float(i)) for i in range(50)]
    compiled = compile(lambda x: functions.sum(functions.tanh(v * x) for v in w))
    warm(compiled, 0.5)

    def calls(x):
        wanted = compiled.function(x).data
        return all(abs(compiled(x).data - wanted) < 1e-9 for _ in range(20))

    with ThreadPoolExecutor(4) as pool:
        assert all(pool.map(calls, [0.1 * i for i in range(8)]))
    assert (
        compiled.reason != recording.OTHERWISE
    )  # as a mixture of two replays would be


def test_threads_may_share_many_programs():
    w = Value(2.0)

    def function(n, x):
        return x * w * range(n).stop if x > 0.5 else x + n * w

    compiled = compile(function, limit=4)
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)

    def calls(seed):
        random, wrong = Random(seed), 0
        for _ in range(200):
            n, x = random.randrange(7), random.random()
            wrong += abs(compiled(n, x).data - function(n, x).data) > 1e-9
        return wrong

    try:
        with warnings.catch_warnings(), ThreadPoolExecutor(6) as pool:
            warnings.simplefilter("ignore")
            assert sum(pool.map(calls, range(6))) == 0
    finally:
        sys.setswitchinterval(interval)


@compile
def decorated(x):
    return W * x


def undecorated(x):
    return W * x


@pytest.mark.parametrize("function", [decorated, compile(undecorated)])
def test_compiled_functions_are_pickled_before_and_after_their_calls(function):
    for _ in range(5):
        twin = pickle.loads(pickle.dumps(function))
        assert twin(3.0).data == function(3.0).data == 6.0
        assert copy.copy(function)(3.0).data == 6.0
    assert (twin is function) == (function is decorated)


@pytest.mark.parametrize(
    "made",
    [OrderedDict, lambda **parts: defaultdict(float, parts), dict],
    ids=["OrderedDict", "defaultdict", "dict"],
)
def test_dicts_of_the_standard_library_are_taken_apart(made):
    def result(p):
        missing = p.default_factory() if isinstance(p, defaultdict) else 1.0
        return p[next(reversed(p))] * 10 + p["a"] + missing

    compiled = compile(result)
    for a, b in [(1.0, 2.0), (3.0, 4.0), (5.0, 6.0), (7.0, 8.0)]:
        given = [Value(a), Value(b)], [Value(a), Value(b)]
        found = compiled(made(a=given[0][0], b=given[0][1]))
        right = result(made(a=given[1][0], b=given[1][1]))
        found.backward(), right.backward()
        assert found.data == right.data
        assert [x.grad for x in given[0]] == [x.grad for x in given[1]]
    assert compiled.recordings


def test_a_function_of_plain_numbers_is_called_once_for_each_call(capsys):
    seen, draw = [], Random(1)

    @compile
    def remembered(x):
        seen.append(x)
        return x * x

    @compile
    def drawn(x):
        return x * draw.random()

    @compile
    def printed(x):
        print(x)
        return x * x

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # each says why it is called as it is
        assert [remembered(float(i)) for i in range(4)] == [0.0, 1.0, 4.0, 9.0]
        other = Random(1)
        assert [drawn(1.0) for _ in range(4)] == [other.random() for _ in range(4)]
        assert [printed(2.0) for _ in range(4)] == [4.0] * 4
    assert [*map(type, seen)] == [float] * 4
    assert capsys.readouterr().out == "2.0\n" * 4
