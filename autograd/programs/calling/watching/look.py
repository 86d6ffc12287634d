"""Look: what a function reads by itself, found by the names in the code that ran."""

from __future__ import annotations

import os
import random
import sys
from collections import deque
from collections.abc import Callable, Iterable
from functools import lru_cache, partial
from io import IOBase
from pathlib import Path
from types import (
    BuiltinMethodType,
    CellType,
    FunctionType,
    MemberDescriptorType,
    MethodType,
    ModuleType,
)
from typing import Any
from weakref import ref

import numpy

from autograd.programs.calling.watching.parts import (
    ATOMS,
    MISSING,
    MOST,
    Contents,
    Guard,
    Random,
    attribute,
    bits,
    put,
    put_attribute,
    refill,
    refill_dict,
    refill_items,
)
from autograd.programs.calling.watching.watch import ENGINE
from autograd.value import Value

FIXED = (*ATOMS, Value, range, slice, type(...))
OURS = {"autograd", "nn", "numpy"} | set(sys.stdlib_module_names) - {"__main__"}
HERE = Path(__file__).parents[4]
PYTHON = f"{Path(os.__file__).parent}{os.sep}"
KNOWN = f"{HERE / 'nn'}{os.sep}", str(Path(numpy.__file__).parent), "<frozen "
CONTAINERS = (list, tuple, deque, set, frozenset, dict)
BUFFERS = (bytearray, memoryview)


class Look:
    """A walk from some objects to all that code reads of them, and what was found.

    roots: where to begin; codes: those that ran, by id, with their globals; apart:
    objects that nothing here keeps alive. guards, contents, arrays, randoms: what was
    found, of elements in all; iterator: the type of one that is read.
    """

    def __init__(
        self, roots: Iterable, codes: dict[int, tuple], apart: Iterable = ()
    ) -> None:
        self.codes, self.apart = dict(codes), {id(x) for x in apart}
        read = [x for x, _ in codes.values() if not x.co_filename.startswith(ENGINE)]
        self.names = {name for code in read for name in code.co_names}
        self.asked: set[str] = set()
        self.guards: list[Guard] = []
        self.contents: list[Contents] = []
        self.arrays: list[tuple[Any, str, Any]] = []
        self.randoms: list[Random] = []
        self.iterator: str | None = None
        self.elements = 0
        self._seen: dict[int, Any] = {}
        self._waiting: list[tuple[str, Any]] = [("", root) for root in roots]
        self._read_globals()
        while self._waiting:
            label, found = self._waiting.pop()
            self._look_into(label, found)
        del self._seen

    def _read_globals(self):
        for code, names in self.codes.values():
            if not is_known(code.co_filename):
                self.asked.update(
                    x for x in code.co_consts if isinstance(x, str) and x.isidentifier()
                )
                for name in code.co_names:
                    if name in names:
                        self._guard(names, name, name)
        self.names |= self.asked

    def _guard(self, names, name, label):
        """One entry of a dict, such as the globals or the attributes of an object."""
        read = partial(names.get, name, MISSING)
        self._add(Guard(read, partial(put, names, name), label, read()))

    def _add(self, guard):
        if id(guard.kept) not in self.apart:
            self.guards.append(guard)
        self._wait(guard.label, guard.kept)

    def _wait(self, label, x):
        if x.__class__ not in ATOMS and id(x) not in self._seen:
            self._waiting.append((label, x))

    def _look_into(self, label, x):
        if id(x) in self._seen or isinstance(x, FIXED):
            return
        self._seen[id(x)] = x
        for kinds, look in LOOKS:
            if isinstance(x, kinds):
                look(self, label, x)
                return
        if hasattr(type(x), "__next__"):
            self.iterator = self.iterator or type(x).__name__
        elif str(type(x).__module__).partition(".")[0] not in ("autograd", "numpy"):
            self._of_object(label, x)

    def _of_function(self, label, function):
        self._wait(label, getattr(function, "__wrapped__", None))
        code, defaults = function.__code__, function.__defaults__ or ()
        if id(code) not in self.codes:
            return
        names = code.co_varnames[: code.co_argcount][-len(defaults) :]
        named = [*zip(names, defaults), *(function.__kwdefaults__ or {}).items()]
        for name, x in named:
            self._wait(name, x)
        for name, cell in zip(code.co_freevars, function.__closure__ or ()):
            read = partial(getattr, cell, "cell_contents", MISSING)
            self._add(Guard(read, partial(refill, cell), name, read()))

    def _of_method(self, label, method):
        if not isinstance(method.__self__, ModuleType):
            self._wait(label, method.__self__)
        self._wait(label, getattr(method, "__func__", None))

    def _of_wrapper(self, label, wrapper):
        self._wait(label, wrapper.__func__)

    def _of_property(self, label, found):
        self._wait(label, found.fget)

    def _of_partial(self, label, found):
        for x in (found.func, found.args, found.keywords):
            self._wait(label, x)

    def _of_reference(self, label, reference):
        self._wait(label, reference())

    def _of_module(self, label, module):
        if module is random:
            self._wait(label, random.random)
        elif module is numpy.random or (module is numpy and "random" in self.names):
            self._wait(label, numpy.random.rand)
        elif not is_ours(module.__name__):
            for name in self.names.intersection(vars(module)):
                self._guard(vars(module), name, name)

    def _of_random(self, label, generator):
        self.randoms.append(Random(generator))

    def _of_array(self, label, array):
        if array.dtype.kind == "O":
            self._of_items(label, array, lambda: array.ravel().tolist(), array.fill)
        else:
            self.elements += min(array.size, MOST)
            self.arrays.append((array, label, bits(array)))

    def _of_buffer(self, label, buffer):
        self.arrays.append((buffer, label, bits(buffer)))

    def _of_container(self, label, x):
        if isinstance(x, dict):
            for key in x:
                self._wait(label, key)
            write = partial(refill_dict, x, tuple(x), tuple(x.values()))
            self._of_items(label, x, partial(iter, x), write)
            self._of_items(label, x, x.values, write)
        else:
            self._of_items(label, x, partial(iter, x), partial(refill_items, x))
        if type(x) not in CONTAINERS and hasattr(x, "__dict__"):
            self._of_object(label, x)

    def _of_items(self, label, x, read, write):
        if self.elements + len(x) > MOST:
            return
        self.elements += len(x)
        kept = tuple(read())
        if not isinstance(x, (tuple, frozenset)):
            self.contents.append(Contents(x, read, write, label, kept))
        for part in kept:
            self._wait(label, part)

    def _of_class(self, label, kind):
        for base in kind.__mro__:
            if not is_ours(base.__module__):
                for name in self.names.intersection(vars(base)):
                    read = partial(vars(base).get, name, MISSING)
                    write = partial(setattr, base, name)
                    label = f"{base.__name__}.{name}"
                    self._add(Guard(read, write, label, read()))

    def _of_object(self, label, x):
        kind = type(x)
        self._wait(label, kind)
        title = f"{{}} of {kind.__name__}".format
        owner = getattr(x, "__self__", None)  # of what Cython makes
        self._wait(label, None if isinstance(owner, ModuleType) else owner)
        names = getattr(x, "__dict__", None)
        if isinstance(names, dict):
            known = {name for base in kind.__mro__ for name in vars(base)}
            wanted = self.names.intersection(names) | self.names.intersection(known)
            wanted |= self.asked
            for name in sorted(name for name in wanted if name[:2] != "__"):
                if id(x) in self.apart:
                    read = partial(attribute, ref(x), name)
                    write = partial(put_attribute, ref(x), name)
                    self._add(Guard(read, write, title(name), read()))
                else:
                    self._guard(names, name, title(name))
        for base in kind.__mro__:
            for name, member in vars(base).items():
                if name in self.names and isinstance(member, MemberDescriptorType):
                    read = partial(getattr, x, name, MISSING)
                    write = partial(setattr, x, name)
                    self._add(Guard(read, write, title(name), read()))


#: How to look into what, in this order.
LOOKS: list[tuple[Any, Callable]] = [
    (FunctionType, Look._of_function),
    ((MethodType, BuiltinMethodType), Look._of_method),
    ((staticmethod, classmethod), Look._of_wrapper),
    (property, Look._of_property),
    (partial, Look._of_partial),
    (ref, Look._of_reference),
    (ModuleType, Look._of_module),
    (type, Look._of_class),
    (numpy.ndarray, Look._of_array),
    ((random.Random, numpy.random.Generator), Look._of_random),
    (numpy.random.RandomState, Look._of_random),
    (BUFFERS, Look._of_buffer),
    (CONTAINERS, Look._of_container),
    ((IOBase, CellType), lambda self, label, x: None),
]


@lru_cache(1024)
def is_known(file: str) -> bool:
    """Whether code in a file is Python's, NumPy's or ours: its globals stay."""
    is_python = file.startswith(PYTHON) and "site-packages" not in file
    return is_python or file.startswith((*KNOWN, *ENGINE))


def is_ours(module: Any) -> bool:
    """Whether a module is Python's, NumPy's or ours: what it holds does not change."""
    return str(module).partition(".")[0] in OURS
