"""The runner: where the fast machine fails, another one has the graph's answer."""

import math

import numpy
import pytest

from autograd import Value, compile, dot, exp, operation, sum, tanh
from autograd.operations import OPERATIONS
from autograd.programs import record
from autograd.programs.assignments import PARAMETERS
from autograd.programs.calling import compiling, replays
from autograd.programs.machines.machine import Task
from autograd.programs.machines.tape import Tape
from autograd.programs.passes.pipeline import Passes
from autograd.programs.runner import Runner
from tests.autograd.programs.test_edges import padded


def gradients_of(results, leaves):
    """The derivatives of each result by each leaf."""
    found = []
    for y in results:
        for x in leaves:
            x.grad = None
        y.backward()
        found.append([x.grad or 0.0 for x in leaves])
    return found


@pytest.mark.parametrize("count", [1, 300])
def test_a_result_that_is_nan_sends_nothing_to_the_others(count):
    weights = [Value(0.25 * i) for i in range(count)]

    def function(x):
        return [dot(weights, weights) * x, sum([tanh(w * math.nan) for w in weights])]

    x = Value(0.5)
    leaves = [x, *weights]
    found = gradients_of(compile(function)(x), leaves)
    wanted = gradients_of(function(x), leaves)
    numpy.testing.assert_allclose(found, wanted, rtol=1e-12)
    assert math.isfinite(math.fsum(found[0]))


def test_many_results_that_overflow_share_their_machines(monkeypatch):
    made = []
    make = Runner.made

    def counted(runner, task):
        made.append(task)
        return make(runner, task)

    monkeypatch.setattr(Runner, "made", counted)
    monkeypatch.setattr(compiling, "pays", lambda costs: True)
    monkeypatch.setattr(replays.Replay, "_count", lambda *number: None)
    w, x = Value(2.0), Value(400.0)
    function = compile(lambda x: [exp(x * i) * w for i in range(14)])
    for _ in range(4):
        function(x)
    first = gradients_of(function(x), [w, x])
    before = len(made)
    assert gradients_of(function(x), [w, x]) == first
    assert len(made) == before
    assert first[1] == [math.exp(400.0), 2 * math.exp(400.0)]
    assert first[2] == [math.inf, math.inf]


def test_the_machine_used_last_is_kept():
    x = Value(0.5)
    runner = Runner(Passes(record(tanh(x) * x, [x]).assignments))
    first = runner.machine((PARAMETERS,))
    for lanes in range(1, 40):
        runner.machine((PARAMETERS,), lanes)
        assert runner.machine((PARAMETERS,)) is first


def test_a_seed_is_one_number():
    x = Value(0.5)
    program = record(x * x, [x])
    for face in (program, program.fold()):
        for wrong in (None, [1.0, 2.0], "one"):
            with pytest.raises((TypeError, ValueError)):
                face.value_and_gradients([1.0], seed=wrong)
        assert face.value_and_gradients([1.0], seed=2).inputs == [4.0]


def test_sums_over_lanes_overflow_in_silence():
    w, x = Value(0.0), Value(1.0)
    folded = record(w * x, [x]).fold("steps")
    found = folded.batch([[1e308], [1e308], [-1.0]])
    assert found.parameters.tolist() == [math.inf]
    numpy.testing.assert_array_equal(found.inputs, [[0.0], [0.0], [0.0]])


def test_a_small_program_is_not_folded_to_choose_its_machine():
    x = Value(0.5)
    folded = record(tanh(x) * x, [x]).fold()
    folded([0.25])
    is_in_c = Tape.can(Task(folded.passes))
    assert ("colouring" in vars(folded.passes)) == (not is_in_c)


def test_plain_replay_may_go_on_inside_of_itself():
    x = Value(0.5)

    def inner(a):
        return program([0.0]) + a if a > 0.75 else a

    lifted = operation("lifted", inner, [lambda a, out: 1.0])
    try:
        program = record(lifted(x) * 2 + x, [x])
        assert program([1.0]) == 3.0
    finally:
        OPERATIONS.pop("lifted")


def test_places_of_a_grid_that_are_nobodys_send_nothing():
    program, row = padded()
    wanted = program.value_and_gradients(row).parameters
    folded = program.fold("numpy")
    for found in (folded.value_and_gradients(row), folded.batch([row])):
        numpy.testing.assert_allclose(found.parameters, wanted, rtol=1e-12)


def test_sums_over_cases_done_one_by_one_are_silent():
    w, x = Value(1.0), Value(1.0)
    y = x
    for _ in range(30):
        y = tanh(y) * x
    folded = record(w * x / (y - y), [x]).fold()
    found = folded.batch([[1.0], [-1.0]])
    assert math.isnan(found.parameters[0])
    assert found.value.tolist() == [math.inf, -math.inf]
