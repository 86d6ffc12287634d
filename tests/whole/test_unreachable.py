"""What nobody can reach any more is gone after a collection, whatever mentions what.

Each scene makes objects that mention each other and returns those that have to go.
"""

import functools
import gc
import weakref
from collections import Counter
from contextlib import suppress

import numpy
import pytest

import autograd
from autograd import Value
from autograd.debugging import break_on, debug, detect_anomaly
from autograd.debugging.anomaly import AnomalyError
from autograd.programs import compile, record
from autograd.programs.calling import compiling
from nn import MLP, SGD, fit

ROUNDS = 4  # recordings beyond 15 would be warned of


@pytest.fixture(autouse=True)
def _small_functions_are_replayed_too(monkeypatch):
    monkeypatch.setattr(compiling, "pays", lambda costs: True)


class Named(Value):
    """With attributes."""


class Model:
    """Its step is compiled and mentions it."""

    def __init__(self):
        self.weight = Named(2.0)
        self.weight.model = self
        self.step = compile(self._step)

    def _step(self, x):
        return self.weight * x if x > 0 else self.weight * x * x


class Line:
    """Its class compiles for all instances."""

    def __init__(self):
        self.weight = Value(2.0)

    @compile
    def at(self, x):
        return self.weight * x

    def times(self, x):
        return self.weight * x


class Slotted:
    """Hashed by what it is, but without weak references."""

    __slots__ = ("weight",)


applied = compile(lambda function, x: function(x))
called = compile(lambda method, x: method(x))
of_model = compile(lambda model, x: model.weight * x)
of_data = compile(lambda data: data["x"] * 2.0)


def hook_of_its_own_value():
    x = Value(2.0)
    y = x * x
    for node in (x, y):
        node.register_hook(lambda adjoint, node=node: node.data)
    y.backward()
    return x, y


def attribute_that_mentions_its_own_value():
    x = Named(2.0)
    x.me, x.square = x, x * x
    x.square.backward()
    return x, x.square


def method_compiled_for_its_object():
    model = Model()
    for _ in range(5):
        model.result = model.step(1.0)
        model.result.backward()
        model.step(-1.0)
    return model, model.step, model.weight, model.result


def method_compiled_for_the_class():
    line = Line()
    for _ in range(5):
        line.result = line.at(1.0)
    line.result.backward()
    return line, line.weight, line.result


def compiled_closure_of_itself():
    found = {}
    weight = Named(3.0)
    found["f"] = weight.f = compile(lambda x: weight * x * len(found))
    found["f"](2.0).backward()
    return weight, found["f"]


def compiled_function_of_arrays():
    weight = Named(3.0)
    scaled = compile(lambda x: numpy.array([weight * x[0], weight * x[1]]))
    x = numpy.array([Value(1.0), Value(2.0)])
    results = scaled(x)
    results[0].backward()
    weight.result = results[0]
    return scaled, weight, results[0], x[0]


def object_as_argument():
    line = Line()
    for _ in range(5):
        of_model(line, 2.0).backward()
    return line, line.weight


def function_as_argument():
    weight = Value(2.0)

    def times(x):
        return weight * x

    for _ in range(5):
        applied(times, 2.0).backward()
    return times, weight


def method_as_argument():
    line = Line()
    line.bound = line.times
    for _ in range(5):
        called(line.bound, 2.0).backward()
    return line, line.weight


def values_as_arguments():
    x = Value(2.0)
    for _ in range(5):
        result = of_data({"x": x})
    result.backward()
    return x, result


def compiled_function_that_fails():
    model = Model()

    def fails(x):
        raise ValueError(model)

    model.step = compile(fails)
    with suppress(ValueError):
        model.step(1.0)
    return model, model.step


def second_derivatives_of_a_compiled_result():
    model = Model()
    x = Value(3.0)
    model.slope = autograd.grad(model.step)(x)
    return model, model.weight, x


def recorded_program_kept_by_its_leaf():
    weight, x = Named(2.0), Value(3.0)
    weight.program = record(weight * x, inputs=[x])
    weight.program.fold().batch([[1.0], [2.0]])
    return weight, x, weight.program


def sites_of_values():
    with debug():
        x = Named(2.0)
        x.square = x * x
        model = Model()
        model.result = model.step(1.0)
    return x, x.square, model, model.result


def sites_of_code_that_is_written_meanwhile():
    namespace = {"Value": Value}
    with debug():
        exec("def made():\n    return Value(1.0) * 2.0", namespace)
        y = namespace["made"]()
    return y, namespace["made"].__code__


def anomaly_kept_by_its_value():
    x = Named(0.0)
    try:
        with detect_anomaly():
            autograd.log(x)
    except AnomalyError as error:
        x.error = error
    return x, x.error


def breakpoints_that_mention_values():
    x = Value(2.0)
    y = x * x
    with break_on(lambda step: step.node is None and y):
        y.backward()
    break_on(y).remove()
    return x, y


def steps_kept_by_their_value():
    x = Named(2.0)
    y = x * x
    x.steps = list(y.backward_steps())
    return x, y


def drawing_kept_by_its_value():
    x = Named(2.0)
    x.drawing = autograd.draw(x * x)
    x.drawing.svg()
    return x, x.drawing


def checkpoint_of_a_method():
    x, model = Value(2.0), Model()
    model.result = autograd.checkpoint(model._step, x)
    model.result.backward()
    return x, model, model.weight


def transforms_kept_by_what_they_mention():
    weight = Named(2.0)
    weight.slope = autograd.grad(lambda x: x * weight)
    weight.slope(3.0)
    weight.rows = autograd.jacobian(lambda x: [x[0] * weight, x[1]])
    weight.rows([1.0, 2.0])
    return (weight,)


def training():
    model = MLP(1, [2, 1])
    model.optimizer = SGD(model.parameters(), 0.1)
    model.loss = lambda output, target: (output - target) ** 2 + 0.0 * len(vars(model))
    cases = [([0.0], 1.0), ([1.0], 0.0)]
    model.history = fit(
        model, cases, loss=model.loss, optimizer=model.optimizer, sweeps=2
    )
    return model, model.optimizer, model.parameters()[0], model.loss


SCENES = [
    hook_of_its_own_value,
    attribute_that_mentions_its_own_value,
    method_compiled_for_its_object,
    method_compiled_for_the_class,
    compiled_closure_of_itself,
    compiled_function_of_arrays,
    object_as_argument,
    function_as_argument,
    method_as_argument,
    values_as_arguments,
    compiled_function_that_fails,
    second_derivatives_of_a_compiled_result,
    recorded_program_kept_by_its_leaf,
    sites_of_values,
    sites_of_code_that_is_written_meanwhile,
    anomaly_kept_by_its_value,
    breakpoints_that_mention_values,
    steps_kept_by_their_value,
    drawing_kept_by_its_value,
    checkpoint_of_a_method,
    transforms_kept_by_what_they_mention,
    training,
]


def counted():
    """How many objects of each kind the collector knows."""
    gc.collect()
    return Counter(type(found).__qualname__ for found in gc.get_objects())


def left_by(scene):
    """The objects of a scene played many times that are still there, and what grew."""
    scene()  # the first time, texts are read and caches made
    found, grown = [], []
    for _ in range(2):  # a leak is there every time
        before = counted()
        references = [weakref.ref(x) for _ in range(ROUNDS) for x in scene()]
        gc.collect()
        found += [type(r()).__name__ for r in references if r() is not None]
        del references
        grown.append(counted() - before)
    return found, {k: n for k, n in (grown[0] & grown[1]).items() if n >= ROUNDS}


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.__name__)
def test_nothing_survives_once_it_is_unreachable(scene):
    assert left_by(scene) == ([], {})


def test_the_test_sees_what_is_kept():
    kept = []

    def scene():
        kept.append((Value(2.0), []))
        return (kept[-1][0],)

    found, grown = left_by(scene)
    assert found == ["Value"] * 2 * ROUNDS
    assert grown["list"] == ROUNDS


def test_a_setting_that_equals_one_that_is_gone_has_its_program_still():
    """What is told by its value is a setting, kept as text is: no program too many."""
    power = compile(lambda settings, x: x ** len(settings))
    for _ in range(5):
        gc.collect()
        assert power(frozenset({"a", "b"}), 3.0).data == 9.0
    assert power.recordings == 1


def test_programs_of_objects_that_are_gone_are_forgotten():
    line = compile(lambda function, x: function(x))
    kept = [functools.partial(pow, exp=2) for _ in range(3)]
    for square in 4 * kept:
        assert line(square, 3.0).data == 9.0
    assert (len(line.variants), len(line._shapes)) == (3, 3)
    del kept, square
    gc.collect()
    assert (line.variants, line._shapes) == ({}, {})


def test_an_object_without_weak_references_is_a_setting():
    slotted = Slotted()
    slotted.weight = Value(2.0)
    of_slotted = compile(lambda model, x: model.weight * x)
    assert [of_slotted(slotted, x).data for x in (1.0, 2.0)] == [2.0, 4.0]
