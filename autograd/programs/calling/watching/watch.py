"""Watch: what code runs in a call, and what of it no program could do again.

>>> with watching() as watch:
...     print("seen")
seen
>>> watch.reason
'calls print'
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from io import BytesIO, StringIO
from pathlib import Path
from types import CodeType, FrameType, ModuleType
from typing import Any

#: Modules in C whose functions and objects read or change the world.
WORLDLY = {"time", "posix", "nt", "_io", "_random", "_queue", "_thread", "_socket"}
WORLDLY |= {"select", "_ssl", "_sqlite3", "_posixsubprocess", "_ctypes", "_winapi"}
#: Functions of Python's own that do.
ALOUD = {"print", "input", "open"}
#: Methods of dates that ask for the present.
PRESENT = {"now", "today", "utcnow"}
#: Those that give work to other threads: what these do cannot be watched.
THREADS = {"_queue", "_thread"}
IMPORTING = "<frozen importlib"
#: Where the code of the engine is.
ENGINE = f"{Path(__file__).parents[3]}{os.sep}", "<autograd "


class Watch:
    """What ran: the codes of Python, each with its globals, and how many calls.

    reason: the first that no program could do again, such as "calls print"; threads:
        whether it is work for other threads; blind: nothing was watched, since a
        profiler in C does so, which could not be taken up again.
    """

    def __init__(self) -> None:
        self.codes: dict[int, tuple[CodeType, dict]] = {}
        self.calls = 0
        self.reason: str | None = None
        self.threads = self.blind = False
        self._importing: FrameType | None = None

    def __call__(self, frame: FrameType, event: str, argument: Any) -> None:
        if self._importing is not None:
            if event == "return" and frame is self._importing:
                self._importing = None
        elif event == "call":
            code = frame.f_code
            self.calls += not code.co_filename.startswith(ENGINE)
            if code.co_filename.startswith(IMPORTING):
                self._importing = frame
            else:
                self.codes[id(code)] = code, frame.f_globals
        elif event == "c_call":
            self.calls += not frame.f_code.co_filename.startswith(ENGINE)
            if self.reason is None:
                self._look_at(argument)

    def _look_at(self, function):
        module = worldly(function)
        if module is not None:
            self.reason = f"calls {function.__qualname__}"
            self.threads = module in THREADS


def worldly(function: Any) -> str | None:
    """The module in C of a function that reads or changes the world; None of others."""
    owner = getattr(function, "__self__", None)
    name = function.__name__
    if isinstance(owner, ModuleType):
        if owner.__name__ == "builtins":
            return "builtins" if name in ALOUD else None
        return owner.__name__ if owner.__name__ in WORLDLY else None
    if isinstance(owner, type):
        return "datetime" if issubclass(owner, date) and name in PRESENT else None
    if isinstance(owner, (StringIO, BytesIO)):
        return None
    found = [kind.__module__ for kind in type(owner).__mro__]
    return next((module for module in found if module in WORLDLY), None)


@contextmanager
def watching(watch: Watch | None = None) -> Iterator[Watch]:
    """Watch what runs in this thread in the block."""
    watch = watch or Watch()
    if sys.getprofile() is not None:
        watch.blind = True  # somebody profiles
        yield watch
        return
    collects = gc.isenabled()
    gc.disable()  # what the collector calls is no part of it
    sys.setprofile(watch)
    try:
        yield watch
    finally:
        sys.setprofile(None)
        if collects:
            gc.enable()
