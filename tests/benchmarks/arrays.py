"""The work for engines of arrays: functions of a list of arrays, made for an engine.

An engine gives exp, log, relu and logistic of its arrays and ``constant``, an array of
its own from one of NumPy's; its arrays have ``@``, ``T``, ``sum`` and slices.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from .by_hand import family_arrays
from .data import HEADS, NORMAL, WIDTH, digits, document, moons, symmetry_cases
from .portfolio_by_hand import contract_arrays

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


def digits_error(engine: Any, count: int) -> Program:
    pictures, wanted = (engine.constant(np.array(x)) for x in digits(count))

    def result(parameters):
        return half_squares(logistic_net(engine, parameters, pictures) - wanted)

    return result


def half_squares(error: Any) -> Any:
    return 0.5 * (error * error).sum()


def logistic_net(engine: Any, layers: list, units: Any) -> Any:
    for weights, biases in zip(layers[::2], layers[1::2]):
        units = engine.logistic(units @ weights.T + biases)
    return units


def fixed_error(engine: Any, _: int) -> Program:
    def result(tables):
        inputs, *layers = tables
        return half_squares(logistic_net(engine, layers, inputs) - 0.5)

    return result


def portfolio(engine: Any, _: int) -> Program:
    pick, strike, maturity, quantity = map(engine.constant, contract_arrays())
    years = maturity**0.5

    def normal(x):
        first, third, fifth = NORMAL
        square = x * x
        return engine.logistic(((square * fifth + third) * square + first) * x)

    def result(tables):
        (table,) = tables
        assets = len(pick)
        spot, volatility, dividend = (
            table[:, i * assets : (i + 1) * assets] @ pick for i in range(3)
        )
        rate = table[:, -1:]
        root = volatility * years
        drift = (rate - dividend + volatility * volatility * 0.5) * maturity
        high = (engine.log(spot / strike) + drift) / root
        above, below = normal(high), normal(high - root)
        now = engine.exp(-dividend * maturity) * spot
        later = engine.exp(-rate * maturity) * strike
        worth = now * (2.0 * above - 1.0) - later * (2.0 * below - 1.0)
        return (worth * quantity).sum()

    return result
