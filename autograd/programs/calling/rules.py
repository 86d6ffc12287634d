"""The rules of nn's optimizers on arrays: SGD with momentum and decay, Adam, AdamW.

Another optimizer's own ``change`` is called for one parameter after the other.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy


class Stand:
    """A stand-in for a parameter: what an optimizer's ``change`` reads and sets."""

    data: float
    grad: float


def sgd(data, gradient, memory, *, rate, momentum, decay):
    """As in 1986: see ``nn.SGD``; the arrays are changed in place."""
    (change,) = memory
    change *= momentum
    change -= rate * gradient
    data += change
    if decay:
        data *= 1 - decay


def adam(data, gradient, memory, *, rate, beta1, beta2, epsilon, decay):
    """See ``nn.Adam``; the arrays are changed in place."""
    mean, square, count = memory
    mean *= beta1
    mean += (1 - beta1) * gradient
    square *= beta2
    square += (1 - beta2) * gradient * gradient
    count += 1
    if decay:
        data *= 1 - rate * decay
    steps = count[0] if (count == count[0]).all() else count
    spread = numpy.sqrt(square / (1 - beta2**steps))
    spread += epsilon
    data -= rate * (mean / (1 - beta1**steps)) / spread


RULES: dict[str, Callable[..., None]] = {"SGD": sgd, "Adam": adam, "AdamW": adam}


def rule_of(optimizer: Any) -> Callable[..., None] | None:
    """The rule of an optimizer on arrays; None if it is not one of nn's."""
    kind = type(optimizer)
    is_ours = kind.__module__.startswith("nn.optimizers")
    return RULES.get(kind.__name__) if is_ours else None


def change_by(optimizer: Any, data: Any, gradient: Any, memory: list) -> None:
    """Change the arrays in place by an optimizer's own ``change``, one by one."""
    stand, numbers = Stand(), optimizer.numbers()
    for i in range(len(data)):
        stand.data, stand.grad = float(data[i]), float(gradient[i])
        mine = [float(column[i]) for column in memory]
        optimizer.change(stand, mine, **numbers)
        data[i] = stand.data
        for column, number in zip(memory, mine):
            column[i] = number
