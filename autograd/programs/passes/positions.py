"""Positions: what is equal among many, where things begin and where they end."""

from __future__ import annotations

from functools import cache

import numpy

from autograd.programs.arrays import affine


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


def ranks(order: numpy.ndarray) -> numpy.ndarray:
    """The place of everyone in an order.

    >>> ranks(numpy.array([2, 0, 1])).tolist()
    [1, 2, 0]
    """
    found = numpy.empty(len(order), int)
    found[order] = numpy.arange(len(order))
    return found


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
