"""Optimizers, against their recurrences done again in Fractions and plain floats."""

import json
import math
from fractions import Fraction

import numpy
import pytest

from autograd import Value
from nn import SGD, Adam, AdamW, Optimizer, steps


def descend(optimizer, w, sweeps):
    """The weights that an optimizer goes through on E = w² / 2, whose slope is w."""
    seen = []
    for _ in range(sweeps):
        optimizer.zero_grad()
        (w * w * 0.5).backward()
        optimizer.step()
        seen.append(w.data)
    return seen


def eq_9(w, sweeps, rate, momentum, decay=0):
    """The same by eq. 9 in exact numbers; the rates are functions of the sweep."""
    w, change, seen, decay = Fraction(w), Fraction(0), [], Fraction(decay)
    for t in range(sweeps):
        change = -Fraction(rate(t)) * w + Fraction(momentum(t)) * change
        w += change
        w -= decay * w
        seen.append(w)
    return seen


def test_eq_9_exactly():
    """Rates of few bits: no sweep rounds, so the floats are the fractions."""
    w = Value(1.0)
    seen = descend(SGD([w], rate=0.5, momentum=0.25), w, 12)
    assert seen == eq_9(1, 12, lambda t: 0.5, lambda t: 0.25)


def test_decay_comes_after_the_change_and_stays_out_of_the_momentum():
    w = Value(1.0)
    seen = descend(SGD([w], rate=0.5, momentum=0.5, decay=0.125), w, 8)
    assert seen == eq_9(1, 8, lambda t: 0.5, lambda t: 0.5, 0.125)
    assert [float(x) for x in seen[:2]] == [0.4375, -0.027343750]


@pytest.mark.parametrize("decay", [0.0, 0.003])
def test_eq_9_to_the_bit_in_floats(decay):
    w, change, expected = 1 / 3, 0.0, []
    for _ in range(50):
        change = -0.3 * w + 0.7 * change
        w = (w + change) * (1 - decay)
        expected.append(w)
    w = Value(1 / 3)
    assert descend(SGD([w], 0.3, 0.7, decay), w, 50) == expected


def test_schedules_by_sweep_keep_the_change_of_the_sweep_before():
    rate, momentum = steps([(0, 0.25), (3, 0.5)]), steps([(0, 0.5), (4, 0.75)])
    w = Value(1.0)
    seen = descend(SGD([w], rate, momentum), w, 8)
    assert seen == eq_9(1, 8, rate, momentum)


def pytorch_momentum(w, sweeps, rate, momentum):
    """As documented for torch.optim.SGD: v = momentum v + g, w = w - rate v."""
    velocity, seen = 0.0, []
    for t in range(sweeps):
        velocity = momentum * velocity + w
        w -= rate(t) * velocity
        seen.append(w)
    return seen


def test_pytorch_differs_only_when_the_rate_changes():
    rate = steps([(0, 0.25), (3, 0.5)])
    w = Value(1.0)
    ours = descend(SGD([w], rate, momentum=0.5), w, 6)
    theirs = pytorch_momentum(1.0, 6, rate, 0.5)
    assert ours[:3] == theirs[:3]
    assert ours[3] != theirs[3]


def adam_by_hand(w, sweeps, rate, beta1, beta2, epsilon, decay):
    """As documented for torch.optim.Adam and AdamW, on E = w² / 2."""
    m = v = 0.0
    seen = []
    for t in range(1, sweeps + 1):
        g = w
        w = w - rate * decay * w
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        w = w - rate * (m / (1 - beta1**t)) / (math.sqrt(v / (1 - beta2**t)) + epsilon)
        seen.append(w)
    return seen


def test_adam():
    w = Value(1.0)
    optimizer = Adam([w], rate=0.1, beta1=0.8, beta2=0.95, epsilon=1e-4)
    by_hand = adam_by_hand(1.0, 30, 0.1, 0.8, 0.95, 1e-4, 0.0)
    assert descend(optimizer, w, 30) == pytest.approx(by_hand, rel=1e-12)


@pytest.mark.parametrize("kind", [SGD, Adam, AdamW])
def test_a_rule_does_to_arrays_what_it_does_to_floats(kind):
    data = numpy.array([1.0, -2.0, 1e-3, 0.0])
    values = [Value(x) for x in data]
    optimizer = kind(values, rate=0.3, decay=0.1)
    memory = [numpy.zeros(len(data)) for _ in kind.blank]
    for gradient in (data / 3, -data, data * 0, data + 1):
        for value, slope in zip(values, gradient):
            value.grad = slope
        optimizer.step()
        found, memory = optimizer.array_rule(
            data, gradient, memory, **optimizer.numbers()
        )
        assert found is data
        assert [x.data for x in values] == pytest.approx(data, rel=1e-14)
        assert numpy.transpose(optimizer.memory) == pytest.approx(
            numpy.array(memory), rel=1e-14
        )


def test_adamw_and_its_defaults():
    w = Value(1.0)
    by_hand = adam_by_hand(1.0, 30, 0.001, 0.9, 0.999, 1e-8, 0.01)
    assert descend(AdamW([w]), w, 30) == pytest.approx(by_hand, rel=1e-12)
    v, w = Value(1.0), Value(1.0)
    assert descend(AdamW([v], decay=0.0), v, 9) == descend(Adam([w]), w, 9)


def test_a_first_adam_step_is_the_rate_whatever_the_gradient():
    for grad in (1e-3, 1.0, -1e6):
        w = Value(0.0)
        w.grad = grad
        Adam([w], rate=0.5).step()
        assert w.data == pytest.approx(-math.copysign(0.5, grad), rel=1e-4)


@pytest.mark.parametrize("kind", [SGD, Adam, AdamW])
def test_a_parameter_without_gradient_is_left_alone(kind):
    used, unused = Value(1.0), Value(1.0)
    optimizer = kind([used, unused], decay=0.5)
    used.grad = 1.0
    optimizer.step()
    assert used.data != 1.0
    assert unused.data == 1.0
    assert optimizer.memory[1] == list(kind.blank)


def test_a_zero_gradient_is_a_gradient():
    w = Value(1.0)
    w.grad = 0.0
    SGD([w], decay=0.5).step()
    assert w.data == 0.5


def test_several_steps_of_one_sweep():
    w = Value(1.0)
    w.grad = 1.0
    optimizer = SGD([w], rate=steps([(0, 0.5), (1, 0.25)]))
    optimizer.step(ends_sweep=False)
    optimizer.step()
    assert (w.data, optimizer.sweep) == (0.0, 1)
    optimizer.step()
    assert w.data == -0.25


@pytest.mark.parametrize("kind", [SGD, Adam, AdamW])
def test_states_go_through_json_to_the_bit(kind):
    def made():
        w = Value(1 / 3)
        return w, kind([w], rate=lambda t: 0.1 / (1 + t))

    w, optimizer = made()
    whole = descend(optimizer, w, 20)
    w, optimizer = made()
    descend(optimizer, w, 9)
    state = json.loads(json.dumps(optimizer.state_dict()))
    twin, other = made()
    twin.data = w.data
    other.load_state_dict(state)
    assert descend(other, twin, 11) == whole[9:]


def test_a_state_is_a_copy():
    w = Value(1.0)
    optimizer = SGD([w], momentum=0.5)
    state = optimizer.state_dict()
    descend(optimizer, w, 1)
    assert state["memory"] == [[0.0]]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda s: s.update(kind="Adam"), "got the state of Adam for 2 parameters"),
        (lambda s: s["memory"].pop(), "SGD for 1 parameters, needs SGD for 2"),
        (lambda s: s["memory"][0].append(1.0), "got the state of SGD"),
        (lambda s: s.update(memory=[["1"], [0.0]]), "a state that is none.*got str"),
        (lambda s: s.update(memory=3), "got a state that is none"),
        (lambda s: s.pop("sweep"), "a state that is none.*sweep"),
        (lambda s: s.update(sweep=-1), "sweep: got -1"),
        (lambda s: s.update(sweep=1.5), "sweep: got 1.5"),
    ],
)
def test_a_state_that_does_not_fit_changes_nothing(change, message):
    optimizer = SGD([Value(1.0), Value(2.0)], momentum=0.5)
    optimizer.memory[0][0] = 0.25
    before = optimizer.state_dict()
    state = SGD([Value(1.0), Value(2.0)]).state_dict()
    change(state)
    with pytest.raises(ValueError, match=message):
        optimizer.load_state_dict(state)
    assert optimizer.state_dict() == before


@pytest.mark.parametrize(
    ("kind", "settings", "error", "message"),
    [
        (
            SGD,
            {"rate": -0.1},
            ValueError,
            "SGD rate in sweep 0: got -0.1, needs at lea",
        ),
        (SGD, {"rate": math.inf}, ValueError, "rate"),
        (SGD, {"rate": math.nan}, ValueError, "rate"),
        (SGD, {"rate": "0.1"}, TypeError, "SGD rate in sweep 0: got str"),
        (SGD, {"rate": lambda t: None}, TypeError, "rate in sweep 0: got NoneType"),
        (SGD, {"momentum": 1.0}, ValueError, "needs at least 0.0 and less than 1.0"),
        (SGD, {"momentum": -0.5}, ValueError, "momentum"),
        (SGD, {"decay": 1.5}, ValueError, "decay"),
        (Adam, {"beta1": 1.0}, ValueError, "Adam beta1"),
        (Adam, {"beta2": -1.0}, ValueError, "Adam beta2"),
        (Adam, {"epsilon": 0.0}, ValueError, "Adam epsilon"),
        (AdamW, {"decay": math.nan}, ValueError, "AdamW decay"),
    ],
)
def test_settings_out_of_range(kind, settings, error, message):
    with pytest.raises(error, match=message):
        kind([Value(1.0)], **settings)


@pytest.mark.parametrize(
    ("kind", "name", "needs"),
    [
        (SGD, "lr", "rate"),
        (Adam, "learning_rate", "rate"),
        (SGD, "weight_decay", "decay"),
        (Adam, "betas", "beta1 and beta2"),
        (AdamW, "eps", "epsilon"),
        (SGD, "betas", "rate, momentum, decay"),
        (SGD, "nesterov", "rate, momentum, decay"),
    ],
)
def test_settings_of_other_names(kind, name, needs):
    message = f"^{kind.__name__}: got the setting {name}, needs {needs}$"
    with pytest.raises(TypeError, match=message):
        kind([Value(1.0)], **{name: 0.1})


def test_settings_may_change_at_any_time():
    w = Value(1.0)
    optimizer = SGD([w], rate=0.5)
    optimizer.numbers().clear()
    optimizer.settings["rate"] = 0.25
    assert optimizer.numbers()["rate"] == 0.25
    optimizer.settings["rate"] = steps([(0, 1.0), (1, 2.0)])
    w.grad = 0.0
    optimizer.step()
    assert optimizer.numbers()["rate"] == 2.0
    optimizer.settings["rate"] = -1.0
    with pytest.raises(ValueError, match="SGD rate in sweep 1"):
        optimizer.numbers()


def test_a_schedule_that_goes_wrong_later_changes_nothing():
    w = Value(1.0)
    optimizer = SGD([w], rate=lambda t: 0.5 - t)
    descend(optimizer, w, 1)
    w.grad = 1.0
    with pytest.raises(ValueError, match=r"SGD rate in sweep 1: got -0\.5"):
        optimizer.step()
    assert w.data == 0.5


@pytest.mark.parametrize(
    ("parameters", "error", "message"),
    [
        ([], ValueError, "SGD: got no parameters"),
        (
            3.0,
            TypeError,
            "SGD: parameters: got 3.0, needs the Values of model.parameters",
        ),
        ([1.0], TypeError, "among the parameters: got 1.0"),
        ([Value(1.0) * 2], TypeError, "or leaves like them"),
        ([Value(1.0)] * 2, ValueError, "got the same Value twice"),
    ],
)
def test_parameters_are_distinct_leaves(parameters, error, message):
    with pytest.raises(error, match=message):
        SGD(parameters)


def test_parameters_of_equal_numbers_are_still_distinct():
    assert len(SGD([Value(1.0), Value(1.0)]).parameters) == 2


@pytest.mark.parametrize(
    "numbers", [[], [(1, 0.5)], [(0, 0.5), (0, 0.25)], [(0, 1), (5, 2), (3, 1)]]
)
def test_schedules_begin_at_zero_and_increase(numbers):
    with pytest.raises(ValueError, match=r"steps: got the sweeps \["):
        steps(numbers)


def test_an_optimizer_says_how_it_changes():
    class Idle(Optimizer):
        pass

    for kind in (Optimizer, Idle):
        with pytest.raises(TypeError, match=f"{kind.__name__} is abstract"):
            kind([Value(1.0)])


def test_what_steps_otherwise_has_no_rule_for_arrays():
    class Stepping(SGD):
        def step(self, ends_sweep=True):
            super().step(ends_sweep)

    class Changing(Adam):
        def change(self, parameter, memory, **numbers):
            super().change(parameter, memory, **numbers)

    parameters = [Value(1.0)]
    patched = SGD(parameters)
    patched.step = lambda ends_sweep=True: None
    for optimizer in (Stepping(parameters), Changing(parameters), patched):
        assert optimizer.array_rule is None
    assert SGD(parameters).array_rule is not None
