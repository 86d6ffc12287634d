"""The arguments of a compiled call: which of their numbers are inputs of a program.

Floats, Values and arrays of floats are inputs; of ints it depends on their use, see
``indices``. Strings, None and arrays of what is no number, such as masks, get a program
of their own for each content and type, and any other object one for itself: equal is
not the same.

>>> token(1) == token(True), token(0.0) == token(-0.0), token("a") == token("a")
(False, False, True)
"""

from __future__ import annotations

import operator
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Iterator
from fractions import Fraction
from types import MethodType
from typing import Any
from weakref import ref

import numpy

from autograd.differentiation.structures import (
    children,
    flattened,
    is_array,
    is_inner,
    like,
)
from autograd.programs.assignments import NotReplayable
from autograd.programs.calling.taking.indices import Index
from autograd.support.conversion import is_complex, is_real, refusal
from autograd.value import Value, plain

#: What most leaves are, by their class.
KINDS = {int: "int", float: "number"}


#: Structures that are taken apart; instances of subclasses could know more.
DICTS = {dict, OrderedDict, defaultdict}
OPENED = {list, tuple, *DICTS}
#: Settings that are what they contain.
CONTENT = {bool, int, str, bytes, type(None), type(...)}


def is_nested(x: Any) -> bool:
    """Whether an argument is a structure, not a leaf."""
    kind = x.__class__
    if kind in KINDS:
        return False
    if kind in OPENED or (isinstance(x, tuple) and hasattr(x, "_fields")):
        return True
    return kind is numpy.ndarray and x.dtype.kind in "fiuO"


class Identity:
    """An object as a key: equal to itself only, and not kept alive if it can be."""

    __slots__ = ("number", "ref")

    def __init__(self, x: Any) -> None:
        self.number = id(x)
        try:
            self.ref: Callable[[], Any] = ref(x)
        except TypeError:
            self.ref = lambda: x

    def __hash__(self) -> int:
        return self.number

    def __eq__(self, other: object) -> bool:
        mine = self.ref()
        is_one = isinstance(other, Identity) and other.number == self.number
        return is_one and mine is not None and mine is other.ref()  # type: ignore


def token(x: Any) -> Any:
    """What two settings, or keys of dicts, have in common when they are the same."""
    kind = x.__class__
    if kind in CONTENT:
        return kind, x
    if kind in (float, complex, range, Fraction):
        return kind, repr(x)
    if kind in (tuple, frozenset):
        return (kind, *map(token, x))
    if kind is numpy.ndarray and x.dtype.kind != "O":
        return kind, x.shape, x.dtype.str, x.tobytes()
    if kind is MethodType:  # made anew each time that it is asked for
        return kind, Identity(x.__self__), Identity(x.__func__)
    return Identity(x)


def short_lived(structure: Any) -> Iterator[Any]:
    """The objects in the description of a structure that may be gone before it."""
    if isinstance(structure, Identity):
        if isinstance(structure.ref, ref) and (alive := structure.ref()) is not None:
            yield alive
    elif isinstance(structure, tuple):
        for part in structure:
            yield from short_lived(part)


def unfolded(
    structure: Any, opened: Callable[[Any], bool]
) -> tuple[list, Callable[[list], Any]]:
    """As ``flattened``, but an array keeps its dtype unless Values take their places.

    >>> flat, rebuild = unfolded(numpy.array([True, False]), is_inner)
    >>> flat, rebuild(flat).tolist()
    ([True, False], [True, False])
    """
    return flattened(structure, opened, kept, "compile: an argument or a result")


def kept(structure: Any, parts: list) -> Any:
    """A structure like another one with other parts; of arrays the dtype is kept."""
    return filled(structure, parts) if is_array(structure) else like(structure, parts)


def filled(array: numpy.ndarray, parts: list) -> numpy.ndarray:
    """An array of the same shape with other parts, and of the same dtype if it can."""
    found = numpy.empty(len(parts), object)
    for place, part in enumerate(parts):
        found[place] = part
        if isinstance(part, Index):
            part.is_datum = True
    if not any(isinstance(part, (Value, Index)) for part in parts):
        found = found.astype(array.dtype)
    return found.reshape(array.shape)


def settled(result: Any) -> Any:
    """What was returned, with an int, now a setting, for every Index in it.

    NotReplayable for what is neither a number or text nor a structure of such.
    """
    if isinstance(result, Index):
        return operator.index(result)
    if result.__class__ is dict:
        keys = [key if isinstance(key, str) else settled_key(key) for key in result]
        return dict(zip(keys, map(settled, result.values())))
    if is_array(result) and result.dtype.kind != "O":
        return result
    if is_nested(result):
        return kept(result, list(map(settled, children(result))))
    if isinstance(result, (Value, str, bytes)) or result is None:
        return result
    if not is_inner(result) and (is_real(result) or is_complex(result)):
        return result
    raise NotReplayable(
        f"it returned {type(result).__name__}, needs to return Values, numbers, "
        "strings, None, or lists, tuples, dicts and arrays of them"
    )


def settled_key(key: Any) -> Any:
    """A key of a dict, with an int for every Index in it."""
    if isinstance(key, tuple):
        return like(key, [settled_key(part) for part in key])
    return operator.index(key) if isinstance(key, Index) else key


def kind(leaf: Any) -> Any:
    """What a leaf is: "number", "int", or a setting with what it is set to."""
    found = leaf.__class__
    if found is Value or found is float or isinstance(leaf, numpy.floating):
        return "number"
    if found is int or isinstance(leaf, numpy.integer):
        return "int"
    if is_complex(leaf) or (is_array(leaf) and leaf.dtype.kind == "c"):
        raise refusal(leaf, "compile: an argument", "real numbers, not complex ones")
    if isinstance(leaf, (int, float, Value)) or is_array(leaf) or not is_real(leaf):
        return "static", token(leaf)  # True, members of enums, masks, settings
    return "number"


def structure_of(structure: Any) -> Any:
    """A hashable description of nested lists, tuples, dicts and arrays."""
    found = structure.__class__
    if found in KINDS:
        return KINDS[found]
    if found in DICTS:
        factory = token(getattr(structure, "default_factory", None))
        parts = structure.items()
        return (found, factory, *((token(key), structure_of(x)) for key, x in parts))
    if found in OPENED or (not is_array(structure) and is_nested(structure)):
        return (found, *map(structure_of, structure))
    if is_nested(structure):
        parts = children(structure) if structure.dtype.kind == "O" else ()
        array = "array", structure.shape, structure.dtype.str
        return (*array, *map(structure_of, parts))
    return kind(structure)


class Arguments:
    """One call's arguments: their leaves, and the structure they are in."""

    def __init__(self, given: tuple, named: dict) -> None:
        self.leaves, self.rebuild = unfolded((given, named), is_nested)
        self.structure = structure_of((given, named))

    def roles(self) -> list[str]:
        """What each leaf is at first: "number", "int" or "setting"."""
        kinds = [kind(leaf) for leaf in self.leaves]
        return [found if isinstance(found, str) else "setting" for found in kinds]

    def as_settings(self, roles: list[str]) -> list[str]:
        """The roles, but all ints are settings, each number with its own program."""
        pairs = zip(roles, self.roles())
        return ["static" if first == "int" else role for role, first in pairs]

    def fresh(self, roles: list[str]) -> list:
        """New leaves to record with: Values for numbers, an Index for an int."""
        made: list[Any] = []
        for leaf, role in zip(self.leaves, roles):
            if role == "number":
                made.append(Value(plain(leaf)))
            else:
                made.append(Index(int(leaf)) if role == "int" else leaf)
        return made
