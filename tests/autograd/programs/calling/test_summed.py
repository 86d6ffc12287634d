"""fit with compiled programs: the same weights, and it says where it cannot."""

import math
from collections import deque
from contextlib import nullcontext
from functools import partial
from random import Random

import pytest

from autograd import Value, functions, grad, gradients, no_grad
from autograd.differentiation.checkpointing import checkpoint
from nn import (
    MLP,
    SGD,
    Adam,
    binary_cross_entropy,
    cross_entropy,
    fit,
    hinge,
    mean_squared_error,
    squared_error,
)
from nn.training import quick

random = Random(3)
POINTS = [[random.uniform(-1, 1), random.uniform(-1, 1)] for _ in range(12)]
LOSSES = {
    "squared": (squared_error, 1, lambda x: x[0] * x[1]),
    "mean squared": (mean_squared_error, 2, lambda x: [x[0], -x[1]]),
    "binary cross entropy": (binary_cross_entropy, 1, lambda x: int(x[0] > 0)),
    "soft targets": (binary_cross_entropy, 1, lambda x: abs(x[0])),
    "classes": (cross_entropy, 3, lambda x: int(x[0] > 0) + int(x[1] > 0)),
    "hinge": (hinge, 1, lambda x: 1 if x[0] > x[1] else -1),
}


@pytest.fixture(autouse=True)
def _programs_begin_at_once(monkeypatch):
    monkeypatch.setattr(quick, "SHARE", 0)
    monkeypatch.setattr(quick.Quick, "_pays", lambda self: True)


def trained(compiled, name="squared", activation="tanh", optimizer=SGD, **settings):
    loss, outputs, target = LOSSES[name]
    model = MLP(2, [3, outputs], activation, output="linear", seed=4)
    rule = optimizer(model.parameters(), rate=0.05)
    cases = [(x, target(x)) for x in POINTS]
    settings = {"sweeps": 15, "loss": loss, "optimizer": rule} | settings
    history = fit(model, cases, compiled=compiled, **settings)
    return history.errors, list(model.state_dict().values())


def check(**settings):
    for ours, eager in zip(trained(True, **settings), trained(False, **settings)):
        assert ours == pytest.approx(eager, rel=1e-9, abs=1e-13)


@pytest.mark.parametrize("name", LOSSES)
def test_every_loss_leads_to_the_same_weights(name):
    check(name=name)


@pytest.mark.parametrize("activation", ["logistic", "relu", "softplus", "gelu"])
def test_every_activation_leads_to_the_same_weights(activation):
    check(activation=activation)


@pytest.mark.parametrize(
    "settings", [{"batch": False}, {"batch": 5}, {"shuffle": True}]
)
def test_batches_and_shuffling(settings):
    check(optimizer=Adam, seed=1, **settings)


def test_cases_of_several_lengths():
    def total(model, cases, compiled):
        return fit(model, cases, sweeps=5, compiled=compiled).errors

    class Mean(MLP):
        def __call__(self, inputs):
            return super().__call__([functions.mean(inputs)])

    cases = [([0.1 * i] * (1 + i % 3), 0.5) for i in range(7)]
    ours, eager = (total(Mean(1, [2, 1], seed=1), cases, c) for c in (True, False))
    assert ours == pytest.approx(eager, rel=1e-12)


def test_comparisons_of_parameters_are_watched_all_the_time():
    class Switch(MLP):
        def __call__(self, inputs):
            y = super().__call__(inputs)
            return y * 2 if y > 0.55 else -y

    models = [Switch(1, [1], seed=1) for _ in range(2)]
    cases = [([x / 4], 1.0) for x in range(-4, 5)]
    for model, compiled in zip(models, (True, False)):
        optimizer = SGD(model.parameters(), rate=0.3)
        fit(model, cases, optimizer=optimizer, sweeps=30, compiled=compiled)
    ours, eager = (list(model.state_dict().values()) for model in models)
    assert ours == pytest.approx(eager, rel=1e-9)


def noisy(y, d):
    return squared_error(y, d + random.gauss(0, 1))


def reading(y, d):
    return squared_error(y, d) * y.data


def detaching(y, d):
    return squared_error(y, d) * (1 + y.detach())


def unrecorded(y, d):
    with no_grad():
        weight = y * y
    return squared_error(y, d) * weight


def differentiating(y, d):
    return squared_error(y, d) * (1 + gradients(y * y, y))


def with_fresh_leaves(y, d):
    return squared_error(y, d + Value(random.random()))


def kept_by_checkpoint(y, d):
    return checkpoint(lambda y: squared_error(y, d), y)


@pytest.mark.parametrize(
    ("loss", "reason"),
    [
        (noisy, "calls Random.random"),
        (reading, "reads the data of"),
        (detaching, "reads the data of"),
        (differentiating, "differentiates Value"),
        (unrecorded, "computes .* inside no_grad"),
        (with_fresh_leaves, "calls Random.random"),
        (kept_by_checkpoint, "reads the data of"),
    ],
)
def test_what_cannot_be_replayed_is_said(loss, reason):
    cases = [([0.5], 1.0), ([0.25], 0.5)]
    with pytest.raises(ValueError, match=reason):
        fit(MLP(1, [1], seed=1), cases, loss=loss, sweeps=1, compiled=True)
    errors = []
    for compiled in (None, False):
        model = MLP(1, [1], seed=1)
        random.seed(5)
        settings = {"loss": loss, "sweeps": 3, "compiled": compiled}
        if compiled is False:
            errors.append(fit(model, cases, **settings).errors)
            continue
        with pytest.warns(RuntimeWarning, match="fit: works case by case"):
            errors.append(fit(model, cases, **settings).errors)
    assert errors[0] == errors[1]


def by_type(y, x):
    return y * (1.0 if isinstance(x, float) else 7.0)


def by_table(y, x):
    return y * {0.5: 3.0, 0.25: 5.0}.get(x, 0.0)


def by_slope(y, x):
    return y + grad(lambda z: functions.tanh(y * z) * z)(x)


def by_math(y, x):
    return y * math.sin(x)


@pytest.mark.parametrize("loss", [by_type, by_table, by_slope, by_math])
def test_numbers_that_have_to_be_numbers_are_worked_with_case_by_case(loss):
    found = []
    for compiled in (None, False):
        model = MLP(1, [1], seed=1)
        settings = {"loss": loss, "sweeps": 3, "compiled": compiled}
        cases = [([0.5], 0.5), ([0.75], 0.25)]
        said = nullcontext()
        if compiled is None:
            said = pytest.warns(RuntimeWarning, match="fit: works case by case, since ")
        with said:
            found.append(fit(model, cases, **settings).errors)
    assert found[0] == found[1]


def test_cases_that_are_not_taken_apart_have_programs_of_their_own():
    class Last(MLP):
        def __call__(self, inputs):
            return super().__call__([inputs[-1]])

    cases = [(deque([0.5, 0.25]), 1.0), (deque([0.125]), 0.5)]
    found = [
        fit(Last(1, [1], seed=1), cases, sweeps=3, compiled=compiled).errors
        for compiled in (True, False)
    ]
    assert found[0] == pytest.approx(found[1], rel=1e-12)


def test_what_is_wrong_in_any_case_is_an_error_without_a_warning():
    def loss(y, d):
        raise LookupError("no such thing")

    with pytest.raises(LookupError, match="no such thing"):
        fit(MLP(1, [1], seed=1), [([0.5], 1.0)], loss=loss)


def test_what_changes_later_is_seen_in_time():
    model, weight = MLP(1, [1], seed=1), [1.0]

    def loss(y, d):
        return squared_error(y, d) * weight[0]

    def anneal(history):
        weight[0] *= 0.5

    cases = [([0.5], 1.0), ([0.25], 0.5)]
    with pytest.warns(RuntimeWarning, match="since weight was changed"):
        fit(model, cases, loss=loss, sweeps=4, stop_when=anneal)


def test_a_leaf_made_inside_is_no_trouble():
    model = MLP(1, [1], seed=1)
    cases = [([0.5], 1.0), ([0.25], 0.5)]

    def loss(y, d):
        return squared_error(y, d) + Value(0.25)

    ours = fit(model, cases, loss=loss, sweeps=2, compiled=True).errors
    model = MLP(1, [1], seed=1)
    assert ours == pytest.approx(fit(model, cases, loss=loss, sweeps=2).errors)


def test_a_choice_among_equal_weights_is_seen():
    model = MLP(2, [1], seed=1)
    weights = model.parameters()[:2]
    for weight in weights:
        weight.data = 0.5
    turn = []

    def loss(y, d):
        turn.append(0)
        return squared_error(weights[len(turn) % 2], d)

    cases = [([0.5, 0.25], 1.0), ([0.25, 0.5], 0.5)]
    with pytest.raises(ValueError, match="it changes what it reads: turn was changed"):
        fit(model, cases, loss=loss, sweeps=1, compiled=True)


def test_a_hook_registered_during_training_is_called():
    def halved(model, history):
        if history.sweeps == 2:
            model.parameters()[0].register_hook(lambda adjoint: adjoint / 2)

    found = []
    for compiled in (None, False):
        model = MLP(1, [1], seed=1)
        settings = {"stop_when": partial(halved, model), "compiled": compiled}
        settings |= {"sweeps": 4, "optimizer": SGD(model.parameters(), rate=0.5)}
        cases = [([0.5], 1.0), ([0.25], 0.5)]
        if compiled is False:
            found.append(fit(model, cases, **settings).errors)
            continue
        with pytest.warns(RuntimeWarning, match="a hook is registered on"):
            found.append(fit(model, cases, **settings).errors)
    assert found[0] == pytest.approx(found[1], rel=1e-12)
