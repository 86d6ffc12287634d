"""Nested lists, tuples, dicts and NumPy arrays of numbers, seen as flat lists.

>>> flat, rebuild = flattened({"w": [1.0, 2.0], "b": (3.0,)})
>>> flat
[1.0, 2.0, 3.0]
>>> rebuild([10, 20, 30])
{'w': [10, 20], 'b': (30,)}
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from copy import copy
from itertools import count
from typing import Any

from autograd.value import Value, as_number as as_number


def is_array(x: Any) -> bool:
    """Whether x is a NumPy array; NumPy is never imported for the question."""
    numpy = sys.modules.get("numpy")
    return numpy is not None and isinstance(x, numpy.ndarray)


def is_container(x: Any) -> bool:
    """Whether x is a list, tuple or dict."""
    return isinstance(x, list | tuple | dict)


def is_inner(x: Any) -> bool:
    """Whether x is a structure, not a single number."""
    return is_container(x) or is_array(x)


def children(structure: Any) -> list:
    """The parts of a list, tuple, dict (in its order) or array (in C order)."""
    if is_array(structure):
        return structure.ravel().tolist()
    return list(structure.values() if isinstance(structure, dict) else structure)


def like(structure: Any, parts: list) -> Any:
    """A structure of the same kind with other parts."""
    if is_array(structure):
        return array(parts, structure.shape)
    if isinstance(structure, dict):
        made = {} if type(structure) is dict else copy(structure)
        made.update(zip(structure, parts))
        return made
    if hasattr(structure, "_fields"):  # a named tuple takes its parts one by one
        return type(structure)(*parts)
    return type(structure)(parts)


def array(parts: list, shape: tuple) -> Any:
    """A NumPy array: of objects as soon as one part is a Value, of floats else."""
    numpy = sys.modules["numpy"]
    has_values = any(isinstance(part, Value) for part in parts)
    filled = numpy.empty(len(parts), object if has_values else float)
    filled[:] = parts
    return filled.reshape(shape)


def flattened(
    structure: Any,
    opened: Callable[[Any], bool] = is_inner,
    fill: Callable[[Any, list], Any] = like,
    place: str = "a structure",
) -> tuple[list, Callable[[list], Any]]:
    """The numbers of a structure in order, and how to put others in their places.

    opened: which parts to go into; those that are not stay whole. fill: makes of a part
    and of other contents one like it. place: where it was given, for the message.
    """
    try:
        return taken_apart(structure, opened, fill)
    except RecursionError:
        raise ValueError(
            f"{place}: got a {type(structure).__name__} that contains itself or is "
            "nested too deep, needs one that ends"
        ) from None


def taken_apart(structure: Any, opened: Callable, fill: Callable) -> tuple:
    """The same; RecursionError where it does not end."""
    if not opened(structure):
        return [structure], lambda flat: flat[0]
    pairs = [taken_apart(part, opened, fill) for part in children(structure)]
    sizes = [len(flat) for flat, _ in pairs]
    if is_array(structure) and structure.dtype.kind == "O":
        # the collector does not see what an array holds
        structure = sys.modules["numpy"].empty_like(structure)

    def rebuild(flat: list) -> Any:
        parts, start = [], 0
        for size, (_, rebuild_part) in zip(sizes, pairs):
            parts.append(rebuild_part(flat[start : start + size]))
            start += size
        return fill(structure, parts)

    return [number for flat, _ in pairs for number in flat], rebuild


def values(numbers: list) -> list[Value]:
    """Those of the numbers that are Values."""
    return [x for x in numbers if isinstance(x, Value)]


def matching(structure: Any, model: Any, name: str) -> list:
    """The numbers of a structure that has to be shaped like another one, flat.

    ValueError names the place where the two differ.

        >>> matching({"b": 2.0, "a": 1.0}, {"a": 0.0, "b": 0.0}, "tangents")
        [1.0, 2.0]
    """
    if form(structure) != form(model):
        raise ValueError(f"{name}: got {told(structure)}, needs {told(model)}")
    if not is_inner(model):
        return [as_number(structure, name)]
    if isinstance(model, dict):  # the same keys may stand in another order
        structure = {key: structure[key] for key in model}
    parts = zip(keys(model), children(structure), children(model))
    pairs = [(part, like, f"{name}[{key!r}]") for key, part, like in parts]
    return [number for pair in pairs for number in matching(*pair)]


def keys(structure: Any) -> Iterable:
    """What the parts of a structure are called: keys of a dict, else numbers."""
    return structure if isinstance(structure, dict) else count()


def form(structure: Any) -> Any:
    """What two structures must have in common; None for a number."""
    if isinstance(structure, dict):
        return structure.keys()
    if is_array(structure):
        return structure.shape
    return (len(structure),) if is_inner(structure) else None


def told(structure: Any) -> str:
    """The outermost shape of a structure, in words."""
    if isinstance(structure, dict):
        return f"a dict with {', '.join(map(repr, structure)) or 'nothing'}"
    if is_array(structure):
        return f"an array of shape {structure.shape}"
    if is_inner(structure):
        return f"{len(structure)} parts"
    return "one number"
