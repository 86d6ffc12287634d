"""Grids: dots whose rows of weights meet all the same rows of inputs, as products.

>>> left, right = numpy.array([[7], [8], [7], [8]]), numpy.array([[3], [3], [4], [4]])
>>> none = numpy.zeros((4, 0), int)
>>> [block], places = blocks_of(left, right, none, left[:, 0], right[:, 0])
>>> block.shape, places.tolist()
((2, 2), [0, 1, 2, 3])
"""

from __future__ import annotations

import numpy

from autograd.programs.arrays import Block
from autograd.programs.passes.positions import distinct, distinct_rows, ranks

WASTE = 3  # a grid may have this many times the cells that are used


def blocks_of(
    left: numpy.ndarray,
    right: numpy.ndarray,
    single: numpy.ndarray,
    left_rank: numpy.ndarray,
    right_rank: numpy.ndarray,
) -> tuple[list[Block], numpy.ndarray]:
    """Blocks for dots with these rows of factors, and the place of each dot in them.

    single: the terms that are added; equal factors with other terms are another dot.
    """
    lefts, li = ranked(left, left_rank)
    rights, ri = ranked(right, right_rank)
    example, inverse = distinct(ri * len(lefts) + li)
    cells = len(example)
    if cells < len(left) and (single[example[inverse]] != single).any():
        return one_by_one(right_rank)
    if cells == len(lefts) * len(rights):
        return [Block(0, lefts[None], rights[None])], inverse
    found = components(li, ri, len(lefts), len(rights))
    area = sum(len(a) * len(b) for a, b in found)
    if area > WASTE * cells:
        return one_by_one(right_rank)
    return packed(found, lefts, rights, li, ri)


def one_by_one(rank: numpy.ndarray) -> tuple[list[Block], numpy.ndarray]:
    """A block in which every dot has its own factors."""
    order = numpy.argsort(rank, kind="stable")
    return [Block(0, order[:, None], order[:, None])], ranks(order)


def ranked(rows: numpy.ndarray, rank: numpy.ndarray) -> tuple:
    """The places of distinct rows in order of rank, and the number of every row."""
    first, inverse = distinct_rows(rows)
    order = numpy.lexsort((first, rank[first]))
    return first[order], ranks(order)[inverse]


def components(li, ri, lefts: int, rights: int) -> list[tuple[list, list]]:
    """The connected sets of left and right rows, in the order of their right rows."""
    parents = list(range(lefts + rights))

    def root(x):
        while parents[x] != x:
            parents[x] = parents[parents[x]]
            x = parents[x]
        return x

    for a, b in zip(li.tolist(), (ri + lefts).tolist()):
        a, b = root(a), root(b)
        if a != b:
            parents[a] = b
    found: dict[int, tuple[list, list]] = {}
    for b in range(lefts, lefts + rights):
        found.setdefault(root(b), ([], []))[1].append(b - lefts)
    for a in range(lefts):
        found[root(a)][0].append(a)
    return list(found.values())


def packed(found, lefts, rights, li, ri) -> tuple[list[Block], numpy.ndarray]:
    """Blocks of grids of equal size, one after the other."""
    sizes: dict[tuple, list] = {}
    for a, b in found:
        sizes.setdefault((len(a), len(b)), []).append((a, b))
    grid = numpy.empty(len(lefts), dtype=int)  # where the grid of a left row starts
    column = numpy.empty(len(lefts), dtype=int)
    width = numpy.empty(len(lefts), dtype=int)
    row = numpy.empty(len(rights), dtype=int)
    blocks, start = [], 0
    for (columns, rows), grids in sizes.items():
        a, b = (numpy.array(part) for part in zip(*grids))
        blocks.append(Block(start, lefts[a], rights[b]))
        starts = start + numpy.arange(len(grids))[:, None] * rows * columns
        grid[a], column[a], width[a] = starts, numpy.arange(columns), columns
        row[b] = numpy.arange(rows)
        start = blocks[-1].stop
    return blocks, grid[li] + row[ri] * width[li] + column[li]
