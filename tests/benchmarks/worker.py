"""The process in which one peer works: commands and answers are lines of JSON."""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

from .peers import PEERS
from .workloads import WORKLOADS, Workload

#: Engines that sort by recursion need it deep, on chains of 100,000 operations.
STACK, DEPTH = 1 << 30, 10**8


class Missing(Exception):
    """The engine lacks a function that the work needs."""


class Task:
    """One piece of work, ready to be repeated in one engine."""

    def __init__(self, engine: Any, workload: Workload, size: int) -> None:
        self.engine, self.rule = engine, workload.rule
        self.leaves = engine.leaves(workload.numbers(size), workload.shapes)
        self.program = program_for(engine, workload, size)
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
        value, gradients = self.step()
        flat = None if gradients is None else self.engine.flat(gradients)
        return float(value), flat


def program_for(engine: Any, workload: Workload, size: int) -> Callable:
    """The work in the engine's dialect; Missing when it cannot be said in it."""
    if engine.dialect == "scalars":
        lacking = [name for name in workload.needs if getattr(engine, name) is None]
        if lacking:
            raise Missing(f"has no {' and no '.join(lacking)}")
        return workload.scalars(engine, size)
    if workload.shapes is None:
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

        Twice, since a replay may keep the numbers that it was recorded with.
        """
        forget_peak()
        self.idle = memory("VmRSS")
        self.task = Task(self.engine, WORKLOADS[workload], size)
        return {"steps": [self.task.flat_step(), self.task.flat_step()]}

    def repeat(self, times: int) -> dict:
        """The CPU and the wall seconds of a step, on the average of some."""
        step = self.task.step
        wall, cpu = time.perf_counter(), time.process_time()
        for _ in range(times):
            step()
        cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
        return {"cpu": cpu / times, "wall": wall / times}

    def memory(self) -> dict:
        """The process's peak since ``prepare``, and what it had before, in bytes."""
        return {"peak": memory("VmHWM"), "idle": self.idle}

    def phases(self) -> dict:
        """Seconds of building, backward pass and freeing; the bytes of the graph."""
        if not hasattr(self.engine, "phases"):
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
