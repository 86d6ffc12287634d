"""Assignments: a flat graph in the slots of a program, as arrays.

>>> from autograd import Value
>>> x, w = Value(3.0), Value(2.0)
>>> graph, results = flat_graph([w * x * 2.0])
>>> found = assignments(graph, results, [x], [w])
>>> found.operands.tolist(), found.constants.tolist(), found.results
([1, 0, 3, 2], [2.0], [4])
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import count, repeat
from typing import Any

import numpy

from autograd import functions
from autograd.backward import hooked, topological_order
from autograd.operations import OPERATIONS
from autograd.support.conversion import listed
from autograd.support.flattening import FlatGraph, flatten
from autograd.support.switches import enable_grad
from autograd.value import Value


class NotReplayable(ValueError):
    """A graph, or a function, does something that a program cannot do again."""


#: What to do about nodes that no program has.
ADVICE = {
    "checkpoint": "leave it out of what is recorded: it saves no memory in a program",
    "choice": "a derivative has taken one side of a choice, and would keep it; compile "
    "asks again, and a derivative that is a text has both",
}
#: The kinds of leaves, in the order of their groups and arrays.
KINDS = ("parameters", "inputs", "constants")
PARAMETERS, INPUTS, CONSTANTS = range(3)


@dataclass(frozen=True, eq=False)
class Assignments:
    """What a program computes from what: slots for numbers, and operations on slots.

    The slots are, in this order, the inputs, the parameters, the constants and what the
    assignments compute, in topological order.

    inputs, parameters: how many there are; codes: for each assignment its operation, a
    place in ``operations``; starts, operands: assignment i takes the slots
    ``operands[starts[i]:starts[i + 1]]``; results: the slots that are returned, the
    last of them, as many as asides, without being differentiated.
    """

    inputs: int
    parameters: int
    constants: numpy.ndarray
    operations: tuple[str, ...]
    codes: numpy.ndarray
    starts: numpy.ndarray
    operands: numpy.ndarray
    results: list[int]
    asides: int = 0

    @property
    def first(self) -> int:
        """The slot of the first assignment."""
        return self.inputs + self.parameters + len(self.constants)

    @cached_property
    def leaf_slots(self) -> dict[int, slice]:
        """The slots of each kind of leaf: all who need their order ask here."""
        inputs, first = self.inputs, self.first
        start = inputs + self.parameters
        return {
            PARAMETERS: slice(inputs, start),
            INPUTS: slice(0, inputs),
            CONSTANTS: slice(start, first),
        }

    def in_slots(self, inputs: Any, parameters: Any, constants: Any = None) -> list:
        """What belongs to the leaves, in the order of their slots.

        constants: what belongs to these; None for the numbers themselves.
        """
        constants = self.constants.tolist() if constants is None else constants
        return [*inputs, *parameters, *constants]

    @cached_property
    def used(self) -> list[str]:
        """The names of the operations there are."""
        counts = numpy.bincount(self.codes, minlength=len(self.operations))
        return [self.operations[code] for code in numpy.flatnonzero(counts).tolist()]

    @property
    def untold(self) -> list[str]:
        """The operations there are that a user has made of functions, not of text."""
        rows = [OPERATIONS[name] for name in self.used]
        return [x.name for x in rows if any(map(callable, (x.value, *x.derivatives)))]

    def operation(self, i: int) -> str:
        """The name of the operation of assignment i."""
        return self.operations[self.codes[i]]

    def operands_of(self, i: int) -> list[int]:
        """The slots that assignment i takes."""
        return self.operands[self.starts[i] : self.starts[i + 1]].tolist()

    def does_as(self, other: Assignments) -> bool:
        """Whether another program has the same assignments and constants."""
        mine, them = (
            (x.codes, x.starts, x.operands, x.constants.view("int64"))
            for x in (self, other)
        )
        same = self.operations == other.operations and self.results == other.results
        return same and all(a.tolist() == b.tolist() for a, b in zip(mine, them))

    def __len__(self) -> int:
        return len(self.codes)


def recorded(
    results: list[Value],
    inputs: Iterable[Value] = (),
    parameters: Iterable[Value] | None = None,
    asides: int = 0,
) -> tuple[Assignments, list[Value], list[Value]]:
    """The graph below results as assignments, with its inputs and parameters.

    parameters: None for all leaves that are no inputs.
    """
    inputs = leaves(inputs, "inputs")
    check_hooks(results)
    graph, places = flat_graph(results)
    given = set(inputs)
    parameters = graph.leaves if parameters is None else parameters
    parameters = leaves(parameters, "parameters")
    if given:
        parameters = [x for x in parameters if x not in given]
    found = assignments(graph, places, inputs, parameters)
    found = replace(found, asides=asides) if asides else found
    return found, inputs, parameters


def leaves(values: Iterable[Value], place: str) -> list[Value]:
    """The values as a list; TypeError if one is no leaf, ValueError if one is twice."""
    found: list[Value] = listed(values, f"record: {place}", "a list of leaf Values")
    wrong = [not isinstance(x, Value) or bool(x.operands) for x in found]
    if any(wrong):
        i = wrong.index(True)
        x = found[i]
        got = "a result of operations" if isinstance(x, Value) else type(x).__name__
        raise TypeError(f"record: {place}[{i}] is {got}, needs a leaf Value")
    if len(set(found)) < len(found):
        raise ValueError(f"record: {place} names a Value twice, needs each once")
    return found


def flat_graph(results: list[Value]) -> tuple[FlatGraph, numpy.ndarray]:
    """The graph below results as arrays, and the numbers of the results in it."""
    with enable_grad():
        whole = functions.sum(results)  # its operands tell which nodes are the results
    graph = flatten(whole)
    return graph, numpy.asarray(graph.operands)[numpy.asarray(graph.starts)[-2] :]


def assignments(
    graph: FlatGraph,
    results: numpy.ndarray,
    inputs: list[Value],
    parameters: list[Value],
) -> Assignments:
    """A flat graph in the slots of a program."""
    codes, starts = numpy.asarray(graph.operations), numpy.asarray(graph.starts)
    inner = numpy.flatnonzero(codes[:-1] >= 0)  # without the sum of the results
    check_replayable(graph, codes[inner])
    slots, plain, constants = slots_of(graph, codes, [*inputs, *parameters])
    # plain numbers count down from -1: their slots stand before those of the nodes
    places = numpy.asarray(graph.operands)[: starts[-2]] + len(plain)
    return Assignments(
        len(inputs),
        len(parameters),
        constants,
        graph.names,
        codes[inner],
        numpy.append(starts[inner], starts[-2]),
        numpy.append(plain[::-1], slots)[places],
        slots[results].tolist(),
    )


def slots_of(graph: FlatGraph, codes: numpy.ndarray, variables: list[Value]) -> tuple:
    """The slots of nodes, the slots of plain numbers, and the constants, each once."""
    at = numpy.flatnonzero(codes == -1)
    places = dict(zip(variables, count()))
    of_leaves = numpy.fromiter(map(places.get, graph.leaves, repeat(-1)), int)
    frozen = at[of_leaves < 0]
    numbers = [numpy.asarray(graph.constants), numpy.asarray(graph.data)[frozen]]
    bits = numpy.concatenate(numbers).view(numpy.int64)  # 0.0 == -0.0
    constants, which = numpy.unique(bits, return_inverse=True)
    first = len(variables) + len(constants)
    slots = numpy.empty(len(codes), dtype=int)
    slots[codes >= 0] = first + numpy.arange(len(codes) - len(at))
    slots[at] = of_leaves
    which, plain = which + len(variables), len(graph.constants)
    slots[frozen] = which[plain:]
    return slots, which[:plain], constants.view(float)


def check_replayable(graph: FlatGraph, codes: numpy.ndarray) -> None:
    """ValueError for operations that cannot be computed anew from their operands."""
    for code in numpy.flatnonzero(numpy.bincount(codes)):
        name = graph.names[code]
        if not (name in OPERATIONS or OPERATIONS.derived(name)):
            raise NotReplayable(
                f"record: a node of {name!r} cannot be replayed; "
                f"{ADVICE.get(name, 'leave it out of what is recorded')}"
            )


def check_hooks(results: list[Value]) -> None:
    """ValueError when a hook is registered on a node below the results."""
    found = [x for x in topological_order(*results) if x._hooks] if hooked else []
    if found:
        raise NotReplayable(
            f"record: a hook is registered on {found[0]!r}; a program calls no hooks, "
            "needs a graph without"
        )
