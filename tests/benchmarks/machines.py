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
from autograd.programs.buffers import data_of
from autograd.programs.machines import machines
from autograd.programs.machines.machine import Machine, Task
from autograd.programs.passes.pipeline import Passes
from autograd.programs.runner import CALL, STRICT, Runner
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
        values.append(0.5 * (a + b) if random.random() < 0.5 else a * b + 0.25)
    return values[-1]


def chain(length: int) -> Value:
    """One operation after the other."""
    x = y = Value(0.5)
    for i in range(length):
        y = tanh(y * x) if i % 10 == 0 else y * 1.01 + x
    return y


def heat(places: int, steps: int) -> Value:
    """Heat in a rod whose ends keep their temperature."""
    first, *_, last = temperatures = drawn(places)
    flow = Value(0.1)
    for _ in range(steps):
        inner = [
            b + flow * (a + c - 2 * b)
            for a, b, c in zip(temperatures, temperatures[1:], temperatures[2:])
        ]
        temperatures = [first, *inner, last]
    return sum(x * x for x in temperatures)


def graph_net(nodes: int, least: int, most: int, layers: int) -> Value:
    """Units that add up their neighbours, of whom some have more than others."""
    random = Random(4)
    near = [
        random.choices(range(nodes), k=random.randint(least, most))
        for _ in range(nodes)
    ]
    own, others, bias = drawn(3)
    state = drawn(nodes, 5)
    for _ in range(layers):
        sums = [sum(state[j] for j in mine) for mine in near]
        state = [tanh(own * x + others * s + bias) for x, s in zip(state, sums)]
    return sum(state)


def net_in_time(units: int, steps: int) -> Value:
    """A differential equation whose slope is a layer of units, in fourth order."""
    weights = [drawn(units, i) for i in range(units)]
    state, h = drawn(units, 50), 0.02

    def slope(state):
        return [tanh(dot(row, state)) for row in weights]

    def moved(slopes, h):
        return [x + h * k for x, k in zip(state, slopes)]

    for _ in range(steps):
        k1 = slope(state)
        k2 = slope(moved(k1, h / 2))
        k3 = slope(moved(k2, h / 2))
        k4 = slope(moved(k3, h))
        state = moved(
            [a + 2 * b + 2 * c + d for a, b, c, d in zip(k1, k2, k3, k4)], h / 6
        )
    return sum(x * x for x in state)


def alignment(length: int) -> Value:
    """How alike two series are when time may be stretched: a table of least costs."""
    first, second = drawn(length, 1), drawn(length, 2)
    row = [Value(0.0) * 1.0, *(Value(9.0) * 1.0 for _ in second)]
    for x in first:
        found = [Value(9.0) * 1.0]
        for j, y in enumerate(second):
            found.append((x - y) * (x - y) + least(row[j], row[j + 1], found[j]))
        row = found
    return row[-1]


def least(*values: Value) -> Value:
    """A smooth minimum."""
    return -logsumexp([-x for x in values])


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
    "recurrent net 100 x 64": lambda: recurrent_net(100, 64),
    "hidden Markov model 10 x 100": lambda: markov_chain(10, 100),
    "Kalman filter, 100 steps": lambda: kalman_filter(100),
    "Runge-Kutta, 200 steps": lambda: runge_kutta(200),
    "option on 1,000 paths": lambda: option(1000, 5),
    "tree of 40": lambda: tree(40),
    "8 bodies, 20 steps": lambda: bodies(8, 20),
    "random graph of 3,000": lambda: random_graph(3000),
    "chain of 2,000": lambda: chain(2000),
    "heat in 20 places, 20 steps": lambda: heat(20, 20),
    "heat in 100 places, 50 steps": lambda: heat(100, 50),
    "heat in 1,000 places, 10 steps": lambda: heat(1000, 10),
    "graph net of degree 3": lambda: graph_net(300, 3, 3, 3),
    "graph net of degrees 2 to 6": lambda: graph_net(300, 2, 6, 3),
    "graph net of degrees 1 to 40": lambda: graph_net(500, 1, 40, 2),
    "net of 4 in time, 200 steps": lambda: net_in_time(4, 200),
    "net of 16 in time, 50 steps": lambda: net_in_time(16, 50),
    "alignment of 20": lambda: alignment(20),
}


def measured(task: Task) -> dict[str, float]:
    """Microseconds of both passes on every machine that competes, medians in turn."""
    able = {n: k for n, k in machines().items() if k.can(task) and k.cost(task) < 1e8}
    running = {name: loaded(kind(task)) for name, kind in able.items()}
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


def loaded(machine: Machine) -> Machine:
    """A machine with the numbers of the leaves."""
    inputs, parameters = map(data_of, RECORDED[machine.task.passes])
    if machine.task.lanes is None:
        machine.load(inputs, parameters)
    else:
        machine.load(inputs[:, None], parameters[:, None])
    return machine


RECORDED: dict[Passes, tuple[list[Value], list[Value]]] = {}


def task_of(result: Value, lanes: int | None) -> Task:
    """Both passes of a program, by its parameters; half of its leaves vary in lanes."""
    leaves = record(result).parameters
    inputs = leaves[len(leaves) // 2 :] if lanes else []
    program = record(result, inputs)
    passes = Passes(program.assignments)
    RECORDED[passes] = inputs, program.parameters
    return Task(passes, lanes, (PARAMETERS,))


def fitted(rows: list[tuple[tuple, float]]) -> numpy.ndarray:
    """Costs of each count that fit times best, relatively, and are not negative."""
    counts = numpy.array([row for row, _ in rows], float)
    times = numpy.array([time for _, time in rows])
    weighted, found = counts / times[:, None], numpy.zeros(counts.shape[1])
    squares, wanted = weighted.T @ weighted, weighted.sum(axis=0)
    for _ in range(10000):
        for i, square in enumerate(squares.diagonal()):
            slope = wanted[i] - squares[i] @ found
            found[i] = max(0.0, found[i] + slope / (square + 1e-30))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.machines")
    parser.add_argument("--calibrate", action="store_true", help="fit the costs, too")
    calibrate = parser.parse_args().calibrate
    rows: dict[tuple, list] = {}
    worst = 1.0
    print(f"{'program':<40}{'chosen':>8}{'best':>8}   x best  microseconds by machine")
    for name, made in PROGRAMS.items():
        for lanes in (None, 16):
            task = task_of(made(), lanes)
            times = measured(task)
            add_counts(rows, task, times)
            chosen = chosen_for(task)
            if lanes:
                alone = measured(task._replace(lanes=None))
                times["alone"] = lanes * (CALL + min(alone.values()))
            best = min(times, key=lambda machine: times[machine])
            ratio = times[chosen] / times[best]
            worst = max(worst, ratio)
            title = f"{name} in lanes" if lanes else name
            told = "  ".join(f"{n} {told_of(n, t, task)}" for n, t in times.items())
            print(f"{title:<40}{chosen:>8}{best:>8} {ratio:8.2f}  {told}", flush=True)
    print(f"the worst choice takes {worst:.2f} times as long as the best machine")
    if calibrate:
        for (machine, costs), found in rows.items():
            numbers = ", ".join(f"{x:.3g}" for x in fitted(found))
            print(f"{machine}: {costs} = ({numbers})")


def chosen_for(task: Task) -> str:
    """The name of the machine that a runner takes; alone: case by case."""
    runner = Runner(task.passes)
    if task.lanes and runner.is_quicker_alone(task.lanes):
        return "alone"
    return runner.kind(task.lanes).__name__.lower()


def told_of(name: str, time: float, task: Task) -> str:
    """A time, and what the machine tells of it, at first and closely."""
    if name == "alone":
        return f"{time:.0f}"
    kind = machines()[name]
    told = f"{kind.cost(task):.0f}"
    if kind.CLOSELY:
        told += f", closely {kind.cost(task, closely=True):.0f}"
    return f"{time:.0f} (told {told})"


def add_counts(rows: dict[tuple, list], task: Task, times: dict[str, float]) -> None:
    """Add what each machine counts, with its times, to the rows to be fitted."""
    for name, time in times.items():
        kind = machines()[name]
        rows.setdefault((name, "COSTS"), []).append((kind.counts(task), time))
        if kind.CLOSELY:
            rows.setdefault((name, "CLOSELY"), []).append(
                (kind.close_counts(task), time)
            )


if __name__ == "__main__":
    main()
