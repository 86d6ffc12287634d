"""The array program as data: arrays, and how each reads those before it.

>>> access = Access(3, numpy.array([[0, 1], [4, 5], [8, 9]]))
>>> access.affine
(0, (4, 1))
"""

from __future__ import annotations

from functools import cached_property
from typing import Any, NamedTuple

import numpy


class Access:
    """Positions in the array of a source group, in the shape in which they are read.

    source: the number of the group; index: an array of positions in its values.
    """

    def __init__(self, source: int, index: numpy.ndarray) -> None:
        self.source, self.index = source, index

    @property
    def shape(self) -> tuple[int, ...]:
        return self.index.shape

    @cached_property
    def affine(self) -> tuple[int, tuple[int, ...]] | None:
        """The first position and the stride of every axis; None if it has no such."""
        return affine(self.index)

    @cached_property
    def key(self) -> tuple:
        """Equal for equal reads of one source."""
        return (self.source, self.shape, self.affine or self.index.tobytes())

    @cached_property
    def repeated(self) -> tuple[int, ...]:
        """The axes along which the same elements are read again: of stride 0."""
        if self.affine is None:
            return ()
        strides = zip(self.affine[1], self.shape)
        return tuple(i for i, (s, n) in enumerate(strides) if s == 0 and n > 1)

    @cached_property
    def once(self) -> Access:
        """The access without its repetitions: axes of stride 0 have length 1."""
        cut = tuple(
            slice(0, 1) if axis in self.repeated else slice(None)
            for axis in range(self.index.ndim)
        )
        return Access(self.source, self.index[cut])

    @cached_property
    def distinct(self) -> bool:
        """Whether no element is read twice."""
        flat = numpy.sort(self.index, axis=None)
        return bool((flat[1:] != flat[:-1]).all())

    def reshaped(self, shape: tuple[int, ...]) -> Access:
        """The same positions in another shape."""
        return Access(self.source, self.index.reshape(shape))

    def covers(self, size: int) -> bool:
        """Whether every one of so many elements is read, in order.

        >>> Access(3, numpy.array([[0, 1], [2, 3]])).covers(4)
        True
        """
        same = self.index.size == size
        return same and bool((self.index.ravel() == numpy.arange(size)).all())


def affine(index: numpy.ndarray) -> tuple[int, tuple[int, ...]] | None:
    """Base and strides when each position is base + the sum of stride * coordinate."""
    base = int(index.flat[0])
    strides = []
    expected: Any = base
    for axis, length in enumerate(index.shape):
        corner = [0] * index.ndim
        corner[axis] = min(1, length - 1)
        stride = int(index[tuple(corner)]) - base
        strides.append(stride)
        steps = numpy.arange(length) * stride
        expected = expected + steps.reshape([-1] + [1] * (index.ndim - axis - 1))
    return (base, tuple(strides)) if (index == expected).all() else None


class Block(NamedTuple):
    """Grids of one size in an array, from start on: count times rows times columns.

    left, right: the number of the row of weights for every (grid, column) and of the
    row of inputs for every (grid, row): rows of what ``blocks_of`` was given.
    """

    start: int
    left: numpy.ndarray
    right: numpy.ndarray

    @property
    def sizes(self) -> tuple[int, int, int]:
        """How many grids, and the rows and columns of each."""
        return (len(self.left), self.right.shape[1], self.left.shape[1])

    @property
    def stop(self) -> int:
        count, rows, columns = self.sizes
        return self.start + count * rows * columns

    @property
    def shape(self) -> tuple[int, ...]:
        """The sizes without those that are 1, but at least one of them."""
        return tuple(n for n in self.sizes if n > 1) or (1,)


class Products(NamedTuple):
    """The products of one block of dots: left (B, C, K) and right (B, R, K)."""

    left: Access
    right: Access


class Ragged(NamedTuple):
    """What is added up in stretches of unequal lengths: terms, or products of two.

    accesses: to the terms, or to the left and the right factors, all in a row; starts:
    where the stretch of each element begins.
    """

    accesses: tuple[Access, ...]
    starts: numpy.ndarray

    @property
    def lengths(self) -> numpy.ndarray:
        """How many are added up for each element."""
        return numpy.diff(self.starts, append=self.accesses[0].index.size)


class Array:
    """One array of the folded program: a group whose members have places.

    operation: a row's name, or "join" for copies of the operands, one behind the other.
    operands: how it reads other arrays, in its own shape; for an operation on many
    operands with one more axis, of the operands, in several runs; for a dot the single
    terms. blocks: of a dot, each with its Products in several runs. ragged: instead of
    those, what is added up for every element. used: the places in grids that are
    somebody's, if not all are; from the others goes 0, times whatever is infinite.
    """

    def __init__(self, operation: str, batched: bool) -> None:
        self.operation, self.batched = operation, batched
        self.size, self.shape = 0, (0,)
        self.used: numpy.ndarray | None = None
        self.operands: list[Access] = []
        self.blocks: list[tuple[Block, list[Products]]] = []
        self.ragged: list[Ragged] = []

    def reads(self) -> list[Access]:
        """Every access to other arrays."""
        factors = [
            access for _, runs in self.blocks for pair in runs for access in pair
        ]
        stretches = [access for part in self.ragged for access in part.accesses]
        return factors + self.operands + stretches


class ArrayProgram(NamedTuple):
    """A program of arrays: those of the leaves come first, then each from those before.

    constants: the numbers of the array of constants; results: for each result its
    array and the position in it; places: where each parameter and each input is in its
    array; asides: how many results, the last ones, are not differentiated.
    """

    arrays: list[Array]
    constants: numpy.ndarray
    results: list[tuple[int, int]]
    places: tuple[numpy.ndarray, numpy.ndarray]
    asides: int
