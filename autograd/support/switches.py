"""Whether operations record what they did: the switch ``no_grad`` and its opposite."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from autograd.support.twin import engine, native

#: Whether the present thread or task records; the twin in C brings its own.
recording: ContextVar[bool] = (
    native.recording
    if engine == "native"
    else ContextVar("autograd recording", default=True)
)


@contextmanager
def no_grad() -> Iterator[None]:
    """Compute without recording: results are leaves and remember no operands.

    It holds for the present thread (or asynchronous task) only, and also decorates.

        >>> from autograd import Value
        >>> x = Value(3.0)
        >>> with no_grad():
        ...     y = x * x
        >>> y.data, y.operands
        (9.0, ())
    """
    yield from _recording_is(False)


@contextmanager
def enable_grad() -> Iterator[None]:
    """Record again, inside ``no_grad``.

    >>> from autograd import Value
    >>> x = Value(3.0)
    >>> with no_grad(), enable_grad():
    ...     y = x * x
    >>> y.operation
    'mul'
    """
    yield from _recording_is(True)


def _recording_is(on):
    token = recording.set(on)
    try:
        yield
    finally:
        recording.reset(token)
