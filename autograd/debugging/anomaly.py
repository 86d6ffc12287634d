"""The first number that is not finite, named at once with the line that made it.

>>> from autograd import log
>>> x = Value(0.0, name="x")
>>> with detect_anomaly():
...     y = 2 * log(x)
Traceback (most recent call last):
...
autograd.debugging.anomaly.AnomalyError: log made -inf from x = 0.0 at \
<doctest autograd.debugging.anomaly[2]>:2, in <module>: log(x)
"""

from __future__ import annotations

from math import isfinite
from typing import overload

from autograd.backward import Step, spoken
from autograd.debugging.sites import Site, present_site, site_of
from autograd.differentiation.derivatives import Move
from autograd.support.observing import Block, observing
from autograd.support.typing import Function
from autograd.value import Value, plain


class AnomalyError(ArithmeticError):
    """An operation made the first number that is not finite.

    value: the Value whose data or gradient it is; site: where it was made, if known.
    """

    def __init__(self, message: str, value: Value, site: Site | None) -> None:
        super().__init__(f"{message} at {site}" if site else message)
        self.value = value
        self.site = site


@overload
def detect_anomaly() -> Block: ...
@overload
def detect_anomaly(function: Function) -> Function: ...
def detect_anomaly(function=None):
    """Raise AnomalyError where a Value or an adjoint first is infinite or nan.

    For a ``with`` block, or as a decorator. It looks at every Value made in the block
    and at every step of a pass run in it: of ``backward``, of ``gradients`` and of
    transforms, forward ones too. It tells the operation, its operands and their
    numbers, and the source line (for a pass where the Value was made inside
    ``debug()``).

        >>> y = Value(0.0, name="x") ** 0.5
        >>> with detect_anomaly():
        ...     y.backward()
        Traceback (most recent call last):
        ...
        autograd.debugging.anomaly.AnomalyError: the derivative of pow (0.0) by x \
(0.0) is inf: the adjoint 1.0 times inf is inf
    """
    block = observing(_examine)
    block.title = "detect_anomaly"
    return block if function is None else block(function)


def _examine(event, value, other, answer):
    # the value itself, not .data: reading that would be an event again
    if event == "made" and not isfinite(value._data):
        raise AnomalyError(origin(value), value, present_site())
    if event == "step":
        _examine_step(value, answer)
    if event == "move":
        _examine_move(value, answer)


def origin(value: Value) -> str:
    """What made a Value out of what, in words."""
    if not value.operation:
        return f"a Value was given {value._data}"
    operands = ", ".join(map(described, value.operands))
    return f"{value.operation} made {value._data} from {operands}"


def described(operand: Value | float) -> str:
    """An operand with its number: ``x = 0.0``, or a plain ``2.0``."""
    if isinstance(operand, Value) and (operand.name or operand.operation):
        return f"{spoken(operand)} = {operand._data}"
    return str(plain(operand))


def _examine_step(node, step: Step) -> None:
    site = site_of(node)
    if not isfinite(node._data):
        raise AnomalyError(f"backward reached a result: {origin(node)}", node, site)
    if not isfinite(step.adjoint):  # several finite terms may overflow together
        message = f"the adjoint of {spoken(node)} is {step.adjoint}"
        raise AnomalyError(message, node, site)
    for x, derivative, amount in step.contributions:
        if not isfinite(amount):
            message = (
                f"{told(node, x, derivative)}: the adjoint {step.adjoint} times "
                f"{derivative} is {amount}"
            )
            raise AnomalyError(message, x, site)


def _examine_move(node, move: Move) -> None:
    site = site_of(node)
    if not isfinite(node._data):
        message = f"forward mode reached a result: {origin(node)}"
        raise AnomalyError(message, node, site)
    for x, derivative, amount in move.contributions:
        if not isfinite(amount):
            message = (
                f"{told(node, x, derivative)}: its part of the tangent is {amount}"
            )
            raise AnomalyError(message, node, site)
    if not isfinite(move.tangent):
        message = f"the tangent of {spoken(node)} is {move.tangent}"
        raise AnomalyError(message, node, site)


def told(node: Value, x: Value, derivative: float) -> str:
    """A local derivative in words."""
    return (
        f"the derivative of {spoken(node)} ({node._data}) by {spoken(x)} ({x._data}) "
        f"is {derivative}"
    )
