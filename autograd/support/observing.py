"""Watching a program at work: Values made, questions asked of them, backward steps.

An observer is a function (event, value, other, answer). The events:

- ``made``: a Value was made, by an operation or as a leaf; answer is False for an
  operation's result that remembers no operands, inside ``no_grad``;
- ``step``: the backward pass has done a node; answer is the Step;
- ``< <= > >= == !=``: a Value was compared with other; answer is the outcome;
- ``bool``, ``data``: a Value was asked for its truth or its number, or for a copy of it
  outside of the graph, or for derivatives that are no Values.

>>> from autograd import Value
>>> events = []
>>> with observing(lambda event, *rest: events.append(event)):
...     if Value(3.0) * 2 > 5:
...         pass
>>> events
['made', 'made', '>']
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from weakref import WeakKeyDictionary

from autograd.support.typing import Any

#: Where Values were made, for those whose making was watched by ``debug()``. It stands
#: here, beside the nodes, so that whoever reads a graph can tell.
sites: WeakKeyDictionary[Any, Any] = WeakKeyDictionary()

#: The observers of the present thread or asynchronous task.
observers: ContextVar[tuple[Callable[..., None], ...]] = ContextVar(
    "autograd observers", default=()
)


def observe(observer: Callable[..., None]) -> None:
    """Tell the observer of events from now on, until ``unobserve``."""
    observers.set((*observers.get(), observer))


def unobserve(observer: Callable[..., None]) -> None:
    """Tell the observer no more; one that is not there is no error."""
    observers.set(tuple(o for o in observers.get() if o != observer))


@contextmanager
def observing(observer: Callable[..., None]) -> Iterator[None]:
    """Tell the observer of events inside the block, in this thread or task only."""
    observe(observer)
    try:
        yield
    finally:
        unobserve(observer)


def tell(event, value, other=None, answer=None):
    """Tell all observers of an event; returns the answer."""
    for observer in observers.get():
        observer(event, value, other, answer)
    return answer
