"""Second derivatives by sparsity: which can differ from 0, and which share a pass.

The slopes of a function are a recorded graph like any other. Which inputs each slope
depends on is a set that flows through that graph. Inputs whose columns of the Hessian
can be told apart in their sum get one colour; each colour costs one forward pass.
"""

from __future__ import annotations

from collections import Counter
from itertools import count

from autograd.backward import topological_order
from autograd.differentiation.derivatives import tangents
from autograd.value import Value


def dependence(results: list, inputs: list) -> dict:
    """For each node the set of inputs that it depends on, as the bits of an int.

    >>> x, y = Value(1.0), Value(2.0)
    >>> z = x * y
    >>> [dependence([z], [x, y])[node] for node in (x, y, z)]
    [1, 2, 3]
    """
    bits = {x: 1 << i for i, x in enumerate(inputs)}
    for node in topological_order(*results):
        if node not in bits:
            mask = 0
            for operand in node.operands:
                if operand.__class__ is not float:
                    mask |= bits[operand]
            bits[node] = mask
    return bits


def ones(mask: int) -> list[int]:
    """The positions of the bits that are set: ``ones(0b101) == [0, 2]``."""
    found = []
    while mask:
        low = mask & -mask
        found.append(low.bit_length() - 1)
        mask ^= low
    return found


def star_colours(neighbours: list[set[int]]) -> list[int]:
    """A colour for each column, so that every entry of a symmetric matrix can be read.

    neighbours: for each column its other rows. Columns that are neighbours differ, and
    every path of four columns has at least three colours: then an entry (i, j) stands
    alone in the sum of j's colour at row i, or in that of i's colour at row j.
    A. Gebremedhin, A. Tarafdar, F. Manne, A. Pothen, SIAM J. Sci. Comput. 29 (2007).

        >>> star_colours([{1}, {0, 2}, {1, 3}, {2}])  # a chain
        [1, 0, 1, 2]
        >>> star_colours([{1, 2, 3}, {0}, {0}, {0}])  # one that meets all others
        [0, 1, 1, 1]
    """
    colours = [-1] * len(neighbours)
    # by falling number of neighbours, else what all others meet is coloured too late
    for v in sorted(range(len(neighbours)), key=lambda v: -len(neighbours[v])):
        forbidden = set()
        for w in neighbours[v]:
            if colours[w] < 0:
                forbidden |= {colours[x] for x in neighbours[w]}
                continue
            forbidden.add(colours[w])
            for x in neighbours[w] - {v}:
                if any(colours[y] == colours[w] for y in neighbours[x] - {w}):
                    forbidden.add(colours[x])
        colours[v] = next(c for c in count() if c not in forbidden)
    return colours


def hessian_entries(
    slopes: list, inputs: list, create_graph: bool, is_symmetric: bool = True
) -> dict:
    """The entries {(i, j): number} of the Hessian that can differ from 0.

    slopes: the derivatives by the inputs, recorded; a plain number has no derivative.
    is_symmetric: False where hooks may have made anything of them.
    """
    places = [i for i, slope in enumerate(slopes) if isinstance(slope, Value)]
    active = [slopes[i] for i in places]
    bits = dependence(active, inputs)
    rows: list[set[int]] = [set() for _ in inputs]
    for i, slope in zip(places, active):
        for j in ones(bits[slope]):
            rows[i].add(j)
            rows[j].add(i)
    if is_symmetric:
        colours = star_colours([found - {i} for i, found in enumerate(rows)])
    else:
        colours = list(range(len(inputs)))
    sums = [
        dict(zip(places, tangents(seeds, active, create_graph)))
        for seeds in seeds_of(colours, inputs)
    ]
    shared = [Counter(colours[j] for j in found) for found in rows]
    entries = {}
    for i, found in enumerate(rows):
        for j in found:
            alone = shared[i][colours[j]] == 1  # else (j, i) is, and it is the same
            entry = sums[colours[j]].get(i) if alone else sums[colours[i]].get(j)
            if entry is not None:
                entries[i, j] = entry
    return {place: entries[place] for place in sorted(entries)}


def seeds_of(colours: list[int], inputs: list) -> list[dict]:
    """For each colour the tangents that move its inputs together."""
    groups: list[dict] = [{} for _ in range(max(colours, default=-1) + 1)]
    for colour, x in zip(colours, inputs):
        groups[colour][x] = 1.0
    return groups
