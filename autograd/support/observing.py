"""Watching a program at work, and blocks: what holds while some code runs.

An observer is a function (event, value, other, answer). The events:

- ``made``: a Value was made, by an operation or as a leaf; answer is False for an
  operation's result that remembers no operands, inside ``no_grad``;
- ``step``: a backward pass has done a node; answer is the Step;
- ``move``: forward mode has done a node; answer is the Move;
- ``hook``: a hook was registered on a Value;
- ``< <= > >= == !=``: a Value was compared with other; answer is the outcome;
- ``bool``, ``data``: a Value was asked for its truth or its number, or for a copy of it
  outside of the graph, or for derivatives that are no Values;
- ``grad``: a Value was asked for its derivative, or whether it has one; answer is that
  derivative, or None.

>>> from autograd import Value
>>> events = []
>>> with observing(lambda event, *rest: events.append(event)):
...     if Value(3.0) * 2 > 5:
...         pass
>>> events
['made', 'made', '>']
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Generator
from contextvars import ContextVar
from functools import wraps
from types import coroutine
from weakref import WeakKeyDictionary

from autograd.support.conversion import function_from
from autograd.support.typing import Any, Function

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
    """Tell the observer no more, or once less; one that is not there is no error."""
    told = list(observers.get())
    if observer in told:
        del told[len(told) - 1 - told[::-1].index(observer)]
        observers.set(tuple(told))


def tell(event, value, other=None, answer=None):
    """Tell all observers of an event; returns the answer."""
    for observer in observers.get():
        observer(event, value, other, answer)
    return answer


class Block(ABC):
    """What holds in a ``with`` block, or while the code of a decorated function runs.

    It holds in the present thread or asynchronous task. One object may be entered time
    and again, inside itself, too. Of generators, coroutines and asynchronous generators
    it holds in the body, not in the code that resumes it.

    variable: what keeps whether it holds; title: what messages call it.
    """

    variable: ContextVar[Any]
    title = "the decorator"

    @abstractmethod
    def within(self, outside: Any) -> Any:
        """What the variable is inside, where it is that outside."""

    @abstractmethod
    def more(self, outside: Any) -> "Block":
        """All that holds now, and did not outside, as one block."""

    @abstractmethod
    def __enter__(self) -> None: ...

    @abstractmethod
    def __exit__(self, *error: object) -> None: ...

    def __call__(self, function: Function) -> Function:
        """The function, with this whenever its own code runs."""
        needs = "a function to decorate, or nothing"
        given: Any = function_from(function, self.title, needs)
        import inspect  # only here: it takes as long to load as the heart

        kinds = {
            inspect.isgeneratorfunction: self._generator,
            inspect.iscoroutinefunction: self._coroutine,
            inspect.isasyncgenfunction: self._asynchronous_generator,
        }
        forms = given, given.__call__  # an object is called as its method is
        found = [make for is_one, make in kinds.items() if any(map(is_one, forms))]
        made: Any = found[0](given) if found else self._function(given)
        decorated: Any = wraps(given)(made)
        return decorated

    def _function(self, function):
        def held(*arguments, **keywords):
            with self:
                return function(*arguments, **keywords)

        return held

    def _generator(self, function):
        def held(*arguments, **keywords):
            return (yield from Body(self).steps(function(*arguments, **keywords)))

        return held

    def _coroutine(self, function):
        async def held(*arguments, **keywords):
            return await Body(self).awaited(function(*arguments, **keywords))

        return held

    def _asynchronous_generator(self, function):
        async def held(*arguments, **keywords):
            body, inner = Body(self), function(*arguments, **keywords)
            resume, given = inner.asend, None
            while True:
                try:
                    answer = await body.awaited(resume(given))
                except StopAsyncIteration:
                    return
                try:
                    resume, given = inner.asend, (yield answer)
                except BaseException as error:
                    resume, given = inner.athrow, error

        return held


class Body:
    """The body of a generator or a coroutine: what holds in it, while it runs."""

    def __init__(self, block: Block) -> None:
        self.block = block

    def resumed(self, resume: Callable, given: Any) -> Any:
        """What the body gives next; what it has entered and not left holds again."""
        variable = self.block.variable
        outside = variable.get()
        token = variable.set(self.block.within(outside))
        try:
            return resume(given)
        finally:
            self.block = self.block.more(outside)
            variable.reset(token)

    def steps(self, inner: Any) -> Generator:
        """All that the body gives, whatever it is sent or thrown."""
        resume, given = inner.send, None
        while True:
            try:
                answer = self.resumed(resume, given)
            except StopIteration as end:
                return end.value
            try:
                resume, given = inner.send, (yield answer)
            except BaseException as error:
                resume, given = inner.throw, error

    @coroutine
    def awaited(self, inner: Any) -> Generator:
        """The same, for ``await``."""
        return (yield from self.steps(inner))


class observing(Block):  # named as what it is used as
    """Tell observers of events inside the block.

    >>> events = []
    >>> with observing(lambda event, *rest: events.append(event)):
    ...     tell("made", None)
    >>> events
    ['made']
    """

    variable = observers

    def __init__(self, *told: Callable[..., None]) -> None:
        self.told = told

    def within(self, outside):
        return (*outside, *self.told)

    def more(self, outside):
        return observing(*observers.get()[len(outside) :])

    def __enter__(self) -> None:
        observers.set(self.within(observers.get()))

    def __exit__(self, *error: object) -> None:
        for observer in reversed(self.told):
            unobserve(observer)
