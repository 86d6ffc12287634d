"""Parts of the state of a function: each is read, compared and put back."""

from __future__ import annotations

import pickle
import random
from collections.abc import Callable, Iterable
from types import CellType
from typing import Any, NamedTuple

import numpy

from autograd.support.twin import engine, native

MISSING: Any = object()  # in the place of an attribute or a global that is not there
MOST = 1 << 17  # elements that are looked at; of larger arrays so many, evenly
ATOMS = {bool, int, float, complex, str, bytes, type(None)}
is_native = engine == "native"


class Guard(NamedTuple):
    """Where something is read, and how it is put back; in words; what it was."""

    read: Callable[[], Any]
    write: Callable[[Any], Any]
    label: str
    kept: Any


class Contents(NamedTuple):
    """What a container holds, how it is put back, in words, and what it held."""

    container: Any
    read: Callable[[], Iterable]
    write: Callable[[tuple], Any]
    label: str
    kept: tuple

    def same(self) -> bool:
        """Whether it holds the same."""
        if len(self.container) != len(self.kept):
            return False
        return all(map(alike, self.read(), self.kept))


class Random:
    """A generator of random numbers, and where it stands."""

    def __init__(self, generator: Any) -> None:
        self.generator = generator

    def state(self) -> Any:
        """Where it stands."""
        if isinstance(self.generator, random.Random):
            return self.generator.getstate()
        if isinstance(self.generator, numpy.random.Generator):
            return pickle.dumps(self.generator.bit_generator.state)
        return pickle.dumps(self.generator.get_state(legacy=False))

    def restore(self, state: Any) -> None:
        """Let it stand where it stood."""
        if isinstance(self.generator, random.Random):
            self.generator.setstate(state)
        elif isinstance(self.generator, numpy.random.Generator):
            self.generator.bit_generator.state = pickle.loads(state)
        else:
            self.generator.set_state(pickle.loads(state))


def alike(a: Any, b: Any) -> bool:
    """Whether two are one object, or plain numbers or texts that are the same."""
    if a is b:
        return True
    return a.__class__ is b.__class__ and a.__class__ in ATOMS and repr(a) == repr(b)


def same_items(items: list, kept: tuple) -> bool:
    """Whether the items are those that were kept."""
    if is_native and native.same_items(items, kept):
        return True
    return len(items) == len(kept) and all(map(alike, items, kept))


def bits(array: Any) -> Any:
    """What an array contains, to the bit; of a large one a part."""
    if not isinstance(array, numpy.ndarray):
        return bytes(array)
    if array.size > MOST:
        found = array.flat[:: array.size // MOST + 1]
        return array.shape, array.dtype, found.tobytes()
    return array.shape, array.dtype, array.tobytes()


def rewrite(array: Any, kept: Any) -> None:
    """The contents of an array as they were, if all of them were kept."""
    if not isinstance(array, numpy.ndarray):
        array[:] = kept
    elif array.nbytes == len(kept[2]):
        array[...] = numpy.frombuffer(kept[2], array.dtype).reshape(array.shape)


def attribute(found: Callable[[], Any], name: str) -> Any:
    """What an object that may be gone has under a name."""
    return getattr(found(), "__dict__", {}).get(name, MISSING)


def put_attribute(found: Callable[[], Any], name: str, kept: Any) -> None:
    """An attribute of an object that may be gone as it was."""
    put(vars(found()), name, kept)


def put(names: dict, name: str, found: Any) -> None:
    """An entry of a dict as it was."""
    if found is MISSING:
        names.pop(name, None)
    else:
        names[name] = found


def refill(cell: CellType, found: Any) -> None:
    """A variable of a closure as it was."""
    if found is MISSING:
        del cell.cell_contents
    else:
        cell.cell_contents = found


def refill_dict(found: dict, keys: tuple, values: tuple, _: tuple) -> None:
    """A dict as it was."""
    found.clear()
    found.update(zip(keys, values))


def refill_items(found: Any, items: tuple) -> None:
    """A list, deque or set as it was."""
    found.clear()
    fill = found.update if isinstance(found, set) else found.extend
    fill(items)
