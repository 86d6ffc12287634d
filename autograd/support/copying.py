"""Copying and pickling graphs of any depth, without recursion.

Pickle asks every object for its parts and recurses into them. A node therefore hands
over the whole graph below it as one flat list, operands first; while that list is being
written, the nodes in it name only operands that are already written.

    >>> import copy, pickle
    >>> from autograd import Value
    >>> x = Value(3.0)
    >>> result = x * x
    >>> for twin in copy.deepcopy(result), pickle.loads(pickle.dumps(result)):
    ...     twin.backward()
    ...     print(twin.operands[0] is twin.operands[1], twin.operands[0].grad, x.grad)
    True 6.0 0.0
    True 6.0 0.0
"""

import threading
from copy import deepcopy

from autograd.backward import topological_order

_writing = threading.local()


def fields(node):
    """What a node consists of, in the order in which ``restored`` takes it."""
    return (
        node.__class__,
        node.data,
        node.grad if node.has_grad else None,
        node.name,
        node.operation,
        node.operands,
        node.derivatives,
        getattr(node, "__dict__", None),  # of a user's subclass
    )


def restored(_graph, kind, data, grad, name, operation, operands, derivatives, extras):
    """A node from its fields; the graph is there only to be read before it."""
    node = kind.__new__(kind)
    node._hooks = None
    node.data = data
    node.name = name
    node.grad = grad
    node.operation = operation
    node.operands = operands
    node.derivatives = derivatives
    if extras:
        vars(node).update(extras)
    return node


class NodesInOrder(list):
    """The nodes of a graph in topological order: pickled one by one, never nested."""

    def __reduce__(self):
        return NodesInOrder, (), None, self._written()

    def _written(self):
        ready = _writing.__dict__.setdefault("nodes", set())
        mine = set(map(id, self)) - ready
        ready |= mine
        try:
            yield from self
        finally:
            ready -= mine


def reduced(node):
    """The answer to pickle: how to restore the node, and the graph below it first."""
    shallow = not node.operands or id(node) in getattr(_writing, "nodes", ())
    below = None if shallow else NodesInOrder(topological_order(node)[:-1])
    return restored, (below, *fields(node))


class Copied:
    """The nodes that deepcopy has done already: where its walk ends."""

    def __init__(self, memo):
        self.memo = memo

    def __contains__(self, node):
        return id(node) in self.memo


def deep_copy(node, memo):
    """A copy of the graph below a node; nodes shared in the graph stay shared."""
    for old in topological_order(node, leaves=Copied(memo)):
        if id(old) not in memo:
            *given, operands, derivatives, extras = fields(old)
            twins = tuple(memo.get(id(operand), operand) for operand in operands)
            if not isinstance(derivatives, tuple):  # recomputed ones may refuse
                derivatives = deepcopy(derivatives, memo)
            memo[id(old)] = restored(None, *given, twins, derivatives, extras)
    return memo[id(node)]
