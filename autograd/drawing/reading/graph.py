"""A graph as it is read for its picture.

>>> from autograd import Value
>>> x = Value(3.0, name="x")
>>> graph = Graph(x * x)
>>> [(graph.role(node), graph.adjoints[node]) for node in graph.order]
[('parameter', 6.0), ('result', 1.0)]
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from autograd.backward import edges, topological_order
from autograd.drawing.reading.formulas import Formula, label, operands_of
from autograd.drawing.reading.names import names_found, readable, values_in
from autograd.drawing.reading.titles import Title, references_of, titles_of
from autograd.support.observing import sites
from autograd.value import Value


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
        # a pass begins with the gradient of the result where that was given one
        given = result.has_grad and result.operands
        self.adjoints = adjoints_of(self.order, result, result.grad if given else 1.0)

    @cached_property
    def users(self) -> dict[Any, list[Any]]:
        """The nodes that use each node, one entry for each use."""
        users: dict[Any, list[Any]] = {node: [] for node in self.order}
        for node in self.order:
            for operand in operands_of(node):
                users[operand].append(node)
        return users

    @cached_property
    def units(self) -> list[Unit]:
        """Its units, in topological order."""
        return [
            Unit(self, node)
            for node in self.order
            if node.operation == "dot"
            and len(node.operands) > 2
            and all(map(self.is_parameter, node.operands[1::2]))
        ]

    @cached_property
    def references(self) -> dict[Any, Formula]:
        """What each node is called in formulas."""
        return references_of(self.order, self.found.names)

    def titles(self, shown: Iterable[Any]) -> dict[Any, Title]:
        """The titles of some nodes."""
        return titles_of(self.sorted(shown), self.found.names, self.references)

    def role(self, node: Any) -> str:
        """What a node is in its graph."""
        if node is self.result:
            return "result"
        if node.operands:
            return "operation"
        return "input" if node in self.plain else "parameter"

    def is_parameter(self, operand: Any) -> bool:
        """Whether an operand is a leaf that is no input."""
        leaf = isinstance(operand, Value) and not operand.operands
        return leaf and operand not in self.plain

    def name(self, node: Any) -> str:
        """What the program calls a node, by its path when there is one; or nothing."""
        return readable(self.found.names.get(node) or node.name or "")

    def sorted(self, nodes: Iterable[Any]) -> tuple[Any, ...]:
        """Some of its nodes in topological order."""
        return tuple(sorted(nodes, key=self.place.__getitem__))


class Unit:
    """A weighted sum, the function of it that follows, and the parameters it uses.

    row: its weights with the bias last; inputs: what they are multiplied by.
    """

    def __init__(self, graph: Graph, total: Any) -> None:
        self.total = self.output = total
        bias, *pairs = total.operands
        self.weights, self.inputs = tuple(pairs[::2]), tuple(pairs[1::2])
        self.row = (*self.weights, bias)
        self.members = [total]
        after = graph.users[total]
        once = len(after) == 1 and total is not graph.result
        if once and len(operands_of(after[0])) == 1 and after[0].operation != "dot":
            self.output = after[0]
            self.members.append(after[0])

    @property
    def activation(self) -> str:
        """The label of the function that follows; of none, of the sum itself."""
        return label(self.output.operation)

    def kinship(self) -> Iterator[tuple]:
        """What makes it one of a layer: shared inputs, or shared weights."""
        told = (id(x) if isinstance(x, Value) else x for x in self.inputs)
        yield (self.activation, len(self.inputs), *told)
        yield tuple(map(id, self.weights))


def adjoints_of(order: Sequence[Any], result: Any, seed: float) -> dict[Any, float]:
    """What a backward pass from one of the nodes gives to each, to the same bits."""
    adjoints = dict.fromkeys(order, 0.0)
    adjoints[result] = seed
    for node in reversed(order):
        adjoint = adjoints[node]
        for operand, derivative in edges(node):
            if operand in adjoints:
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
