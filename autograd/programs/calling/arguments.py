"""The arguments of a compiled call: which of their numbers are inputs of a program.

Floats, Values and arrays of floats are inputs; of ints it depends on their use, see
``indices``. Strings, None, all else that is hashable and arrays of what is no number,
such as masks, get a program of their own.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator
from contextlib import suppress
from types import MethodType
from typing import Any
from weakref import ref

import numpy

from autograd.differentiation.structures import (
    children,
    flattened,
    is_array,
    is_container,
    is_inner,
    like,
)
from autograd.programs.calling.indices import Index
from autograd.support.conversion import is_complex, is_real
from autograd.value import Value, plain

#: What most leaves are, by their class.
KINDS = {int: "int", float: "number"}


def is_nested(x: Any) -> bool:
    """Whether an argument is a structure, not a leaf."""
    if x.__class__ in KINDS:
        return False
    return is_container(x) or (is_array(x) and x.dtype.kind in "fiuO")


def unfolded(
    structure: Any, opened: Callable[[Any], bool]
) -> tuple[list, Callable[[list], Any]]:
    """As ``flattened``, but an array keeps its dtype unless Values take their places.

    >>> flat, rebuild = unfolded(numpy.array([True, False]), is_inner)
    >>> flat, rebuild(flat).tolist()
    ([True, False], [True, False])
    """
    return flattened(structure, opened, kept)


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


def settled(result: Any, place: str) -> Any:
    """What was returned, with an int, now a setting, for every Index in it.

    TypeError for what is neither a number or text nor a structure of such.
    """
    if isinstance(result, Index):
        return operator.index(result)
    if isinstance(result, dict):
        keys = [key if isinstance(key, str) else settled_key(key) for key in result]
        return dict(zip(keys, [settled(x, place) for x in result.values()]))
    if is_array(result) and result.dtype.kind != "O":
        return result
    if is_inner(result):
        parts = [settled(part, place) for part in children(result)]
        return kept(result, parts)
    if isinstance(result, (Value, str, bytes)) or result is None:
        return result
    if is_real(result) or is_complex(result):
        return result
    raise TypeError(
        f"{place} returned {type(result).__name__}, needs to return Values, numbers, "
        "strings, None, or lists, tuples, dicts and arrays of them"
    )


def settled_key(key: Any) -> Any:
    """A key of a dict, with an int for every Index in it."""
    if isinstance(key, tuple):
        return like(key, [settled_key(part) for part in key])
    return operator.index(key) if isinstance(key, Index) else key


def kind(leaf: Any) -> Any:
    """What a leaf is: "number", "int", or a setting with what it is set to."""
    if isinstance(leaf, Value) or leaf.__class__ is float:
        return "number"
    if is_array(leaf):  # of no numbers
        return ("static", leaf.shape, leaf.dtype.str, tuple(leaf.ravel().tolist()))
    if isinstance(leaf, (bool, str, bytes)) or leaf is None:
        return ("static", leaf)
    if hasattr(leaf, "__index__"):
        return "int"
    if is_real(leaf):
        return "number"
    try:
        hash(leaf)
    except TypeError:
        raise TypeError(
            f"compile: got an argument of type {type(leaf).__name__}, needs numbers, "
            "Values, arrays, lists, tuples and dicts of them, or hashable settings"
        ) from None
    return ("static", known_by(leaf))


def known_by(leaf: Any) -> Any:
    """What tells a setting from others, and keeps none alive that is only itself."""
    if isinstance(leaf, MethodType) and isinstance(known_by(leaf.__self__), ref):
        return MethodType, known_by(leaf.__self__), known_by(leaf.__func__)
    if type(leaf).__hash__ is object.__hash__:
        with suppress(TypeError):  # slots without one for weak references
            return ref(leaf)
    return leaf


def short_lived(structure: Any) -> Iterator[Any]:
    """The objects in the description of a structure that may be gone before it."""
    if isinstance(structure, ref):
        alive = structure()
        yield from () if alive is None else (alive,)
    elif isinstance(structure, tuple):
        for part in structure:
            yield from short_lived(part)


def structure_of(structure: Any) -> Any:
    """A hashable description of nested lists, tuples, dicts and arrays."""
    if structure.__class__ in KINDS:
        return KINDS[structure.__class__]
    if isinstance(structure, (list, tuple)):
        return (type(structure), *map(structure_of, structure))
    if isinstance(structure, dict):
        return (dict, *((key, structure_of(x)) for key, x in structure.items()))
    if is_array(structure) and is_nested(structure):
        parts = children(structure) if structure.dtype.kind == "O" else ()
        array = "array", structure.shape, structure.dtype.kind
        return (*array, *map(structure_of, parts))
    return kind(structure)


class Arguments:
    """One call's arguments: their leaves, and the structure they are in."""

    def __init__(self, given: tuple, named: dict) -> None:
        self.structure = structure_of((given, named))
        self.leaves, self.rebuild = unfolded((given, named), is_nested)

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
