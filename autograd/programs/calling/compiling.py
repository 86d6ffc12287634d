"""compile: a function recorded when that pays, and replayed afterwards.

>>> from autograd import Value, tanh
>>> w = [Value(0.001 * i) for i in range(500)]
>>> @compile
... def loss(x):
...     return sum(tanh(v * x) for v in w) if x > 0 else w[1] * x
>>> results = [loss(x) for x in (0.5, 0.25, 0.125, 0.5)]
>>> loss.calls, loss.recordings, results[0].data - results[3].data < 1e-12
(4, 1, True)
>>> results[3].backward()
>>> round(w[2].grad, 3)
0.5
"""

from __future__ import annotations

import functools
import os
import sys
import warnings
from collections import OrderedDict
from collections.abc import Callable
from contextvars import ContextVar
from threading import RLock
from types import MethodType
from typing import Any, Generic, ParamSpec, TypeVar
from weakref import ref

from autograd.differentiation.tracing import name_of
from autograd.programs.calling.arguments import Arguments, short_lived
from autograd.programs.calling.recording import (
    Shape,
    agreement,
    costs,
    key_with,
    lifted,
    reason_of,
    recorded,
    watched_call,
)
from autograd.programs.calling.replays import Replay
from autograd.programs.calling.variants import Costs, Variant
from autograd.programs.calling.watching.state import State
from autograd.support.conversion import called, function_from, whole
from autograd.support.typing import overload

P = ParamSpec("P")
R = TypeVar("R")

_inside = ContextVar("autograd compile is recording", default=False)
_books = RLock()  # held while a table of variants or shapes is read or changed
KNOWN = 16  # times the limit: of how many structures something is known
OFTEN = 16  # so many calls without a program that fits are worth a warning
STRUCTURES, CHANGES = "arguments of new structures", "new things that it reads"
HERE = os.path.dirname(__file__)
LONGEST = 1024  # calls without a look at whether a program fits


class Compiled(Generic[P, R]):
    """A function that is recorded when it has to be, and replayed when it can be.

    calls, recordings: how many there were; limit: how many programs are kept. reason:
    why the function itself was called the last time, if it was.
    """

    def __init__(self, function: Callable[P, R], limit: int) -> None:
        functools.update_wrapper(self, function)
        self.function, self.limit = function, limit
        self.recordings = self.calls = self._misses = self._rest = 0
        self._lifts: bool | None = None  # whether its numbers become Values, if known
        self.reason: str | None = None
        self.variants: OrderedDict[tuple, Variant] = OrderedDict()
        self._shapes: OrderedDict[Any, Shape] = OrderedDict()
        self._warned: set[str] = set()

    def __call__(self, *given: P.args, **named: P.kwargs) -> R:
        if rest := self._rest:
            self._rest = rest - 1
            return self.function(*given, **named)
        if _inside.get():  # part of what is being recorded
            return self.function(*given, **named)
        self.calls += 1
        arguments = Arguments(given, named)
        shape = self._shapes.get(arguments.structure)
        if shape is None:
            return self._met(arguments, given, named)
        shape.calls += 1
        arguments.structure = shape.structure  # one object, when parts of it are gone
        mine = key_with(shape.roles, arguments)
        if shape.reason is not None or mine in shape.quicker:
            reason = shape.reason or "that is quicker"
            return self._as_it_is(shape, given, named, reason)
        why = "new whole numbers" if "static" in shape.roles else CHANGES
        for key, variant in self._fitting(mine):
            replay = Replay(self.function, variant, arguments)
            failing = replay.failing()
            if failing is None and not variant.is_worth:
                shape.reason = "its results are differentiated in parts"
                return self._as_it_is(shape, given, named, shape.reason)
            if failing is None:
                return self._replayed(shape, key, replay, arguments, given, named)
            why = failing
        if shape.may_record():
            return self._recorded(shape, arguments, given, named)
        return self._as_it_is(shape, given, named, why)

    def __get__(self, instance: Any, owner: Any = None) -> Any:
        if isinstance(self.function, (staticmethod, classmethod)):
            return MethodType(self, owner) if is_of_class(self.function) else self
        return self if instance is None else MethodType(self, instance)

    def __reduce__(self) -> Any:
        """By its name where it stands in the place of its function, else anew."""
        found: Any = sys.modules.get(getattr(self, "__module__", ""))
        for name in getattr(self, "__qualname__", "").split("."):
            found = getattr(found, name, None)
        if found is self:
            return self.__qualname__
        return Compiled, (self.function, self.limit)

    def _met(self, arguments, given, named):
        """Keep what is known of new arguments, and of no more than so many."""
        structure, shape = arguments.structure, Shape(arguments)
        forget = functools.partial(forgotten, ref(self), structure)
        shape.objects = [ref(x, forget) for x in short_lived(structure)]
        with _books:
            self._shapes[structure] = shape
            while len(self._shapes) > KNOWN * self.limit:
                self._forget(next(iter(self._shapes)))
        if self._lifts is False:
            return self._as_it_is(shape, given, named, STRUCTURES)
        return self._lifted(shape, arguments, given, named)

    def _lifted(self, shape, arguments, given, named):
        """The first call: which of its numbers are Values where it is recorded?"""
        watch, result = self._watched(given, named)
        self.reason = STRUCTURES
        self._misses += 1
        if not (watch.blind or watch.reason):
            state = self._state(shape, watch.codes)
            token = _inside.set(True)
            try:
                shape.lifted = lifted(self.function, arguments, result, state)
            finally:
                _inside.reset(token)
            self._lifts = bool(shape.lifted)
        return shape.returned(result)

    def _state(self, shape, codes):
        """What the function reads besides, as it is now."""
        objects = [found for x in shape.objects if (found := x()) is not None]
        return State([self.function, *objects], codes, objects)

    def _forget(self, structure):
        """Forget arguments of a structure, and the programs for them."""
        with _books:
            self._shapes.pop(structure, None)
            for pair in list(self.variants):  # the collector may call this at any time
                if pair[0][0] == structure:
                    self.variants.pop(pair, None)

    def _fitting(self, mine):
        """The variants of such arguments, and their keys, the latest first."""
        same: dict[int, bool] = {}
        with _books:
            pairs = [pair for pair in list(self.variants) if pair[0] == mine]
        for key, variant in reversed(pairs):
            state = variant.state
            if id(state) not in same:
                same[id(state)] = state.same()
            if same[id(state)] and variant.same_grads():
                yield (key, variant), variant

    def _replayed(self, shape, key, replay, arguments, given, named):
        """The results of a replay; now and then, those of the function, compared."""
        shape.hits += 1
        self._misses = 0
        with _books:
            if key in self.variants:
                self.variants.move_to_end(key)
        if shape.hits & (shape.hits - 1) == 0 and shape.hits > 1:
            return self._checked(shape, replay.variant, arguments, given, named)
        return replay.returned()

    def _checked(self, shape, variant, arguments, given, named):
        """What the function returns: it has to be what the program does."""
        watch, result = self._watched(given, named)
        if not watch.blind:
            reason = watch.reason and f"it {watch.reason}"
            reason = reason or variant.state.change()
            reason = reason or agreement(variant, arguments, result)
            self._stop(shape, reason, watch.threads)
        return shape.returned(result)

    def _watched(self, given, named):
        token = _inside.set(True)
        try:
            return watched_call(self.function, given, named)
        finally:
            _inside.reset(token)

    def _recorded(self, shape, arguments, given, named):
        """What the function returns; it is recorded meanwhile."""
        watch, result = self._watched(given, named)
        if watch.blind or watch.reason:
            self._stop(shape, watch.reason and f"it {watch.reason}", watch.threads)
            return shape.returned(result)
        shape.codes |= watch.codes
        shape.recordings += 1
        self.recordings += 1
        token = _inside.set(True)
        try:
            variant = self._variant(shape, arguments, watch, result)
        except Exception as error:
            self._stop(shape, reason_of(error))
        else:
            if pays(variant.costs):
                self._keep(variant)
            else:
                shape.quicker.add(variant.key)
        finally:
            _inside.reset(token)
        return shape.returned(result)

    def _variant(self, shape, arguments, watch, result):
        """A program for such arguments, which does what the function did."""
        state = self._state(shape, shape.codes)
        if shape.state and shape.state.same() and shape.state.codes == state.codes:
            state = shape.state
        shape.state = state
        variant, shape.roles = recorded(
            self.function, arguments, shape.roles, state, result
        )
        variant.costs = costs(variant, watch, arguments)
        self._say_what_is_read(variant)
        return variant

    def _keep(self, variant):
        """Keep a variant, and no more of them than the limit."""
        with _books:
            self.variants[variant.key, variant] = variant
            while len(self.variants) > self.limit:
                self.variants.popitem(last=False)

    def _as_it_is(self, shape, given, named, reason):
        """Call the function itself; after many such calls, do so without a look."""
        self.reason = reason
        self._misses += 1
        if self._misses >= OFTEN:
            self._rest = 0 if self._lifts else min(LONGEST, self._misses)
            self._misses *= 2
            if reason == STRUCTURES or (self.recordings > 1 and reason[:3] == "new"):
                self._warn(
                    "often",
                    f"is called as it is, since no program fitted {OFTEN} calls, "
                    f"because of {reason}; use where for a choice between numbers and "
                    "take for a choice from a table",
                )
        result = called(self.function, "compile", given, named)
        return shape.returned(result)

    def _stop(self, shape, reason, silently=False):
        """From now on call the function itself, with a warning why."""
        if reason is None:
            return
        shape.reason = reason
        if not silently:
            self._warn(reason[:20], f"is called as it is: {reason}")

    def _say_what_is_read(self, variant):
        if variant.read is not None:
            self._warn(
                "data",
                f"reads the data of {variant.read}; for every new number there it is "
                "recorded again, or called as it is. Use autograd's functions, or "
                "comparisons",
            )

    def _warn(self, kind, text):
        if kind not in self._warned:
            self._warned.add(kind)
            name = name_of(self.function)
            frame, level = sys._getframe(), 1
            while frame.f_back and frame.f_code.co_filename.startswith(HERE):
                frame, level = frame.f_back, level + 1
            warnings.warn(f"compile: {name} {text}", RuntimeWarning, level)


def pays(costs: Costs) -> bool:
    """Whether replaying is worth it."""
    return costs.replay < 0.9 * costs.eager


def is_of_class(function: Any) -> bool:
    """Whether a function gets the class, not an instance."""
    return isinstance(function, classmethod)


def forgotten(compiled: ref, structure: Any, _: Any) -> None:
    """Forget arguments among which an object was that is no more."""
    found = compiled()
    if found is not None:
        found._forget(structure)


@overload
def compile(function: Callable[P, R], *, limit: int = ...) -> Compiled[P, R]: ...
@overload
def compile(
    function: None = ..., *, limit: int = ...
) -> Callable[[Callable[P, R]], Compiled[P, R]]: ...
def compile(function: Callable | None = None, *, limit: int = 64) -> Any:
    """The function, recorded when it is called again, and replayed where that pays.

    It gives what the function gives. Floats, Values, lists, dicts and arrays of floats
    among the arguments may change from call to call, and so may the ``data`` of Values
    that it reaches by itself, such as weights. When a comparison of Values has a new
    outcome, or what it reads by itself is not as it was (globals, closures, attributes,
    what lists, dicts, sets and arrays contain, a ``grad``), it is recorded again, or
    called as it is.

    It is called as it is where that is quicker, and with one line of warning when it
    prints, draws random numbers, asks for the time, changes what it reads or cannot be
    recorded. What cannot be seen, such as what C code keeps, is noticed when it is
    called in the place of a replay, at the first, second, fourth, eighth ... of them.
    While it is recorded, floats are Values and ints are stand-ins; so a number that it
    returns is a Value when it is computed from them.

    limit: how many programs are kept.
    """
    limit = whole(limit, "limit")
    if function is None:
        return functools.partial(compile, limit=limit)
    if not is_of_class(function):  # which cannot be called itself
        function_from(function, "compile")
    return Compiled(function, limit)
