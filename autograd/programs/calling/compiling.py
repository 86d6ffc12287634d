"""compile: a function recorded on its first call and replayed afterwards.

>>> from autograd import Value, tanh
>>> w = Value(2.0)
>>> @compile
... def loss(x):
...     return tanh(w * x) if x > 0 else w * x
>>> first, second, third = loss(0.5), loss(0.25), loss(-1.0)
>>> loss.recordings
2
>>> second.backward()
>>> round(w.grad, 6)
0.196612
"""

from __future__ import annotations

import functools
import warnings
from collections import OrderedDict
from collections.abc import Callable
from contextvars import ContextVar
from threading import RLock
from types import MethodType
from typing import Any, Generic, ParamSpec, TypeVar
from weakref import ref

from autograd.differentiation.tracing import name_of
from autograd.programs.calling.arguments import Arguments, settled, short_lived
from autograd.programs.calling.guards import Questions, told
from autograd.programs.calling.indices import Index
from autograd.programs.calling.replays import Replay, Variant
from autograd.support.observing import observing
from autograd.support.switches import enable_grad
from autograd.support.typing import overload

P = ParamSpec("P")
R = TypeVar("R")

_inside = ContextVar("autograd compile is recording", default=False)
_books = RLock()  # held while a table of variants or roles is read or changed
KNOWN = 16  # times the limit: of how many structures the roles are kept
OFTEN = 16  # so many recordings, more than half of the calls, are worth a warning


class Compiled(Generic[P, R]):
    """A function that is recorded when it has to be, and replayed when it can be.

    recordings: how often it was recorded; limit: how many programs are kept.
    """

    def __init__(self, function: Callable[P, R], limit: int) -> None:
        functools.update_wrapper(self, function)
        self.function, self.limit = function, limit
        self.recordings = self.calls = 0
        self.variants: OrderedDict[tuple, Variant] = OrderedDict()
        self._roles: dict[Any, list[str]] = {}
        self._ends: dict[Any, list[ref]] = {}
        self._warned: set[str] = set()

    def __call__(self, *given: P.args, **named: P.kwargs) -> R:
        if _inside.get():  # part of what is being recorded
            return self.function(*given, **named)
        self.calls += 1
        arguments = Arguments(given, named)
        failing = None
        for pair in self._fitting(arguments):
            replay = Replay(self.function, pair[1], arguments)
            failing = replay.failing()
            if failing is None:
                with _books:
                    if pair in self.variants:
                        self.variants.move_to_end(pair)
                return replay.returned()
        variant = self.recorded(arguments)
        self._say_what_is_lost(variant)
        if not variant.places:
            return variant.rebuild(variant.results)
        self._warn_if_often(failing)
        self._keep(variant)
        return Replay(self.function, variant, arguments).returned()

    def __get__(self, instance: Any, owner: Any = None) -> Any:
        return self if instance is None else MethodType(self, instance)

    def _fitting(self, arguments):
        """The variants of such arguments after their keys, the latest first."""
        mine = self.key_of(arguments)
        with _books:
            pairs = list(self.variants)
        return [pair for pair in reversed(pairs) if pair[0] == mine]

    def _keep(self, variant):
        """Keep a variant, and no more of them than the limit."""
        with _books:
            self.variants[variant.key, variant] = variant
            while len(self.variants) > self.limit:
                self.variants.popitem(last=False)

    def key_of(self, arguments: Arguments) -> Any:
        """What has to be equal for a program to fit: the structure and static ints."""
        roles = self._roles.get(arguments.structure)
        return None if roles is None else key_with(roles, arguments)

    def recorded(self, arguments: Arguments) -> Variant:
        """What the function does with these arguments, recorded now."""
        roles = self._roles.get(arguments.structure) or arguments.roles()
        while True:
            try:
                variant, result, questions = self._run(arguments, roles)
            except Exception:
                settings = arguments.as_settings(roles)
                if settings == roles:
                    raise
                roles = settings  # perhaps it was no int that something wants one
                continue
            old, roles = roles, list(map(new_role, variant.fresh, roles))
            if ("int", "number") not in zip(old, roles):
                break
        variant.roles, variant.key = roles, key_with(roles, arguments)
        self._learn(arguments.structure, roles)
        variant.finish(result, questions)
        return variant

    def _learn(self, structure, roles):
        """Keep the roles found for a structure, and of no more than so many."""
        with _books:
            pairs = zip(self._roles.pop(structure, roles), roles)
            self._roles[structure] = [max(pair, key=RANKS.index) for pair in pairs]
            forget = functools.partial(self._forget, structure)
            self._ends[structure] = [ref(x, forget) for x in short_lived(structure)]
            while len(self._roles) > KNOWN * self.limit:
                self._forget(next(iter(self._roles)))  # it may be learned otherwise

    def _forget(self, structure, _=None):
        """Keep nothing for a structure: there are too many, or a part of it is gone."""
        with _books:
            self._roles.pop(structure, None)
            self._ends.pop(structure, None)
            for pair in list(self.variants):  # the collector may call this at any time
                if pair[0][0] == structure:
                    self.variants.pop(pair, None)

    def _run(self, arguments, roles):
        self.recordings += 1
        variant = Variant(arguments, roles, arguments.fresh(roles))
        questions = Questions()
        given, named = arguments.rebuild(variant.fresh)
        token = _inside.set(True)
        try:
            with enable_grad(), observing(questions):
                result = self.function(*given, **named)
        finally:
            _inside.reset(token)
        result = settled(result, f"compile: {name_of(self.function)}")
        return variant, result, questions

    def _say_what_is_lost(self, variant):
        if variant.unseen is not None:
            self._warn(
                f"compile: {name_of(self.function)} {told(variant.unseen)}; a replay "
                "does not see that, and keeps whatever was made of the number. Use "
                "autograd's functions, or comparisons"
            )

    def _warn_if_often(self, failing):
        if self.recordings < OFTEN or 2 * self.recordings < self.calls:
            return
        why = "arguments of new structures or new whole numbers"
        if failing is not None:
            why = (
                f"new answers to comparisons ({failing.question} of {failing.value!r})"
            )
        self._warn(
            f"compile: {name_of(self.function)} was recorded {self.recordings} times "
            f"in {self.calls} calls, because of {why}; call it without compile, use "
            "where for a choice between numbers and take for a choice from a table"
        )

    def _warn(self, text):
        if text[:40] not in self._warned:
            self._warned.add(text[:40])
            warnings.warn(text, RuntimeWarning, stacklevel=4)


#: What an argument can be; an int can become all that comes after it.
RANKS = ["setting", "int", "number", "static"]


def key_with(roles: list[str], arguments: Arguments) -> tuple:
    """The structure of arguments, and those ints that are settings."""
    pairs = zip(roles, arguments.leaves)
    return arguments.structure, tuple(int(x) for r, x in pairs if r == "static")


def new_role(leaf: Any, role: str) -> str:
    """The role of an argument after the function has used it."""
    if isinstance(leaf, Index) and leaf.uses:
        return "static" if "static" in leaf.uses else "number"
    return role


@overload
def compile(function: Callable[P, R], *, limit: int = ...) -> Compiled[P, R]: ...
@overload
def compile(
    function: None = ..., *, limit: int = ...
) -> Callable[[Callable[P, R]], Compiled[P, R]]: ...
def compile(function: Callable | None = None, *, limit: int = 64) -> Any:
    """The function, recorded on the first call and replayed as a folded program.

    Floats, Values, lists, dicts and arrays of floats among the arguments may change
    from call to call, and so may the ``data`` of Values that the function reaches by
    itself, such as weights. ``backward()`` of a result fills the same ``grad``s as
    without compile. When a comparison or ``bool()`` of a Value has a new outcome, the
    function is recorded again. It must have no side effects. Numbers that it takes out
    of the graph, by ``data``, ``detach``, ``stop_gradient``, ``no_grad`` or a backward
    pass, stay what they were at first; a warning says so. While it is recorded, floats
    are Values and ints are stand-ins, as ``isinstance`` would tell.

    limit: how many programs are kept.
    """
    if function is None:
        return functools.partial(compile, limit=limit)
    return Compiled(function, limit)
