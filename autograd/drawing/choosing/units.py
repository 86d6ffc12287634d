"""Units and layers of nets, each in one box.

A unit is a weighted sum of its own parameters, as layers have it, with the function of
it that follows. Units with the same inputs, or with the same weights, are a layer.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from autograd.drawing.choosing.groups import Group
from autograd.drawing.reading.graph import Graph, Unit
from autograd.value import Value


def units(graph: Graph) -> list[Group]:
    """A group for each unit, and one for parameters that several units share."""
    groups = [grouped(graph, [unit], "unit") for unit in graph.units]
    shared: dict[tuple, list[Any]] = defaultdict(list)
    taken = {node for group in groups for node in group.members}
    totals = {unit.total for unit in graph.units}
    for unit in graph.units:
        for node in filter(graph.is_parameter, unit.row):
            if node not in taken and totals.issuperset(graph.users[node]):
                shared[tuple(map(id, unit.weights))].append(node)
                taken.add(node)
    for nodes in shared.values():
        name = f"weights of {common_path(map(graph.name, nodes)) or 'a unit'}"
        groups.append(Group(graph.sorted(nodes), "parameters", name, (tuple(nodes),)))
    return groups


def layers(graph: Graph) -> list[Group]:
    """A group for each layer: units that share their inputs or their weights."""
    first: dict[tuple, int] = {}
    parent = list(range(len(graph.units)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = i = parent[parent[i]]
        return i

    for i, unit in enumerate(graph.units):
        for key in unit.kinship():
            parent[root(i)] = root(first.setdefault(key, i))
    together: dict[int, list[Unit]] = defaultdict(list)
    for i, unit in enumerate(graph.units):
        together[root(i)].append(unit)
    return [
        grouped(graph, members, "layer", f"layer {k}")
        for k, members in enumerate(together.values(), 1)
    ]


def grouped(graph: Graph, units: list[Unit], kind: str, name: str = "") -> Group:
    """The group of some units, with the parameters that nobody else uses."""
    members = {node for unit in units for node in unit.members}
    rows = list({tuple(map(id, unit.row)): unit.row for unit in units}.values())
    for node in {node for row in rows for node in filter(graph.is_parameter, row)}:
        if members.issuperset(graph.users[node]):
            members.add(node)
    if kind == "layer":
        weights = (w for row in rows for w in row if isinstance(w, Value))
        path = common_path(map(graph.name, weights))
        kinds = "/".join(dict.fromkeys(unit.activation for unit in units))
        name = f"{path or name}: {len(rows)} × {kinds}"
    return Group(graph.sorted(members), kind, name, tuple(rows))


def common_path(names: Iterable[str]) -> str:
    """The beginning that dotted names share, without their last part.

    >>> common_path(["net.layers.0.weights.1.0", "net.layers.0.biases.1"])
    'net.layers.0'
    """
    paths = [name.split(".")[:-1] for name in names]
    same = []
    for parts in zip(*paths):
        if len(set(parts)) > 1:
            break
        same.append(parts[0])
    # one unit alone: its weights are not its name
    while len(same) > 3 and same[-1].isdigit() and same[-2].isalpha():
        same = same[:-2]
    return ".".join(same)
