"""Groups in an order in which all operands come first, whatever they share.

>>> from autograd import Value
>>> x = Value(2.0, name="x")
>>> y = x * x
>>> graph = Graph(y + x)
>>> [len(group.members) for group in in_order(graph, [Group((x, graph.result))])]
[3]
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from autograd.drawing.choosing.builder import Group
from autograd.drawing.reading.graph import Graph


def in_order(graph: Graph, groups: list[Group]) -> list[Group]:
    """The groups, and each other node as one of its own, all operands first.

    Groups that need each other in turn become one.
    """
    home: dict[Any, Group] = {node: g for g in groups for node in g.members}
    for node in graph.order:
        home.setdefault(node, Group((node,)))
    below: dict[int, dict[int, Group]] = defaultdict(dict)
    for node in graph.order:
        for operand in node.operands:
            if operand.__class__ is not float and home[operand] is not home[node]:
                below[id(home[node])][id(home[operand])] = home[operand]
    merged = components(home[graph.result], below)
    return [united(graph, knot) if len(knot) > 1 else knot[0] for knot in merged]


def united(graph: Graph, knot: list[Group]) -> Group:
    """One group of groups that need each other in turn."""
    members = sorted(
        (node for group in knot for node in group.members),
        key=graph.place.__getitem__,
    )
    names = list(dict.fromkeys(group.name for group in knot if group.name))
    rows = tuple(row for group in knot for row in group.rows)
    return Group(tuple(members), "scope", " with ".join(names[:3]), rows)


def components(start: Group, below: dict[int, dict[int, Group]]) -> list[list[Group]]:
    """What can be reached, in knots of groups that reach each other, operands first.

    Tarjan's algorithm, without recursion.
    """
    number: dict[int, int] = {id(start): 0}
    low = dict(number)
    path = [start]  # not yet in a knot
    open_ = {id(start)}
    knots: list[list[Group]] = []
    walk = [(start, iter(below[id(start)].values()))]
    while walk:
        group, rest = walk[-1]
        me = id(group)
        following = next(rest, None)
        if following is None:
            walk.pop()
            if walk:
                parent = id(walk[-1][0])
                low[parent] = min(low[parent], low[me])
            if low[me] == number[me]:
                at = next(i for i in reversed(range(len(path))) if path[i] is group)
                knots.append(path[at:])
                open_.difference_update(map(id, path[at:]))
                del path[at:]
        elif id(following) not in number:
            number[id(following)] = low[id(following)] = len(number)
            path.append(following)
            open_.add(id(following))
            walk.append((following, iter(below[id(following)].values())))
        elif id(following) in open_:
            low[me] = min(low[me], number[id(following)])
    return knots
