"""Second derivatives by sparsity: which can differ from 0, and which share a pass.

The slopes of a function are a recorded graph like any other. Which inputs each slope
depends on is a set that flows through that graph; inputs whose columns of the Hessian
have no row in common get one colour, and each colour costs one forward pass.
"""

from __future__ import annotations

from autograd.backward import topological_order
from autograd.derivatives import tangents
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


def colours(columns: list[int]) -> list[list[int]]:
    """Groups of columns of which no two have a row in common, greedily.

    columns: for each column the set of its rows, as the bits of an int.

        >>> colours([0b0011, 0b0111, 0b1110, 0b1100])
        [[0, 3], [1], [2]]
    """
    groups: list[list[int]] = []
    covered: list[int] = []
    for column, rows in enumerate(columns):
        for group, taken in enumerate(covered):
            if not taken & rows:
                groups[group].append(column)
                covered[group] |= rows
                break
        else:
            groups.append([column])
            covered.append(rows)
    return groups


def hessian_entries(slopes: list, inputs: list, create_graph: bool) -> dict:
    """The entries {(i, j): number} of the Hessian that can differ from 0.

    slopes: the derivatives by the inputs, recorded; a plain number has no derivative.
    """
    places = [i for i, slope in enumerate(slopes) if isinstance(slope, Value)]
    active = [slopes[i] for i in places]
    bits = dependence(active, inputs)
    columns = [0] * len(inputs)
    for i, slope in zip(places, active):
        for j in ones(bits[slope]):
            columns[j] |= 1 << i
    entries = {}
    for group in colours(columns):
        moved = tangents({inputs[j]: 1.0 for j in group}, active, create_graph)
        by_place = dict(zip(places, moved))
        for j in group:
            for i in ones(columns[j]):
                entries[i, j] = by_place[i]
    return {place: entries[place] for place in sorted(entries)}
