"""Ways to train: ``train`` and ``fit``, compared with a loop by hand."""

from __future__ import annotations

import contextlib
from random import Random

import nn
from autograd import Value
from tests.differential.attempts import parameter_places, recorded
from tests.differential.reference import MINE, RUNS, leaves, tolerance, values

SWEEPS = 4


class Halved(nn.SGD):
    """A subclass that changes what is done with one parameter."""

    def change(self, parameter, memory, **numbers):
        super().change(parameter, memory, **numbers)
        parameter.data *= 0.5


class Clipped(nn.SGD):
    """A subclass that does something before each step."""

    def step(self, ends_sweep=True):
        for parameter in self.parameters:
            if parameter.has_grad:
                parameter.grad = max(-1.0, min(1.0, parameter.grad))
        super().step(ends_sweep)


class Signed(nn.Optimizer):
    """A rule of one's own."""

    def rule(self, data, gradient, memory, *, rate):
        data -= rate * gradient / (abs(gradient) + 1.0)
        return data, memory


OPTIMIZERS = [
    lambda parameters: nn.SGD(parameters, rate=0.05),
    lambda parameters: nn.SGD(parameters, rate=0.05, momentum=0.9),
    lambda parameters: nn.Adam(parameters, rate=0.05),
    lambda parameters: nn.AdamW(parameters, rate=nn.steps([(0, 0.1), (2, 0.01)])),
    lambda parameters: Halved(parameters, rate=0.05),
    lambda parameters: Clipped(parameters, rate=0.05),
    lambda parameters: Signed(parameters, rate=0.05),
]
BATCHES = [True, False, 2, 3]


class Net(nn.Module):
    """The sample as a model: all its weights are parameters."""

    def __init__(self, sample) -> None:
        self.function = MINE.function(sample.source)
        _, self.w = leaves(sample, (), MINE)

    def __call__(self, inputs):
        return self.function(inputs, self.w)


def settings_of(sample, parameters):
    """The optimizer that a sample's settings name, and how many cases make a step."""
    make = OPTIMIZERS[sum(sample.settings) % len(OPTIMIZERS)]
    return make(parameters), BATCHES[sample.settings[1] % len(BATCHES)]


def change_after(sample, function, sweeps, w) -> None:
    """Change what the program reads by itself, once, at the sweep of the settings."""
    change = function.__globals__.get("change")
    if change is not None and sweeps == 1 + sample.settings[2] % (SWEEPS - 1):
        change(w)


class Result:
    """What a training came to: the errors of its sweeps, and the weights at the end."""

    def __init__(self, errors, w, reached=True) -> None:
        self.numbers = [*errors, *(weight.data for weight in w)]
        self.names = ["errors"] * len(errors) + ["weights"] * len(w)
        self.reached = reached


def by_hand(sample, places, form, noise=None) -> Result:
    """A loop as one writes it, over the weights at some places.

    form: what makes the inputs of a row, plain numbers or Values.
    """
    function = MINE.function(sample.source, noise and Random(noise))
    _, w = leaves(sample, (), MINE)
    optimizer, batch = settings_of(sample, [w[i] for i in places])
    size = len(sample.rows) if batch is True else max(batch, 1)
    errors, reached = [], True
    for sweep in range(SWEEPS):
        error, rows = 0.0, list(sample.rows)
        while rows:
            part, rows = rows[:size], rows[size:]
            for weight in w:
                weight.grad = None
            for row in part:
                result = function(form(row), w)
                if not isinstance(result, Value):  # a root may be complex
                    return Result([], w, reached=False)
                result.backward()
                error += result.data
            reached = reached and any(w[i].has_grad for i in places)
            optimizer.step(ends_sweep=not rows)
        errors.append(error)
        change_after(sample, function, sweep + 1, w)
    return Result(errors, w, reached)


def trained(attempt, places, form, train) -> None:
    """A training against the loop by hand, and rounding against loops with noise."""
    sample = attempt.sample
    if not places:
        return
    try:
        clean = by_hand(sample, places, form)
    except (ArithmeticError, ValueError, TypeError) as error:  # plain numbers do, and
        # so must a training
        with contextlib.suppress(type(error)):
            train(sample, places)
            attempt.differ("errors", "a training", error)
        return
    if not clean.reached:
        return  # fit refuses what learns nothing; there is nothing to compare
    noisy = [by_hand(sample, places, form, i + 1).numbers for i in range(RUNS)]
    found = train(sample, places)
    everything = zip(clean.names, found.numbers, clean.numbers, zip(*noisy))
    for name, got, wanted, others in everything:
        attempt.close(name, got, wanted, tolerance(wanted, others))


def by_train(sample, places):
    """``program.train``, the shared weights as inputs that stay."""
    program, w = recorded(sample)
    optimizer, batch = settings_of(sample, [w[i] for i in places])
    shared = [sample.weights[i] for i in sorted(sample.shared)]
    rows = [[*row, *shared] for row in sample.rows]
    return Result(program.train(optimizer, rows, SWEEPS, batch=batch), w)


def by_fit(compiled):
    """``fit``, compiled or not."""

    def train(sample, places):
        model = Net(sample)
        optimizer, batch = settings_of(sample, model.parameters())

        def stop(history):
            change_after(sample, model.function, history.sweeps, model.w)

        history = nn.fit(
            model,
            [(list(row), 0.0) for row in sample.rows],
            loss=lambda found, target: found,
            optimizer=optimizer,
            sweeps=SWEEPS,
            batch=batch,
            stop_when=stop,
            progress=False,
            compiled=compiled,
        )
        return Result(history.errors, model.w)

    return train


def train(attempt):
    """``train`` of a recording."""
    trained(attempt, parameter_places(attempt.sample), values, by_train)


def fitted(compiled):
    """The way of ``fit``, all weights its parameters."""

    def fit(attempt):
        places = range(len(attempt.sample.weights))
        trained(attempt, places, list, by_fit(compiled))

    return fit
