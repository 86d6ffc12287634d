"""Assignments: a flat graph in the slots of a program, as arrays.

>>> from autograd import Value
>>> x, w = Value(3.0), Value(2.0)
>>> graph, results = flat_graph([w * x * 2.0])
>>> found = assignments(graph, results, [x, w])
>>> found.operands.tolist(), found.constants.tolist(), found.results
([1, 0, 3, 2], [2.0], [4])
"""

from __future__ import annotations

from itertools import count, repeat
from typing import NamedTuple

import numpy

from autograd import functions
from autograd.backward import hooks, topological_order
from autograd.operations import OPERATIONS
from autograd.support.flattening import FlatGraph, flatten
from autograd.support.switches import enable_grad
from autograd.value import Value


class NotReplayable(ValueError):
    """A graph, or a function, does something that a program cannot do again."""


class Assignments(NamedTuple):
    """What a program computes from what: see Program for the parts."""

    operations: tuple[str, ...]
    codes: numpy.ndarray
    starts: numpy.ndarray
    operands: numpy.ndarray
    constants: numpy.ndarray
    results: list[int]


def flat_graph(results: list[Value]) -> tuple[FlatGraph, numpy.ndarray]:
    """The graph below results as arrays, and the numbers of the results in it."""
    with enable_grad():
        whole = functions.sum(results)  # its operands tell which nodes are the results
    graph = flatten(whole)
    return graph, numpy.asarray(graph.operands)[numpy.asarray(graph.starts)[-2] :]


def assignments(
    graph: FlatGraph, results: numpy.ndarray, variables: list[Value]
) -> Assignments:
    """A flat graph in the slots of a program whose first slots are the variables."""
    codes = numpy.asarray(graph.operations)
    starts, operands = numpy.asarray(graph.starts), numpy.asarray(graph.operands)
    places = dict(zip(variables, count()))
    of_leaves = numpy.fromiter(map(places.get, graph.leaves, repeat(-1)), int)
    at = numpy.flatnonzero(codes == -1)
    frozen = at[of_leaves < 0]
    numbers = numpy.asarray(graph.data)[frozen]
    constants, which = without_repeats(
        numpy.concatenate([numpy.asarray(graph.constants), numbers])
    )
    first = len(variables) + len(constants)
    slots = numpy.empty(len(codes), dtype=int)
    slots[codes >= 0] = first + numpy.arange(len(codes) - len(at))
    slots[at] = of_leaves
    which += len(variables)
    plain = len(graph.constants)
    slots[frozen] = which[plain:]
    # plain numbers count down from -1: their slots stand before those of the nodes
    taken = numpy.append(which[:plain][::-1], slots)[operands[: starts[-2]] + plain]
    inner = numpy.flatnonzero(codes[:-1] >= 0)  # without the sum of the results
    stops = numpy.append(starts[inner], starts[-2])
    check_replayable(graph, codes[inner])
    return Assignments(
        graph.names,
        codes[inner],
        stops,
        taken,
        constants,
        slots[results].tolist(),
    )


def without_repeats(numbers: numpy.ndarray) -> tuple[numpy.ndarray, numpy.ndarray]:
    """Each number once, to the bit, and the place of every number among them."""
    bits, which = numpy.unique(numbers.view(numpy.int64), return_inverse=True)
    return bits.view(float), which


def check_replayable(graph: FlatGraph, codes: numpy.ndarray) -> None:
    """ValueError for operations that cannot be computed anew from their operands."""
    for code in numpy.flatnonzero(numpy.bincount(codes)):
        if graph.names[code] not in OPERATIONS:
            raise NotReplayable(
                f"record: a node of {graph.names[code]!r} cannot be replayed; leave it "
                "out of what is recorded (a checkpoint saves no memory in a program)"
            )


def check_hooks(results: list[Value]) -> None:
    """ValueError when a hook is registered on a node below the results."""
    found = [x for x in topological_order(*results) if x in hooks] if hooks else []
    if found:
        raise NotReplayable(
            f"record: a hook is registered on {found[0]!r}; a program calls no hooks"
        )
