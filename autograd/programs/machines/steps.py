"""The plain Python replay of a program: the bits of the graph it was recorded from.

The assignments become Python source in parts of some hundred lines, registered with
``linecache`` so that a debugger steps through them. A slot is an element of ``v``.

>>> from autograd import Value, tanh
>>> from autograd.programs import record
>>> print(record(tanh(Value(0.5) * 3)).source)
def part_0(v):
    v[2] = v[0] * v[1]
    v[3] = tanh(v[2])
"""

from __future__ import annotations

import linecache
import weakref
from collections import deque
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from autograd.operations import OPERATIONS
from autograd.support.readings import careful_reading, executed

if TYPE_CHECKING:
    from autograd.programs.program import Program

LINES = 500  # of one part; CPython takes more time per line for longer functions
INLINE = {"add": "{} + {}", "sub": "{} - {}", "mul": "{} * {}", "neg": "-{}"}


def sources(program: Program) -> Iterator[str]:
    """The source of every part of the replay."""
    slot = program.first
    for start in range(0, len(program), LINES):
        lines = [f"def part_{start // LINES}(v):"]
        for i in range(start, min(start + LINES, len(program))):
            lines.append(f"    v[{slot + i}] = {right_side(program, i)}")
        yield "\n".join(lines)


def right_side(program: Program, i: int) -> str:
    """What assignment i computes, as Python: ``v[0] * v[1]``."""
    operation = program.operation(i)
    operands = [f"v[{slot}]" for slot in program.operands_of(i)]
    if operation in INLINE:
        return INLINE[operation].format(*operands)
    listed = ", ".join(operands)
    if OPERATIONS[operation].variadic:
        listed = f"[{listed}]"
    return f"{operation}({listed})"


def parts(program: Program) -> list[Callable]:
    """The parts of the replay, functions of the list of slots."""
    used = {program.operations[code] for code in set(program.codes.tolist())}
    namespace = {name: careful_reading(OPERATIONS[name])[0] for name in used}
    found: dict[str, Any] = {}
    for number, source in enumerate(sources(program)):
        title = f"program {id(program):x} part {number}"
        found |= executed_for(program, title, source + "\n", namespace)
    return list(found.values())


_not_needed: deque[str] = deque()  # sources to forget, when that disturbs nobody


def executed_for(owner: Any, title: str, source: str, namespace: dict) -> dict:
    """What a source defines, which debuggers are shown as long as the owner lives."""
    while _not_needed:
        linecache.cache.pop(_not_needed.popleft(), None)
    # an owner may end at any time, also while linecache goes through its entries
    weakref.finalize(owner, _not_needed.append, f"<autograd {title}>")
    return executed(title, source, namespace)


def run(parts: list[Callable], slots: list[float], count: int) -> list[float]:
    """All slots, after the parts have computed those of the assignments."""
    slots += [0.0] * count
    for part in parts:
        part(slots)
    return slots


def adjoints(program: Program, slots: list[float], seed: float) -> list[float]:
    """The derivative of the result by every slot, added up in eager's order."""
    found = [0.0] * len(slots)
    found[program.results[0]] = float(seed)
    constant = range(program.first - len(program.constants), program.first)
    for i in reversed(range(len(program))):
        out = program.first + i
        adjoint = found[out]
        operands = program.operands_of(i)
        row = OPERATIONS[program.operation(i)]
        _, slopes = careful_reading(row)
        numbers = [slots[slot] for slot in operands]
        if row.variadic:
            derivatives = slopes[0](numbers, slots[out])
            for slot, derivative in zip(operands, derivatives):
                if slot not in constant:
                    found[slot] += adjoint * derivative
            continue
        for slot, slope in zip(operands, slopes):
            if slot not in constant:
                found[slot] += adjoint * slope(*numbers, slots[out])
    return found
