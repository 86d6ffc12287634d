"""Programs against tensor code by hand: ``python -m tests.benchmarks.programs``.

Each net is written with * and + over scalars, recorded and folded once, and replayed;
beside it the same step in NumPy by hand. The two run in turn; times are of the process,
and what counts is their ratio. Set OPENBLAS_NUM_THREADS=1.
"""

from __future__ import annotations

import statistics
import sys
from collections.abc import Callable
from random import Random
from time import process_time
from typing import Any

import numpy as np

import autograd
from autograd.programs import record
from nn import SGD

from .by_hand import logistic, slopes
from .data import Shape, split, uniform
from .engines.array_engine import ByHand
from .engines.ours import Ours, OursWithDot
from .scalars import half_squares, layer
from .workloads import WORKLOADS, Workload

PHASES = ("eager", "record", "fold")
DIGITS: list[Shape] = [(32, 64), (32,), (10, 32), (10,)]


def digits(count: int) -> tuple[np.ndarray, np.ndarray]:
    """Made-up pictures of 8 by 8 grey points, and the classes as ones and zeros."""
    random = np.random.default_rng(7)
    pictures = random.integers(0, 17, (count, 64)) / 16
    return pictures, np.eye(10)[random.integers(0, 10, count)]


class Digits:
    """W7: 64-32-10 logistic units, half the sum of squares, a batch of 64."""

    rule, size, shapes = (0.01, 0.9), 64, DIGITS

    def numbers(self, size: int) -> list[float]:
        return uniform(DIGITS, 0.3)

    def scalars(self, engine: Any, size: int) -> Callable:
        pictures, wanted = (x.tolist() for x in digits(size))

        def result(leaves):
            first, first_bias, last, last_bias = split(leaves, DIGITS)
            errors = []
            for picture, targets in zip(pictures, wanted):
                hidden = layer(engine, first, first_bias, picture)
                hidden = [engine.logistic(x) for x in hidden]
                outputs = layer(engine, last, last_bias, hidden)
                pairs = zip(outputs, targets)
                errors += [engine.logistic(x) - target for x, target in pairs]
            return half_squares(engine, errors)

        return result

    def by_hand(self, size: int) -> Callable:
        pictures, wanted = digits(size)

        def differentiated(parameters):
            w1, b1, w2, b2 = parameters
            hidden = logistic(pictures @ w1.T + b1)
            output = logistic(hidden @ w2.T + b2)
            error = output - wanted
            x2 = error * slopes(output)
            x1 = x2 @ w2 * slopes(hidden)
            gradients = [x1.T @ pictures, x1.sum(0), x2.T @ hidden, x2.sum(0)]
            return 0.5 * np.vdot(error, error), gradients

        return differentiated


def hand_step(work: Any) -> Callable[[int], float]:
    """A step of the tensor code: value, gradients, and the change of parameters."""
    engine = ByHand()
    differentiated = work.by_hand(work.size)
    state: list = [engine.leaves(work.numbers(work.size), work.shapes), None]

    def steps(count: int) -> float:
        for _ in range(count):
            value, gradients = differentiated(state[0])
            if work.rule:
                state[:] = engine.moved(state[0], gradients, state[1], work.rule)
        return value

    return steps


def program_step(work: Any, dialect: Any) -> tuple[Callable[[int], float], dict]:
    """The same step of the folded program, and what it took to get ready."""
    engine = dialect()
    leaves = engine.leaves(work.numbers(work.size))
    started = process_time()
    result = work.scalars(engine, work.size)(leaves)
    built = process_time()
    result.backward()
    passed = process_time()
    program = record(result, parameters=leaves)
    recorded = process_time()
    folded = program.fold()
    optimizer = SGD(leaves, *(work.rule or (0.0, 0.0)))
    folded.train(optimizer, sweeps=0)
    times = {
        "assignments": len(program),
        "arrays": len(folded.layout.arrays) - 3,
        "eager": passed - started,
        "built": built - started,
        "record": recorded - passed,
        "fold": process_time() - recorded,
    }

    def steps(count: int) -> float:
        return folded.train(optimizer, sweeps=count)[-1]

    return steps, times


def seconds(steps: Callable[[int], Any], times: int) -> float:
    """CPU seconds of one step, on the average of some."""
    started = process_time()
    steps(times)
    return (process_time() - started) / times


def compare(title: str, work: Any, dialect: Any = Ours) -> None:
    """Print what the program and the tensor code take, and their ratio."""
    ours, times = program_step(work, dialect)
    hand = hand_step(work)
    for _ in range(3):
        a, b = ours(1), hand(1)
        assert abs(a - b) <= 1e-9 * abs(b), (title, a, b)
    count = max(1, int(0.2 / seconds(hand, 10)))
    pairs = [(seconds(ours, count), seconds(hand, count)) for _ in range(9)]
    ratios = [a / b for a, b in pairs]
    mine, theirs = (statistics.median(x) * 1e6 for x in zip(*pairs))
    size = times["assignments"]
    print(
        f"{title:10} {mine:7.1f} us, by hand {theirs:7.1f} us, ratio "
        f"{statistics.median(ratios):.2f} ({min(ratios):.2f}-{max(ratios):.2f}); "
        f"{size} assignments in {times['arrays']} arrays; ns an assignment: "
        + ", ".join(f"{key} {times[key] / size * 1e9:.0f}" for key in PHASES)
    )


def linear() -> None:
    """Print what folding takes for each assignment, at growing sizes."""
    for count in (10, 100, 1000):
        random = Random(1)
        weights = [
            [autograd.Value(random.random()) for _ in range(16)] for _ in range(32)
        ]
        terms = []
        for _ in range(count):
            x = [random.random() for _ in range(16)]
            terms += [sum(map(lambda a, b: a * b, w, x)).tanh() for w in weights]
        result = sum(terms)
        started = process_time()
        program = record(result)
        recorded = process_time()
        folded = program.fold()
        done = process_time()
        folded()
        size = len(program)
        print(
            f"{size:8} assignments: record {(recorded - started) / size * 1e9:.0f} ns, "
            f"fold {(done - recorded) / size * 1e9:.0f} ns each"
        )


def main() -> None:
    names = sys.argv[1:] or ["W2", "W3", "W4", "W5", "W7", "linear"]
    print(f"the engine that records: {autograd.engine}")
    for name in names:
        if name == "linear":
            linear()
            continue
        work: Workload | Digits = Digits() if name == "W7" else WORKLOADS[name]
        compare(name, work)
        compare(f"{name} dot", work, OursWithDot)


if __name__ == "__main__":
    main()
