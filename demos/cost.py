"""What all derivatives cost: about two more forward passes, however many weights.

Back-propagation on this engine's twins (in Python, and native where it was built) and
in array programs, measured beside finite differences: a forward pass for every weight.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from random import Random
from time import process_time
from timeit import Timer
from typing import Any

import autograd
from autograd import Value, no_grad
from demos.figures import hinton
from demos.shared.command import Parser
from nn import MLP, squared_error

SIZES = 2, 4, 8, 16, 32  # units in each of three layers, of which the last has one
NUDGE = 1e-6  # of a weight, for a finite difference
SAMPLE = 20  # weights that are nudged; the time is for all in proportion
CASES = 256  # in one array program

Costs = dict[str, float]


def costs(functions: dict[str, Callable[[], Any]], repeats: int) -> Costs:
    """Seconds of a forward pass, and how many forward passes each other call costs.

    Processor time, the least of several measurements in turn.
    """
    timers = {name: Timer(call, timer=process_time) for name, call in functions.items()}
    counts = {name: calls_in(0.01, call) for name, call in functions.items()}
    found = [
        {name: timer.timeit(counts[name]) for name, timer in timers.items()}
        for _ in range(max(1, repeats))
    ]
    least = {name: min(one[name] for one in found) / counts[name] for name in timers}
    return {n: s if n == "forward" else s / least["forward"] for n, s in least.items()}


def calls_in(time: float, function: Callable[[], Any]) -> int:
    """How many calls take about so many seconds; at least one."""
    function()
    start, count = process_time(), 0
    while process_time() - start < time:
        function()
        count += 1
    return count


def problem(size: int, seed: int) -> tuple[MLP, list[float]]:
    """A net of size-size-size-1 units and an input."""
    random = Random(seed)
    model = MLP(size, [size, size, 1], seed=random)
    return model, [random.random() for _ in range(size)]


def measured(size: int, seed: int, repeats: int) -> Costs:
    """Costs on the present engine: forward, with all derivatives, by differences."""
    model, inputs = problem(size, seed)

    def forward() -> Value:
        return squared_error(model(inputs), 1.0)

    def nudged() -> list[float]:
        with no_grad():
            base = forward().data
            return [difference(weight, forward, base) for weight in sample]

    weights = model.parameters()
    sample = Random(seed).sample(weights, min(SAMPLE, len(weights)))
    passes = {"forward": forward, "both": lambda: forward().backward()}
    found = costs({**passes, "differences": nudged}, repeats)
    found["differences"] *= (len(weights) + 1) / (len(sample) + 1)
    return {"weights": len(weights), **found}


def difference(weight: Value, forward: Callable[[], Value], base: float) -> float:
    """dE/dw of one weight from a second forward pass."""
    before = weight.data
    weight.data = before + NUDGE
    try:
        return (forward().data - base) / NUDGE
    finally:
        weight.data = before


def program_measured(size: int, seed: int, repeats: int) -> Costs:
    """The same of an array program, for many cases at once."""
    import numpy

    model, inputs = problem(size, seed)
    given = [Value(x) for x in inputs]
    error = squared_error(model(given), 1.0)
    program = autograd.record(error, given, model.parameters()).fold()
    random = Random(seed)
    rows = numpy.array([[random.random() for _ in given] for _ in range(CASES)])
    functions = {
        "forward": lambda: program.batch(rows, by=""),
        "both": lambda: program.batch(rows, by="parameters"),
    }
    return {"weights": len(model.parameters()), **costs(functions, repeats)}


def on_engine(engine: str, seed: int, repeats: int) -> list[Costs] | None:
    """The measurements on a twin, in a process of its own; None if it was not built."""
    code = "import json; from demos.cost import SIZES, measured;"
    code += f"print(json.dumps([measured(n, {seed}, {repeats}) for n in SIZES]))"
    path = os.pathsep.join([str(Path(__file__).parents[1]), *sys.path])
    environment = {**os.environ, "AUTOGRAD_ENGINE": engine, "PYTHONPATH": path}
    answer = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=environment
    )
    return json.loads(answer.stdout) if answer.returncode == 0 else None


def table(found: dict[str, list[Costs]]) -> str:
    """Both passes and finite differences, in forward passes of the same engine."""
    lines = [
        f"{'':10}{'weights':>8}{'forward':>12}{'+ backward':>12}{'differences':>13}"
    ]
    for engine, rows in found.items():
        for row in rows:
            start = f"{engine:10}{row['weights']:8}{1e6 * row['forward']:9.1f} us"
            nudged = row.get("differences")
            told = f" {nudged:11.0f} x" if nudged else ""
            lines.append(f"{start} {row['both']:9.2f} x{told}")
    return "\n".join(lines)


def draw(found: dict[str, list[Costs]], path: Path) -> None:
    """Cost in forward passes over the number of weights."""
    from matplotlib.figure import Figure

    made = Figure(figsize=(7, 4), layout="constrained")
    axes = made.add_subplot()

    def line(engine: str, what: str, colour: str, **look: Any) -> None:
        weights = [row["weights"] for row in found[engine]]
        axes.plot(weights, [row[what] for row in found[engine]], color=colour, **look)

    for engine, marker in zip(found, "osD"):
        label = f"all derivatives, {engine}"
        line(engine, "both", hinton.POSITIVE, marker=marker, label=label, lw=1)
    label = "finite differences, python"
    line("python", "differences", hinton.NEGATIVE, marker="^", label=label)
    axes.set(xscale="log", yscale="log", xlabel="weights", ylim=(1, None))
    axes.set_ylabel("cost, in forward passes")
    axes.grid(alpha=0.3, which="both")
    axes.legend(fontsize=8)
    hinton.save(made, path)


def summary(found: dict[str, list[Costs]]) -> str:
    """What came out against what is claimed."""
    told = "; ".join(
        f"{engine} {min(both):.1f} to {max(both):.1f}"
        for engine, rows in found.items()
        if (both := [row["both"] for row in rows])
    )
    last = found["python"][-1]
    return (
        "Back-propagation is said to cost about as much again as the forward pass: two "
        "in all, for any number of weights. Here the forward and the backward pass "
        f"together took this many times the forward pass alone: {told}. They stay "
        "below two where the forward pass computes local derivatives already. Finite "
        f"differences took {last['differences']:.0f} forward passes "
        f"for {last['weights']:.0f} weights."
    )


def main(arguments: list[str]) -> None:
    """Measure on all engines, print the table and draw it."""
    parser = Parser("cost", __doc__, seed=0, sweeps=15, counted="measurements of each")
    options = parser.given(arguments)
    folder = options.out
    from tqdm import tqdm

    seed, repeats, found = options.seed, options.sweeps, {}
    for engine in tqdm(["python", "native", "program"], unit="engine"):
        if engine == "program":
            found[engine] = [program_measured(n, seed, repeats) for n in SIZES]
        elif rows := on_engine(engine, seed, repeats):
            found[engine] = rows
    print(table(found), end="\n\n")
    if "native" not in found:
        print("the native engine was not built, so there are no figures of it\n")
    draw(found, folder / "cost.png")
    print(f"wrote cost.png to {folder}\n\n{summary(found)}")
