"""Stopping in a debugger when a gradient arrives."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from autograd.backward import Step
from autograd.support.observing import observe, unobserve
from autograd.value import Value

Condition = Value | str | Callable[[Step], bool]


class Break:
    """A condition on backward steps; ``remove()`` ends it, as does leaving ``with``."""

    def __init__(self, condition: Condition) -> None:
        if not (isinstance(condition, Value | str) or callable(condition)):
            kind = type(condition).__name__
            raise TypeError(
                f"break_on: got {kind}, needs a Value, the name of a Value or of an "
                "operation, or a function of a Step"
            )
        self.condition = condition
        observe(self._look)

    def holds(self, step: Step) -> bool:
        """Whether this is the step to stop at."""
        if isinstance(self.condition, Value):
            return step.node is self.condition
        if isinstance(self.condition, str):
            node: Any = step.node
            return self.condition in (node.name, node.operation)
        return bool(self.condition(step))

    def remove(self) -> None:
        """Stop no more; removing twice is no error."""
        unobserve(self._look)

    def __enter__(self) -> Break:
        return self

    def __exit__(self, *error: object) -> None:
        self.remove()

    def _look(self, event, value, other, answer):
        if event == "step" and self.holds(answer):
            stopped(answer)


def stopped(step: Step) -> None:
    """Here the debugger stops: the node, its adjoint and what it sent are at hand."""
    node, adjoint, contributions = step.node, step.adjoint, step.contributions
    breakpoint()
    del node, adjoint, contributions


def break_on(condition: Condition) -> Break:
    """Stop in the debugger at the backward steps that a condition names.

    condition: a Value, the name of a Value or of an operation, or a function of a Step.
        It holds in this thread until ``remove()``, or for a ``with`` block.

    The debugger is the one that ``breakpoint()`` opens: pdb, or the editor's own.

        >>> stop = break_on("tanh")
        >>> stop.remove()
    """
    return Break(condition)


def watch(value: Value) -> Break:
    """Stop in the debugger whenever a backward pass has completed this gradient."""
    if not isinstance(value, Value):
        raise TypeError(f"watch: got {type(value).__name__}, needs a Value")
    return break_on(value)
