"""The native twin: which one is chosen, and that it behaves as the pure one does."""

import copy
import gc
import inspect
import os
import pickle
import subprocess
import sys
import threading
import weakref
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from autograd.support.twin import chosen
from tests.tools.twins import IS_BUILT, needs_native, portrait, taken_out, twin

ROOT = Path(__file__).parents[3]
pure, fast = (twin("python"), twin("native")) if IS_BUILT else (None, None)
TWINS = [
    pytest.param(package, id=name, marks=needs_native)
    for name, package in (("python", pure), ("native", fast))
]
both = pytest.mark.parametrize("autograd", TWINS)


def said(code, *options, **environment):
    """What a Python of its own prints; its errors, too."""
    mine = "AUTOGRAD_ENGINE", "COVERAGE_"  # to be watched would be to be debugged
    inherited = {k: v for k, v in os.environ.items() if not k.startswith(mine)}
    result = subprocess.run(
        [sys.executable, *options, "-W", "error", "-c", code],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=inherited | environment,
    )
    return result.stdout + result.stderr


# the choice


ASK = "from autograd.support.twin import engine; print(engine)"


@needs_native
def test_the_native_engine_is_taken_when_it_was_built():
    assert said(ASK) == "native\n"


@pytest.mark.parametrize(
    "engine", ["python", pytest.param("native", marks=needs_native)]
)
def test_the_environment_chooses(engine):
    assert said(ASK, AUTOGRAD_ENGINE=engine) == f"{engine}\n"


def test_another_engine_is_refused():
    assert 'needs "python" or "native"' in said(ASK, AUTOGRAD_ENGINE="rust")


@pytest.mark.parametrize("wish", [None, "", "native"])
def test_an_engine_that_was_not_built(wish, monkeypatch):
    module = sys.modules[chosen.__module__]
    monkeypatch.setattr(module, "native", None)
    monkeypatch.setattr(module, "why_not", "no compiler", raising=False)
    if wish != "native":
        engine, reason = chosen(wish)
        assert (engine, "no compiler" in reason) == ("python", True)
        return
    with pytest.raises(ImportError, match=r"\(no compiler\); build it"):
        chosen(wish)


@needs_native
def test_an_engine_built_from_another_table(monkeypatch):
    module = sys.modules[chosen.__module__]
    monkeypatch.setattr(module, "fingerprint", lambda: "another")
    assert chosen(None)[0] == "python"
    with pytest.raises(ImportError, match="built from another table"):
        chosen("native")


def test_a_debugger_gets_the_pure_engine():
    trace = "import sys; sys.settrace(lambda *event: None);"
    assert said(trace + ASK) == "python\n"


@needs_native
def test_a_debugger_can_be_overruled():
    trace = "import sys; sys.settrace(lambda *event: None);"
    assert said(trace + ASK, AUTOGRAD_ENGINE="native") == "native\n"


@pytest.mark.skipif(
    sys.version_info < (3, 12), reason="no sys.monitoring: run Python 3.12"
)
def test_a_debugger_that_monitors_gets_the_pure_engine():
    tool = "import sys; sys.monitoring.use_tool_id(sys.monitoring.DEBUGGER_ID, 'd');"
    assert said(tool + ASK) == "python\n"


# the same class


@needs_native
def test_the_native_class_has_the_names_of_the_pure_one_and_no_more():
    here, there = set(dir(pure.Value)), set(dir(fast.Value))
    of_the_compiler = {"__annotations__", "__slots__", "__dict__", "__weakref__"}
    of_the_compiler |= {"__firstlineno__", "__static_attributes__"}
    of_the_compiler |= {"__annotate_func__", "__annotations_cache__"}
    of_the_methods = {"_recorded"}  # which the native twin has no need of
    assert here - there <= of_the_compiler | of_the_methods
    assert there - here <= of_the_compiler


@needs_native
def test_the_packages_have_the_same_names():
    assert set(vars(pure)) == set(vars(fast))
    assert fast.Value.__module__ == "autograd.value"
    assert fast.Value.__doc__ == pure.Value.__doc__


@needs_native
@pytest.mark.parametrize("name", ["Value", "exp", "leaky_relu", "sum", "dot"])
def test_signatures_and_docstrings_are_the_same(name):
    here, there = getattr(pure, name), getattr(fast, name)
    assert inspect.getdoc(there) == inspect.getdoc(here)
    if name != "Value":
        assert inspect.signature(there) == inspect.signature(here)
        assert (there.__name__, there.__module__) == (name, here.__module__)
        assert inspect.isroutine(there)
        assert name in repr(there)


@both
def test_functions_bind_and_copy_as_functions_do(autograd):
    class Layer:
        activation = autograd.tanh

    layer = Layer()
    with pytest.raises(TypeError):
        layer.activation(0.5)  # the layer itself is the first operand
    assert copy.deepcopy(autograd.tanh) is autograd.tanh


MISTAKES = """
    x + "1"
    x + b"1"
    x + None
    x + [1.0]
    x + 1j
    x + np.array([1.0])
    x + 10**400
    10**400 * x
    "1" + x
    None / x
    x ** "2"
    x.maximum(None)
    x.leaky_relu("a")
    x // 2
    2 // x
    x % 2
    divmod(x, 2)
    float(x)
    int(x)
    x[0]
    len(x)
    iter(x)
    x < "1"
    x < None
    Value(x)
    Value("1")
    Value(None)
    Value([1])
    Value(1j)
    setattr(x, "data", "1")
    setattr(x, "grad", [1])
    setattr(x, "other", 1)
    setattr(x, "has_grad", True)
    assign(x, "name", 3)
    assign(x, "name", x)
    assign(x, "operation", 3)
    assign(x, "operation", x)
    assign(x, "operands", None)
    assign(x, "operands", x)
    assign(x, "operands", "ab")
    assign(x, "operands", b"ab")
    assign(x, "operands", {1.0})
    assign(x, "operands", (x, "1"))
    assign(x, "operands", [x, None])
    assign(x * x, "derivatives", None)
    assign(x * x, "derivatives", x)
    assign(x * x, "derivatives", 1.0)
    assign(x * x, "derivatives", "ab")
    assign(x * x, "derivatives", b"ab")
    assign(x * x, "derivatives", {1.0, 2.0})
    assign(x * x, "derivatives", {1.0: 2.0, 2.0: 3.0})
    assign(x * x, "derivatives", iter([1.0, 2.0]))
    assign(x * x, "derivatives", [1.0, "2"])
    assign(x * x, "derivatives", [1.0, x])
    assign(x * x, "derivatives", (1.0,))
    assign(x * 2, "derivatives", (1.0, 2.0))
    assign(x, "derivatives", (1.0,))
    x.backward("1")
    x.backward(None)
    x.backward(x)
    autograd.exp("1")
    autograd.exp(None)
    autograd.atan2(x, "1")
    autograd.atan2("1", x)
    autograd.sum([x, "1"])
    autograd.sum([x, None], x)
    autograd.sum(None)
    autograd.max([])
    autograd.mean()
    autograd.dot([x], [1.0, 2.0])
    autograd.dot([x], ["1"])
    autograd.dot([x], [1.0], "1")
    autograd.dot([x], None)
    x._history
    next(x)
    hash([x])
    x @ x
    x << 1
    x & x
    pow(x, 2, 3) and None or 1 / 0
"""


@needs_native
@pytest.mark.parametrize("mistake", MISTAKES.split("\n")[1:-1])
def test_mistakes_are_answered_alike(mistake):
    found = []
    for autograd in (pure, fast):
        names = {"x": autograd.Value(3.0), "Value": autograd.Value, "np": np}
        names["assign"] = setattr
        with pytest.raises(Exception) as caught:  # noqa: PT011 - they are compared
            eval(mistake.strip(), names, {"autograd": autograd})
        found.append((type(caught.value), str(caught.value)))
    if "pow(" not in mistake and "setattr" not in mistake and "_history" not in mistake:
        assert found[0] == found[1]
    assert found[0][0] is found[1][0]


CALLS = """
    Value()
    Value(1.0, "x", 3)
    Value(1.0, label="x")
    x.maximum()
    x.maximum(1.0, 2.0)
    x.maximum(others=1.0)
    x.exp(1.0)
    x.backward(1.0, 2.0)
    x.backward(sed=1.0)
    autograd.exp()
    autograd.exp(x, x)
    autograd.dot([x])
    autograd.dot([x], [x], prejudice=1.0)
"""


@both
@pytest.mark.parametrize("call", CALLS.split("\n")[1:-1])
def test_wrong_calls_are_type_errors(autograd, call):
    names = {"x": autograd.Value(3.0), "Value": autograd.Value}
    with pytest.raises(TypeError):
        eval(call.strip(), names, {"autograd": autograd})


RIGHT = """
    Value(data=2.0, name="y")
    Value(2.0, name="y")
    Value(2.0, "y")
    Value(np.float64(2.0))
    Value(Fraction(1, 3))
    Value(True) + True
    x * np.float64(2.0)
    np.float64(2.0) * x
    Fraction(1, 2) * x
    x.maximum(other=4.0)
    x.leaky_relu()
    x.leaky_relu(slope=0.5)
    x.elu()
    x.elu(alpha=0.5)
    autograd.elu(x, alpha=0.5)
    autograd.maximum(4, x)
    autograd.maximum(x, b=4)
    autograd.leaky_relu(-x)
    autograd.sum(x, 2, x)
    autograd.sum(x)
    autograd.sum(y * y for y in [x, x])
    autograd.sum((x, Fraction(1, 2)))
    autograd.sum([y for y in [x] for _ in range(3)])
    autograd.sum({"x": x}.values())
    autograd.dot((x, 2), [3, x])
    autograd.dot([x], [x], bias=x)
    autograd.dot([x], np.array([2.0]), x)
    autograd.dot([x], [Fraction(1, 2)], 1)
    autograd.dot([], [], x)
    autograd.logsumexp([x, x, 0])
    abs(-x)
    +x
    sum([x, x, x])
    x.backward(2) or x
    (x * x).backward(seed=Fraction(1, 2)) or x * x
"""


@needs_native
@pytest.mark.parametrize("expression", RIGHT.split("\n")[1:-1])
def test_unusual_operands_are_taken_alike(expression):
    found = []
    for autograd in (pure, fast):
        names = {"x": autograd.Value(3.0, "x"), "Value": autograd.Value}
        names |= {"np": np, "Fraction": Fraction, "autograd": autograd}
        result = eval(expression.strip(), names)
        result.backward()
        found.append(portrait(autograd, result))
    assert found[0] == found[1]


@both
def test_functions_of_plain_numbers_give_plain_numbers(autograd):
    assert autograd.sum([1, 2.0]) == 3.0
    assert autograd.dot([1], [2], 3) == 5.0
    assert autograd.max(2, 7.0) == 7.0
    assert autograd.sum([]) == 0.0
    assert [type(f(1)) for f in (autograd.exp, autograd.sum)] == [float, float]


# subclasses


@both
def test_a_subclass_computes_as_a_value_and_keeps_its_attributes(autograd):
    class Weight(autograd.Value):
        def __init__(self, data, unit):
            super().__init__(data, name=f"w{unit}")
            self.unit = unit

        def doubled(self):
            return 2 * self

    weight = Weight(3.0, unit=7)
    result = weight.doubled() * weight + weight.exp()
    assert type(result) is autograd.Value
    result.backward()
    assert weight.grad == 12.0 + result.operands[1].data
    assert (weight.unit, weight.name, weight.data) == (7, "w7", 3.0)
    gone = weakref.ref(weight)
    del weight, result
    assert gone() is None


@both
def test_a_subclass_with_slots(autograd):
    class Plain(autograd.Value):
        __slots__ = ("unit",)

    x = Plain(2.0)
    x.unit = "m"
    y = x * x
    y.backward()
    assert (x.grad, x.unit) == (4.0, "m")
    with pytest.raises(AttributeError):
        x.other = 1


@both
def test_a_subclass_may_override_an_operation(autograd):
    class Loud(autograd.Value):
        def exp(self):
            return "boom"

        def __add__(self, other):
            return "plus"

    assert autograd.exp(Loud(1.0)) == "boom"
    assert Loud(1.0) + 2 == "plus"
    assert (autograd.Value(1.0) + Loud(1.0)).data == 2.0


# attributes of nodes


@both
def test_inner_nodes_get_names_and_keep_their_history(autograd):
    x = autograd.Value(2.0)
    y = x * 3
    y.name = "six"
    y.name = "y"
    assert (y.name, y.operands[0] is x, y.operands[1]) == ("y", True, 3.0)
    y.backward()
    assert x.grad == 3.0
    y.name = None
    assert y.name is None
    assert "mul" in repr(y)


class Text(str):
    """A str that can hold anything in its attributes."""


@both
def test_a_history_can_be_assigned(autograd):
    x, y = autograd.Value(2.0), autograd.Value(6.0, "y")
    y.operation, y.operands, y.derivatives = "triple", (x,), (3.0,)
    y.backward()
    assert (x.grad, y.operation, y.operands, y.name) == (3.0, "triple", (x,), "y")
    y.operation, y.operands, y.derivatives = "add", (x, 1.0, x), (1.0, 5.0)
    (y * 2).backward()
    assert (x.grad, y.operands) == (3.0 + 12.0, (x, 1.0, x))
    y.operands = [3, x]
    assert (y.operands, y.derivatives) == ((3.0, x), (0.0,))
    y.derivatives = [2]
    assert y.derivatives == (2.0,)
    y.operation, y.operands, y.derivatives = None, (), ()
    assert y.operands == ()
    y.name, y.operation = Text("y"), Text("double")
    assert (y.name, y.operation) == ("y", "double")
    assert type(y.name) is type(y.operation) is str


@needs_native
def test_a_value_that_is_its_own_operand_is_an_error_and_no_endless_loop():
    x = fast.Value(2.0)
    y = x * 2
    z = y * 3
    x.operands = (z,)
    with pytest.raises(ValueError, match="operand of itself"):
        z.backward()
    x.operands = ()


@both
def test_derivatives_may_be_computed_when_they_are_asked_for(autograd):
    class Lazy:
        def __len__(self):
            return 1

        def __iter__(self):
            yield 5.0

    x = autograd.Value(2.0)
    y = autograd.value.node(7.0, "custom", (x,), Lazy())
    (y * y).backward()
    assert x.grad == 14.0 * 5.0
    assert isinstance(y.derivatives, Lazy)


@both
def test_initializing_again_begins_anew(autograd):
    x = autograd.Value(2.0)
    y = x * x
    y.backward()
    gone = weakref.ref(x)
    y.__init__(3.0, name="y")
    del x
    assert gone() is None
    assert (y.data, y.grad, y.has_grad, y.operands) == (3.0, 0.0, False, ())
    assert (y.operation, y.name, y.derivatives) == (None, "y", ())


# copies and pickles


def graph(autograd):
    x = autograd.Value(0.5, name="x")
    y = autograd.dot([x, 2.0], [x.tanh(), x], x) + autograd.where(True, x, 3.0)
    y.backward()
    y.name = "result"
    return y


@needs_native
@pytest.mark.parametrize(("maker", "reader"), [(pure, fast), (fast, pure)])
def test_a_pickle_of_one_twin_loads_in_the_other(maker, reader):
    made = graph(maker)
    mine = taken_out()
    try:
        for package, direction in ((maker, "dumps"), (reader, "loads")):
            taken_out()
            sys.modules.update(modules_of(package))
            if direction == "dumps":
                text = pickle.dumps(made)
            else:
                read = pickle.loads(text)
    finally:
        taken_out()
        sys.modules.update(mine)
    assert type(read) is reader.Value
    assert portrait(reader, read) == portrait(maker, made)
    read.backward()


def modules_of(package):
    """The modules by which a twin pickles."""
    return {
        "autograd": package,
        "autograd.value": package.value,
        "autograd.support.copying": package.copying,
    }


@both
def test_copies(autograd):
    y = graph(autograd)
    twin = copy.deepcopy(y)
    assert portrait(autograd, twin) == portrait(autograd, y)
    shallow = copy.copy(y)
    assert shallow.operands[0] is y.operands[0]
    assert (shallow.name, shallow.grad) == ("result", 1.0)


# passes


@both
def test_hooks_of_a_graph_are_called_and_those_of_others_do_no_harm(autograd):
    x, other = autograd.Value(3.0), autograd.Value(1.0)
    seen = []
    elsewhere = other.register_hook(seen.append)
    (x * x).backward()
    assert (seen, x.grad) == ([], 6.0)
    y = x * x
    hook = y.register_hook(lambda adjoint: 10 * adjoint)
    (y * 1).backward()
    assert x.grad == 66.0
    hook.remove()
    elsewhere.remove()


@both
def test_hooks_may_differentiate_the_same_graph(autograd):
    x = autograd.Value(3.0)
    y = x * x
    z = y * y

    def again(adjoint):
        hook.remove()
        z.backward()

    hook = y.register_hook(again)
    z.backward()
    assert x.grad == 2 * 4 * 27.0


@both
def test_observers_hear_of_everything(autograd):
    events = []

    def observer(event, value, other, answer):
        events.append((event, getattr(answer, "adjoint", answer)))

    with autograd.observing.observing(observer):
        x = autograd.Value(3.0)
        y = autograd.dot([x], [2.0]) + x
        found = x < 4, y != 3.0, x < 5, bool(y), x.data, x._data, x.item()
        y.backward()
        with autograd.no_grad():
            x.exp()
    y.backward()
    assert found == (True, True, True, True, 3.0, 3.0, 3.0)
    names = [event for event, *_ in events]
    assert names[:8] == ["made"] * 3 + ["<", "!=", "<", "bool", "data"]
    assert names[8:] == ["data", "step", "step", "step", "made"]
    assert events[-4:-1] == [("step", 1.0), ("step", 1.0), ("step", 3.0)]
    assert (events[2], events[-1]) == (("made", None), ("made", False))


@needs_native
def test_observers_that_raise_stop_the_operation():
    def observer(event, *_):
        raise RuntimeError(event)

    x = fast.Value(2.0)
    for step in (lambda: x * x, lambda: fast.Value(1.0), lambda: x.data, lambda: x > 1):
        with fast.observing.observing(observer), pytest.raises(RuntimeError):
            step()
    with fast.observing.observing(observer), pytest.raises(RuntimeError, match="bool"):
        bool(x)


@both
def test_no_grad_and_observers_after_other_context_variables(autograd):
    """A context in which the engine's variables were never set, and then are."""
    import contextvars

    contextvars.ContextVar("mine").set(1)
    x = autograd.Value(2.0)

    def inside():
        assert (x * x).operands
        with autograd.no_grad():
            assert not (x * x).operands
            with autograd.enable_grad():
                assert (x * x).operands
            assert not autograd.sum([x, x]).operands
        assert (x * x).operands

    contextvars.copy_context().run(inside)
    contextvars.Context().run(inside)
    inside()


@both
def test_a_gradient_of_minus_zero_is_zero_before_it_grows(autograd):
    x = autograd.Value(1.0)
    x.grad = -0.0
    (x * 0.0).backward(-1.0)
    assert str(x.grad) == "0.0"


@needs_native
def test_threads_build_and_differentiate_graphs_that_share_leaves():
    shared = [fast.Value(0.1 * i) for i in range(10)]
    results, rounds = [], 200

    def work():
        for _ in range(rounds):
            y = fast.Value(1.0)
            for x in shared:
                y = (y * x + x).tanh()
            y.backward()
            results.append(y.data)

    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        threads = [threading.Thread(target=work) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        sys.setswitchinterval(interval)
    assert len(set(results)) == 1
    grads = [x.grad for x in shared]
    for x in shared:
        x.grad = 0
    for _ in range(4 * rounds):
        y = fast.Value(1.0)
        for x in shared:
            y = (y * x + x).tanh()
        y.backward()
    assert grads == [x.grad for x in shared]


@contextmanager
def no_collector():
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


@both
def test_a_graph_dies_with_its_last_reference(autograd):
    with no_collector():
        x = autograd.Value(1.0)
        y = autograd.sum([x.exp() * 2, x, 3.0])
        inner = weakref.ref(y.operands[0].operands[0])
        seen = []
        watched = weakref.ref(y.operands[0], lambda _: seen.append(inner() is None))
        y.backward()
        del y
        assert (inner(), watched(), len(seen)) == (None, None, 1)
        last = weakref.ref(x)
        del x
        assert last() is None
