"""Faces: a public function, arguments with which it is well, and bad ones for each."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple


class Face(NamedTuple):
    """A public function and what is bad for it.

    name: its public one; call: does what it does with arguments by name, in a world;
    good: arguments with which all is well, or None where a good call takes too long;
    bad: for each parameter bad arguments by label, made in a world.
    words: for a parameter, what the answer has to mention, with | between ways to say
        it; else the parameter or the last part of the name.
    error: what kinds of answers are documented.
    """

    name: str
    call: Callable[..., Any]
    good: Callable[[Any], dict | None]
    bad: dict[str, dict[str, Callable]]
    words: dict[str, str] = {}  # noqa: RUF012 - never changed
    error: tuple[type[BaseException], ...] = (TypeError, ValueError, OverflowError)

    def rows(self) -> Iterator["Row"]:
        """One for each bad argument."""
        for parameter, kind in self.bad.items():
            for label, make in kind.items():
                yield Row(self, parameter, label, make)


class Row(NamedTuple):
    """One bad argument of a face."""

    face: Face
    parameter: str
    label: str
    make: Callable

    @property
    def title(self) -> str:
        return f"{self.face.name}({self.parameter}: {self.label})"

    @property
    def words(self) -> list[str]:
        """One of these the answer has to mention."""
        if self.parameter in self.face.words:
            return self.face.words[self.parameter].split("|")
        return [self.parameter, self.face.name.split(".")[-1]]

    def arguments(self, world) -> dict:
        """Good ones, but for the one that is bad."""
        return (self.face.good(world) or {}) | {self.parameter: self.make(world)}


def face(name, call, good=None, /, *, also=(), words=(), **bad) -> Face:
    """A face; good: a function of a world, or nothing where there are no arguments.

    also: more kinds of errors that are documented.
    """
    errors = (*Face._field_defaults["error"], *also)
    return Face(name, call, good or (lambda world: {}), bad, dict(words), errors)


def function(name, called, good=None, /, **rest) -> Face:
    """The face of a function that takes its arguments by name."""
    return face(name, lambda world, /, **given: called(**given), good, **rest)


def several(*kinds):
    """All that is bad in one of several ways."""
    return {label: make for kind in kinds for label, make in kind.items()}
