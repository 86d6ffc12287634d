"""Reverse-mode differentiation: the order of the nodes and the chain rule.

>>> from autograd import Value
>>> x = Value(3.0, name="x")
>>> for step in backward_steps(x * x + 1):
...     print(step)
add: adjoint 1.0; to mul 1.0 × 1.0 = 1.0
mul: adjoint 1.0; to x 1.0 × 3.0 = 3.0; to x 1.0 × 3.0 = 3.0
x: adjoint 6.0
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from operator import itemgetter
from weakref import WeakSet

from autograd.support.conversion import float_from, listed, refusal
from autograd.support.observing import observers, tell
from autograd.support.typing import Any

#: The Values with hooks, on them or inside; each keeps its own: so they die with it.
hooked: WeakSet = WeakSet()


class Contribution(namedtuple("Contribution", "operand derivative amount")):
    """What a node sends to one operand: its adjoint times the local derivative."""

    __slots__ = ()
    operand: Any
    derivative: float
    amount: float


class Step(tuple):
    """One step of the backward pass: a node whose adjoint is complete.

    node: the Value; adjoint: the derivative of the result by it, complete now.

        >>> from autograd import Value
        >>> x, y = Value(2.0), Value(5.0)
        >>> [c.amount for c in next(backward_steps(x * y)).contributions]
        [5.0, 2.0]
    """

    __slots__ = ()
    node: Any = property(itemgetter(0))
    adjoint: Any = property(itemgetter(1))

    @property
    def contributions(self) -> tuple[Contribution, ...]:
        """One Contribution for each use of an operand, in the order of the operands."""
        return tuple(
            Contribution(operand, derivative, self.adjoint * derivative)
            for operand, derivative in edges(self.node)
        )

    def __str__(self) -> str:
        sent = (
            f"; to {spoken(c.operand)} {self.adjoint} × {c.derivative} = {c.amount}"
            for c in self.contributions
        )
        return f"{spoken(self.node)}: adjoint {self.adjoint}{''.join(sent)}"


def spoken(node: Any) -> str:
    """A node in words: its name, else its operation, else its number."""
    return node.name or node.operation or str(node.data)


def edges(node):
    """The pairs (operand, local derivative) of the operands that are Values."""
    operands, derivatives = node._operands, node._derivatives
    if len(operands) != len(derivatives):
        operands = [x for x in operands if x.__class__ is not float]
    return zip(operands, derivatives)


def topological_order(*results: Any, leaves: Any = ()) -> list[Any]:
    """Every node below the results once, each after all its operands.

    The order is that of a depth-first walk that takes operands in order, so it is the
    same in every run.

    leaves: nodes below which the walk does not go.

        >>> from autograd import Value
        >>> x = Value(3.0)
        >>> [node.data for node in topological_order(x * x + x)]
        [3.0, 9.0, 12.0]
    """
    order: list[Any] = []
    seen: set[Any] = set()
    stack = nodes(reversed(results), "topological_order")
    leaves = among(leaves)
    while stack:
        node = stack.pop()
        if node is None:  # everything below the node under this mark is in the order
            order.append(stack.pop())
        elif node not in seen:
            seen.add(node)
            stack += (node, None)
            if node in leaves:
                continue
            for operand in reversed(node._operands):
                if operand.__class__ is not float and operand not in seen:
                    stack.append(operand)
    return order


def nodes(values: Iterable, place: str) -> list[Any]:
    """The Values as a list; TypeError when one is none."""
    found = list(values)
    for x in found:
        if not hasattr(type(x), "_operands"):
            raise refusal(x, place, "Values of a recorded graph")
    return found


def among(leaves: Any) -> Any:
    """Leaves as what tells one from another, as no list does: it compares numbers."""
    if leaves.__class__ is tuple and not leaves:
        return leaves
    has_its_own = isinstance(leaves, (Set, Mapping)) or (
        hasattr(type(leaves), "__contains__") and not hasattr(leaves, "__getitem__")
    )
    if has_its_own:
        return leaves
    place = "topological_order: leaves"
    return set(nodes(listed(leaves, place, "a set or list of Values"), place))


def backward_steps(result: Any, seed: float = 1.0) -> Iterator[Step]:
    """Differentiate a result by every node below it, one node per step.

    Each step is yielded when its node's adjoint is complete and its contributions are
    sent. An inner node's ``grad`` becomes the adjoint of this pass; a leaf's ``grad``
    grows by it, so that several passes add up until ``grad`` is set to 0.

    seed: the derivative of the last objective by the result.

        >>> from autograd import Value
        >>> x = Value(3.0)
        >>> steps = list(backward_steps(x * x))
        >>> x.grad
        6.0
    """
    nodes([result], "backward_steps")
    order = topological_order(result)
    adjoints = dict.fromkeys(order, 0.0)
    adjoints[result] = float_from(seed, "backward()")
    is_observed = observers.get() != ()
    for node in reversed(order):
        adjoint = adjoints[node]
        if node._hooks:
            adjoint = after_hooks(node, adjoint)
        if node._operands:
            node._grad = adjoint
            if hasattr(node._derivatives, "sent"):  # hooks inside ask for the adjoint
                for operand, amount in node._derivatives.sent(adjoint):
                    adjoints[operand] += amount
            else:
                for operand, derivative in edges(node):
                    adjoints[operand] += adjoint * derivative
        else:
            node._grad = (node._grad or 0.0) + adjoint
        step = Step((node, adjoint))
        if is_observed:
            tell("step", node, answer=step)
        yield step


class Hook:
    """A function called with a node's adjoint in every backward pass, until removed."""

    def __init__(self, node, function: Callable[[float], float | None]) -> None:
        if not callable(function):
            kind = type(function).__name__
            raise TypeError(f"register_hook: got {kind}, needs a function")
        self.function = function
        if node._hooks is None:
            node._hooks = {}
            hooked.add(node)
        self._of_node = node._hooks
        self._of_node[id(self)] = self
        if observers.get():
            tell("hook", node)

    def remove(self) -> None:
        """Stop calling the function; removing twice is no error."""
        self._of_node.pop(id(self), None)


def after_hooks(node: Any, adjoint: Any, number: Callable = float_from) -> Any:
    """The adjoint after the node's hooks: what the last one returned, if not None.

    number: what makes an adjoint of an answer, or refuses it.
    """
    for hook in list(node._hooks.values()):
        answer = hook.function(adjoint)
        adjoint = adjoint if answer is None else number(answer, "hook")
    return adjoint


def hooks_below(results: Iterable[Any]) -> list[Any]:
    """The nodes below results with hooks, or with a function inside that makes some."""
    return [
        x
        for x in (topological_order(*results) if hooked else ())
        if x._hooks or getattr(x._derivatives, "has_hooks", False)
    ]


def backward(result: Any, seed: float = 1.0) -> None:
    """Run every step of the backward pass; afterwards gradients are in ``grad``.

    >>> from autograd import Value
    >>> x = Value(0.5)
    >>> backward(x * 4)
    >>> x.grad
    4.0
    """
    for _ in backward_steps(result, seed):
        pass
