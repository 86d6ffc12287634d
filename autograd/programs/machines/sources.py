"""Programs written out as Python, and functions that are forgotten with their owner."""

from __future__ import annotations

import linecache
import weakref
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from autograd.operations import OPERATIONS
from autograd.programs.assignments import Assignments
from autograd.support.readings import executed

LINES = 500  # of one part; CPython takes more time per line for longer functions
INLINE = {"add": "{} + {}", "sub": "{} - {}", "mul": "{} * {}", "neg": "-{}"}

_not_needed: deque[str] = deque()  # sources to forget, when that disturbs nobody


def executed_for(owner: Any, title: str, source: str, namespace: dict) -> dict:
    """What a source defines, which debuggers are shown as long as the owner lives."""
    with suppress(IndexError):  # another thread may have taken the last one
        while _not_needed:
            linecache.cache.pop(_not_needed.popleft(), None)
    # an owner may end at any time, also while linecache goes through its entries
    weakref.finalize(owner, _not_needed.append, f"<autograd {title}>")
    return executed(title, source, namespace)


def sources(program: Assignments) -> Iterator[str]:
    """The source of every part of the replay."""
    slot = program.first
    for start in range(0, len(program), LINES):
        lines = [f"def part_{start // LINES}(v):"]
        for i in range(start, min(start + LINES, len(program))):
            lines.append(f"    v[{slot + i}] = {right_side(program, i)}")
        yield "\n".join(lines)


def right_side(program: Assignments, i: int) -> str:
    """What assignment i computes, as Python: ``v[0] * v[1]``."""
    operation = program.operation(i)
    operands = [f"v[{slot}]" for slot in program.operands_of(i)]
    if operation in INLINE:
        return INLINE[operation].format(*operands)
    listed = ", ".join(operands)
    if OPERATIONS[operation].variadic:
        listed = f"[{listed}]"
    return f"{operation}({listed})"
