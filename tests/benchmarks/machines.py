"""Which machine computes a program best, and whether the one that is chosen does.

    python -m tests.benchmarks.machines               # the choice beside the best
    python -m tests.benchmarks.machines --calibrate   # and what costs should be

For programs as people write them, from a net on many points to a filter in which each
step hangs on the one before, every machine computes both passes, in turn; times are of
the processor. The costs that machines tell are linear in counts of operands, calls and
elements: what is fitted to the times can be written into their files.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from contextlib import nullcontext
from itertools import pairwise
from random import Random
from statistics import median
from time import process_time

import numpy

from autograd import (
    Value,
    dot,
    exp,
    log,
    logsumexp,
    maximum,
    prod,
    sin,
    sqrt,
    sum,
    tanh,
)
from autograd.programs import record
from autograd.programs.assignments import PARAMETERS
from autograd.programs.machines import cheapest, machines
from autograd.programs.machines.machine import Task
from autograd.programs.passes.pipeline import Passes
from autograd.programs.runner import STRICT
from nn import MLP, squared_error

LEAST, ROUNDS = 0.02, 5


def drawn(count: int, seed: int = 0) -> list[Value]:
    """Leaves with random numbers."""
    random = Random(seed)
    return [Value(random.uniform(0.1, 0.9)) for _ in range(count)]


def net(*sizes: int, cases: int) -> Value:
    """The error of a net over cases."""
    model, random = MLP(sizes[0], list(sizes[1:]), "tanh", seed=1), Random(1)
    rows = [[random.random() for _ in range(sizes[0])] for _ in range(cases)]
    return sum(squared_error(model(row), [0.5] * sizes[-1]) for row in rows)


def recurrent_net(steps: int, width: int) -> Value:
    """A state of tanh units, step by step."""
    weights = [drawn(width, i) for i in range(width)]
    state, inputs = drawn(width, 99), drawn(steps, 7)
    for x in inputs:
        state = [
            tanh(sum(w * s for w, s in zip(row, state)) + x * row[0]) for row in weights
        ]
    return sum(state)


def markov_chain(states: int, steps: int) -> Value:
    """The likelihood of a hidden Markov model, in logarithms."""
    moves = [drawn(states, i) for i in range(states)]
    found = drawn(states, 77)
    for _ in range(steps):
        found = [
            logsumexp([f + row[j] for f, row in zip(found, moves)])
            for j in range(states)
        ]
    return logsumexp(found)


def kalman_filter(steps: int) -> Value:
    """A filter of one state: gain, mean and variance hang on those before."""
    q, r, mean, variance, *seen = drawn(steps + 4)
    total = Value(0.0)
    for x in seen:
        variance = variance + q
        gain = variance / (variance + r)
        total = total + (x - mean) * (x - mean) / (variance + r) + log(variance + r)
        mean = mean + gain * (x - mean)
        variance = (1 - gain) * variance
    return total


def runge_kutta(steps: int) -> Value:
    """A pendulum with friction, in steps of the fourth order."""
    a, b, x, v = drawn(4)
    h = 0.01

    def slope(x, v):
        return v, -a * sin(x) - b * v

    for _ in range(steps):
        k1 = slope(x, v)
        k2 = slope(x + h / 2 * k1[0], v + h / 2 * k1[1])
        k3 = slope(x + h / 2 * k2[0], v + h / 2 * k2[1])
        k4 = slope(x + h * k3[0], v + h * k3[1])
        x = x + h / 6 * (k1[0] + 2 * k2[0] + 2 * k3[0] + k4[0])
        v = v + h / 6 * (k1[1] + 2 * k2[1] + 2 * k3[1] + k4[1])
    return x * x + v * v


def option(paths: int, steps: int) -> Value:
    """The price of an option over many random paths."""
    rate, spread, strike = drawn(3)
    random, total = Random(2), []
    for _ in range(paths):
        price = Value(1.0) * 1.0
        for _ in range(steps):
            price = price * exp(rate * 0.01 + spread * random.gauss(0, 0.1))
        total.append(maximum(price - strike, 0.0))
    return sum(total) / paths


def tree(depth: int) -> Value:
    """An option that may be exercised at any time, on a tree of prices."""
    up, rate, strike = drawn(3)
    values = [maximum(strike - up * i, 0.0) for i in range(depth)]
    while len(values) > 1:
        pairs = pairwise(values)
        values = [
            maximum((a + b) * rate, strike - up * i) for i, (a, b) in enumerate(pairs)
        ]
    return values[0]


def bodies(count: int, steps: int) -> Value:
    """Bodies that attract each other in the plane."""
    x, y = drawn(count, 1), drawn(count, 2)
    for _ in range(steps):
        forces = []
        for i in range(count):
            parts = [
                (x[j] - x[i]) / sqrt((x[j] - x[i]) * (x[j] - x[i]) + 0.1)
                for j in range(count)
                if j != i
            ]
            forces.append(sum(parts))
        x = [a + 0.01 * f for a, f in zip(x, forces)]
    return sum(x) + sum(y)


def random_graph(size: int) -> Value:
    """Sums and products of values among the last ones, scaled to stay near 1."""
    random, values = Random(3), drawn(32)
    for _ in range(size):
        a, b = random.choice(values[-200:]), random.choice(values[-200:])
        values.append(0.5 * (a + b) if random.random() < 0.5 else a * b * 2.0)
    return values[-1]


def chain(length: int) -> Value:
    """One operation after the other."""
    x = y = Value(0.5)
    for i in range(length):
        y = tanh(y * x) if i % 10 == 0 else y * 1.01 + x
    return y


PROGRAMS: dict[str, Callable[[], Value]] = {
    "product": lambda: prod(drawn(2)),
    "unit": lambda: tanh(dot(drawn(2, 1), drawn(2, 2))),
    "XOR net": lambda: net(2, 2, 1, cases=4),
    "symmetry net, 64 cases": lambda: net(6, 2, 1, cases=64),
    "net on 100 points": lambda: net(2, 16, 16, 1, cases=100),
    "digits net, 64 cases": lambda: net(64, 32, 10, cases=64),
    "net of many layers": lambda: net(4, 4, 4, 4, 4, 4, 4, 4, 1, cases=10),
    "recurrent net 50 x 8": lambda: recurrent_net(50, 8),
    "recurrent net 20 x 24": lambda: recurrent_net(20, 24),
    "hidden Markov model 10 x 100": lambda: markov_chain(10, 100),
    "Kalman filter, 100 steps": lambda: kalman_filter(100),
    "Runge-Kutta, 200 steps": lambda: runge_kutta(200),
    "option on 1,000 paths": lambda: option(1000, 5),
    "tree of 40": lambda: tree(40),
    "8 bodies, 20 steps": lambda: bodies(8, 20),
    "random graph of 3,000": lambda: random_graph(3000),
    "chain of 2,000": lambda: chain(2000),
}


def measured(task: Task) -> dict[str, float]:
    """Microseconds of both passes on every machine that competes, medians in turn."""
    able = {n: k for n, k in machines().items() if k.can(task) and k.cost(task) < 1e8}
    running = {}
    for name, kind in able.items():
        machine = kind(task)
        machine.load(numpy.zeros(0), [x.data for x in RECORDED[task.passes]])
        running[name] = machine
    times: dict[str, list[float]] = {name: [] for name in running}
    for _ in range(ROUNDS):
        for name, machine in running.items():
            count, begin = 0, process_time()
            while not count or process_time() - begin < LEAST:
                with nullcontext() if machine.is_careful else numpy.errstate(**STRICT):
                    machine.forward()
                    machine.backward()
                count += 1
            times[name].append((process_time() - begin) / count * 1e6)
    return {name: median(found) for name, found in times.items()}


RECORDED: dict[Passes, list[Value]] = {}


def task_of(result: Value) -> Task:
    """Both passes of a program, by its parameters."""
    program = record(result)
    passes = Passes(program.assignments)
    RECORDED[passes] = program.parameters
    return Task(passes, None, (PARAMETERS,))


def fitted(rows: list[tuple[tuple, float]]) -> numpy.ndarray:
    """Costs of each count that fit times best, relatively, and are not negative."""
    counts = numpy.array([row for row, _ in rows], float)
    times = numpy.array([time for _, time in rows])
    weighted, found = counts / times[:, None], numpy.ones(counts.shape[1])
    for _ in range(20000):  # multiplicative updates keep what is positive positive
        found *= weighted.sum(axis=0) / (weighted.T @ (weighted @ found) + 1e-30)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.machines")
    parser.add_argument("--calibrate", action="store_true", help="fit the costs, too")
    calibrate = parser.parse_args().calibrate
    rows: dict[str, list] = {}
    worst = 1.0
    print(f"{'program':<32}{'chosen':>8}{'best':>8}   x best  microseconds by machine")
    for name, made in PROGRAMS.items():
        task = task_of(made())
        times = measured(task)
        chosen = cheapest(task).__name__.lower()
        best = min(times, key=lambda machine: times[machine])
        ratio = times[chosen] / times[best]
        worst = max(worst, ratio)
        told = "  ".join(
            f"{n} {t:.0f} (told {machines()[n].cost(task):.0f})"
            for n, t in sorted(times.items())
        )
        print(f"{name:<32}{chosen:>8}{best:>8} {ratio:8.2f}  {told}", flush=True)
        for machine, time in times.items():
            rows.setdefault(machine, []).append(
                (machines()[machine].counts(task), time)
            )
    print(f"the worst choice takes {worst:.2f} times as long as the best machine")
    if calibrate:
        for machine, found in rows.items():
            numbers = ", ".join(f"{x:.3g}" for x in fitted(found))
            print(f"{machine}: COSTS = ({numbers})")


if __name__ == "__main__":
    main()
