"""Work that goes on for long; the memory it takes has to stay what it was.

    python -m tests.tools.soak                           # all of it, an hour or more
    python -m tests.tools.soak --nodes 10000000 --structures 100 --seconds 10

Four phases, each in a process of its own: as many nodes as are asked for on the native
twin, a tenth of them on the pure; structures of arguments for compiled functions; and
threads that do everything at once. Each does its work in 24 windows and measures after
each, when garbage is collected: after the first 8, memory may grow by 4 MiB in all and
the objects known to the collector by 500. It needs Linux, for /proc.
"""

import argparse
import copy
import ctypes
import gc
import os
import pickle
import subprocess
import sys
import threading
import time
import warnings
from collections.abc import Callable
from contextlib import suppress
from itertools import count as counting, islice
from typing import NamedTuple

import autograd
from autograd import Value, no_grad
from autograd.debugging import debug
from autograd.programs import compile
from autograd.support.twin import engine, native

WINDOWS, WARM = 24, 8
MOST_BYTES, MOST_OBJECTS = 4 << 20, 500
THREADS = 8
numbers = counting()  # of structures; next() of it is atomic


def resident() -> int:
    """The memory of this process in bytes, without what is free for the next thread."""
    with suppress(AttributeError):  # elsewhere than in glibc
        ctypes.CDLL(None).malloc_trim(0)
    with open("/proc/self/statm", encoding="ascii") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


class Window(NamedTuple):
    """What there is after a part of the work."""

    memory: int
    objects: int


def measured(work: Callable[[], None]) -> list[Window]:
    """What there is after each window of some work."""
    windows = []
    for _ in range(WINDOWS):
        work()
        gc.collect()
        windows.append(Window(resident(), len(gc.get_objects())))
    return windows


def growth(windows: list[Window]) -> Window:
    """By how much more there is at most after the first windows than at their end."""
    first, later = windows[:WARM], windows[WARM:]
    return Window(
        max(w.memory for w in later) - max(w.memory for w in first),
        max(w.objects for w in later) - max(w.objects for w in first),
    )


def is_steady(windows: list[Window]) -> bool:
    """Whether memory and objects stay what they were, within the tolerance."""
    grown = growth(windows)
    return grown.memory <= MOST_BYTES and grown.objects <= MOST_OBJECTS


class Named(Value):
    """With attributes."""


def chain(length: int) -> None:
    """So many nodes, made, differentiated and let go."""
    x = y = Value(0.5)
    for _ in range(length // 4):
        y = (y * 0.5 + x).tanh() - 1.0
    y.backward()


def knots() -> None:
    """Graphs in cycles, copies, sites, errors: what only the collector frees."""
    x = Named(2.0, name="x")
    with debug():
        y = autograd.dot([x, 3.0], [x, x], bias=x)
    x.me, x.result = x, y
    y.register_hook(lambda adjoint, y=y: y.data)
    y.backward()
    copy.deepcopy(y).backward()
    pickle.loads(pickle.dumps(x * 2.0))
    with suppress(TypeError):
        y * "1"
    with no_grad():
        y * y


def make_nodes(count: int) -> None:
    """So many nodes, most in chains of ten thousand."""
    for number in range(max(1, count // 10_000)):
        chain(10_000)
        if number % 50 == 0:
            knots()


class Model:
    """Its class has a compiled method, and so has each instance."""

    def __init__(self) -> None:
        self.weight = Value(0.5)
        self.step = compile(self._step)

    def _step(self, x):
        return self.weight * x if x > 0 else x

    @compile
    def at(self, x):
        return self.weight * x + 1.0


@compile(limit=8)
def total(structure):
    return autograd.sum([x * x for part in structure.values() for x in part])


def make_structures(count: int) -> None:
    """So many structures of arguments that were never seen before, and objects."""
    for number in islice(numbers, count):
        total({number: [0.5] * (number % 7 + 1), "b": [Value(1.0)]}).backward()
        if number % 10 == 0:
            model = Model()
            model.kept = model.step(number % 3 - 1.0), model.at(2.0)
            model.kept[1].backward()


def in_threads(seconds: float) -> None:
    """Everything at once in some threads for a while, each at least once."""
    end = time.monotonic() + seconds

    def several():
        while True:
            make_nodes(20_000)
            make_structures(2)
            if time.monotonic() > end:
                return

    threads = [threading.Thread(target=several) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def phase(kind: str, amount: float) -> bool:
    """Do one kind of work, in this process; whether it is steady, which is printed."""
    each = amount / WINDOWS
    work = {
        "nodes": lambda: make_nodes(round(each)),
        "structures": lambda: make_structures(max(1, round(each))),
        "seconds": lambda: in_threads(each),
    }[kind]
    began = time.monotonic()
    windows = measured(work)
    low, high = min(windows[WARM:]).memory / 2**20, max(windows[WARM:]).memory / 2**20
    grown, steady = growth(windows), is_steady(windows)
    print(
        f"{engine}: {amount:,.0f} {kind} in {time.monotonic() - began:.0f} s, "
        f"{low:.1f} to {high:.1f} MiB, grown by {grown.memory / 2**20:.2f} MiB and "
        f"{grown.objects} objects: {'steady' if steady else 'NOT STEADY'}",
        flush=True,
    )
    return steady


def main(nodes: float, structures: float, seconds: float) -> bool:
    """All phases, each in a process of its own; whether all are steady."""
    plan = [("python", "nodes", nodes / 10)]
    plan.append((engine, "structures", structures))
    plan.append((engine, "seconds", seconds))
    if native is not None:
        plan.insert(0, ("native", "nodes", nodes))
    found = [
        subprocess.run(
            [sys.executable, "-m", "tests.tools.soak", kind, str(amount)],
            env=os.environ | {"AUTOGRAD_ENGINE": which},
        ).returncode
        for which, kind, amount in plan
    ]
    return not any(found)


def arguments() -> argparse.Namespace:
    """What is asked for on the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.tools.soak")
    parser.add_argument("--nodes", type=float, default=1e9)
    parser.add_argument("--structures", type=float, default=10_000)
    parser.add_argument("--seconds", type=float, default=300.0)
    parser.add_argument("kind", nargs="?", choices=["nodes", "structures", "seconds"])
    parser.add_argument("amount", nargs="?", type=float)
    return parser.parse_args()


if __name__ == "__main__":
    asked = arguments()
    warnings.simplefilter("ignore", RuntimeWarning)  # that compile records too often
    if asked.kind:
        sys.exit(not phase(asked.kind, asked.amount))
    sys.exit(not main(asked.nodes, asked.structures, asked.seconds))
