"""Values and derivatives by hand, the chains in plain floats, the nets in NumPy.

Each function takes the size of the work and returns a function of the leaves that gives
the result and its derivatives by them: what every engine is checked against.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from . import family
from .data import digits, moons, symmetry_cases

Differentiated = Callable[[list], tuple[float, list]]


def chain(operations: int) -> Differentiated:
    def differentiated(leaves):
        v, a, half, up, down, one = leaves
        blocks = []
        for _ in range(operations // 10):
            e = math.exp(v * v * a)
            t = v * e * half
            w = math.tanh(t + t + up + down)
            blocks.append((v, e, w))
            v = w * one
        by_v, by_a, by_half, by_up, by_one = 1.0, 0.0, 0.0, 0.0, 0.0
        for v_before, e, w in reversed(blocks):
            by_one += by_v * w
            by_sum = by_v * one * (1.0 - w * w)
            by_up += by_sum
            by_half += 2.0 * by_sum * v_before * e
            by_e = 2.0 * by_sum * half * v_before
            by_a += by_e * e * v_before * v_before
            by_v = 2.0 * by_sum * half * e + by_e * e * a * 2.0 * v_before
        return v, [by_v, by_a, by_half, by_up, by_up, by_one]

    return differentiated


def rectified_chain(operations: int) -> Differentiated:
    def differentiated(leaves):
        v, a, half, zero, two = leaves
        blocks = []
        for _ in range(operations // 10):
            inner = v * v * a * v + v
            w = max(0.0, 2.0 * inner * half + zero)
            blocks.append((v, inner, w))
            v = w * two * half
        by_v, by_a, by_half, by_zero, by_two = 1.0, 0.0, 0.0, 0.0, 0.0
        for v_before, inner, w in reversed(blocks):
            by_half += by_v * w * two
            by_two += by_v * w * half
            by_sum = by_v * two * half if w > 0.0 else 0.0
            by_zero += by_sum
            by_half += 2.0 * by_sum * inner
            by_inner = 2.0 * by_sum * half
            by_a += by_inner * v_before**3
            by_v = by_inner * (3.0 * a * v_before * v_before + 1.0)
        return v, [by_v, by_a, by_half, by_zero, by_two]

    return differentiated


def tree(operations: int) -> Differentiated:
    def differentiated(leaves):
        level = np.array(leaves)
        levels = []
        while level.size > 1:
            paired = level.size // 2 * 2
            x, y = level[0:paired:2], level[1:paired:2]
            joined = np.tanh(x * y + x)
            levels.append((x, y, joined))
            level = np.concatenate([joined, level[paired:]])
        by_level = np.ones(1)
        for x, y, joined in reversed(levels):
            inner = by_level[: joined.size] * (1.0 - joined * joined)
            pairs = np.stack([inner * (y + 1.0), inner * x], axis=1)
            by_level = np.concatenate([pairs.ravel(), by_level[joined.size :]])
        return float(level[0]), by_level.tolist()

    return differentiated


def logistic(x: np.ndarray) -> np.ndarray:
    return 1.0 / (1.0 + np.exp(-x))


def moons_loss(points: int) -> Differentiated:
    cases = moons(points)
    inputs = np.array([point for point, _ in cases])
    wanted = np.array([sign for _, sign in cases])[:, None]

    def differentiated(parameters):
        w1, b1, w2, b2, w3, b3 = parameters
        h1 = np.maximum(inputs @ w1.T + b1, 0.0)
        h2 = np.maximum(h1 @ w2.T + b2, 0.0)
        margins = 1.0 - wanted * (h2 @ w3.T + b3)
        decay = sum(np.vdot(p, p) for p in parameters) * 1e-4
        value = np.maximum(margins, 0.0).sum() / points + decay
        x3 = np.where(margins > 0.0, -wanted / points, 0.0)
        x2 = x3 @ w3 * (h2 > 0.0)
        x1 = x2 @ w2 * (h1 > 0.0)
        gradients = [x1.T @ inputs, x1.sum(0), x2.T @ h1, x2.sum(0), x3.T @ h2]
        gradients.append(x3.sum(0))
        return value, [g + 2e-4 * p for g, p in zip(gradients, parameters)]

    return differentiated


def symmetry_error(patterns: int) -> Differentiated:
    cases = symmetry_cases(patterns)
    inputs = np.array([bits for bits, _ in cases], float)
    wanted = np.array([target for _, target in cases])[:, None]

    def differentiated(parameters):
        w1, b1, w2, b2 = parameters
        hidden = logistic(inputs @ w1.T + b1)
        output = logistic(hidden @ w2.T + b2)
        error = output - wanted
        x2 = error * output * (1.0 - output)
        x1 = x2 @ w2 * hidden * (1.0 - hidden)
        gradients = [x1.T @ inputs, x1.sum(0), x2.T @ hidden, x2.sum(0)]
        return 0.5 * np.vdot(error, error), gradients

    return differentiated


def family_arrays(count: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The persons, relations and answers of the cases, a row for each case."""
    cases = family.cases()[:count]
    persons, relations = np.zeros((count, 24)), np.zeros((count, 12))
    wanted = np.zeros((count, 24))
    for i, (person, relation, answers) in enumerate(cases):
        persons[i, person] = relations[i, relation] = 1.0
        wanted[i, answers] = 1.0
    return persons, relations, wanted


def family_error(count: int) -> Differentiated:
    persons, relations, wanted = family_arrays(count)

    def differentiated(parameters):
        w1, b1, w2, b2, *above = parameters
        first = np.hstack([persons @ w1.T + b1, relations @ w2.T + b2])
        outputs = [logistic(first)]
        layers = list(zip(above[::2], above[1::2]))
        for weights, biases in layers:
            outputs.append(logistic(outputs[-1] @ weights.T + biases))
        error = outputs[-1] - wanted
        by_total, gradients = error * slopes(outputs[-1]), []
        for (weights, _), below in zip(layers[::-1], outputs[-2::-1]):
            gradients = [by_total.T @ below, by_total.sum(0), *gradients]
            by_total = by_total @ weights * slopes(below)
        x1, x2 = by_total[:, :6], by_total[:, 6:]
        lowest = [x1.T @ persons, x1.sum(0), x2.T @ relations, x2.sum(0)]
        return 0.5 * np.vdot(error, error), lowest + gradients

    return differentiated


def slopes(output: np.ndarray) -> Any:
    """The derivative of the logistic function, by its value."""
    return output * (1.0 - output)


def net(inputs: np.ndarray, layers: list) -> list[np.ndarray]:
    """The inputs and the outputs of all layers of logistic units."""
    outputs = [inputs]
    for weights, biases in zip(layers[::2], layers[1::2]):
        outputs.append(logistic(outputs[-1] @ weights.T + biases))
    return outputs


def digits_error(count: int) -> Differentiated:
    pictures, wanted = map(np.array, digits(count))

    def differentiated(parameters):
        _, hidden, output = net(pictures, parameters)
        error = output - wanted
        x2 = error * slopes(output)
        x1 = x2 @ parameters[2] * slopes(hidden)
        gradients = [x1.T @ pictures, x1.sum(0), x2.T @ hidden, x2.sum(0)]
        return 0.5 * np.vdot(error, error), gradients

    return differentiated


def fixed_error(_: int) -> Differentiated:
    def differentiated(tables):
        inputs, *layers = tables
        outputs = net(inputs, layers)
        by_units = error = outputs[-1] - 0.5
        gradients: list[np.ndarray] = []
        pairs = zip(outputs[:0:-1], outputs[-2::-1])
        for weights, (units, below) in zip(layers[-2::-2], pairs):
            by_total = by_units * slopes(units)
            gradients = [by_total.T @ below, by_total.sum(0), *gradients]
            by_units = by_total @ weights
        return 0.5 * np.vdot(error, error), [by_units, *gradients]

    return differentiated
