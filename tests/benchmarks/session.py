"""The side that asks: who works when, in turn, and whether derivatives are right."""

from __future__ import annotations

import contextlib
import json
import math
import os
import queue
import subprocess
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from .peers import Peer
from .workloads import Workload

TESTS = Path(__file__).parent.parent
# The folder around this one holds packages with the names of peers: only this one is
# to be seen by the process that works.
START = """
import importlib.util, sys
sys.path[:0] = {path!r}
spec = importlib.util.spec_from_file_location("benchmarks", {init!r})
sys.modules["benchmarks"] = importlib.util.module_from_spec(spec)
from benchmarks.worker import main
main()
"""
THREADS = ["OMP", "MKL", "OPENBLAS", "NUMEXPR", "VECLIB_MAXIMUM"]
ONE_THREAD = {f"{name}_NUM_THREADS": "1" for name in THREADS}
ONE_THREAD["XLA_FLAGS"] = (
    "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"
)
#: How long a repetition lasts at least, in seconds: shorter steps are repeated.
LEAST = 0.05
RELATIVE, OF_LARGEST = 1e-9, 1e-12


class Out(Exception):
    """A peer is out of this piece of work; the text says why."""


class Process:
    """A peer's process, and its answers."""

    def __init__(self, peer: Peer, python: str, collector: bool = True) -> None:
        # only our own engine may see the project: another peer is called autograd too
        path = [] if peer.requirement else [str(TESTS.parent)]
        code = START.format(path=path, init=str(TESTS / "benchmarks/__init__.py"))
        if not collector:
            code = "import gc; gc.disable()\n" + code
        self.process = subprocess.Popen(
            [python, "-P", "-c", code, peer.name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=TESTS,
            env={**os.environ, **ONE_THREAD, **peer.variables},
        )
        self.answers: queue.Queue = queue.Queue()
        self.errors: list[str] = []
        readers = self._read, self._read_errors
        self.threads = [threading.Thread(target=read, daemon=True) for read in readers]
        for thread in self.threads:
            thread.start()

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self.answers.put(json.loads(line))
        self.answers.put({"error": "the process ended"})

    def _read_errors(self) -> None:
        assert self.process.stderr
        for line in self.process.stderr:
            self.errors = [*self.errors[-20:], line.strip()]

    def ask(self, do: str, patience: float = math.inf, **options: Any) -> dict:
        """The answer to a command; Out when there is none, or none in time."""
        assert self.process.stdin
        try:
            self.process.stdin.write(json.dumps({"do": do, **options}) + "\n")
            self.process.stdin.flush()
            answer = self.answers.get(timeout=min(patience, 1e6))
        except queue.Empty:
            self.close()
            raise Out(f"no answer within {patience:.0f} s") from None
        except BrokenPipeError:
            answer = self.answers.get()
        if "missing" in answer:
            raise Out(answer["missing"])
        if "error" in answer:
            raise Out(self.fate(answer["error"]))
        return answer

    def fate(self, error: str) -> str:
        """What went wrong, with the signal if one ended the process."""
        if error == "the process ended":
            status = self.process.wait()
            error += f" by signal {-status}" if status < 0 else f", status {status}"
            error += f" ({self.errors[-1]})" if self.errors else ""
        return error

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        for thread in self.threads:
            thread.join()
        for file in (self.process.stdin, self.process.stdout, self.process.stderr):
            if file and not file.closed:
                with contextlib.suppress(BrokenPipeError):
                    file.close()


class Standing:
    """A peer in one piece of work: its process and what was measured."""

    def __init__(self, peer: Peer, process: Process, size: int) -> None:
        self.peer, self.process, self.size = peer, process, size
        self.times = 1
        self.ready = math.nan
        self.cpu: list[float] = []
        self.wall: list[float] = []
        self.memory: dict[str, int] = {}
        self.phases: list[list[float]] = []
        self.out = False

    @contextlib.contextmanager
    def watched(self, workload: Workload, say: Callable[[str], None]) -> Iterator[None]:
        """Say so and end the process when this peer drops out."""
        try:
            yield
        except Out as reason:
            say(f"{workload.name} without {self.peer.title}: {reason}")
            self.process.close()
            self.out = True

    def prepare(self, workload: Workload, reference: Any, patience: float) -> None:
        """Check its derivatives, then find how often to repeat a short step."""
        answer = self.process.ask(
            "prepare", patience=patience, workload=workload.name, size=self.size
        )
        check(answer["steps"], reference)
        self.ready = answer["ready"]
        seconds = self.process.ask("repeat", patience=patience, times=1)["wall"]
        if seconds < LEAST:
            some = max(1, int(LEAST / 5 / seconds))
            seconds = self.process.ask("repeat", times=some)["wall"]
        self.times = max(1, math.ceil(LEAST / seconds))

    def repeat(self) -> None:
        """One repetition."""
        answer = self.process.ask("repeat", times=self.times)
        self.cpu.append(answer["cpu"])
        self.wall.append(answer["wall"])

    def finish(self) -> None:
        """Memory and, where the engine tells them apart, the phases of a step."""
        self.memory = self.process.ask("memory")
        for _ in range(3):
            phases = self.process.ask("phases")["seconds"]
            if phases:
                self.phases.append(phases)
        self.process.close()


def mistake(
    value: float, gradients: Sequence | None, right: float, slopes: list
) -> str:
    """How a result differs from the reference, in words; empty when it does not.

    A derivative has to agree to 1e-9 of itself, or to 1e-12 of the largest.

        >>> mistake(1.0, [2.0], 1.0, [2.0 + 1e-12])
        ''
        >>> mistake(1.0, [2.0], 1.0, [2.1])
        'derivative 0 is 2.0, by hand 2.1'
    """
    if not math.isclose(value, right, rel_tol=RELATIVE):
        return f"the value is {value!r}, by hand {right!r}"
    if gradients is None:
        return ""
    if len(gradients) != len(slopes):
        return f"{len(gradients)} derivatives, by hand {len(slopes)}"
    slack = OF_LARGEST * max(map(abs, slopes))
    for i, (found, slope) in enumerate(zip(gradients, slopes)):
        if not abs(found - slope) <= max(RELATIVE * abs(slope), slack):
            return f"derivative {i} is {found!r}, by hand {slope!r}"
    return ""


def check(steps: Sequence, reference: Sequence) -> None:
    """Out when a step's value or derivatives are not those by hand."""
    for number, (step, right) in enumerate(zip(steps, reference), 1):
        if step[1] is None and number > 1:
            break  # without derivatives the leaves stay as they are
        if message := mistake(*step, *right):
            raise Out(f"WRONG in step {number}: {message}")


def by_hand(workload: Workload, size: int) -> list[tuple[float, Any]]:
    """The reference: the values and the derivatives, flat, of the first two steps."""
    from .engines.array_engine import ByHand
    from .worker import Task

    if workload.arrays_of(size) is None:
        return [workload.by_hand(size)(workload.numbers(size))] * 2
    task = Task(ByHand(), workload, size)
    return [task.flat_step(), task.flat_step()]


def size_for(peer: Peer, workload: Workload, quick: bool) -> int:
    """How much of the work a peer is given: quick runs have shorter chains."""
    if workload.unit == "a step":
        return workload.size
    size = min(workload.size, peer.rows) if workload.width else workload.size
    return max(1, int(size * peer.part) // (10 if quick else 1))


def prepared(
    workload: Workload, pythons: dict[Peer, str], options: Any
) -> Iterator[Standing]:
    """The peers that are ready for the work, with all their derivatives right."""
    references: dict[int, Any] = {}
    for peer, python in pythons.items():
        if peer.only and workload.name not in peer.only:
            continue
        size = size_for(peer, workload, options.quick)
        if size not in references:
            references[size] = by_hand(workload, size)
        standing = Standing(peer, Process(peer, python, options.collector), size)
        with standing.watched(workload, options.say):
            standing.prepare(workload, references[size], options.patience)
        if not standing.out:
            yield standing


def measured(
    workload: Workload, pythons: dict[Peer, str], options: Any
) -> list[Standing]:
    """Every peer's measurements of one piece of work, taken in turn: A B C A B C ..."""
    standings = list(prepared(workload, pythons, options))
    for turn in [Standing.repeat] * options.repetitions + [Standing.finish]:
        for standing in list(standings):
            with standing.watched(workload, options.say):
                turn(standing)
            if standing.out:
                standings.remove(standing)
    return standings
