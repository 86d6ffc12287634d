"""Programs in print: one assignment a line or, folded, one array with its shape."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import numpy

from autograd.programs.arrays import Access, Array, ArrayProgram, Ragged
from autograd.programs.assignments import INPUTS, KINDS, PARAMETERS, Assignments
from autograd.programs.passes.pipeline import Passes

SIGNS = {"add": "+", "sub": "-", "mul": "*", "truediv": "/"}


def slot_names(
    program: Assignments, inputs: list[str], parameters: list[str]
) -> list[str]:
    """What print calls each slot: inputs x, parameters p, then v0, v1, ..."""
    mine, theirs = readable(inputs, "x"), readable(parameters, "p")
    if len({*mine, *theirs}) < len(mine) + len(theirs):
        mine = [f"x{i}" for i in range(len(mine))]
        theirs = [f"p{i}" for i in range(len(theirs))]
    leaves = program.in_slots(mine, theirs, map(repr, program.constants.tolist()))
    return leaves + [f"v{i}" for i in range(len(program))]


def program_lines(
    program: Assignments, inputs: list[str], parameters: list[str]
) -> Iterator[str]:
    """The lines of the printed program; inputs, parameters: their names."""
    names = slot_names(program, inputs, parameters)
    for kind in (INPUTS, PARAMETERS):
        if mine := names[program.leaf_slots[kind]]:
            yield f"{KINDS[kind]} {', '.join(mine)}"
    for i in range(len(program)):
        operands = [names[slot] for slot in program.operands_of(i)]
        yield f"v{i} = {written_call(program.operation(i), operands)}"
    yield f"return {', '.join(names[slot] for slot in program.results)}"


def readable(names: list[str], kind: str) -> list[str]:
    """The names that identify, else the kind and a number: ``x0``."""
    return [
        name if name.isidentifier() and not is_numbered(name) else f"{kind}{i}"
        for i, name in enumerate(names)
    ]


def is_numbered(name: str) -> bool:
    """Whether a name looks like one of the assignments': v12."""
    return name[:1] == "v" and name[1:].isdigit()


def written_call(operation: str, operands: list[str]) -> str:
    """An assignment's right side as text: ``w * x``, ``-x`` or ``tanh(v0)``.

    >>> written_call("mul", ["w", "x"]), written_call("tanh", ["v0"])
    ('w * x', 'tanh(v0)')
    """
    if operation in SIGNS:
        return f" {SIGNS[operation]} ".join(operands)
    if operation == "neg":
        return f"-{operands[0]}"
    return f"{operation}({', '.join(operands)})"


def pass_lines(passes: Passes) -> Iterator[str]:
    """What each pass made of a program: counts, and what there is few of in full."""
    program, rows, colouring = passes.assignments, passes.rows, passes.colouring
    yield f"assignments: {counted(program.operations, program.codes)}"
    yield f"simplified: {counted(rows.names, rows.kinds)}"
    sizes = [f"{g.operation} of {len(g.members)}" for g in colouring.groups[3:]]
    yield f"grouped: {len(sizes)} groups, {few(sizes)}"
    yield f"arrays: {len(sizes)}"
    yield from (f"  {line}" for line in array_lines(passes.arrays))
    if program.untold:
        yield f"calls: none, {program.untold[0]} is made of Python functions"
        return
    calls = passes.calls(wanted=(PARAMETERS, INPUTS))
    yield f"calls: {len(calls.forward)} forward, {len(calls.backward)} backward"
    yield from (f"  {line}" for line in str(calls).split("\n"))


def counted(names: Sequence[str], codes: numpy.ndarray) -> str:
    """How many there are of each name: ``6 (3 mul, 3 add)``."""
    found = Counter(names[code] for code in codes.tolist())
    return f"{len(codes)} ({few([f'{n} {name}' for name, n in found.items()])})"


def few(texts: list[str], most: int = 12) -> str:
    """The texts in a row, and how many more there are."""
    more = [f"{len(texts) - most} more"] if len(texts) > most else []
    return ", ".join(texts[:most] + more)


def array_lines(program: ArrayProgram) -> Iterator[str]:
    """The lines of the printed array program."""
    for number, array in enumerate(program.arrays[3:], start=3):
        yield f"a{number}{list(array.shape)} = {right_side(array)}"
    results = sorted({number for number, _ in program.results})
    shown = [f"{name(n)}{list(program.arrays[n].shape)}" for n in results]
    yield f"return {', '.join(shown)}"


def name(number: int) -> str:
    """What an array is called."""
    return KINDS[number] if number < len(KINDS) else f"a{number}"


def shown(access: Access) -> str:
    """What is read: the array and the shape of the part, without what is repeated."""
    shape = access.once.shape
    shape = tuple(n for n in shape if n > 1) or (1,)
    return f"{name(access.source)}{list(shape)}"


def stretches(part: Ragged) -> str:
    """Sums of unequal lengths: ``sum(a4[1 to 6])``."""
    width = f"{part.lengths.min()} to {part.lengths.max()}"
    read = [f"{name(access.source)}[{width}]" for access in part.accesses]
    return f"{'dot' if len(read) > 1 else 'sum'}({', '.join(read)})"


def right_side(array: Array) -> str:
    """What an array is computed from."""
    terms = [
        f"dot({shown(pair.right)}, {shown(pair.left)})"
        for _, runs in array.blocks
        for pair in runs
    ]
    if array.ragged:
        return " + ".join(map(stretches, array.ragged))
    operands = [shown(access) for access in array.operands]
    if array.operation == "dot":
        return " + ".join(terms + operands)
    return written_call(array.operation, operands)
