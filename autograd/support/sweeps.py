"""Sweeps: the loop of every training, whoever computes errors and changes parameters.

>>> class Halving(Training):
...     x = 8.0
...     def batches(self):
...         return [["a case"]]
...     def step(self, E, batch, ends_sweep):
...         self.x /= 2
...         return E + self.x
...     def kept(self):
...         return self.x
...     def restore(self, kept):
...         self.x = kept
>>> training = Halving()
>>> training.train(sweeps=10, is_over=stop_condition(1.0, training.errors))
>>> training.errors
[4.0, 2.0, 1.0]
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from math import isnan
from typing import Any

from autograd.support.conversion import called, float_from, refusal, whole


class Training(ABC):
    """A training: E of every sweep so far, and how to do the next."""

    def __init__(self) -> None:
        self.errors: list[float] = []

    def train(
        self,
        sweeps: int,
        is_over: Callable[[], Any],
        after: Callable[[float], Any] = lambda error: None,
    ) -> None:
        """Sweep until there are so many, or it is over; after each, tell its error."""
        while len(self.errors) < sweeps and not is_over():
            self.all_or_nothing(self.sweep)
            after(self.errors[-1])

    def all_or_nothing(self, act: Callable[[], Any]) -> None:
        """Act; an exception, Ctrl-C too, puts back everything that a sweep changes."""
        kept, sweeps = self.kept(), len(self.errors)
        try:
            act()
        except BaseException:
            self.restore(kept)
            del self.errors[sweeps:]
            raise

    def sweep(self) -> None:
        """One presentation of all cases, with a step after every batch of them."""
        E, batches = 0.0, self.batches()
        for batch in batches:
            E = self.step(E, batch, batch is batches[-1])
        self.errors.append(E)

    @abstractmethod
    def batches(self) -> Sequence[Any]:
        """The cases of the next sweep, in parts with one step each."""

    @abstractmethod
    def step(self, E: float, batch: Any, ends_sweep: bool) -> float:
        """Change the parameters once; E with the errors of the batch added."""

    @abstractmethod
    def kept(self) -> Any:
        """All that a sweep changes, but for the errors."""

    @abstractmethod
    def restore(self, kept: Any) -> None:
        """Put back what was kept."""


def parts(cases: Any, batch: bool | int) -> list[Any]:
    """The cases between two changes of the parameters: all, one, or so many.

    >>> parts([1, 2, 3], True), parts([1, 2, 3], False), parts([1, 2, 3], 2)
    ([[1, 2, 3]], [[1], [2], [3]], [[1, 2], [3]])
    """
    if isinstance(batch, bool):
        batch = len(cases) if batch else 1
    size = whole(batch, "batch")
    return [cases[start : start + size] for start in range(0, len(cases), size)]


def stop_condition(
    stop_when: Any, errors: Sequence[float], history: Any = None
) -> Callable[[], Any]:
    """Whether to stop: at an E, or where a function of the history says so.

    It is asked after every sweep; history: what it is given, the errors if None.
    """
    if stop_when is None:
        return lambda: False
    if callable(stop_when):
        given = errors if history is None else history
        return lambda: errors and called(stop_when, "stop_when", (given,), {})
    least = float_from(stop_when, "stop_when")
    if isnan(least):
        raise refusal(least, "stop_when", "an error or a function", ValueError)
    return lambda: errors and errors[-1] <= least
