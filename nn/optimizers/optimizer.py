"""Optimizer: what every rule has, its parameters, its memory and its settings.

Every setting is a number or a schedule: a function of the sweep, which is 0 at first.

    >>> from autograd import Value
    >>> from nn import SGD
    >>> optimizer = SGD([Value(1.0)], rate=steps([(0, 0.5), (1, 0.25)]))
    >>> optimizer.step()
    >>> optimizer.numbers()
    {'rate': 0.25, 'momentum': 0.0, 'decay': 0.0}

A rule of one's own is one method, for one number and for arrays of them alike:

    >>> class Halving(Optimizer):
    ...     def rule(self, data, gradient, memory, *, rate):
    ...         data -= rate * gradient
    ...         data *= 0.5
    ...         return data, memory
    >>> w = Value(2.0)
    >>> w.grad = 1.0
    >>> Halving([w], rate=1.0).step()
    >>> w.data
    0.5
"""

from __future__ import annotations

import math
import sys
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from autograd import Value
from autograd.support.conversion import (
    called,
    flag,
    float_from,
    listed,
    refusal,
    whole,
)

Setting = float | Callable[[int], float]

#: The least number that a setting may be, and the one that it must be below.
LIMITS = {"rate": (0.0, math.inf), "epsilon": (sys.float_info.min, math.inf)}
FRACTION = (0.0, 1.0)

#: Settings by the names that others give them, and what they are called here.
OTHER_NAMES = {
    "lr": ("rate",),
    "learning_rate": ("rate",),
    "weight_decay": ("decay",),
    "betas": ("beta1", "beta2"),
    "eps": ("epsilon",),
}


class Optimizer:
    """What optimizers share; a subclass has a ``rule``, or a ``change`` of its own.

    A parameter without a gradient (``has_grad`` is false) is left alone, decay and
    memory too, as in PyTorch: it had no part in the error.
    """

    #: What is remembered about each parameter, before its first change.
    blank: tuple[float, ...] = ()

    def __init__(self, parameters: Iterable[Value], **settings: Setting) -> None:
        kind = type(self)
        if kind.rule is Optimizer.rule and kind.change is Optimizer.change:
            needs = "a rule or a change of its own, as SGD and Adam have"
            raise TypeError(f"{kind.__name__} is abstract: a subclass needs {needs}")
        self.parameters = leaves(parameters, kind.__name__)
        self.memory = [list(self.blank) for _ in self.parameters]
        self.settings = settings
        self.sweep = 0
        self._known: tuple[dict, dict] = {}, {}
        self.numbers()  # a wrong setting is an error now, not later

    def numbers(self) -> dict[str, float]:
        """The settings that hold in the present sweep, as numbers by name."""
        settings, (seen, numbers) = self.settings, self._known
        if settings != seen:
            numbers = {name: self._number(name, x) for name, x in settings.items()}
            if not any(map(callable, settings.values())):
                self._known = dict(settings), numbers
        return dict(numbers)

    def _number(self, name, setting):
        place = f"{type(self).__name__} {name} in sweep {self.sweep}"
        least, bound = LIMITS.get(name, FRACTION)
        if callable(setting):
            setting = called(setting, place, (self.sweep,), {})
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
        ends_sweep = flag(ends_sweep, "ends_sweep")
        numbers, by_rule = self.numbers(), self._has_ours("change")
        for x, memory in zip(self.parameters, self.memory):
            if x.has_grad and by_rule:  # the same as change, at half the time
                x.data, memory[:] = self.rule(x.data, x.grad, memory, **numbers)
            elif x.has_grad:
                self.change(x, memory, **numbers)
        self.sweep += ends_sweep

    def change(self, parameter: Value, memory: list[float], **numbers: Any) -> None:
        """Change one parameter by its gradient and what is remembered about it."""
        data, gradient = parameter.data, parameter.grad
        parameter.data, memory[:] = self.rule(data, gradient, memory, **numbers)

    def rule(self, data: Any, gradient: Any, memory: Sequence, **numbers: Any) -> tuple:
        """The new number and memory of a parameter; or of many, which are in arrays.

        It is written with augmented assignments, which change arrays in place, and it
        asks nothing that has one answer for each parameter.
        """
        raise NotImplementedError(f"{type(self).__name__} has no rule but its change")

    @property
    def array_rule(self) -> Callable[..., tuple] | None:
        """The rule for those who keep parameters in arrays; None if they must step.

        They must where ``step`` or ``change`` is not the one that this class has.
        """
        return self.rule if self._has_ours("step", "change") else None

    def _has_ours(self, *names):
        """Whether methods are neither those of a subclass nor of this object alone."""
        methods = [getattr(getattr(self, name), "__func__", None) for name in names]
        return methods == [getattr(Optimizer, name) for name in names]

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
        needs = "one that state_dict() gave"
        if not isinstance(state, Mapping):
            raise refusal(state, "optimizer: state", needs)
        try:
            memory = [
                [float_from(number, "memory") for number in numbers]
                for numbers in state["memory"]
            ]
            kind, sweep = state["kind"], whole(state["sweep"], "sweep", 0)
        except (KeyError, TypeError, ValueError, OverflowError) as error:
            said = f"optimizer: got a state that is none, needs {needs}"
            raise ValueError(f"{said}: {error!r}") from None
        own = type(self).__name__
        if kind != own or [*map(len, memory)] != [*map(len, self.memory)]:
            raise ValueError(
                f"optimizer: got the state of {kind} for {len(memory)} parameters, "
                f"needs {own} for {len(self.memory)}"
            )
        self.sweep, self.memory = sweep, memory


def leaves(parameters: Iterable[Value], place: str) -> list[Value]:
    """A list of distinct leaf Values; TypeError or ValueError when they are not."""
    needs = "the Values of model.parameters(), or leaves like them, each once"
    found: list[Value] = listed(parameters, f"{place}: parameters", needs)
    if strange := [p for p in found if not isinstance(p, Value) or p.operands]:
        raise refusal(strange[0], f"{place}: among the parameters", needs)
    if not found or len(set(map(id, found))) < len(found):
        got = "the same Value twice" if found else "no parameters"
        raise ValueError(f"{place}: got {got}, needs {needs}")
    return found


def refuse(others: Iterable[str], place: str, settings: Mapping[str, Any]) -> None:
    """TypeError when there are other settings, with the names of those meant."""
    for name in others:
        meant = [x for x in OTHER_NAMES.get(name, ()) if x in settings] or settings
        needs = " and ".join(meant) if meant is not settings else ", ".join(settings)
        raise TypeError(f"{place}: got the setting {name}, needs {needs}")


def steps(numbers: Sequence[tuple[int, float]]) -> Callable[[int], float]:
    """A schedule: each number holds from its sweep on.

    The paper's family trees took the rate 0.005 for 20 sweeps, and 0.01 afterwards.

        >>> rate = steps([(0, 0.005), (20, 0.01)])
        >>> rate(0), rate(19), rate(20), rate(1500)
        (0.005, 0.005, 0.01, 0.01)
    """
    needs = "pairs (sweep, number), such as [(0, 0.1), (20, 0.2)]"
    numbers = [listed(pair, "steps", needs) for pair in listed(numbers, "steps", needs)]
    if strange := [pair for pair in numbers if len(pair) != 2]:
        raise refusal(strange[0], "steps", needs, ValueError)
    starts = [whole(start, "steps", 0) for start, _ in numbers]
    if starts[:1] != [0] or sorted(set(starts)) != starts:
        raise ValueError(
            f"steps: got the sweeps {starts}, needs them from 0 on and increasing"
        )
    return partial(_step_at, starts, [float_from(x, "steps") for _, x in numbers])


def _step_at(starts, numbers, sweep):
    return numbers[bisect_right(starts, sweep) - 1]
