"""Values that share a box: those made in one scope, those that are computed alike."""

from __future__ import annotations

from collections import defaultdict
from typing import Any, NamedTuple

from autograd.drawing.reading.formulas import label
from autograd.drawing.reading.graph import Graph
from autograd.drawing.reading.names import readable
from autograd.drawing.reading.scopes import scope_of

# Fewer values that are computed alike keep boxes of their own.
LEAST_ALIKE = 8


class Group(NamedTuple):
    """Nodes that share a box: one node, or many under a name.

    members: in topological order; rows: the weights of its units, a row for each.
    """

    members: tuple[Any, ...]
    kind: str = "value"
    name: str = ""
    rows: tuple[tuple[Any, ...], ...] = ()


def scopes(graph: Graph) -> list[Group]:
    """A group for each outermost scope, with the leaves that only it uses."""
    names = {node: scope_of(node)[:1] for node in graph.order if node.operands}
    together: dict[str, list[Any]] = defaultdict(list)
    for node in graph.order:
        if graph.is_parameter(node):
            around = {names[user] for user in graph.users[node]}
            names[node] = around.pop() if len(around) == 1 else ()
        for name in names.get(node, ()):
            together[name].append(node)
    return [Group(tuple(ns), "scope", readable(name)) for name, ns in together.items()]


def alike(graph: Graph, groups: list[Group]) -> list[Group]:
    """More groups: what is computed in the same way from the same boxes.

    These are the same steps for many cases. Of leaves those that are used alike.
    """
    colours: dict[Any, int] = {}
    known: dict[tuple, int] = {}
    for i, group in enumerate(groups):
        for node in group.members:
            colours[node] = known.setdefault(("group", i), len(known))
    together: dict[int, list[Any]] = defaultdict(list)
    for node in graph.order:
        if node in colours:
            continue
        if node.operands:
            kinds = (colours.get(x, -1) for x in node.operands)
            kind = (node.operation, *kinds)
        else:
            uses = {str(user.operation) for user in graph.users[node]}
            kind = (graph.role(node), *sorted(uses))
        colours[node] = known.setdefault(kind, len(known))
        if node is not graph.result:
            together[colours[node]].append(node)
    many = [nodes for nodes in together.values() if len(nodes) >= LEAST_ALIKE]
    return [*groups, *(Group(tuple(ns), "alike", same_name(graph, ns)) for ns in many)]


def same_name(graph: Graph, nodes: list[Any]) -> str:
    """What a box of values that are computed alike is called."""
    kind = label(nodes[0].operation) if nodes[0].operands else graph.role(nodes[0])
    return f"{len(nodes):,} × {kind}"
