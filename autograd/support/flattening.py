"""The graph below results as arrays: a program reads those, and no nodes.

>>> from autograd import Value
>>> x = Value(3.0)
>>> graph = flatten(x * x + 0.5)
>>> [graph.names[code] for code in graph.operations if code >= 0]
['mul', 'add']
>>> list(graph.data), list(graph.operands), list(graph.constants)
([3.0, 9.0, 9.5], [0, 0, 1, -1], [0.5])
>>> graph.leaves[0] is x
True
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from itertools import accumulate
from struct import pack
from typing import Any, NamedTuple

from autograd.backward import topological_order
from autograd.generated.slopes import SLOPES
from autograd.operations import TABLE, VARIADIC
from autograd.support.twin import engine, native

#: What codes stand for: rows of the table, and derivatives that choose.
ROWS = (*(row.name for row in (*TABLE, *VARIADIC)), *SLOPES)


class FlatGraph(NamedTuple):
    """A graph in topological order; node i is the i-th of it, results come last.

    The arrays are memoryviews: ``numpy.frombuffer`` reads them in place.

    operations: int32, for each node a place in ``names``; -1 for a leaf.
    starts: int64, node i has the operands ``operands[starts[i]:starts[i + 1]]``.
    operands: int32, a node by its number; or -1 - k for the plain number constants[k].
    constants, data: float64, the plain numbers (each once) and what the nodes hold.
    leaves: the Values that nothing was computed for, in the order of the nodes.
    names: the rows of the table and, behind them, operations of the user.
    """

    operations: memoryview
    starts: memoryview
    operands: memoryview
    constants: memoryview
    data: memoryview
    leaves: list
    names: tuple[str, ...]

    def operands_of(self, i: int) -> Iterator[int | float]:
        """The operands of node i: nodes by their numbers, plain numbers as floats.

        >>> from autograd import Value
        >>> list(flatten(2 * Value(3.0)).operands_of(1))
        [2.0, 0]
        """
        for place in self.operands[self.starts[i] : self.starts[i + 1]]:
            yield place if place >= 0 else self.constants[-1 - place]


def flatten(*results: Any) -> FlatGraph:
    """The graph below the results as arrays, in time that grows with its size only.

    Nodes have their numbers in the order of ``topological_order(*results)``.
    """
    return (_flattened_in_c if engine == "native" else _flattened)(results)


def _flattened(results):
    order = topological_order(*results)
    numbers = {node: i for i, node in enumerate(order)}
    codes = {name: code for code, name in enumerate(ROWS)}
    operands = array("i")
    constants: dict[bytes, int] = {}  # bytes, since 0.0 == -0.0
    for node in order:
        for x in node.operands:
            if x.__class__ is float:
                place = constants.setdefault(pack("d", x), len(constants))
                operands.append(-1 - place)
            else:
                operands.append(numbers[x])
        if node.operands:
            codes.setdefault(node.operation, len(codes))
    arrays = (
        array("i", [codes[n.operation] if n.operands else -1 for n in order]),
        array("q", accumulate([len(node.operands) for node in order], initial=0)),
        operands,
        array("d", b"".join(constants)),
        array("d", [node._data for node in order]),
    )
    leaves = [node for node in order if not node.operands]
    views = [memoryview(numbers).toreadonly() for numbers in arrays]
    return FlatGraph(*views, leaves, tuple(codes))


def _flattened_in_c(results):
    *parts, leaves, codes = native.flatten(*results)
    views = [memoryview(part).cast(kind) for kind, part in zip("iqidd", parts)]
    return FlatGraph(*views, leaves, (*ROWS, *codes))
