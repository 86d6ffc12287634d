"""Whether operations record what they did: the switch ``no_grad`` and its opposite."""

from __future__ import annotations

from contextvars import ContextVar, Token

from autograd.support.observing import Block
from autograd.support.twin import engine, native
from autograd.support.typing import Function, overload

#: Whether the present thread or task records; the twin in C brings its own.
recording: ContextVar[bool] = (
    native.recording
    if engine == "native"
    else ContextVar("autograd recording", default=True)
)


class Switch(Block):
    """Recording turned on or off."""

    variable = recording

    def __init__(self, on: bool) -> None:
        self.on, self.title = on, "enable_grad" if on else "no_grad"
        self._tokens: list[Token] = []

    def within(self, outside: bool) -> bool:
        return self.on

    def more(self, outside: bool) -> Block:
        return Switch(recording.get())

    def __enter__(self) -> None:
        self._tokens.append(recording.set(self.on))

    def __exit__(self, *error: object) -> None:
        for token in reversed(list(self._tokens)):
            try:
                recording.reset(token)
            except ValueError:  # of another thread or task that has entered this
                continue
            self._tokens.remove(token)
            return


@overload
def no_grad() -> Switch: ...
@overload
def no_grad(function: Function) -> Function: ...
def no_grad(function=None):
    """Compute without recording: results are leaves and remember no operands.

    For a ``with`` block, or as a decorator, with or without parentheses; then it holds
    in the body of a generator or a coroutine, not where that is resumed. It holds for
    the present thread (or asynchronous task) only. A transform inside works as ever,
    and what it gives is a number to everything around it.

        >>> from autograd import Value
        >>> x = Value(3.0)
        >>> with no_grad():
        ...     y = x * x
        >>> y.data, y.operands
        (9.0, ())
        >>> @no_grad
        ... def outputs(x):
        ...     yield x * x
        >>> next(outputs(x)).operands
        ()
    """
    return Switch(False) if function is None else Switch(False)(function)


@overload
def enable_grad() -> Switch: ...
@overload
def enable_grad(function: Function) -> Function: ...
def enable_grad(function=None):
    """Record again, inside ``no_grad``; for a block, or as a decorator.

    >>> from autograd import Value
    >>> x = Value(3.0)
    >>> with no_grad(), enable_grad():
    ...     y = x * x
    >>> y.operation
    'mul'
    """
    return Switch(True) if function is None else Switch(True)(function)
