"""Optimizer: what every rule has, its parameters, its memory and its settings.

Every setting is a number or a schedule: a function of the sweep, which is 0 at first.

    >>> from autograd import Value
    >>> from nn import SGD
    >>> optimizer = SGD([Value(1.0)], rate=steps([(0, 0.5), (1, 0.25)]))
    >>> optimizer.step()
    >>> optimizer.numbers()
    {'rate': 0.25, 'momentum': 0.0, 'decay': 0.0}
"""

from __future__ import annotations

import math
import sys
from abc import ABC, abstractmethod
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from autograd import Value
from autograd.support.conversion import float_from
from nn.initialization import whole

Setting = float | Callable[[int], float]

#: The least number that a setting may be, and the one that it must be below.
LIMITS = {"rate": (0.0, math.inf), "epsilon": (sys.float_info.min, math.inf)}
FRACTION = (0.0, 1.0)


class Optimizer(ABC):
    """What optimizers share; a subclass says how one parameter changes.

    A parameter without a gradient (``has_grad`` is false) is left alone, decay and
    memory too, as in PyTorch: it had no part in the error.
    """

    #: What is remembered about each parameter, before its first change.
    blank: tuple[float, ...] = ()

    def __init__(self, parameters: Iterable[Value], **settings: Setting) -> None:
        self.parameters = leaves(parameters, type(self).__name__)
        self.memory = [list(self.blank) for _ in self.parameters]
        self.settings = settings
        self.sweep = 0
        self.numbers()  # a wrong setting is an error now, not later

    def numbers(self) -> dict[str, float]:
        """The settings that hold in the present sweep, as numbers by name."""
        return {name: self._number(name, x) for name, x in self.settings.items()}

    def _number(self, name, setting):
        place = f"{type(self).__name__} {name} in sweep {self.sweep}"
        least, bound = LIMITS.get(name, FRACTION)
        setting = setting(self.sweep) if callable(setting) else setting
        number = float_from(setting, place)
        if not least <= number < bound:
            raise ValueError(
                f"{place}: got {number}, needs at least {least} and less than {bound}"
            )
        return number

    def step(self, ends_sweep: bool = True) -> None:
        """Change every parameter that has a gradient, once.

        ends_sweep: whether the next step belongs to the next sweep; false for all but
            the last of several steps in one sweep, as after every case.
        """
        numbers = self.numbers()
        for parameter, memory in zip(self.parameters, self.memory):
            if parameter.has_grad:
                self.change(parameter, memory, **numbers)
        self.sweep += ends_sweep

    @abstractmethod
    def change(self, parameter: Value, memory: list[float], **numbers: Any) -> None:
        """Change one parameter by its gradient and what is remembered about it."""

    def zero_grad(self) -> None:
        """Forget the gradients of its parameters."""
        for parameter in self.parameters:
            parameter.grad = None

    def state_dict(self) -> dict[str, Any]:
        """All that its next steps depend on besides the settings, ready for JSON."""
        memory = [list(numbers) for numbers in self.memory]
        return {"kind": type(self).__name__, "sweep": self.sweep, "memory": memory}

    def load_state_dict(self, state: Mapping[str, Any]) -> None:
        """Go on from a ``state_dict``; if it is unfit, an error and no change."""
        try:
            memory = [
                [float_from(number, "memory") for number in numbers]
                for numbers in state["memory"]
            ]
            kind, sweep = state["kind"], whole(state["sweep"], "sweep", 0)
        except (KeyError, TypeError) as error:
            raise ValueError(f"optimizer: this is no state of one: {error!r}") from None
        own = type(self).__name__
        if kind != own or [*map(len, memory)] != [*map(len, self.memory)]:
            raise ValueError(
                f"optimizer: got the state of {kind} for {len(memory)} parameters, "
                f"needs {own} for {len(self.memory)}"
            )
        self.sweep, self.memory = sweep, memory


def leaves(parameters: Iterable[Value], place: str) -> list[Value]:
    """A list of distinct leaf Values; TypeError or ValueError when they are not."""
    needs = "needs the Values of model.parameters(), or leaves like them, each once"
    if not isinstance(parameters, Iterable):
        raise TypeError(f"{place}: got {type(parameters).__name__}, {needs}")
    parameters = list(parameters)
    if strange := [p for p in parameters if not isinstance(p, Value) or p.operands]:
        raise TypeError(f"{place}: got {strange[0]!r:.60} among them, {needs}")
    if not parameters or len(set(map(id, parameters))) < len(parameters):
        found = "the same Value twice" if parameters else "no parameters"
        raise ValueError(f"{place}: got {found}, {needs}")
    return parameters


def steps(numbers: Sequence[tuple[int, float]]) -> Callable[[int], float]:
    """A schedule: each number holds from its sweep on.

    The paper's family trees took the rate 0.005 for 20 sweeps, and 0.01 afterwards.

        >>> rate = steps([(0, 0.005), (20, 0.01)])
        >>> rate(0), rate(19), rate(20), rate(1500)
        (0.005, 0.005, 0.01, 0.01)
    """
    starts = [whole(start, "steps", 0) for start, _ in numbers]
    if starts[:1] != [0] or sorted(set(starts)) != starts:
        raise ValueError(
            f"steps: got the sweeps {starts}, needs them from 0 on and increasing"
        )
    return partial(_step_at, starts, [float_from(x, "steps") for _, x in numbers])


def _step_at(starts, numbers, sweep):
    return numbers[bisect_right(starts, sweep) - 1]
