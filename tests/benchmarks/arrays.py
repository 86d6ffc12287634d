"""The work for engines of arrays: functions of a list of arrays, made for an engine.

An engine gives exp, log, relu and logistic of its arrays and ``constant``, an array of
its own from one of NumPy's; its arrays have ``@``, ``T``, ``sum`` and slices.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from .by_hand import family_arrays
from .data import HEADS, WIDTH, document, moons, symmetry_cases

Program = Callable[[list], Any]


def moons_loss(engine: Any, points: int) -> Program:
    cases = moons(points)
    inputs = engine.constant(np.array([point for point, _ in cases]))
    wanted = engine.constant(np.array([[sign] for _, sign in cases]))

    def result(parameters):
        w1, b1, w2, b2, w3, b3 = parameters
        hidden = engine.relu(inputs @ w1.T + b1)
        hidden = engine.relu(hidden @ w2.T + b2)
        margins = engine.relu(1.0 - wanted * (hidden @ w3.T + b3))
        decay = sum((p * p).sum() for p in parameters) * 1e-4
        return margins.sum() * (1.0 / points) + decay

    return result


def symmetry_error(engine: Any, patterns: int) -> Program:
    cases = symmetry_cases(patterns)
    inputs = engine.constant(np.array([bits for bits, _ in cases], float))
    wanted = engine.constant(np.array([[target] for _, target in cases]))

    def result(parameters):
        w1, b1, w2, b2 = parameters
        hidden = engine.logistic(inputs @ w1.T + b1)
        error = engine.logistic(hidden @ w2.T + b2) - wanted
        return 0.5 * (error * error).sum()

    return result


def family_error(engine: Any, count: int) -> Program:
    persons, relations, wanted = map(engine.constant, family_arrays(count))
    logistic = engine.logistic

    def result(parameters):
        w1, b1, w2, b2, w3, b3, *above = parameters
        person = logistic(persons @ w1.T + b1)
        relation = logistic(relations @ w2.T + b2)
        units = logistic(person @ w3[:, :6].T + relation @ w3[:, 6:].T + b3)
        for weights, biases in zip(above[::2], above[1::2]):
            units = logistic(units @ weights.T + biases)
        error = units - wanted
        return 0.5 * (error * error).sum()

    return result


def gpt_loss(engine: Any, letters: int) -> Program:
    tokens = np.array(document(letters))
    count, depth = len(tokens) - 1, WIDTH // HEADS
    codes = np.eye(27)
    given = engine.constant(codes[tokens[:-1]])
    following = engine.constant(codes[tokens[1:]])
    past = engine.constant(np.tril(np.ones((count, count))))

    def normalized(x):
        return x * (((x * x).sum(1) * (1.0 / WIDTH) + 1e-5) ** -0.5)[:, None]

    def attended(query, key, value):
        scores = engine.exp(query @ key.T * depth**-0.5) * past
        return scores / scores.sum(1)[:, None] @ value

    def result(parameters):
        letter, place, ask, offer, give, gather, widen, narrow, head = parameters
        x = normalized(given @ letter + place[:count])
        y = normalized(x)
        query, key, value = y @ ask.T, y @ offer.T, y @ give.T
        for h in range(HEADS):
            part = slice(h * depth, (h + 1) * depth)
            seen = attended(query[:, part], key[:, part], value[:, part])
            x = x + seen @ gather[:, part].T
        x = x + engine.relu(normalized(x) @ widen.T) @ narrow.T
        scores = x @ head.T
        surprises = engine.log(engine.exp(scores).sum(1)) - (scores * following).sum(1)
        return surprises.sum() * (1.0 / count)

    return result
