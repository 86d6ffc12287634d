"""Stopping in a debugger when a gradient arrives."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from autograd.backward import Step
from autograd.operations import OPERATIONS
from autograd.support.conversion import refusal
from autograd.support.observing import observe, unobserve
from autograd.value import Value

Condition = Value | str | Callable[[Step], bool]


def slip(name: str) -> str | None:
    """The operation that was meant by a name that no typist would mean.

    >>> slip("tahn"), slip("tanh"), slip("loss")
    ('tanh', None, None)
    """
    if name in OPERATIONS:
        return None
    pairs = [(name[:i], name[i : i + 2], name[i + 2 :]) for i in range(len(name) - 1)]
    near = [name.strip(), *(start + pair[::-1] + end for start, pair, end in pairs)]
    return next((other for other in near if other in OPERATIONS), None)


class Break:
    """A condition on backward steps; ``remove()`` ends it, as does leaving ``with``."""

    def __init__(self, condition: Condition) -> None:
        is_known = isinstance(condition, Value | str) and condition != ""
        if not is_known and not callable(condition):
            needs = (
                "a Value, the name of one or of an operation, or a function of Steps"
            )
            raise refusal(condition, "break_on", needs)
        if isinstance(condition, str) and (meant := slip(condition)):
            needs = f"{meant!r}, or for a Value of this very name the Value itself"
            raise refusal(condition, "break_on", needs, ValueError)
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
