"""Which values of a graph share a box: units, layers, scopes, and what is alike.

A unit is a weighted sum of its own parameters, as layers have it, with the function of
it that follows. Units with the same inputs, or with the same weights, are a layer.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from autograd.drawing.choosing.builder import Group
from autograd.drawing.reading.formulas import label
from autograd.drawing.reading.graph import Graph
from autograd.drawing.reading.names import is_value, readable
from autograd.drawing.reading.scopes import scope_of

# Fewer values that are computed alike keep boxes of their own.
LEAST_ALIKE = 8


class Unit:
    """A weighted sum, the function of it that follows, and the parameters it uses.

    rows: its weights with the bias last; inputs: what they are multiplied by.
    """

    def __init__(self, graph: Graph, total: Any, users: dict[Any, list]) -> None:
        self.total = self.output = total
        bias, *pairs = total.operands
        self.weights, self.inputs = tuple(pairs[::2]), tuple(pairs[1::2])
        self.row = (*self.weights, bias)
        self.members = [total]
        after = users[total]
        if len(after) == 1 and total is not graph.result:
            values = [x for x in after[0].operands if is_value(x)]
            if len(values) == 1 and after[0].operation != "dot":
                self.output = after[0]
                self.members.append(after[0])

    @property
    def activation(self) -> str:
        """The label of the function that follows; of none, of the sum itself."""
        return label(self.output.operation)

    def kinship(self) -> Iterator[tuple]:
        """What makes it one of a layer: shared inputs, or shared weights."""
        told = (id(x) if is_value(x) else x for x in self.inputs)
        yield (self.activation, len(self.inputs), *told)
        yield tuple(map(id, self.weights))


def units_in(graph: Graph) -> list[Unit]:
    """The units of a graph, in topological order; they are looked for once."""
    if graph.units is None:
        graph.units = found_units(graph)
    return graph.units


def found_units(graph: Graph) -> list[Unit]:
    """The units of a graph, in topological order."""
    return [
        Unit(graph, node, graph.users)
        for node in graph.order
        if node.operation == "dot"
        and len(node.operands) > 2
        and all(
            is_value(w) and not w.operands and w not in graph.plain
            for w in node.operands[1::2]
        )
    ]


def units(graph: Graph) -> list[Group]:
    """A group for each unit, and one for parameters that several units share."""
    users = graph.users
    found = units_in(graph)
    groups = [grouped(graph, [unit], "unit", "", users) for unit in found]
    shared: dict[tuple, list[Any]] = defaultdict(list)
    taken = {node for group in groups for node in group.members}
    totals = {unit.total for unit in found}
    for unit in found:
        for node in unit.row:
            free = is_value(node) and node not in taken and node not in graph.plain
            if free and not node.operands and totals.issuperset(users[node]):
                shared[tuple(map(id, unit.weights))].append(node)
                taken.add(node)
    for nodes in shared.values():
        name = f"weights of {common_path(map(graph.name, nodes)) or 'a unit'}"
        members = tuple(sorted(nodes, key=graph.place.__getitem__))
        groups.append(Group(members, "parameters", name, (tuple(nodes),)))
    return groups


def layers(graph: Graph) -> list[Group]:
    """A group for each layer: units that share their inputs or their weights."""
    users = graph.users
    found = units_in(graph)
    first: dict[tuple, int] = {}
    parent = list(range(len(found)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = i = parent[parent[i]]
        return i

    for i, unit in enumerate(found):
        for key in unit.kinship():
            parent[root(i)] = root(first.setdefault(key, i))
    together: dict[int, list[Unit]] = defaultdict(list)
    for i, unit in enumerate(found):
        together[root(i)].append(unit)
    return [
        grouped(graph, members, "layer", f"layer {k}", users)
        for k, members in enumerate(together.values(), 1)
    ]


def grouped(
    graph: Graph, units: list[Unit], kind: str, name: str, users: dict[Any, list]
) -> Group:
    """The group of some units, with the parameters that nobody else uses."""
    members = {node for unit in units for node in unit.members}
    rows = list({tuple(map(id, unit.row)): unit.row for unit in units}.values())
    parameters = {node for row in rows for node in row if is_value(node)}
    for node in parameters:
        own = not node.operands and node not in graph.plain
        if own and members.issuperset(users[node]):
            members.add(node)
    if kind == "layer":
        path = common_path(graph.name(w) for row in rows for w in row if is_value(w))
        kinds = "/".join(dict.fromkeys(unit.activation for unit in units))
        name = f"{path or name}: {len(rows)} × {kinds}"
    ordered = sorted(members, key=graph.place.__getitem__)
    return Group(tuple(ordered), kind, name, tuple(rows))


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
    while len(same) > 1 and same[-1].isdigit() and same[-2].isalpha() and len(same) > 3:
        same = same[:-2]
    return ".".join(same)


def scopes(graph: Graph) -> list[Group]:
    """A group for each outermost scope, with the leaves that only it uses."""
    names = {node: scope_of(node)[:1] for node in graph.order if node.operands}
    users = graph.users
    for node in graph.order:
        if not node.operands and node not in graph.plain:
            around = {names[user] for user in users[node]}
            names[node] = around.pop() if len(around) == 1 else ()
    together: dict[tuple[str, ...], list[Any]] = defaultdict(list)
    for node in graph.order:
        if names.get(node):
            together[names[node]].append(node)
    return [
        Group(tuple(nodes), "scope", readable(name))
        for (name,), nodes in together.items()
    ]


def alike(graph: Graph, groups: list[Group]) -> list[Group]:
    """More groups: what is computed in the same way from the same boxes.

    These are the same steps for many cases. Of leaves those that are used alike.
    """
    colours: dict[Any, int] = {}
    known: dict[tuple, int] = {}
    for i, group in enumerate(groups):
        for node in group.members:
            colours[node] = known.setdefault(("group", i), len(known))
    users = graph.users
    together: dict[int, list[Any]] = defaultdict(list)
    for node in graph.order:
        if node in colours:
            continue
        if node.operands:
            kinds = (colours.get(x, -1) for x in node.operands)
            kind = (node.operation, *kinds)
        else:
            kind = (graph.role(node), *sorted({str(u.operation) for u in users[node]}))
        colours[node] = known.setdefault(kind, len(known))
        if node is not graph.result:
            together[colours[node]].append(node)
    more = [nodes for nodes in together.values() if len(nodes) >= LEAST_ALIKE]
    return [*groups, *(Group(tuple(ns), "alike", same_name(graph, ns)) for ns in more)]


def same_name(graph: Graph, nodes: list[Any]) -> str:
    """What a box of values that are computed alike is called."""
    kind = label(nodes[0].operation) if nodes[0].operands else graph.role(nodes[0])
    return f"{len(nodes):,} × {kind}"


KINDS: dict[str, Callable[[Graph], list[Group]]] = {
    "units": units,
    "layers": layers,
    "scopes": scopes,
}
