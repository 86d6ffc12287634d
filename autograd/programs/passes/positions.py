"""Access: which elements of an array a group reads, as a view where they form one.

>>> access = Access(3, numpy.array([[0, 1], [4, 5], [8, 9]]))
>>> access.affine
(0, (4, 1))
"""

from __future__ import annotations

from functools import cache, cached_property
from typing import Any

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


def period(index: numpy.ndarray) -> int | None:
    """The length of rows in which a list of positions is affine, if there is one.

    >>> period(numpy.array([0, 0, 0, 7, 7, 7])), period(numpy.array([0, 1, 0, 1]))
    (3, 2)
    """
    steps = numpy.diff(index)
    breaks = numpy.flatnonzero(steps != steps[:1])
    if not len(breaks) or len(index) % (breaks[0] + 1):
        return None
    length = int(breaks[0]) + 1
    return length if affine(index.reshape(-1, length)) else None


def distinct_rows(rows: numpy.ndarray) -> tuple[numpy.ndarray, numpy.ndarray]:
    """The places of the first of equal rows, and for every row the number of its equal.

    >>> first, inverse = distinct_rows(numpy.array([[1, 2], [3, 4], [1, 2]]))
    >>> rows = first[inverse].tolist()
    >>> rows
    [0, 1, 0]
    """
    if rows.shape[1] == 1:
        return distinct(rows[:, 0])
    first, inverse = distinct(rows @ odd_numbers(rows.shape[1]))  # wraps: a hash
    if (rows[first[inverse]] != rows).any():
        _, first, inverse = numpy.unique(
            rows, axis=0, return_index=True, return_inverse=True
        )
    return first, inverse.reshape(-1)


def distinct(keys: numpy.ndarray) -> tuple[numpy.ndarray, numpy.ndarray]:
    """The places of the first of equal keys, and for each key the number of its equal.

    >>> first, inverse = distinct(numpy.array([7, 5, 7]))
    >>> first.tolist(), inverse.tolist()
    ([1, 0], [1, 0, 1])
    """
    order = keys.argsort(kind="stable")
    ordered = keys[order]
    is_first = numpy.ones(len(keys), bool)
    is_first[1:] = ordered[1:] != ordered[:-1]
    inverse = numpy.empty(len(keys), int)
    inverse[order] = is_first.cumsum() - 1
    return order[is_first], inverse


@cache
def odd_numbers(count: int) -> numpy.ndarray:
    """So many random odd numbers of 63 bits, always the same."""
    return numpy.random.default_rng(1986).integers(1, 2**62, count) * 2 + 1


def roots_of(
    count: int, children: numpy.ndarray, parents: numpy.ndarray
) -> numpy.ndarray:
    """For everyone the root: where one ends, going from children to their parents.

    >>> roots_of(4, numpy.array([0, 1]), numpy.array([1, 3])).tolist()
    [3, 3, 2, 3]
    """
    roots = numpy.arange(count)
    roots[children] = parents
    while len(children):
        further = roots[parents]
        moves = further != parents
        children, parents = children[moves], further[moves]
        roots[children] = parents
    return roots
