"""The work for engines of scalars: functions of a list of leaves, made for an engine.

An engine gives exp, log, tanh, relu and logistic of its scalars, and ``dot`` and
``total``, which are loops of * and + unless the engine has something better.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from . import family
from .data import (
    ASSETS,
    DIGITS,
    FAMILY,
    FIXED,
    MOONS,
    NORMAL,
    SYMMETRY,
    contracts,
    digits,
    moons,
    split,
    symmetry_cases,
)

Program = Callable[[list], Any]


def chain(engine: Any, operations: int) -> Program:
    """Blocks of ten operations: 5 mul, 3 add, 1 exp, 1 tanh.

    A block is v -> tanh(v exp(a v v)), with a < 0. Its slope at 0 is 1 and v nears 0
    slowly: even after a million blocks no derivative has underflown.
    """
    exp, tanh = engine.exp, engine.tanh

    def result(leaves):
        v, a, half, up, down, one = leaves
        for _ in range(operations // 10):
            t = v * exp(v * v * a) * half
            v = tanh(t + t + up + down) * one
        return v

    return result


def rectified_chain(engine: Any, operations: int) -> Program:
    """Blocks of ten operations: 6 mul, 3 add, 1 relu; v -> relu(v + a v v v)."""
    relu = engine.relu

    def result(leaves):
        v, a, half, zero, two = leaves
        for _ in range(operations // 10):
            t = (v * v * a * v + v) * half
            v = relu(t + t + zero) * two * half
        return v

    return result


def tree(engine: Any, operations: int) -> Program:
    """A balanced tree over distinct leaves, each pair joined by tanh(x y + x)."""
    tanh = engine.tanh

    def result(leaves):
        level = leaves
        while len(level) > 1:
            pairs = zip(level[::2], level[1::2])
            joined = [tanh(x * y + x) for x, y in pairs]
            level = joined + level[len(joined) * 2 :]
        return level[0]

    return result


def layer(engine: Any, weights: list, biases: list, inputs: list) -> list:
    """The total inputs of the units of a layer."""
    return [engine.dot(row, inputs, bias) for row, bias in zip(weights, biases)]


def moons_loss(engine: Any, points: int) -> Program:
    """The max-margin loss of a 2-16-16-1 net of rectified units, and weight decay."""
    relu, total = engine.relu, engine.total
    cases = moons(points)

    def margin(parameters, inputs, wanted):
        first, first_bias, second, second_bias, last, last_bias = parameters
        hidden = [relu(x) for x in layer(engine, first, first_bias, inputs)]
        hidden = [relu(x) for x in layer(engine, second, second_bias, hidden)]
        (score,) = layer(engine, last, last_bias, hidden)
        return relu(score * -wanted + 1.0)

    def result(leaves):
        parameters = split(leaves, MOONS)
        margins = [margin(parameters, *case) for case in cases]
        decay = total([p * p for p in leaves]) * 1e-4
        return total(margins) * (1.0 / points) + decay

    return result


def half_squares(engine: Any, errors: list) -> Any:
    """E, half the sum of the squares of all errors."""
    return engine.total([error * error for error in errors]) * 0.5


def symmetry_error(engine: Any, patterns: int) -> Program:
    """E of a 6-2-1 net of logistic units, over all cases."""
    logistic = engine.logistic
    cases = symmetry_cases(patterns)

    def result(leaves):
        first, first_bias, last, last_bias = split(leaves, SYMMETRY)
        errors = []
        for bits, wanted in cases:
            hidden = [logistic(x) for x in layer(engine, first, first_bias, bits)]
            (x,) = layer(engine, last, last_bias, hidden)
            errors.append(logistic(x) - wanted)
        return half_squares(engine, errors)

    return result


def family_error(engine: Any, count: int) -> Program:
    """E of a 24+12 -> 6+6 -> 12 -> 6 -> 24 net of logistic units, over all cases.

    Only one person and one relation are on: the weights from the others play no part.
    """
    logistic = engine.logistic
    cases = family.cases()[:count]

    def chosen(weights, biases, number):
        return [logistic(row[number] + bias) for row, bias in zip(weights, biases)]

    def result(leaves):
        persons, persons_bias, relations, relations_bias, *above = split(leaves, FAMILY)
        errors = []
        for person, relation, answers in cases:
            units = chosen(persons, persons_bias, person)
            units += chosen(relations, relations_bias, relation)
            for weights, biases in zip(above[::2], above[1::2]):
                units = [logistic(x) for x in layer(engine, weights, biases, units)]
            for number, unit in enumerate(units):
                errors.append(unit - (1.0 if number in answers else 0.0))
        return half_squares(engine, errors)

    return result


def digits_error(engine: Any, count: int) -> Program:
    """E of a 64-32-10 net of logistic units, over some pictures."""
    pictures, wanted = digits(count)

    def result(leaves):
        layers = split(leaves, DIGITS)
        errors = []
        for picture, targets in zip(pictures, wanted):
            outputs = logistic_net(engine, layers, picture)
            errors += [output - target for output, target in zip(outputs, targets)]
        return half_squares(engine, errors)

    return result


def logistic_net(engine: Any, layers: list, units: list) -> list:
    """The outputs of logistic units, layer by layer."""
    for weights, biases in zip(layers[::2], layers[1::2]):
        units = [engine.logistic(x) for x in layer(engine, weights, biases, units)]
    return units


def fixed_error(engine: Any, _: int) -> Program:
    """E of a 32-64-32-8 net, by its inputs and its weights; wanted is 0.5."""
    width = FIXED[0][1]

    def result(leaves):
        layers = split(leaves[width:], FIXED)
        outputs = logistic_net(engine, layers, leaves[:width])
        return half_squares(engine, [output - 0.5 for output in outputs])

    return result


def portfolio(engine: Any, _: int) -> Program:
    """The worth of 220 straddles, a call and a put each, in a market."""

    def result(leaves):
        rate = leaves[-1]
        worths = []
        for asset, strike, maturity, quantity in contracts():
            spot, volatility, dividend = leaves[asset:-1:ASSETS]
            market = spot, volatility, dividend, rate
            worths.append(straddle(engine, market, strike, maturity) * quantity)
        return engine.total(worths)

    return result


def straddle(engine: Any, market: tuple, strike: float, maturity: float) -> Any:
    """What Black and Scholes pay for a call and a put together."""
    spot, volatility, dividend, rate = market
    root = volatility * maturity**0.5
    drift = (rate - dividend + volatility * volatility * 0.5) * maturity
    high = (engine.log(spot * (1.0 / strike)) + drift) / root
    above, below = normal(engine, high), normal(engine, high - root)
    now = engine.exp(dividend * -maturity) * spot
    later = engine.exp(rate * -maturity) * strike
    call = now * above - later * below
    put = later * (-below + 1.0) - now * (-above + 1.0)
    return call + put


def normal(engine: Any, x: Any) -> Any:
    """About the normal distribution up to x."""
    first, third, fifth = NORMAL
    square = x * x
    return engine.logistic(((square * fifth + third) * square + first) * x)
