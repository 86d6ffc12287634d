"""Guards: what a function asked its Values while it was recorded, asked again.

>>> from autograd.support.observing import observing
>>> questions = Questions()
>>> x = Value(3.0)
>>> with observing(questions):
...     x > 2, bool(x)
(True, True)
>>> [(guard.question, guard.answer) for guard in questions.guards]
[('>', True), ('bool', True)]
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from autograd.support.conversion import is_real
from autograd.value import Value

QUESTIONS: dict[str, Callable[[float, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
    "bool": lambda a, b: a != 0,
}


#: What no replay can see, as it is said of what was done and of what is done.
UNSEEN = {
    "data": ("read the data of {!r}", "reads the data of {!r}"),
    "made": ("computed {!r} inside no_grad", "computes {!r} inside no_grad"),
    "step": ("differentiated {!r}", "differentiates {!r}"),
}


class Guard(NamedTuple):
    """A question about a Value (and what it was compared with), and the answer."""

    question: str
    value: Value
    other: Any
    answer: bool

    def operands(self) -> list[Value]:
        """The Values asked about."""
        return [x for x in (self.value, self.other) if isinstance(x, Value)]


class Questions:
    """An observer that keeps the questions that were asked, each once.

    unseen: the first event that no replay can see, such as the reading of ``data``, and
        its Value; None if there was none. leaves: those made meanwhile.
    """

    def __init__(self) -> None:
        self.guards: list[Guard] = []
        self.unseen: tuple[str, Value] | None = None
        self.leaves: set[Value] = set()
        self._seen: set[tuple] = set()

    def __call__(self, question: str, value: Value, other: Any, answer: bool) -> None:
        if question == "made" and answer is None:
            if value.operation is None:
                self.leaves.add(value)
            return
        if question in UNSEEN:
            self.unseen = self.unseen or (question, value)
            return
        known = other is None or isinstance(other, Value) or is_real(other)
        key = (question, id(value), id(other))
        if known and key not in self._seen:
            self._seen.add(key)
            self.guards.append(Guard(question, value, other, answer))


def told(unseen: tuple[str, Value], is_done: bool = True) -> str:
    """What no replay can see, in words.

    >>> told(("data", Value(2.0))), told(("step", Value(2.0)), is_done=False)[:14]
    ('read the data of Value(2.0, grad=not computed)', 'differentiates')
    """
    event, value = unseen
    return UNSEEN[event][0 if is_done else 1].format(value)


def first_failing(guards: Sequence[Guard], numbers: Sequence[float]) -> Guard | None:
    """The first guard with another answer for these numbers, its operands in order."""
    rest = iter(numbers)
    failing = None
    for guard in guards:
        a = next(rest)
        b = next(rest) if isinstance(guard.other, Value) else guard.other
        if failing is None and QUESTIONS[guard.question](a, b) != guard.answer:
            failing = guard
    return failing
