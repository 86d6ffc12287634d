"""Programs in print: one assignment a line or, folded, one array with its shape."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from autograd.programs.passes.layout import Array, Layout, Ragged
    from autograd.programs.passes.positions import Access
    from autograd.programs.program import Program

LEAVES = ["parameters", "inputs", "constants"]
SIGNS = {"add": "+", "sub": "-", "mul": "*", "truediv": "/"}


def slot_names(program: Program) -> list[str]:
    """What print calls each slot: inputs x, parameters p, then v0, v1, ..."""
    names = [p.name or "" for p in program.parameters]
    names = readable(program.input_names, "x") + readable(names, "p")
    if len(set(names)) < len(names):
        kinds: dict[str, list] = {"x": program.input_names, "p": program.parameters}
        names = [f"{kind}{i}" for kind, xs in kinds.items() for i in range(len(xs))]
    names += map(repr, program.constants.tolist())
    return names + [f"v{i}" for i in range(len(program))]


def program_lines(program: Program) -> Iterator[str]:
    """The lines of the printed program."""
    names, first, inputs = slot_names(program), program.first, len(program.input_names)
    if inputs:
        yield f"inputs {', '.join(names[:inputs])}"
    if program.parameters:
        yield f"parameters {', '.join(names[inputs : first - len(program.constants)])}"
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


def lines(layout: Layout, several: bool) -> Iterator[str]:
    """The lines of the printed array program."""
    for number, array in enumerate(layout.arrays[3:], start=3):
        yield f"a{number}{list(array.shape)} = {right_side(array)}"
    results = sorted({number for number, _ in layout.results})
    shown = [f"{name(n)}{list(layout.arrays[n].shape)}" for n in results]
    yield f"return {', '.join(shown)}"


def name(number: int) -> str:
    """What an array is called."""
    return LEAVES[number] if number < len(LEAVES) else f"a{number}"


def shown(access: Access, several: bool = False) -> str:
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
