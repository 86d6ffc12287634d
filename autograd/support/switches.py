"""Whether operations record what they did: the switch ``no_grad`` and its opposite."""

from __future__ import annotations

from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar

from autograd.support.twin import engine, native

#: Whether the present thread or task records; the twin in C brings its own.
recording: ContextVar[bool] = (
    native.recording
    if engine == "native"
    else ContextVar("autograd recording", default=True)
)


def no_grad() -> AbstractContextManager:
    """Compute without recording: results are leaves and remember no operands.

    It holds for the present thread (or asynchronous task) only, and also decorates.

        >>> from autograd import Value
        >>> x = Value(3.0)
        >>> with no_grad():
        ...     y = x * x
        >>> y.data, y.operands
        (9.0, ())
    """
    return _recording_is(False)


def enable_grad() -> AbstractContextManager:
    """Record again, inside ``no_grad``.

    >>> from autograd import Value
    >>> x = Value(3.0)
    >>> with no_grad(), enable_grad():
    ...     y = x * x
    >>> y.operation
    'mul'
    """
    return _recording_is(True)


@contextmanager
def _recording_is(on):
    token = recording.set(on)
    try:
        yield
    finally:
        recording.reset(token)
