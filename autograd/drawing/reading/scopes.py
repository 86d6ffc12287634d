"""Named parts of a graph: what is made in a ``with scope("name")`` block.

>>> from autograd import Value
>>> x = Value(2.0)
>>> with scope("layer"), scope("unit"):
...     y = x * x
>>> scope_of(y), scope_of(x)
(('layer', 'unit'), ())
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any
from weakref import WeakKeyDictionary

from autograd.support.conversion import refusal
from autograd.support.observing import observing

# Beside the nodes: one that is made outside of all scopes pays nothing.
_scopes: WeakKeyDictionary[Any, tuple[str, ...]] = WeakKeyDictionary()
_present: ContextVar[tuple[str, ...]] = ContextVar("autograd scope", default=())


@contextmanager
def scope(name: str) -> Iterator[None]:
    """Let drawings show the Values made in the block as one box of this name.

    Scopes may stand inside each other; the same name stands for the same box.
    """
    if not isinstance(name, str) or not name:
        raise refusal(name, "scope", "a name for the box")
    path = (*_present.get(), name)

    def remember(event: str, value: Any, other: Any, answer: Any) -> None:
        if event == "made":
            _scopes[value] = path

    token = _present.set(path)
    try:
        with observing(remember):
            yield
    finally:
        _present.reset(token)


def scope_of(value: Any) -> tuple[str, ...]:
    """The names of the scopes in which a Value was made, the outermost first."""
    return _scopes.get(value, ())
