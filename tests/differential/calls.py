"""Ways through compile: arguments, weights and all that a function reads change."""

from __future__ import annotations

import contextlib
import enum
import math
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy

import autograd
from tests.differential.attempts import Attempt
from tests.differential.reference import MINE, Case, values

CALLS = 8


class Named:
    """Equal by its name, and of different weight."""

    def __init__(self, name, weight) -> None:
        self.name, self.weight = name, weight

    def __eq__(self, other):
        return isinstance(other, Named) and self.name == other.name

    def __hash__(self):
        return hash(self.name)

    def __repr__(self):
        return f"Named({self.name!r}, {self.weight})"


class Letter(enum.StrEnum):
    """Members that are equal to their text."""

    A = "a"
    B = "bb"


def mixed(row):
    """A row as Values and plain numbers in turn."""
    return [a if i % 2 else autograd.Value(a) for i, a in enumerate(row)]


FORMS = [list, values, tuple, numpy.array, mixed]

#: Arguments that are equal, or look alike, and are not the same.
ALIKE = [(1, True), (frozenset({1}), frozenset({True})), ((0,), (False,))]
ALIKE += [({"k": 1}, {"k": True}), (Named("a", 1), Named("a", 10)), ("a", Letter.A)]
ALIKE += [([1], [True]), ({"a": 1, "b": 2}, {"b": 2, "a": 1}), (Letter.A, Letter.B)]


def called(function, x, w) -> Case:
    """What a call gives, as a ``Case``; None for the slopes of plain numbers."""
    for a in w:
        a.grad = None
    result = function(x, w)
    if isinstance(result, autograd.Value):
        result.backward()
        result = result.data
    if isinstance(result, complex):  # of plain numbers; of Values it is nan
        result = math.nan
    by_inputs = [getattr(a, "grad", None) for a in x]
    return Case(float(result), by_inputs, [a.grad for a in w])


def changing(attempt):
    """A compiled function called again and again with other rows and weights."""
    sample = attempt.sample
    other = replace(sample, weights=sample.weights[1:] + sample.weights[:1])
    attempts = [attempt, Attempt(other, attempt.way)]
    form = FORMS[sample.settings[0] % len(FORMS)]
    w = values(sample.weights)
    function = MINE.function(sample.source)
    program = autograd.compile(function)
    for now in (0, 1, 0, 0, 1):
        for weight, a in zip(w, attempts[now].sample.weights):
            weight.data = a
        for i, row in enumerate(sample.rows):
            try:
                found = called(program, form(row), w)
            except (ArithmeticError, TypeError) as error:  # as plain numbers raise it
                raises_too(attempt, function, form(row), w, error)
                return
            attempts[now].compare(form.__name__, found, i, False)


def raises_too(attempt, function, x, w, error):
    """What one of two functions raises has to be raised by the other, too."""
    with contextlib.suppress(type(error)):
        attempt.differ("value", error, called(function, x, w).value)


def captured(attempt):
    """A compiled function beside a plain one, what they read changing on the way."""
    sample = attempt.sample
    plain, other = (MINE.function(sample.source) for _ in range(2))
    compiled, weights = autograd.compile(other), [values(sample.weights) for _ in "ab"]
    for call in range(1, CALLS + 1):
        row = list(sample.rows[call % len(sample.rows)])
        try:
            wanted = called(plain, row, weights[0])
        except ValueError as error:  # math.sin(inf)
            raises_too(attempt, compiled, row, weights[1], error)
            return
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


def alike(attempt):
    """A compiled function of a number and of options that are equal, not the same."""
    first, second = ALIKE[sum(attempt.sample.settings) % len(ALIKE)]
    weight = autograd.Value(attempt.sample.weights[0])

    def function(x, option):
        return weight * x * float(len(repr(option)))

    compiled = autograd.compile(function)
    for option in (first, second, first, second):
        wanted, got = function(0.5, option).data, compiled(0.5, option).data
        attempt.close(f"value[{option!r}]", got, wanted, 1e-12 * abs(wanted))


def once(attempt):
    """Rows that can be gone through once only; to refuse them is right as well."""
    sample = attempt.sample
    function, w = MINE.function(sample.source), values(sample.weights)
    program = autograd.compile(function)
    for i, row in enumerate(sample.rows * 2):
        try:
            wanted, got = (number(f(iter(row), w)) for f in (function, program))
        except (TypeError, ValueError, IndexError):
            return
        off = attempt.reference.allowed[i % len(sample.rows)][0]
        attempt.close(f"value[row {i}]", got, wanted, off)


def number(result) -> float:
    """The number of a Value, or of what is one."""
    result = getattr(result, "data", result)
    return math.nan if isinstance(result, complex) else float(result)


def in_threads(attempt):
    """One compiled function called by two threads at a time."""
    sample = attempt.sample
    program = autograd.compile(MINE.function(sample.source))
    w, rows = values(sample.weights), list(sample.rows) * 4
    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(lambda row: program(values(row), w), rows))
    for i, result in enumerate(found):
        i %= len(sample.rows)
        right, off = attempt.reference.cases[i].value, attempt.reference.allowed[i][0]
        attempt.close(f"value[row {i}]", number(result), right, off)


def taken(attempt):
    """Rows of a table by indices that are arguments: what is not taken has no part."""
    sample = attempt.sample
    size = len(sample.rows[0])
    tables = [values(sample.weights) for _ in "ab"]
    parts = [[w[i : i + size] for i in range(0, len(w), size)] for w in tables]

    def function(x, i, rows):
        return autograd.sum([autograd.square(autograd.dot(autograd.take(rows, i), x))])

    compiled = autograd.compile(function)
    for turn in range(CALLS // 2):
        row, i = list(sample.rows[turn % len(sample.rows)]), turn % len(parts[0])
        for call, w, rows in zip((function, compiled), tables, parts):
            for weight in w:
                weight.grad = None
            call(row, i, rows).backward()
        for mine, right in zip(tables[1], tables[0]):
            attempt.close("by weights", mine.grad, right.grad, 1e-12 * abs(right.grad))
            if mine.has_grad != right.has_grad:
                attempt.differ("has_grad", mine.has_grad, right.has_grad)
