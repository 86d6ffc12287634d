"""Watching what a program asks of its Values: comparisons, truth, numbers read.

Such answers steer a program without being recorded in its graph. Whoever records a
program to replay it later has to know them.

    >>> from autograd import Value
    >>> questions = []
    >>> with observing(lambda *question: questions.append(question[0])):
    ...     if Value(3.0) > 2:
    ...         pass
    >>> questions
    ['>']
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_observer: ContextVar = ContextVar("autograd observer", default=None)


@contextmanager
def observing(function: Callable[..., None]) -> Iterator[None]:
    """Call the function with (question, value, other, answer) for each question.

    question: one of ``< <= > >= == != bool data``; other: what the value is compared
        with, None for the last two. It holds for the present thread or task only.
    """
    token = _observer.set(function)
    try:
        yield
    finally:
        _observer.reset(token)


def answered(question, value, other, answer):
    """The answer, told to the observer if there is one."""
    observer = _observer.get()
    if observer is not None:
        observer(question, value, other, answer)
    return answer
