"""A graph as it is read for its picture.

>>> from autograd import Value
>>> x = Value(3.0, name="x")
>>> graph = Graph(x * x)
>>> [(graph.role(node), graph.adjoints[node]) for node in graph.order]
[('parameter', 6.0), ('result', 1.0)]
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from autograd.backward import edges, topological_order
from autograd.drawing.reading.formulas import Title, titles_of
from autograd.drawing.reading.names import names_found, readable, values_in
from autograd.support.observing import sites


class Graph:
    """A graph as it is now, with all that a picture tells of its values.

    names: where names are looked for; inputs: the leaves that are inputs and not
    parameters. Without them, the leaves that belong to no Module found in ``names``
    are inputs; and when none of its Modules is in the graph, all are parameters.
    """

    def __init__(self, result: Any, names: object = None, inputs: object = ()) -> None:
        self.result = result
        self.order = topological_order(result)
        self.place = {node: i for i, node in enumerate(self.order, 1)}
        self.found = names_found({} if names is None else names)
        self.plain = set(values_in(inputs))
        if not self.plain and self.found.parameters & set(self.order):
            self.plain = set(self.order) - self.found.parameters
        self.adjoints = adjoints_of(self.order)
        self.units: Any = None  # those who look for units keep them here

    @cached_property
    def users(self) -> dict[Any, list[Any]]:
        """The nodes that use each node, one entry for each use."""
        users: dict[Any, list[Any]] = {node: [] for node in self.order}
        for node in self.order:
            for operand in node.operands:
                if operand.__class__ is not float:
                    users[operand].append(node)
        return users

    def titles(self, shown: Collection[Any]) -> dict[Any, Title]:
        """The titles of some nodes."""
        return titles_of(self.order, self.found.names, shown)

    def role(self, node: Any) -> str:
        """What a node is in its graph."""
        if node is self.result:
            return "result"
        if node.operands:
            return "operation"
        return "input" if node in self.plain else "parameter"

    def name(self, node: Any) -> str:
        """What the program calls a node, by its path when there is one; or nothing."""
        return readable(self.found.names.get(node) or node.name or "")


def adjoints_of(order: Sequence[Any]) -> dict[Any, float]:
    """What a backward pass from the last of the nodes gives each, to the same bits.

    It begins with the last node's gradient where that has one, else with 1.
    """
    adjoints = dict.fromkeys(order, 0.0)
    result = order[-1]
    adjoints[result] = result.grad if result.has_grad and result.operands else 1.0
    for node in reversed(order):
        adjoint = adjoints[node]
        for operand, derivative in edges(node):
            adjoints[operand] += adjoint * derivative
    return adjoints


def gradient(node: Any) -> float | None:
    """The gradient of a node; None when it is not computed."""
    return node.grad if node.has_grad else None


def site(node: Any) -> str:
    """The place that made a node: file, line, function and expression, when known."""
    known = sites.get(node)
    if known is None:
        return ""
    return readable(str(known).replace(known.file, Path(known.file).name, 1))
