"""Derivatives on a recorded graph, apart from ``.grad``: adjoints and tangents.

Both directions read the same local derivatives. Those can be taken as the floats stored
in the nodes, or computed anew from the table's text as Values; then what comes out is
itself a graph that can be differentiated.

    >>> x = Value(2.0)
    >>> y = x * x * x
    >>> slope = gradients(y, x, create_graph=True)
    >>> slope.data, gradients(slope, x), x.has_grad
    (12.0, 12.0, False)
"""

from __future__ import annotations

from collections.abc import Container, Iterable
from functools import lru_cache
from typing import Any, NamedTuple

from autograd import functions
from autograd.backward import (
    Contribution,
    Step,
    after_hooks,
    edges,
    nodes,
    topological_order,
)
from autograd.differentiation.choices import (
    equal_shares,
    fractions_of_sum,
    slopes_of,
)
from autograd.differentiation.structures import as_number, flattened
from autograd.operations import OPERATIONS, WORDS
from autograd.support.conversion import flag, one_of
from autograd.support.ieee.arithmetic import FAST
from autograd.support.observing import observers, tell
from autograd.support.readings import IEEE, KEPT, careful_reading, reading
from autograd.value import Value, plain

_world = FAST | WORDS | {name: getattr(functions, name) for name in functions.__all__}
_world["divide"] = functions.truediv
_world |= {"equal_shares": equal_shares, "fractions_of_sum": fractions_of_sum}


@lru_cache(KEPT)
def value_reading(operation):
    """The row as functions of Values: so its derivatives can be differentiated."""
    value, slopes = reading(operation, _world, "Values", IEEE)
    return value, slopes if operation.variadic else slopes_of(operation, slopes)


def local_derivatives(node, wanted, create_graph):
    """The pairs (operand, derivative) of the operands in ``wanted``, once for each use.

    create_graph: compute the derivatives anew, as Values that know how they were made.
    """
    if not (create_graph and node.operands):
        return [(x, slope) for x, slope in edges(node) if x in wanted]
    if hasattr(node.derivatives, "recorded"):  # they are recomputed, not stored
        pairs = zip(node.operands, node.derivatives.recorded())
        return [(x, slope) for x, slope in pairs if x in wanted]
    operation, operands = OPERATIONS[node.operation], node.operands
    refuse_changed(node, operation)
    _, slopes = value_reading(operation)
    if operation.variadic:
        pairs = zip(operands, slopes[0](list(operands), node))
        return [(x, slope) for x, slope in pairs if isinstance(x, Value)]
    return [
        (x, as_number(slope(*operands, node), operation.name))
        for x, slope, rule in zip(operands, slopes, operation.derivatives)
        if isinstance(x, Value) and x in wanted and rule != "0.0"
    ]


def refuse_changed(node, operation):
    """ValueError when a node is no longer what its operation makes of its operands.

    Derivatives computed anew would mix numbers of now with numbers of then.
    """
    if callable(operation.value):  # it may have its own ideas of sameness
        return
    value, _ = careful_reading(operation)
    numbers = [plain(x) for x in node.operands]
    now = value(numbers) if operation.variadic else value(*numbers)
    then = plain(node)
    if now != then and now == now:
        raise ValueError(
            f"{operation.name} gave {then}, and would give {now} now: data were "
            "changed, or the operation redefined, since the graph was recorded; record "
            "it again before differentiating its derivatives"
        )


class PartialStep(Step):
    """A step of a pass that was asked for the derivatives by some Values only."""

    __slots__ = ()

    @property
    def contributions(self) -> tuple[Contribution, ...]:
        """Those to operands on the way to a Value that was asked for."""
        return tuple(c for c in super().contributions if c.operand in self[2])


class Move(NamedTuple):
    """A node of forward mode, how it moves, and the part that each operand has in it.

    A Contribution's ``amount`` is the operand's tangent times the derivative.
    """

    node: Value
    tangent: float
    contributions: list[Contribution]


def product(a, b):
    """a * b, without a node for a factor of exactly 1."""
    if a.__class__ is float and a == 1:
        return b
    if b.__class__ is float and b == 1:
        return a
    return a * b


def dependents(order, inputs):
    """The inputs and all nodes of an order that depend on one of them."""
    found = set(inputs)
    for node in order:
        if any(x in found for x in node.operands if x.__class__ is not float):
            found.add(node)
    return found


def tell_of_reading(results):
    """Tell observers that the numbers in the graphs of results are read."""
    if observers.get():
        for result in results:
            tell("data", result, None, plain(result))


def adjoints(
    seeds: dict,
    inputs: list,
    create_graph: bool,
    leaves: Container = (),
    hooks: bool = True,
) -> list:
    """The derivative of the sum of seed * result by each input: reverse mode.

    seeds: {result: seed}. An input that no result depends on gets None.
    leaves: inputs that count as leaves, whatever they were made of; their hooks belong
        to the pass around this one. hooks: whether those of the others are called.
    """
    if not create_graph:
        tell_of_reading(seeds)
    order = topological_order(*seeds, leaves=leaves)
    active = dependents(order, inputs)
    is_observed = observers.get() and not create_graph
    found = {result: seed for result, seed in seeds.items() if result in active}
    for node in reversed(order):
        if node in found and node not in leaves:
            adjoint = found[node]
            if hooks and node._hooks:
                adjoint = found[node] = after_hooks(node, adjoint, as_number)
            if hooks and hasattr(
                node._derivatives, "sent"
            ):  # hooks inside ask for the adjoint
                for x, term in node._derivatives.sent(adjoint, create_graph):
                    if x in active:
                        found[x] = found[x] + term if x in found else term
            else:
                for x, slope in local_derivatives(node, active, create_graph):
                    term = product(adjoint, slope)
                    found[x] = found[x] + term if x in found else term
            if is_observed:
                tell("step", node, None, PartialStep((node, adjoint, active)))
    return [found.get(x) for x in inputs]


def tangents(seeds: dict, results: list, create_graph: bool) -> list:
    """How much each result moves when the inputs move by their seeds: forward mode.

    seeds: {input: seed}. A result that depends on no input gets None.
    """
    if not create_graph:
        tell_of_reading(results)
    is_observed = observers.get() and not create_graph
    found = dict(seeds)
    for node in topological_order(*results):
        if node not in found:
            pairs = local_derivatives(node, found, create_graph)
            terms = [product(found[x], slope) for x, slope in pairs if x in found]
            if terms:
                found[node] = functions.sum(terms) if len(terms) > 1 else terms[0]
                if is_observed:
                    triples = ((*pair, term) for pair, term in zip(pairs, terms))
                    parts = [Contribution._make(triple) for triple in triples]
                    tell("move", node, None, Move(node, found[node], parts))
    return [found.get(x) for x in results]


def gradients(
    result: Value, inputs: Any, create_graph: bool = False, unused: str = "zero"
) -> Any:
    """The derivatives of a result by inputs in its graph; ``.grad`` stays untouched.

    inputs: a Value, or lists, tuples and dicts of Values; so is what is returned.
    create_graph: give Values that can be differentiated again, not floats.
    unused: what an input gets that the result does not depend on: "zero", or "error".

        >>> x, y = Value(2.0), Value(5.0)
        >>> gradients(x * y, {"x": x, "y": y})
        {'x': 5.0, 'y': 2.0}
    """
    flat, rebuild = flattened(inputs, place="gradients: inputs")
    nodes([result, *flat], "gradients")
    create_graph = flag(create_graph, "create_graph")
    found = adjoints({result: 1.0}, flat, create_graph)
    found = without_none(found, unused)
    return rebuild(as_values(found) if create_graph else found)


def as_values(numbers: Iterable) -> list:
    """The numbers, each a Value."""
    return [x if isinstance(x, Value) else Value(x) for x in numbers]


def without_none(found: list, unused: str) -> list:
    """Derivatives with 0.0 for the missing ones, or ValueError when that is asked."""
    unused = one_of(unused, ("zero", "error"), "unused")
    missing = [i for i, x in enumerate(found) if x is None]
    if missing and unused == "error":
        raise ValueError(
            f"the result does not depend on input {missing[0]} (counted from 0); "
            'leave it out, or pass unused="zero" for a derivative of 0'
        )
    return [0.0 if x is None else x for x in found]
