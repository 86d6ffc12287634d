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
from collections.abc import Callable, Iterable, Iterator
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


#: What no replay can see, in words.
UNSEEN = {
    "data": "reads the data of {!r}",
    "made": "computes {!r} inside no_grad",
    "step": "differentiates {!r}",
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
        can_be_asked = other is None or isinstance(other, Value) or is_real(other)
        key = (question, id(value), id(other))
        if question in QUESTIONS and can_be_asked and key not in self._seen:
            self._seen.add(key)
            self.guards.append(Guard(question, value, other, answer))


def told(unseen: tuple[str, Value]) -> str:
    """What no replay can see, in words.

    >>> told(("data", Value(2.0)))
    'reads the data of Value(2.0, grad=not computed)'
    """
    event, value = unseen
    return UNSEEN[event].format(value)


def asked_again(guards: list[Guard], numbers: Iterable) -> Iterator[tuple[Guard, Any]]:
    """Each guard, and whether its answer for these numbers is the one of then.

    numbers: those of all its operands in order, or arrays of a number for each case.
    """
    rest = iter(numbers)
    for guard in guards:
        a = next(rest)
        b = next(rest) if isinstance(guard.other, Value) else guard.other
        yield guard, QUESTIONS[guard.question](a, b) == guard.answer
