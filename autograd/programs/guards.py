"""Guards: what a function asked its Values while it was recorded, asked again.

>>> from autograd.observing import observing
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

from autograd.conversion import is_real
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

    read: a Value whose ``data`` was read, which no replay can see; None if none was.
    """

    def __init__(self) -> None:
        self.guards: list[Guard] = []
        self.read: Value | None = None
        self._seen: set[tuple] = set()

    def __call__(self, question: str, value: Value, other: Any, answer: bool) -> None:
        if question == "data":
            self.read = value
        if question not in QUESTIONS:
            return
        known = other is None or isinstance(other, Value) or is_real(other)
        key = (question, id(value), id(other))
        if known and key not in self._seen:
            self._seen.add(key)
            self.guards.append(Guard(question, value, other, answer))


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
