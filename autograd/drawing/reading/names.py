"""What the code calls its Values: names found in ``locals()``, in lists, in Modules.

>>> from autograd import Value
>>> w = [Value(1.0), Value(2.0)]
>>> found = names_found({"w": w, "first": w[0]})
>>> found.names[w[0]], found.names[w[1]]
('first', 'w[1]')
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Set
from typing import Any, NamedTuple

from autograd.support.conversion import is_real, listed
from autograd.value import Value

# A notebook keeps its history under these names, in the same dictionary.
HISTORY = ("In", "Out")


class Found(NamedTuple):
    """Names by Value, and the Values that are parameters of some Module."""

    names: dict[Any, str]
    parameters: set[Any]


def names_found(names: object) -> Found:
    """The Values in a mapping such as ``locals()``, or in a Module, and their names.

    Lists, tuples, dictionaries and everything with ``named_parameters()`` are looked
    into. The shortest way to a Value names it: ``w`` rather than ``weights[0]``.
    """
    found = Found({}, set())
    waiting, seen = deque([("", names)]), set()
    while waiting:
        path, thing = waiting.popleft()
        if isinstance(thing, Value):
            found.names.setdefault(thing, path)
        elif id(thing) not in seen:  # a list may contain itself
            seen.add(id(thing))
            parts = list(inner(path, thing))
            waiting.extend(parts)
            if parameters_of(thing) is not None:
                found.parameters.update(part for _, part in parts)
    return found


def inner(path: str, thing: Any) -> Iterator[tuple[str, Any]]:
    """The parts of a container or a Module, each with its path; nothing of others."""
    named_parameters = parameters_of(thing)
    if named_parameters is not None:
        for name, part in named_parameters():
            if isinstance(part, Value):
                yield (f"{path}.{name}" if path else name), part
    elif isinstance(thing, Mapping):
        for key, part in thing.items():
            if path:
                yield f"{path}[{key!r}]", part
            elif not str(key).startswith("_") and key not in HISTORY:
                yield str(key), part
    elif isinstance(thing, list | tuple):
        for i, part in enumerate(thing):
            if not isinstance(part, float):
                yield f"{path}[{i}]", part


def parameters_of(thing: Any) -> Callable | None:
    """The method that names a Module's parameters; None of what is no Module."""
    # asked of the class: an object may answer anything to any name
    if callable(getattr(type(thing), "named_parameters", None)):
        return thing.named_parameters
    return None


def values_in(things: object) -> Iterator[Any]:
    """The Values among things: one Value, or lists of Values as deep as they go.

    Numbers among them are passed over, lists in themselves are entered once. TypeError
    for all else.

    >>> from autograd import Value
    >>> len(list(values_in([Value(1.0), [Value(2.0), 3.0]])))
    2
    """
    waiting, seen = [things], {}  # which keeps them: so their ids stay their own
    while waiting:
        thing = waiting.pop()
        if isinstance(thing, Value):
            yield thing
        elif id(thing) not in seen and (thing is things or not is_real(thing)):
            seen[id(thing)] = thing
            waiting.extend(parts_of(thing))


def parts_of(thing: Any) -> list:
    """The parts of a collection of Values; TypeError for what is none."""
    if isinstance(thing, Mapping):
        return list(thing.values())
    if isinstance(thing, Set):
        return list(thing)
    return listed(thing, "draw: inputs", "a Value or lists of Values")


def readable(text: object) -> str:
    """A text on one line, with signs in the place of characters that do not print.

    >>> readable("a\\nb\\x00")
    'a␊b␀'
    """
    return "".join(map(readable_character, str(text)))


def readable_character(character: str) -> str:
    """The character itself, or a sign for one that has no shape or breaks a file."""
    if character.isprintable():
        return character
    if ord(character) < 0x20:
        return chr(0x2400 + ord(character))
    return " " if character.isspace() else "\N{REPLACEMENT CHARACTER}"


def shortened(text: str, most: int) -> str:
    """A text of at most so many characters: its beginning, …, its end.

    The end of a path such as ``mlp.layers[0].weights[3]`` tells more than its middle.

        >>> shortened("mlp.layers[0].weights[3]", 16)
        'mlp.l…weights[3]'
    """
    if len(text) <= most:
        return text
    beginning = most // 3
    return f"{text[:beginning]}…{text[len(text) - (most - 1 - beginning) :]}"
