"""What a program gives case by case, in two engines, and how much of it is rounding.

The yardstick of rounding is the program itself, with every result of an operation
changed by a few units in the last place at random: what differs by no more than some
times that is rounding, and what these runs cannot agree on is not compared.
"""

from __future__ import annotations

import ast
import builtins
import itertools
import math
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from random import Random

import numpy

import autograd
from tests.tools.twins import twin

NOISE = 1e-14
RUNS = 4  # with noise, each of another seed
TIMES = 100.0  # so many times the noise may a close result be off
FLOOR = 1e-300  # below it numbers are level: products of small ones lose their digits


LATER = ["gradients", "jvp", "take"]  # imported at first use


class World:
    """What a program's text can name, in one of the engines."""

    def __init__(self, package) -> None:
        self.package = package
        self.names = vars(package) | {name: getattr(package, name) for name in LATER}
        define = package.operation
        self.names |= {
            "builtins": builtins,
            "math": math,
            "numpy": numpy,
            "ThreadPoolExecutor": ThreadPoolExecutor,
            "cube": define("cube", "a * a * a", ["3.0 * a * a"]),
            "wave": define("wave", "sin(a) * 0.5 if a > 0.0 else a", WAVE),
            "clipped": define(
                "clipped",
                lambda a: a if -1.0 < a < 1.0 else math.copysign(1.0, a),
                [lambda a, out: 1.0 if -1.0 < a < 1.0 else 0.0],
            ),
            "gate": define("gate", lambda a: a * a, [lambda a, out: 2.0 * a]),
        }

    def function(self, source: str, noise: Random | None = None):
        """The function of a text; with noise, every operation is a little off."""
        tree = ast.parse(source)
        names = self.names | {"s": State(self.package), "rate": [1.0]}
        if noise is not None:
            tree = ast.fix_missing_locations(Disturbed().visit(tree))
            names["disturbed"] = lambda x: disturbed(x, noise, self.package.Value)
        exec(compile(tree, "<sample>", "exec"), names)
        return names["program"]


class State:
    """What programs read beside their arguments; each function has its own."""

    def __init__(self, package) -> None:
        self.scale, self.training, self.mode = 1.0, True, "a"
        self.rows, self.mapping, self.array = [0.5, 2.0], {0.5: 1.5}, numpy.ones(2)
        self.random, self.stream = Random(1), itertools.count(1)
        self.other = package.Value(0.5)


WAVE = ["cos(a) * 0.5 if a > 0.0 else 1.0"]


class Disturbed(ast.NodeTransformer):
    """The text with ``disturbed(...)`` around every operation and call."""

    def visit_BinOp(self, node):
        return wrapped(self.generic_visit(node))

    visit_UnaryOp = visit_Call = visit_BinOp


def wrapped(node):
    return ast.Call(ast.Name("disturbed", ast.Load()), [node], [])


def disturbed(x, random, kind):
    """A Value times a number beside 1; lists of Values too; the rest as it is."""
    if isinstance(x, kind):
        return x * (1.0 + NOISE * random.uniform(-1.0, 1.0))
    if isinstance(x, list):
        return [disturbed(part, random, kind) for part in x]
    return x


@dataclass
class Case:
    """What one row gives: the value, its slopes by the inputs and by the weights."""

    value: float
    by_inputs: list[float]
    by_weights: list[float]

    @property
    def numbers(self) -> list[float]:
        return [self.value, *self.by_inputs, *self.by_weights]


def values(numbers, package=autograd) -> list:
    """Fresh leaves of these numbers."""
    return [package.Value(x) for x in numbers]


def leaves(sample, row, world):
    """Fresh leaves for a row: the inputs and the weights."""
    return values(row, world.package), values(sample.weights, world.package)


def case(sample, row, world, noise=None) -> Case:
    """The program on one row, built and differentiated as anybody would."""
    x, w = leaves(sample, row, world)
    result = world.function(sample.source, noise)(x, w)
    if not isinstance(result, world.package.Value):
        return Case(float(result), [0.0] * len(x), [0.0] * len(w))
    result.backward()
    return Case(result.data, [a.grad for a in x], [a.grad for a in w])


class Reference:
    """Every row case by case, with a tolerance for each number."""

    def __init__(self, sample, world) -> None:
        self.cases = [case(sample, row, world) for row in sample.rows]
        noisy = [
            [case(sample, row, world, Random(seed)).numbers for row in sample.rows]
            for seed in range(RUNS)
        ]
        self.allowed = [
            tolerances(clean.numbers, [run[i] for run in noisy])
            for i, clean in enumerate(self.cases)
        ]


def tolerances(clean, noisy):
    """How far a close result may be off, for each number; None: not to be compared."""
    return [tolerance(x, others) for x, others in zip(clean, zip(*noisy))]


def tolerance(x: float, others) -> float | None:
    """How far from x is rounding, when others are x with noise."""
    if any(kind(x) != kind(other) for other in others):
        return None
    if not math.isfinite(x):
        return 0.0
    spread = max(abs(x - other) for other in others)
    return TIMES * spread + 1e-12 * abs(x) + FLOOR


def kind(x: float) -> str:
    """What noise must not change: finite, nan, or which infinity."""
    return "finite" if math.isfinite(x) else repr(x)


MINE = World(autograd)


def plain() -> World:
    """The world of the engine in pure Python, beside the one in use."""
    return twin("python", World)
