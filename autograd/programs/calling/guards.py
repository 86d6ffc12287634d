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

import numpy

from autograd.support.conversion import is_real
from autograd.value import Value, plain


def bits(a: Any, b: Any = None) -> Any:
    """A number, or an array of them, as ints: nan is nan, and 0.0 is not -0.0."""
    return numpy.asarray(a, float).view("int64")[()]


QUESTIONS: dict[str, Callable[[Any, Any], Any]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
    "bool": lambda a, b: a != 0,
    "data": bits,
}


#: What no replay can see, in words.
UNSEEN = {
    "made": "computes {!r} inside no_grad",
    "step": "differentiates {!r}",
}


#: In the place of a Value that another was compared with.
ASKED = object()


class Guard(NamedTuple):
    """A question about a Value (and what it was compared with), and the answer."""

    question: str
    value: Any
    other: Any
    answer: Any

    def operands(self) -> list[Value]:
        """The Values asked about."""
        return [x for x in (self.value, self.other) if isinstance(x, Value)]

    def kept(self) -> Guard:
        """The same without the Values, which know whole graphs."""
        other = ASKED if isinstance(self.other, Value) else self.other
        return Guard(self.question, repr(self.value), other, self.answer)


class Questions:
    """An observer that keeps the questions that were asked, each once.

    read: the first Value whose number was read, if there is one: then it asks for the
        numbers of all leaves below. grads: those that were asked for their derivative,
        and what it was. unseen: the first event that no replay can see, such as a step
        of a backward pass, and its Value. made: the Values made meanwhile.
    """

    def __init__(self) -> None:
        self.guards: list[Guard] = []
        self.read: Value | None = None
        self.unseen: tuple[str, Value] | None = None
        self.made: set[Value] = set()
        self.grads: list[tuple[Value, float | None]] = []
        self._seen: set[tuple] = set()
        self._below: set[Value] = set()

    def __call__(self, question: str, value: Value, other: Any, answer: Any) -> None:
        if question == "made" and answer is None:
            self.made.add(value)
        elif question in UNSEEN:
            self.unseen = self.unseen or (question, value)
        elif question == "grad":
            self.grads.append((value, answer))
        elif question == "data":
            self.read = value if self.read is None else self.read
            self._ask_below(value)
        elif question in QUESTIONS and (
            other is None or isinstance(other, Value) or is_real(other)
        ):
            self._ask(question, value, other, answer)

    def _ask_below(self, value):
        waiting = [value]
        while waiting:
            x = waiting.pop()
            if isinstance(x, Value) and x not in self._below:
                self._below.add(x)
                waiting += x.operands
                if not x.operands:
                    self._ask("data", x, None, bits(plain(x)))

    def _ask(self, question, value, other, answer):
        key = (question, id(value), id(other))
        if key not in self._seen:
            self._seen.add(key)
            self.guards.append(Guard(question, value, other, answer))


def told(unseen: tuple[str, Value]) -> str:
    """What no replay can see, in words.

    >>> told(("step", Value(2.0)))
    'differentiates Value(2.0, grad=not computed)'
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
        b = next(rest) if guard.other is ASKED else guard.other
        yield guard, QUESTIONS[guard.question](a, b) == guard.answer
