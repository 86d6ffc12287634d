"""Writer: NumPy calls on arrays that exist before, written as plain Python source.

Everything that can be done once is done while writing: views, transposes, positions to
gather. What is left is a function of straight lines in which nothing is allocated.
"""

from __future__ import annotations

import math
from typing import Any

import numpy

from autograd.programs.machines.steps import executed_for
from autograd.programs.passes.colour import CONSTANTS
from autograd.programs.passes.expressions import NAMESPACE, is_literal
from autograd.programs.passes.layout import Array, Layout
from autograd.programs.passes.positions import Access

Shape = tuple[int, ...]


class Writer:
    """The arrays of a program in memory, and the lines written about them.

    lanes: None to replay one case; else how many cases there is room for: the arrays
    get a last axis of that length, or of length 1 where nothing depends on inputs.
    """

    def __init__(self, layout: Layout, lanes: int | None, careful: bool) -> None:
        self.layout, self.lanes, self.careful = layout, lanes, careful
        self.namespace: dict[str, Any] = dict(NAMESPACE)
        self.lines: list[str] = []
        self.written = 0
        self.values = [self.zeros(a, (a.size,)) for a in layout.arrays]
        self.values[CONSTANTS].T[...] = layout.constants
        self.adjoints: dict[int, numpy.ndarray] = {}
        self._known: dict[int, str] = {}
        self._keep: list[Any] = []
        self._reads: dict[tuple, str] = {}
        self._numbers: dict[str, numpy.ndarray] = {}
        self._ones: dict[Any, numpy.ndarray] = {}
        self._spare: dict[tuple, list[str]] = {}
        self._used: dict[tuple, int] = {}

    def trail(self, array: Array) -> Shape:
        """The last axis: the lanes of an array that depends on inputs."""
        if self.lanes is None:
            return ()
        return (self.lanes if array.batched else 1,)

    def zeros(self, array: Array, shape: Shape) -> numpy.ndarray:
        """An array of zeros with the last axis of this one."""
        return numpy.zeros(shape + self.trail(array))

    def name(self, thing: Any, prefix: str = "a") -> str:
        """A name for an array in the written lines."""
        if id(thing) not in self._known:
            found = f"{prefix}{len(self._known)}"
            self._known[id(thing)] = found
            self._keep.append(thing)  # or another object might get its id
            self.namespace[found] = thing
        return self._known[id(thing)]

    def array_of(self, name: str) -> numpy.ndarray:
        """The array that a written name stands for."""
        return self.namespace[name]

    def write(self, function: str, *operands: Any) -> None:
        """Append a call; an operand is the text of a name or number, or an array."""
        texts = [x if isinstance(x, str) else self.name(x) for x in operands]
        self.lines.append(f"{function}({', '.join(texts)})")

    def number(self, text: str) -> str:
        """A name for a number: NumPy takes a microsecond less for a ready array."""
        return self.name(self._numbers.setdefault(text, numpy.array(float(text))), "k")

    def named(self, operand: str) -> str:
        """An operand, with a name if it is a number."""
        return self.number(operand) if is_literal(operand) else operand

    def scratch(self, shape: Shape, kind: str = "temp") -> str:
        """The name of a spare array, free again after ``release``."""
        key = (kind, shape)
        used = self._used.get(key, 0)
        self._used[key] = used + 1
        spare = self._spare.setdefault(key, [])
        if used == len(spare):
            made = numpy.zeros(shape, bool if kind == "mask" else float)
            spare.append(self.name(made, kind))
        return spare[used]

    def release(self) -> None:
        """Let spare arrays be used again."""
        self._used.clear()

    def view(self, flat: numpy.ndarray, access: Access) -> numpy.ndarray:
        """The elements of an affine access as a view."""
        assert access.affine is not None
        base, strides = access.affine
        step = flat.strides[0]
        shape = access.shape + flat.shape[1:]
        inner = (*[stride * step for stride in strides], *flat.strides[1:])
        return numpy.ndarray(shape, float, flat, base * step, inner)

    def read(self, access: Access) -> str:
        """The name of an array with what an access reads, or a number."""
        if access.source == CONSTANTS:
            return self._constant(access)
        if access.key not in self._reads:
            flat = self.values[access.source]
            if access.affine is not None:
                self._reads[access.key] = self.name(self.view(flat, access), "v")
            else:
                self._reads[access.key] = self.gathered(flat, access.index)
        return self._reads[access.key]

    def _constant(self, access):
        numbers = self.layout.constants[access.index]
        bits = numbers.view(numpy.int64)
        if (bits == bits.flat[0]).all():
            return repr(float(numbers.flat[0]))
        key = (CONSTANTS, access.shape, numbers.tobytes())
        if key not in self._reads:
            trail = () if self.lanes is None else (1,)
            self._reads[key] = self.name(numbers.reshape(access.shape + trail), "c")
        return self._reads[key]

    def read_array(self, access: Access) -> numpy.ndarray:
        """What an access reads as an array, also when it is one number throughout."""
        found = self.read(access)
        if found in self.namespace and found not in ("inf", "nan"):
            return self.namespace[found]
        trail = () if self.lanes is None else (1,)
        return numpy.full(access.shape + trail, float(found))

    def product(self, a: numpy.ndarray, b: numpy.ndarray, out: numpy.ndarray) -> None:
        """Write the matrix product (or the stack of products) of two arrays."""
        # dot begins a microsecond earlier than matmul, but needs the simplest arrays
        simple = a.ndim == b.ndim == out.ndim == 2 and out.flags.c_contiguous
        self.write("dot" if simple else "matmul", a, b, out)

    def sum(
        self, full: numpy.ndarray, axes: tuple[int, ...], out: numpy.ndarray
    ) -> None:
        """Write the sum over axes, which have the length 1 in the result."""
        kept = [axis for axis in range(full.ndim) if axis not in axes]
        if (
            full.flags.c_contiguous
            and out.flags.c_contiguous
            and axes == (*range(len(axes)),)
        ):  # a product with ones is the fastest sum
            rows = math.prod(full.shape[: len(axes)])
            self.product(self.ones(1, rows), full.reshape(rows, -1), out.reshape(1, -1))
        elif (
            full.flags.c_contiguous
            and out.flags.c_contiguous
            and axes == (*range(len(kept), full.ndim),)
        ):
            columns = math.prod(full.shape[len(kept) :])
            flat = full.reshape(-1, columns)
            self.product(flat, self.ones(columns, 1), out.reshape(-1, 1))
        else:
            listed = str(axes[0]) if len(axes) == 1 else str(axes)
            self.write("total", full, listed, "None", out, "True")

    def ones(self, rows: int, columns: int) -> numpy.ndarray:
        """A matrix of ones, one row or one column."""
        size = max(rows, columns)
        found = self._ones.setdefault(size, numpy.ones(size))
        return self._ones.setdefault((rows, columns), found.reshape(rows, columns))

    def gathered(self, flat: numpy.ndarray, index: numpy.ndarray) -> str:
        """The name of an array of its own with the elements at these positions."""
        out = numpy.zeros(index.shape + flat.shape[1:])
        # mode "clip" writes to out directly, "raise" by way of a copy
        self.lines.append(
            f"{self.name(flat, 'f')}.take({self.name(index, 'i')}, 0, "
            f"{self.name(out, 't')}, 'clip')"
        )
        return self.name(out)

    def known_reads(self) -> dict[tuple, str]:
        """What was read so far: the next function may take it as it is."""
        return dict(self._reads)

    def forget_reads(self, but: dict[tuple, str]) -> None:
        """Read again what was read since: by a function that may not have run."""
        self._reads = dict(but)

    def function(self, title: str) -> tuple[Any, str]:
        """The lines written since the last one as a function, and its source."""
        body = "\n    ".join(self.lines or ["pass"])
        source = f"def {title}():\n    {body}\n"
        self.lines, place = [], f"{title} {self.written} {id(self):x}"
        self.written += 1
        return executed_for(self, place, source, self.namespace)[title], source
