"""Calls: what a folded program computes, as a list of kernel calls on views.

A view is a part of a buffer, a call a kernel with operands and a result. All of it is
data: any machine can compute it, and it can be printed, checked and pickled.

>>> a = whole(3, (4, 2))
>>> print(Call("mul", (2.0, a), whole(4, (4, 2))))
b4[4, 2] = mul(2.0, b3[4, 2])
>>> a.swapped(0, 1)
View(buffer=3, base=0, shape=(2, 4), strides=(1, 2))
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from math import prod
from typing import NamedTuple

import numpy

Shape = tuple[int, ...]

#: The kernels that compute every element by itself: how many operands they take.
ELEMENTWISE = {
    name: count
    for count, names in {
        1: """neg abs square reciprocal sqrt cbrt exp expm1 log log1p log2 log10 sin cos
            tan asin acos atan sinh cosh tanh asinh acosh atanh erf erfc sign""",
        2: "add sub mul truediv pow power hypot atan2 maximum minimum",
    }.items()
    for name in names.split()
}
#: Those whose results are truths, of numbers and of truths.
COMPARISONS = ("lt", "le", "gt", "ge", "eq", "ne")
CONNECTIVES = ("and", "or", "not")
#: Those that make one of many along axes, which have the length 1 in the result; and
#: the derivatives of such by every one of the many.
REDUCTIONS = ("sum", "mean", "prod", "max", "min", "logsumexp")
SLOPES = ("mean_slopes", "prod_slopes", "max_slopes", "min_slopes", "logsumexp_slopes")


class Buffer(NamedTuple):
    """So many numbers in a row, or truths.

    title: what print calls it, "t" for one that is used for several things; content:
        what it holds from the start.
    """

    size: int
    title: str = "t"
    is_truth: bool = False
    content: numpy.ndarray | None = None


class View(NamedTuple):
    """Elements of a buffer: each at base + the sum of its strides * coordinates.

    The stride of an axis of length 1 is 0: equal views are equal parts.
    """

    buffer: int
    base: int
    shape: Shape
    strides: Shape

    @property
    def size(self) -> int:
        """How many elements there are."""
        return prod(self.shape)

    @property
    def is_contiguous(self) -> bool:
        """Whether the elements lie one after the other, in order."""
        step = 1
        for length, stride in zip(reversed(self.shape), reversed(self.strides)):
            if length != 1 and stride != step:
                return False
            step *= length
        return True

    def reshaped(self, shape: Shape) -> View:
        """The same elements in another shape; ValueError if they lie apart."""
        if not self.is_contiguous or prod(shape) != self.size:
            raise ValueError(f"{self!r} cannot have the shape {shape}")
        return whole(self.buffer, shape)._replace(base=self.base)

    def swapped(self, i: int, j: int) -> View:
        """The view with two axes swapped."""
        shape, strides = list(self.shape), list(self.strides)
        for found in (shape, strides):
            found[i], found[j] = found[j], found[i]
        return View(self.buffer, self.base, tuple(shape), tuple(strides))

    def expanded(self, axis: int) -> View:
        """The view with one more axis, of length 1."""
        shape, strides = self.shape, self.strides
        shape = (*shape[:axis], 1, *shape[axis:])
        return View(*self[:2], shape, (*strides[:axis], 0, *strides[axis:]))

    def dropped(self, axis: int) -> View:
        """The view without an axis: what is first along it."""
        shape, strides, axis = self.shape, self.strides, axis % len(self.shape)
        shape = shape[:axis] + shape[axis + 1 :]
        return View(*self[:2], shape, strides[:axis] + strides[axis + 1 :])

    def between(self, axis: int, start: int, stop: int, step: int = 1) -> View:
        """A part of the view: from start to before stop along an axis."""
        length, stride = len(range(start, stop, step)), self.strides[axis]
        shape = (*self.shape[:axis], length, *self.shape[axis + 1 :])
        further = stride * step if length > 1 else 0
        strides = (*self.strides[:axis], further, *self.strides[axis + 1 :])
        return View(self.buffer, self.base + start * stride, shape, strides)

    def spread(self, shape: Shape) -> View:
        """The view broadcast to a shape."""
        missing = (1,) * (len(shape) - len(self.shape))
        mine, steps = missing + self.shape, missing + self.strides
        if any(n not in (1, m) for n, m in zip(mine, shape)):
            raise ValueError(f"{self!r} cannot be spread to {shape}")
        strides = tuple(0 if n == 1 else step for n, step in zip(mine, steps))
        return View(self.buffer, self.base, shape, strides)


def whole(buffer: int, shape: Shape) -> View:
    """All of a buffer, in a shape.

    >>> whole(0, (2, 3)).strides
    (3, 1)
    """
    strides, step = [], 1
    for length in reversed(shape):
        strides.append(step if length > 1 else 0)
        step *= length
    return View(buffer, 0, shape, tuple(reversed(strides)))


class Places(NamedTuple):
    """Positions along the first axes of a view, an array for each of them."""

    along: tuple[numpy.ndarray, ...]

    def __str__(self) -> str:
        return f"at {len(self.along[0])} places"


Operand = View | float | Places


class Call(NamedTuple):
    """A kernel with its operands and its result; axes: along which it adds up."""

    kernel: str
    operands: tuple[Operand, ...]
    result: View
    axes: tuple[int, ...] = ()

    def views(self) -> Iterator[View]:
        """The views that it reads."""
        return (x for x in self.operands if isinstance(x, View))

    def __str__(self) -> str:
        return spoken(self, [])


def spoken(call: Call, titles: Sequence[str]) -> str:
    """A call in print, with titles for buffers."""
    listed = [named(x, titles) for x in call.operands]
    if call.axes:
        listed.append(f"axes {', '.join(map(str, call.axes))}")
    return f"{named(call.result, titles)} = {call.kernel}({', '.join(listed)})"


def named(operand: Operand, titles: Sequence[str]) -> str:
    """An operand in print: a number, places, or the shape of a part of a buffer."""
    if not isinstance(operand, View):
        return str(operand)
    title = titles[operand.buffer] if titles else f"b{operand.buffer}"
    part = f"@{operand.base}" if operand.base else ""
    return f"{title}{part}{list(operand.shape)}"


class Calls(NamedTuple):
    """A program as calls: what any machine needs to know of it.

    lanes: how many cases are computed at a time, along the last axis of the arrays; or
        None, where there is one case and no such axis.
    careful: whether every edge has the answer of IEEE 754 without an exception.
    leaves, adjoints: by kind, the arrays of parameters and inputs, and those of the
        derivatives by them that are wanted.
    results: one element each; seeds: the derivative of what is differentiated by each.
    places: where each parameter and each input is in its array.
    """

    lanes: int | None
    careful: bool
    buffers: list[Buffer]
    forward: list[Call]
    backward: list[Call]
    leaves: dict[int, View]
    results: list[View]
    seeds: View
    adjoints: dict[int, View]
    places: tuple[numpy.ndarray, numpy.ndarray]

    def titles(self) -> list[str]:
        """A name for every buffer, each another one."""
        titles = [buffer.title for buffer in self.buffers]
        counts = Counter(titles)
        return [x if counts[x] == 1 else f"{x}{i}" for i, x in enumerate(titles)]

    def __str__(self) -> str:
        titles, lines = self.titles(), []
        for name, calls in (("forward", self.forward), ("backward", self.backward)):
            lines += [name, *(f"  {spoken(call, titles)}" for call in calls)]
        return "\n".join(lines)
