"""Groups in an order in which all operands come first, whatever they share.

>>> from autograd import Value
>>> x = Value(2.0, name="x")
>>> y = x * x
>>> graph = Graph(y + x)
>>> [len(group.members) for group in in_order(graph, [Group((x, graph.result))])]
[3]
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import inf
from typing import Any

from autograd.drawing.choosing.groups import Group
from autograd.drawing.reading.formulas import operands_of
from autograd.drawing.reading.graph import Graph


def in_order(graph: Graph, groups: list[Group]) -> list[Group]:
    """The groups, and each other node as one of its own, all operands first.

    Groups that need each other in turn become one.
    """
    home: dict[Any, int] = {node: i for i, g in enumerate(groups) for node in g.members}
    rest = [Group((node,)) for node in graph.order if node not in home]
    every = [*groups, *rest]
    home |= {group.members[0]: i for i, group in enumerate(rest, len(groups))}
    below: list[dict[int, None]] = [{} for _ in every]  # in order, each once
    for node in graph.order:
        for operand in operands_of(node):
            if home[operand] != home[node]:
                below[home[node]][home[operand]] = None
    knots = components(home[graph.result], below)
    return [united(graph, [every[i] for i in knot]) for knot in knots]


def united(graph: Graph, knot: list[Group]) -> Group:
    """One group of groups that need each other in turn."""
    if len(knot) == 1:
        return knot[0]
    members = graph.sorted(node for group in knot for node in group.members)
    names = list(dict.fromkeys(group.name for group in knot if group.name))
    rows = tuple(row for group in knot for row in group.rows)
    return Group(members, "scope", " with ".join(names[:3]), rows)


def components(start: int, below: Sequence[Iterable[int]]) -> list[list[int]]:
    """What can be reached, in knots of those that reach each other, operands first.

    These are the strongly connected components, by Tarjan's algorithm without
    recursion.

        >>> components(0, [[1, 2], [3], [3], [1]])
        [[1, 3], [2], [0]]
    """
    number = {start: 0.0}  # when one was first met; infinite once its knot is known
    low = dict(number)
    path = [start]  # not yet in a knot
    knots = []
    walk = [(start, iter(below[start]))]
    while walk:
        me, rest = walk[-1]
        for following in rest:
            if following not in number:
                number[following] = low[following] = len(number)
                path.append(following)
                walk.append((following, iter(below[following])))
                break
            low[me] = min(low[me], number[following])
        else:
            walk.pop()
            if walk:
                parent = walk[-1][0]
                low[parent] = min(low[parent], low[me])
            if low[me] == number[me]:
                knot = [path.pop()]
                while knot[-1] != me:
                    knot.append(path.pop())
                number |= dict.fromkeys(knot, inf)
                knots.append(knot[::-1])
    return knots
