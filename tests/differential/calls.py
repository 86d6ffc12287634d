"""Ways through compile: arguments, weights and all that a function reads change."""

from __future__ import annotations

from dataclasses import replace

import numpy

import autograd
from tests.differential.attempts import Attempt
from tests.differential.reference import MINE, Case, values

CALLS = 8


def mixed(row):
    """A row as Values and plain numbers in turn."""
    return [a if i % 2 else autograd.Value(a) for i, a in enumerate(row)]


FORMS = [list, values, tuple, numpy.array, mixed]


def called(function, x, w) -> Case:
    """What a call gives, as a ``Case``; None for the slopes of plain numbers."""
    for a in w:
        a.grad = None
    result = function(x, w)
    if isinstance(result, autograd.Value):
        result.backward()
        result = result.data
    by_inputs = [getattr(a, "grad", None) for a in x]
    return Case(float(result), by_inputs, [a.grad for a in w])


def changing(attempt):
    """A compiled function called again and again with other rows and weights."""
    sample = attempt.sample
    other = replace(sample, weights=sample.weights[1:] + sample.weights[:1])
    attempts = [attempt, Attempt(other, attempt.way)]
    form = FORMS[sample.settings[0] % len(FORMS)]
    w = values(sample.weights)
    program = autograd.compile(MINE.function(sample.source))
    for now in (0, 1, 0, 0, 1):
        for weight, a in zip(w, attempts[now].sample.weights):
            weight.data = a
        for i, row in enumerate(sample.rows):
            found = called(program, form(row), w)
            attempts[now].compare(form.__name__, found, i, False)


def captured(attempt):
    """A compiled function beside a plain one, what they read changing on the way."""
    sample = attempt.sample
    plain, other = (MINE.function(sample.source) for _ in range(2))
    compiled, weights = autograd.compile(other), [values(sample.weights) for _ in "ab"]
    for call in range(1, CALLS + 1):
        row = list(sample.rows[call % len(sample.rows)])
        wanted = called(plain, row, weights[0])
        try:
            got = called(compiled, row, weights[1])
        except TypeError:  # what takes no Value, such as %, is refused, not frozen
            return
        names = ["value", *["by weights"] * len(sample.weights)]
        numbers = zip(
            names, [got.value, *got.by_weights], [wanted.value, *wanted.by_weights]
        )
        for name, x, y in numbers:
            attempt.close(f"{name}[call {call}]", x, y, 1e-12 * abs(y))
        if call == 1 + sample.settings[2]:
            plain.__globals__["change"](weights[0])
            other.__globals__["change"](weights[1])
