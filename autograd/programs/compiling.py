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
from typing import Any

from autograd.observing import observing
from autograd.programs.arguments import Index
from autograd.programs.guards import Questions
from autograd.programs.replaying import Arguments, Replay, Variant
from autograd.tracing import name_of
from autograd.value import enable_grad

_inside = ContextVar("autograd compile is recording", default=False)
OFTEN = 16  # so many recordings, more than half of the calls, are worth a warning


class Compiled:
    """A function that is recorded when it has to be, and replayed when it can be.

    recordings: how often it was recorded; limit: how many programs are kept.
    """

    def __init__(self, function: Callable, limit: int) -> None:
        functools.update_wrapper(self, function)
        self.function, self.limit = function, limit
        self.recordings = self.calls = 0
        self.variants: OrderedDict[tuple, Variant] = OrderedDict()
        self._roles: dict[Any, list[str]] = {}
        self._warned: set[str] = set()

    def __call__(self, *given: Any, **named: Any) -> Any:
        if _inside.get():  # part of what is being recorded
            return self.function(*given, **named)
        self.calls += 1
        arguments = Arguments(given, named)
        failing = None
        mine = self.key_of(arguments)
        for key in reversed([key for key in self.variants if key[0] == mine]):
            replay = Replay(self.function, self.variants[key], arguments)
            failing = replay.failing()
            if failing is None:
                self.variants.move_to_end(key)
                return replay.returned()
        variant = self.recorded(arguments)
        self._say_what_is_lost(variant)
        if not variant.places:
            return variant.rebuild(variant.results)
        self._warn_if_often(failing)
        self.variants[variant.key, self.recordings] = variant
        while len(self.variants) > self.limit:
            self.variants.popitem(last=False)
        return Replay(self.function, variant, arguments).returned()

    def key_of(self, arguments: Arguments) -> Any:
        """What has to be equal for a program to fit: the structure and static ints."""
        roles = self._roles.get(arguments.structure)
        if roles is None:
            return None
        pairs = zip(roles, arguments.leaves)
        return arguments.structure, tuple(int(x) for r, x in pairs if r == "static")

    def recorded(self, arguments: Arguments) -> Variant:
        """What the function does with these arguments, recorded now."""
        roles = self._roles.get(arguments.structure) or arguments.roles()
        while True:
            variant, result, questions = self._run(arguments, roles)
            fresh = zip(variant.fresh, roles)
            roles = [new_role(x, role) for x, role in fresh]
            if roles == variant.roles or "number" not in {
                new for new, old in zip(roles, variant.roles) if new != old
            }:
                break
        self._roles[arguments.structure] = variant.roles = roles
        variant.key = self.key_of(arguments)
        variant.finish(result, questions)
        return variant

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
        return variant, result, questions

    def _say_what_is_lost(self, variant):
        if variant.read is not None:
            self._warn(
                f"compile: {name_of(self.function)} read the data of "
                f"{variant.read!r}; a replay does not see that, and keeps whatever "
                "was made of the number. Use autograd's functions, or comparisons"
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


def new_role(leaf: Any, role: str) -> str:
    """The role of an argument after the function has used it."""
    if isinstance(leaf, Index) and leaf.uses:
        return "static" if "static" in leaf.uses else "number"
    return role


def compile(function: Callable | None = None, *, limit: int = 64) -> Any:
    """The function, recorded on the first call and replayed as a folded program.

    Floats, Values, lists, dicts and arrays of floats among the arguments may change
    from call to call, and so may the ``data`` of Values that the function reaches by
    itself, such as weights. ``backward()`` of a result fills the same ``grad``s as
    without compile. When a comparison or ``bool()`` of a Value has a new outcome, the
    function is recorded again. It must have no side effects.

    limit: how many programs are kept.
    """
    if function is None:
        return functools.partial(compile, limit=limit)
    return Compiled(function, limit)
