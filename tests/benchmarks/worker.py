"""The process in which one peer works: commands and answers are lines of JSON."""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

from .engines.engine import Missing
from .peers import PEERS
from .workloads import WORKLOADS, Workload

#: Engines that sort by recursion need it deep, on chains of 100,000 operations.
STACK, DEPTH = 1 << 30, 10**8


class Task:
    """One piece of work, ready to be repeated in one engine."""

    def __init__(self, engine: Any, workload: Workload, size: int) -> None:
        self.engine, self.rule = engine, workload.rule
        self.by_rows = bool(workload.width) and engine.dialect == "scalars"
        numbers = workload.numbers(size)
        engine.rule = workload.rule
        self.program = program_for(engine, workload, size)
        if self.by_rows:
            self.leaves = engine.rows(numbers, workload.width, workload.shared)
            self.differentiated = engine.differentiator_of_rows(self.program)
        else:
            self.leaves = engine.leaves(numbers, workload.arrays_of(size))
            self.differentiated = engine.differentiator(self.program)
        self.velocity: Any = None

    def step(self) -> tuple[Any, Any]:
        """The unit of work: value and gradient, then the change of leaves if any."""
        value, gradients = self.differentiated(self.leaves)
        if self.rule and gradients is not None:
            self.leaves, self.velocity = self.engine.moved(
                self.leaves, gradients, self.velocity, self.rule
            )
        return value, gradients

    def flat_step(self) -> tuple[float, list[float] | None]:
        """The value and the gradient of one step as plain floats."""
        return self.flat(*self.step())

    def flat(self, value: Any, gradients: Any) -> tuple[float, list[float] | None]:
        """A value and a gradient as plain floats."""
        flat = None if gradients is None else self.engine.flat(gradients)
        return float(value), flat


def program_for(engine: Any, workload: Workload, size: int) -> Callable:
    """The work in the engine's dialect; Missing when it cannot be said in it."""
    if engine.dialect == "scalars":
        lacking = [name for name in workload.needs if getattr(engine, name) is None]
        if lacking:
            raise Missing(f"has no {' and no '.join(lacking)}")
        return workload.scalars(engine, size)
    if workload.arrays_of(size) is None:
        raise Missing("works on arrays, there are none here")
    if engine.dialect == "by hand":
        return workload.by_hand(size)
    return workload.arrays(engine, size)


class Worker:
    """The answers to the commands, which are its methods."""

    def __init__(self, peer: str) -> None:
        self.engine = PEERS[peer].engine()

    def prepare(self, workload: str, size: int) -> dict:
        """Make the work ready and do it twice: what it gave, to be checked.

        Twice, since a replay may keep the numbers that it was recorded with; ready is
        how many wall seconds went by until the first result.
        """
        forget_peak()
        self.idle = memory("VmRSS")
        started = time.perf_counter()
        task = self.task = Task(self.engine, WORKLOADS[workload], size)
        first = task.step()
        ready = time.perf_counter() - started
        return {"steps": [task.flat(*first), task.flat_step()], "ready": ready}

    def repeat(self, times: int) -> dict:
        """The CPU and the wall seconds of a step, on the average of so many or more."""
        step, repeated = self.task.step, self.engine.repeated
        rounds = -(-times // self.engine.at_once)
        wall, cpu = time.perf_counter(), time.process_time()
        for _ in range(rounds):
            repeated(step)
        cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
        steps = rounds * self.engine.at_once
        return {"cpu": cpu / steps, "wall": wall / steps}

    def folding(self, workload: str, size: int) -> dict:
        """The seconds of recording and folding a graph, beside building it."""
        from .programs import folding

        return folding(WORKLOADS[workload], size)

    def memory(self) -> dict:
        """The process's peak since ``prepare``, and what it had before, in bytes."""
        return {"peak": memory("VmHWM"), "idle": self.idle}

    def phases(self) -> dict:
        """Seconds of building, backward pass and freeing; the bytes of the graph."""
        if self.task.by_rows or not getattr(self.engine, "phases", None):
            return {"seconds": None}
        grown: list[int] = []
        before = memory("VmRSS")
        seconds = self.engine.phases(
            self.task.program,
            self.task.leaves,
            lambda: grown.append(memory("VmRSS") - before),
        )
        return {"seconds": seconds, "graph": grown[0], "peak": memory("VmHWM") - before}

    def ready(self, workload: str, size: int) -> dict:
        """Make the work ready without doing it, so that memory is still untouched."""
        self.task = Task(self.engine, WORKLOADS[workload], size)
        forget_peak()
        return {}


def memory(field: str) -> int:
    """The bytes that Linux reports in /proc/self/status; 0 elsewhere."""
    try:
        with open("/proc/self/status", encoding="ascii") as file:
            line = next(line for line in file if line.startswith(field))
    except (OSError, StopIteration):
        return 0
    return int(line.split()[1]) * 1024


def forget_peak() -> None:
    """Let VmHWM start again from the present."""
    try:
        with open("/proc/self/clear_refs", "w", encoding="ascii") as file:
            file.write("5")
    except OSError:
        pass


def serve(peer: str) -> None:
    """Answer commands until there are no more; an exception is an answer too."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what a peer prints must not be taken for an answer
    worker = None
    for line in sys.stdin:
        command = json.loads(line)
        try:
            worker = worker or Worker(peer)
            answer = getattr(worker, command.pop("do"))(**command)
        except Missing as error:
            answer = {"missing": str(error)}
        except Exception as error:
            answer = {"error": f"{type(error).__name__}: {error}"[:160]}
        answers.write(json.dumps(answer) + "\n")
        answers.flush()


def main() -> None:
    """Serve in a thread with a deep stack."""
    sys.setrecursionlimit(DEPTH)
    threading.stack_size(STACK)
    thread = threading.Thread(target=serve, args=(sys.argv[1],))
    thread.start()
    thread.join()
