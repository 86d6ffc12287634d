"""Writer: buffers for the arrays of a program, and the calls written about them.

Everything that can be done once is done while writing: views, transposes, positions to
gather. What is left is a list of calls in which nothing is decided or allocated.
"""

from __future__ import annotations

import math

import numpy

from autograd.programs.arrays import Access, Array, ArrayProgram
from autograd.programs.assignments import CONSTANTS, KINDS
from autograd.programs.calls import Buffer, Call, Operand, Places, Shape, View, whole


class Writer:
    """The buffers of a program, and the calls so far.

    lanes: None to replay one case; else how many cases there is room for: the arrays
    get a last axis of that length, or of length 1 where nothing depends on inputs.
    careful: whether every edge gets the answer of IEEE 754, at the cost of more calls.
    values: what the arrays hold, each flat, with its last axis of lanes.
    """

    def __init__(self, program: ArrayProgram, lanes: int | None, careful: bool) -> None:
        self.program, self.lanes, self.careful = program, lanes, careful
        self.buffers: list[Buffer] = []
        self.calls: list[Call] = []
        constants = program.constants
        self.values = [
            self.buffer(
                (array.size, *self.trail(array)),
                KINDS[i] if i < len(KINDS) else f"a{i}",
                constants if i == CONSTANTS else None,
            )
            for i, array in enumerate(program.arrays)
        ]
        self._reads: dict[tuple, View | float] = {}
        self._spare: dict[tuple, list[View]] = {}
        self._used: dict[tuple, int] = {}

    def trail(self, array: Array) -> Shape:
        """The last axis: the lanes of an array that depends on inputs."""
        if self.lanes is None:
            return ()
        return (self.lanes if array.batched else 1,)

    def buffer(
        self,
        shape: Shape,
        title: str = "t",
        content: numpy.ndarray | None = None,
        is_truth: bool = False,
    ) -> View:
        """All of a new buffer."""
        self.buffers.append(Buffer(math.prod(shape), title, is_truth, content))
        return whole(len(self.buffers) - 1, shape)

    def write(
        self, kernel: str, operands: tuple, result: View, axes: Shape = ()
    ) -> None:
        """Append a call."""
        self.calls.append(Call(kernel, operands, result, axes))

    def taken(self) -> list[Call]:
        """The calls written since the last time."""
        calls, self.calls = self.calls, []
        return calls

    def scratch(self, shape: Shape, is_truth: bool = False) -> View:
        """A spare array, free again after ``release``."""
        key = (is_truth, shape)
        used = self._used.get(key, 0)
        self._used[key] = used + 1
        spare = self._spare.setdefault(key, [])
        if used == len(spare):
            spare.append(self.buffer(shape, is_truth=is_truth))
        return spare[used]

    def release(self) -> None:
        """Let spare arrays be used again."""
        self._used.clear()

    def whole(self, number: int) -> View:
        """The values of an array in its shape."""
        flat = self.values[number]
        return flat.reshaped(self.program.arrays[number].shape + flat.shape[1:])

    @staticmethod
    def part(flat: View, access: Access) -> View:
        """The elements of an affine access as a view."""
        assert access.affine is not None
        base, strides = access.affine
        step = math.prod(flat.shape[1:])
        strides = tuple(x * step if n > 1 else 0 for x, n in zip(strides, access.shape))
        return View(
            flat.buffer,
            flat.base + base * step,
            access.shape + flat.shape[1:],
            (*strides, *flat.strides[1:]),
        )

    def read(self, access: Access) -> View | float:
        """What an access reads, as a view or as one number."""
        if access.source == CONSTANTS:
            return self._constant(access)
        if access.key not in self._reads:
            flat = self.values[access.source]
            if access.affine is not None:
                self._reads[access.key] = self.part(flat, access)
            else:
                self._reads[access.key] = self.gathered(flat, access.index)
        return self._reads[access.key]

    def _constant(self, access):
        numbers = self.program.constants[access.index]
        bits = numbers.view(numpy.int64)
        if (bits == bits.flat[0]).all():
            return float(numbers.flat[0])
        return self._kept(numbers)

    def _kept(self, numbers):
        """A buffer with these numbers, the same in all lanes."""
        key = (CONSTANTS, numbers.shape, numbers.tobytes())
        if key not in self._reads:
            shape = numbers.shape + (() if self.lanes is None else (1,))
            self._reads[key] = self.buffer(shape, "constants", numbers)
        return self._reads[key]

    def read_array(self, access: Access) -> View:
        """What an access reads as a view, also when it is one number throughout."""
        found = self.read(access)
        if isinstance(found, View):
            return found
        return self._kept(numpy.full(access.shape, found))

    def gathered(self, flat: View, index: numpy.ndarray) -> View:
        """An array of its own with the elements at these positions."""
        out = self.buffer(index.shape + flat.shape[1:])
        self.write("take", (flat, Places((index,))), out)
        return out

    def sum(self, full: View, axes: Shape, out: View) -> None:
        """Write the sum over axes, which have the length 1 in the result."""
        self.write("sum", (full,), out, axes)

    def combined(self, kernel: str, a: Operand, b: Operand, shape: Shape) -> View:
        """Write a call of two operands into a spare array."""
        out = self.scratch(shape)
        self.write(kernel, (a, b), out)
        return out
