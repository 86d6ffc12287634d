"""Training inside programs ends at the weights of training in the open."""

import math
from random import Random

import numpy
import pytest

from autograd import Value, functions
from autograd.programs import record
from autograd.support.twin import engine
from nn import MLP, SGD, Adam, AdamW, Optimizer, fit, squared_error, steps

XOR = [([0.0, 0.0], 0.0), ([0.0, 1.0], 1.0), ([1.0, 0.0], 1.0), ([1.0, 1.0], 0.0)]


class Pull(Optimizer):
    """A change for one parameter at a time."""

    def __init__(self, parameters, rate):
        super().__init__(parameters, rate=rate)

    def change(self, parameter, memory, *, rate):
        parameter.data -= rate * math.tanh(parameter.grad)


class Clipped(SGD):
    """The rule of SGD, with a step of its own."""

    def step(self, ends_sweep=True):
        for parameter in self.parameters:
            if parameter.has_grad:
                parameter.grad = max(-0.05, min(0.05, parameter.grad))
        super().step(ends_sweep)


class Weakened(SGD):
    """A change of its own, beside the rule of SGD."""

    def change(self, parameter, memory, **numbers):
        parameter.grad /= 2
        super().change(parameter, memory, **numbers)


class Fresh(Optimizer):
    """A rule that gives new arrays instead of changing the old."""

    blank = (0.0, 1.0)

    def rule(self, data, gradient, memory, *, rate):
        return data - rate * gradient * memory[1], (memory[0] - gradient, memory[1])


class Warming(SGD):
    """Numbers of its own, which differ from the settings."""

    def numbers(self):
        numbers = super().numbers()
        return numbers | {"rate": numbers["rate"] * min(1.0, self.sweep / 5)}


OPTIMIZERS = {
    "SGD": lambda p: SGD(p, rate=0.5, momentum=0.9, decay=0.001),
    "schedule": lambda p: SGD(p, rate=steps([(0, 0.1), (5, 0.5)]), momentum=0.5),
    "Adam": lambda p: Adam(p, rate=0.05),
    "AdamW": lambda p: AdamW(p, rate=0.05, decay=0.02),
    "own": lambda p: Pull(p, rate=0.01),
    "clipped": lambda p: Clipped(p, rate=0.5, momentum=0.9),
    "weakened": lambda p: Weakened(p, rate=0.5, momentum=0.9),
    "fresh": lambda p: Fresh(p, rate=0.1),
    "warming": lambda p: Warming(p, rate=0.5),
}


def one_case(model):
    """A program of one case: its inputs and its target are inputs."""
    inputs, target = [Value(0.5), Value(0.25)], Value(1.0)
    error = squared_error(model(inputs), target)
    return record(error, [*inputs, target], model.parameters()).fold()


def all_cases(model):
    """A program of all cases at once, without inputs."""
    errors = [squared_error(model(x), d) for x, d in XOR]
    return record(functions.sum(errors), parameters=model.parameters()).fold()


ROWS = [[*x, d] for x, d in XOR]


@pytest.mark.parametrize("name", OPTIMIZERS)
@pytest.mark.parametrize("batch", [True, 1, 3])
def test_the_weights_are_those_of_fit(name, batch):
    models = [MLP(2, [3, 1], seed=5) for _ in range(2)]
    eager, inside = (OPTIMIZERS[name](m.parameters()) for m in models)
    history = fit(models[0], XOR, optimizer=eager, sweeps=30, batch=batch)
    errors = one_case(models[1]).train(inside, ROWS, 30, batch=batch)
    assert errors == pytest.approx(history.errors, rel=1e-9)
    assert models[1].state_dict() == pytest.approx(models[0].state_dict(), rel=1e-9)
    assert inside.sweep == eager.sweep
    assert numpy.array(inside.memory) == pytest.approx(
        numpy.array(eager.memory), rel=1e-8, abs=1e-14
    )


def test_cases_may_be_part_of_the_program():
    models = [MLP(2, [3, 1], seed=5) for _ in range(2)]
    first = one_case(models[0]).train(SGD(models[0].parameters(), 0.5), ROWS, 20)
    second = all_cases(models[1]).train(SGD(models[1].parameters(), 0.5), sweeps=20)
    assert first == pytest.approx(second, rel=1e-12)


def test_training_goes_on_where_it_stopped():
    models = [MLP(2, [3, 1], seed=5) for _ in range(2)]
    a, b = (OPTIMIZERS["SGD"](m.parameters()) for m in models)
    whole = one_case(models[0]).train(a, ROWS, 20)
    folded = one_case(models[1])
    parts = folded.train(b, ROWS, 12) + folded.train(b, ROWS, 8)
    assert parts == whole


def test_it_stops_at_an_error_or_when_told_and_shows_progress():
    model = MLP(2, [3, 1], seed=5)
    folded, optimizer = one_case(model), SGD(model.parameters(), 0.5)
    seen = []
    errors = folded.train(optimizer, ROWS, 10, progress=seen.append)
    assert seen == errors
    assert len(folded.train(optimizer, ROWS, stop_when=1e9)) == 1
    assert len(folded.train(optimizer, ROWS, stop_when=lambda e: len(e) == 4)) == 4
    assert folded.train(optimizer, ROWS, 0) == []


def test_an_interruption_writes_back_the_last_whole_sweep():
    models = [MLP(2, [3, 1], seed=5) for _ in range(2)]
    one_case(models[0]).train(SGD(models[0].parameters(), 0.5), ROWS, 3)
    errors = []

    def interrupt(error):
        errors.append(error)
        if len(errors) == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        one_case(models[1]).train(
            SGD(models[1].parameters(), 0.5), ROWS, 10, progress=interrupt
        )
    assert models[1].state_dict() == models[0].state_dict()


class Failing(SGD):
    """Its rule fails when it is asked too often."""

    left = 3 * len(XOR) + 2

    def rule(self, data, gradient, memory, **numbers):
        found = super().rule(data, gradient, memory, **numbers)
        self.left -= 1
        if self.left < 0:
            raise KeyboardInterrupt
        return found


class Stumbling(SGD):
    """Its step fails when it has changed the parameters."""

    left = 3 * len(XOR) + 2

    def step(self, ends_sweep=True):
        super().step(ends_sweep)
        self.left -= 1
        if self.left < 0:
            raise KeyboardInterrupt


@pytest.mark.parametrize("kind", [Failing, Stumbling])
def test_an_interruption_within_a_sweep_leaves_the_last_whole_one(kind):
    models = [MLP(2, [3, 1], seed=5) for _ in range(2)]
    rules = [k(m.parameters(), 0.5, 0.9) for k, m in zip((SGD, kind), models)]
    one_case(models[0]).train(rules[0], ROWS, 3, batch=1)
    with pytest.raises(KeyboardInterrupt):
        one_case(models[1]).train(rules[1], ROWS, 10, batch=1)
    assert models[1].state_dict() == pytest.approx(models[0].state_dict(), rel=1e-12)
    assert rules[1].sweep == 3
    ours, theirs = (numpy.array(rule.memory) for rule in rules)
    assert theirs == pytest.approx(ours, rel=1e-12)


def test_a_result_without_inputs_counts_for_every_case():
    w, x = Value(1.5), Value(1.0)
    rows = [[1.0], [2.0], [3.0]]
    errors = record(w * w, [x], [w]).train(SGD([w], rate=0.125), rows, 1)
    assert errors == [3 * 1.5**2]
    assert w.data == 1.5 - 0.125 * 3 * 2 * 1.5


def test_many_cases_go_through_in_blocks():
    random = Random(1)
    cases = [([random.random(), random.random()], random.random()) for _ in range(2500)]
    models = [MLP(2, [3, 1], seed=5) for _ in range(2)]
    fit(models[0], cases, optimizer=SGD(models[0].parameters(), 0.001), sweeps=2)
    rows = [[*x, d] for x, d in cases]
    one_case(models[1]).train(SGD(models[1].parameters(), 0.001), rows, 2)
    assert models[1].state_dict() == pytest.approx(models[0].state_dict(), rel=1e-9)


def test_only_the_optimizers_parameters_change():
    model = MLP(2, [3, 1], seed=5)
    state = model.state_dict()
    last = model.layers[1]
    one_case(model).train(SGD([*last.parameters(), Value(3.0)], 0.5), ROWS, 2)
    changed = {path for path, x in model.state_dict().items() if x != state[path]}
    assert {path[:8] for path in changed} == {"layers.1"}


def test_a_parameter_outside_the_result_is_left_alone():
    w, idle = Value(1.0), Value(5.0)
    folded = record(w * w, parameters=[w, idle]).fold()
    folded.train(SGD([w, idle], rate=0.1, decay=0.5), sweeps=3)
    assert idle.data == 5.0
    assert w.data < 0.2


def test_overflow_and_nan_are_as_in_the_open():
    w, x = Value(1.0), Value(1.0)
    folded = record(functions.log(w * x), [x]).fold()
    errors = folded.train(SGD([w], rate=2.0), [[1.0]], 3)
    assert errors[0] == 0.0
    assert all(map(math.isnan, [*errors[1:], w.data]))


@pytest.mark.parametrize("batch", [True, 1])
@pytest.mark.parametrize("state", ["warn", "raise"])
@pytest.mark.parametrize("name", ["Adam", "AdamW", "SGD", "own"])
def test_a_change_that_overflows_is_as_in_the_open(name, state, batch):
    rules = OPTIMIZERS | {"SGD": lambda p: SGD(p, rate=1e10, momentum=0.5)}
    for factor in (1e200, 1e300, 1e308):
        w, v, x = (Value(1.0) for _ in range(3))
        eager, inside = rules[name]([w]), rules[name]([v])
        wanted = []
        for _ in range(3):
            E = 0.0
            for rows in [[1.0, 2.0]] if batch is True else [[1.0], [2.0]]:
                w.grad = None
                error = functions.sum([w * number * factor for number in rows])
                error.backward()
                E += error.data
                eager.step(ends_sweep=rows[-1] == 2.0)
            wanted.append(E)
        folded = record(v * x * factor, [x]).fold()
        with numpy.errstate(all=state):
            errors = folded.train(inside, [[1.0], [2.0]], 3, batch=batch)
        assert errors == pytest.approx(wanted, nan_ok=True)
        assert v.data == pytest.approx(w.data, nan_ok=True)
        assert numpy.array(inside.memory) == pytest.approx(
            numpy.array(eager.memory), nan_ok=True
        )


def test_training_goes_on_after_an_overflow():
    models = [MLP(2, [3, 1], seed=5) for _ in range(2)]
    rates = steps([(0, 0.5), (2, 1e200), (3, 0.5)])
    eager, inside = (Adam(m.parameters(), rates) for m in models)
    history = fit(models[0], XOR, optimizer=eager, sweeps=8, compiled=False)
    errors = one_case(models[1]).train(inside, ROWS, 8)
    assert errors == pytest.approx(history.errors, rel=1e-9)
    assert models[1].state_dict() == pytest.approx(models[0].state_dict(), rel=1e-9)


class Asking(Pull):
    """A rule that calls a function."""

    def change(self, parameter, memory, *, rate):
        self.function(parameter)


@pytest.mark.parametrize("kind", [SGD, Asking])
@pytest.mark.parametrize("state", ["ignore", "warn", "raise"])
def test_what_the_caller_wrote_keeps_its_error_state(kind, state):
    model, states = MLP(2, [3, 1], seed=5), []

    def asked(answer):
        def function(given):
            states.append(numpy.geterr())
            return answer

        return function

    optimizer = kind(model.parameters(), rate=asked(0.5))
    optimizer.function = asked(None)
    with numpy.errstate(all=state):
        one_case(model).train(
            optimizer, ROWS, 3, stop_when=asked(False), progress=asked(None)
        )
    assert len(states) > 8  # the first was asked when the optimizer was made
    assert [x for x in states[1:] if x != dict.fromkeys(x, state)] == []


@pytest.mark.parametrize("name", ["SGD", "AdamW", "own"])
def test_a_setting_changed_between_sweeps_holds_from_then_on(name):
    models = [MLP(2, [3, 1], seed=5) for _ in range(2)]
    eager, inside = (OPTIMIZERS[name](m.parameters()) for m in models)
    rates = [0.25, 0.0, 0.0, 0.125, steps([(0, 0.5), (5, 0.0)]), 0.5]
    for rate in rates:
        eager.settings["rate"] = rate
        fit(models[0], XOR, optimizer=eager, sweeps=1, compiled=False)
    left = iter([*rates, None])

    def change(error):
        inside.settings["rate"] = next(left)

    change(0.0)
    one_case(models[1]).train(inside, ROWS, len(rates), progress=change)
    assert models[1].state_dict() == pytest.approx(models[0].state_dict(), rel=1e-9)


def test_a_setting_out_of_range_is_an_error_in_its_sweep():
    model = MLP(2, [3, 1], seed=5)
    optimizer = SGD(model.parameters(), 0.5)

    def change(error):
        optimizer.settings["momentum"] = 2.0

    with pytest.raises(ValueError, match="SGD momentum in sweep 1: got 2"):
        one_case(model).train(optimizer, ROWS, 3, progress=change)
    assert optimizer.sweep == 1


def test_false_is_a_batch_of_one():
    models = [MLP(2, [3, 1], seed=5) for _ in range(2)]
    for model, batch in zip(models, (False, 1)):
        one_case(model).train(SGD(model.parameters(), 0.5), ROWS, 5, batch=batch)
    assert models[0].state_dict() == models[1].state_dict()


@pytest.mark.parametrize(
    ("settings", "kind"),
    [
        ({"batch": 0}, ValueError),
        ({"batch": -1}, ValueError),
        ({"batch": 2.5}, TypeError),
        ({"batch": "all"}, TypeError),
        ({"batch": None}, TypeError),
        ({"sweeps": -1}, ValueError),
        ({"sweeps": 2.5}, TypeError),
        ({"sweeps": True}, TypeError),
        ({"stop_when": "low"}, TypeError),
    ],
)
def test_wrong_settings_get_the_sentences_of_fit(settings, kind):
    model = MLP(2, [3, 1], seed=5)
    before = model.state_dict()
    with pytest.raises(kind) as ours:
        one_case(model).train(SGD(model.parameters(), 0.5), ROWS, **settings)
    with pytest.raises(kind) as theirs:
        fit(model, XOR, **settings)
    assert str(ours.value) == str(theirs.value)
    assert model.state_dict() == before


def test_mistakes_are_named():
    model = MLP(2, [3, 1], seed=5)
    folded = one_case(model)
    with pytest.raises(ValueError, match="got no cases, needs rows of 3 inputs"):
        folded.train(SGD(model.parameters(), 0.5))
    with pytest.raises(ValueError, match="needs rows of 3 inputs, at least one"):
        folded.train(SGD(model.parameters(), 0.5), [])
    with pytest.raises(ValueError, match="got no cases, needs rows of 0 inputs"):
        all_cases(model).train(SGD(model.parameters(), 0.5), [])
    with pytest.raises(ValueError, match=r"train: got cases of the shape \(2,\)"):
        folded.train(SGD(model.parameters(), 0.5), [1.0, 2.0])
    with pytest.raises(ValueError, match="cases of 2 inputs, needs rows of 3"):
        folded.train(SGD(model.parameters(), 0.5), [[1.0, 2.0]])
    with pytest.raises(ValueError, match="no parameter of this program"):
        folded.train(SGD([Value(1.0)], 0.5), ROWS)


def test_trainings_of_one_program_take_turns_with_its_machines():
    w = [Value(0.5), Value(-0.25)]
    x, d = Value(0.0), Value(0.0)
    error = (functions.tanh(w[0] * x + w[1]) - d) ** 2
    program = record(error, [x, d], w)
    tables = [[[0.1, 0.2], [0.3, 0.4]], [[0.5, -0.5], [1.0, 1.0]]]

    def trained(table, fresh):
        w[0].data, w[1].data = 0.5, -0.25
        folded = record(error, [x, d], w).fold() if fresh else program.fold()
        errors = folded.train(SGD(w, rate=0.1), table, sweeps=5)
        return errors, [v.data for v in w]

    expected = [trained(table, fresh=True) for table in tables]
    found = [trained(table, fresh=False) for table in tables * 2]
    for (errors, numbers), (right, wanted) in zip(found, expected * 2):
        assert errors == pytest.approx(right, rel=1e-12)
        assert numbers == pytest.approx(wanted, rel=1e-12)
    assert len(program.fold().runner.idle) == 1


def test_a_training_inside_another_has_machines_of_its_own():
    w = [Value(0.5)]
    x = Value(0.0)
    program = record((w[0] * x - 1) ** 2, [x], w)
    inner = []

    def progress(error):
        if not inner:
            inner.append(program.train(SGD(w, rate=0.0), [[5.0]], sweeps=1))

    errors = program.train(
        SGD(w, rate=0.0), [[1.0], [2.0]], sweeps=3, progress=progress
    )
    assert errors == [0.25] * 3
    assert inner == [[2.25]]
    assert len(program.fold().runner.idle) == 2


@pytest.mark.skipif(
    engine == "python",
    reason="only the tape is sooner done: set AUTOGRAD_ENGINE=native",
)
@pytest.mark.parametrize("batch", [True, False, 3])
def test_cases_of_a_long_chain_are_trained_one_by_one(batch):
    w = [Value(0.9), Value(0.1)]
    x, d = Value(0.0), Value(0.0)
    y = x
    for _ in range(60):  # each step hangs on the one before
        y = functions.tanh(y * w[0] + w[1])
    program = record((y - d) * (y - d), [x, d], w)
    assert program.fold().runner.is_quicker_alone(7)
    rows = [[0.1 * i, 0.5 - 0.1 * i] for i in range(7)]
    found = program.batch(rows)
    each = [program.value_and_gradients(row) for row in rows]
    assert found.value.tolist() == [one.value for one in each]
    assert found.inputs.tolist() == [one.inputs for one in each]
    summed = numpy.sum([one.parameters for one in each], axis=0)
    assert found.parameters == pytest.approx(summed, rel=1e-14)
    errors, numbers = [], []
    for machine in (None, "numpy", "steps"):
        w[0].data, w[1].data = 0.9, 0.1
        folded = program.fold(machine)
        errors.append(folded.train(SGD(w, rate=0.01), rows, sweeps=4, batch=batch))
        numbers.append([v.data for v in w])
    for other in (1, 2):
        assert errors[other] == pytest.approx(errors[0], rel=1e-12)
        assert numbers[other] == pytest.approx(numbers[0], rel=1e-12)


class Bounded(Optimizer):
    """A rule for one number, which asks arrays what has an answer for each element."""

    def rule(self, data, gradient, memory, *, rate):
        return data - rate * (gradient if abs(gradient) < 1 else 1.0), memory


class Squashed(Optimizer):
    """A rule that does otherwise with arrays, without an error."""

    def rule(self, data, gradient, memory, *, rate):
        scale = 1.0 if isinstance(gradient, float) else 0.5
        return data - scale * rate * gradient, memory


@pytest.mark.parametrize("kind", [Bounded, Squashed])
def test_a_rule_of_numbers_is_called_for_each(kind):
    found = []
    for by_program in (True, False):
        w, v, x = Value(1.0), Value(2.0), Value(1.0)
        optimizer = kind([w, v], rate=0.0625)
        if by_program:
            program = record((w * x - 3 * v) ** 2, [x])
            program.train(optimizer, [[1.0], [2.0]], 3)
        for _ in range(0 if by_program else 3):
            optimizer.zero_grad()
            for number in (1.0, 2.0):
                ((w * number - 3 * v) ** 2).backward()
            optimizer.step()
        found.append([w.data, v.data])
    assert found[0] == pytest.approx(found[1], rel=1e-12)


def test_a_hook_registered_after_the_recording_is_refused():
    w, x = Value(1.0), Value(1.0)
    program = record((w * x - 3) ** 2, [x])
    hook = w.register_hook(lambda adjoint: 0.0)
    with pytest.raises(ValueError, match=r"train: a hook is registered on Value"):
        program.train(SGD([w], rate=0.125), [[1.0]], 3)
    assert w.data == 1.0
    hook.remove()
    program.train(SGD([w], rate=0.125), [[1.0]], 1)
    assert w.data == 1.5
