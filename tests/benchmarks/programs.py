"""P: what recording and folding take beside building and differentiating, as they grow.

The same graph is built and differentiated by the native engine, recorded, folded,
differentiated for the first time (for which NumPy calls are written), and replayed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median
from time import process_time
from typing import Any

from .peers import PEERS
from .session import LEAST, Out, Process, by_hand, check
from .workloads import WORKLOADS, Workload, operations

#: The work in earnest, and three pieces of work at about 10^4, 10^5, 10^6 operations.
SIZES: dict[str, tuple[int, ...]] = {
    "W2": (100,),
    "W4": (104,),
    "W5": (6,),
    "W7": (2, 21, 208),
    "W1": (10_000, 100_000, 1_000_000),
    "W1T": (10_000, 100_000, 1_000_000),
}
QUICK = {name: sizes[:1] for name, sizes in SIZES.items()}


@dataclass(eq=False)
class Folded:
    """One graph, the process that folds it, and the seconds of each repetition."""

    workload: Workload
    size: int
    process: Process
    seconds: list[dict[str, float]] = field(default_factory=list)
    operations: int = 0

    def prepare(self, patience: float) -> None:
        """Check the derivatives of the program."""
        self.operations = operations(self.workload, self.size)
        steps = self.ask(patience)["steps"]
        check(steps, by_hand(self.workload, self.size)[:1])

    def ask(self, patience: float) -> dict:
        """One repetition."""
        name = self.workload.name
        return self.process.ask("folding", patience, workload=name, size=self.size)

    def ns(self, phase: str) -> float:
        """The median nanoseconds of a phase for an operation."""
        return median(x[phase] for x in self.seconds) / self.operations * 1e9

    def beside(self, other: Folded, phase: str) -> list[float]:
        """What an operation takes beside one of another graph, in each repetition."""
        share = other.operations / self.operations
        pairs = zip(self.seconds, other.seconds)
        return [mine[phase] / theirs[phase] * share for mine, theirs in pairs]

    def numbers(self) -> dict[str, Any]:
        """The same, ready for JSON."""
        named = {"workload": self.workload.name, "size": self.size}
        return {**named, "operations": self.operations, "seconds": self.seconds}


def folded(python: str, sizes: dict[str, tuple[int, ...]], options: Any) -> list:
    """All graphs, each in a process of its own, measured in turn."""
    rows = []
    for name, several in sizes.items():
        for size in several:
            row = Folded(WORKLOADS[name], size, Process(PEERS["native"], python))
            with watched(row, options.say):
                row.prepare(options.patience)
                rows.append(row)
    for _ in range(options.repetitions):
        for row in list(rows):
            with watched(row, options.say, rows):
                row.seconds.append(row.ask(options.patience)["seconds"])
    for row in rows:
        row.process.close()
    return rows


@contextmanager
def watched(
    row: Folded, say: Callable[[str], None], rows: list[Folded] | None = None
) -> Iterator[None]:
    """Say so and end the process when a graph drops out."""
    try:
        yield
    except Out as reason:
        say(f"P without {row.workload.name}, size {row.size:,}: {reason}")
        row.process.close()
        if rows:
            rows.remove(row)


def folding(workload: Workload, size: int) -> dict:
    """One repetition, in the process that works: its seconds, and what it gave."""
    from autograd.programs import record

    from .engines.ours import Ours

    engine = Ours()
    leaves = engine.leaves(workload.numbers(size))
    function = workload.scalars(engine, size)
    times = [process_time()]
    result = function(leaves)
    result.backward()
    times.append(process_time())
    program = record(result, parameters=leaves)
    times.append(process_time())
    replayed = program.fold()
    if replayed.runner.kind().__name__ == "NumPy":
        assert replayed.passes.arrays
    times.append(process_time())
    value, gradients, _ = replayed.value_and_gradients()
    times.append(process_time())
    count = 0
    while not count or process_time() - times[-1] < LEAST:
        replayed.value_and_gradients()
        count += 1
    times.append(process_time())
    eager, recorded, fold, first, replay = (b - a for a, b in pairwise(times))
    seconds = {"eager": eager, "record": recorded, "fold": fold, "first": first}
    seconds |= {"folded": recorded + fold, "replay": replay / count}
    return {"seconds": seconds, "steps": [(value, gradients)]}
