"""Which of the two twins of Value runs: the pure one or the one in C, and why.

Both have the same names, results to the bit and errors. The environment variable
``AUTOGRAD_ENGINE`` chooses: ``python`` or ``native``. Without it the native twin runs
when it was built, but the pure one under a debugger, which can step into it.

    >>> engine in ("python", "native")
    True
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from zlib import crc32

from autograd.generated.slopes import SLOPES
from autograd.operations import ALIASES, TABLE, VARIADIC
from autograd.support.typing import TYPE_CHECKING, Any, Function

OF_THE_MODEL = {"__dict__", "__weakref__", "_recorded"}

native: Any = None
try:
    native = import_module("autograd._native")
except ImportError as error:
    why_not = str(error)


def fingerprint(slopes: tuple[str, ...] = SLOPES) -> str:
    """A number for the text of the table: equal when a build was made from it.

    slopes: the names of its derivatives that are rows in C.
    """
    rows = [row[:1] + row[2:4] + row[5:] for row in (*TABLE, *VARIADIC)]
    return f"{crc32(repr((slopes, rows)).encode()):08x}"


def debugged() -> bool:
    """Whether a debugger (or coverage) is watching the lines of Python that run.

    >>> debugged() == (sys.gettrace() is not None)
    True
    """
    monitoring = getattr(sys, "monitoring", None)  # from Python 3.12 on
    tool = monitoring and monitoring.get_tool(monitoring.DEBUGGER_ID)
    return sys.gettrace() is not None or bool(tool)


def chosen(wish: str | None) -> tuple[str, str]:
    """The engine and the reason for it; wish: the value of ``AUTOGRAD_ENGINE``.

    >>> chosen("python")
    ('python', 'AUTOGRAD_ENGINE asks for it')
    """
    if wish not in (None, "", "python", "native"):
        raise ImportError(f'AUTOGRAD_ENGINE: got {wish!r}, needs "python" or "native"')
    fresh = native is not None and fingerprint() == native.FINGERPRINT
    missing = "built from another table" if native is not None else why_not
    if wish == "native" and not fresh:
        raise ImportError(
            f"AUTOGRAD_ENGINE asks for the native engine, which cannot be had "
            f"({missing}); build it: pip install . with a C compiler"
        )
    if wish:
        return wish, "AUTOGRAD_ENGINE asks for it"
    if not fresh:
        return "python", f"the native engine cannot be had ({missing})"
    if debugged():
        return "python", "a debugger can step into it"
    return "native", "it was built"


engine: str
reason: str
engine, reason = chosen(os.environ.get("AUTOGRAD_ENGINE"))


if TYPE_CHECKING or engine == "python":
    from autograd.generated.methods import Methods as Methods
else:
    Methods = object  # the class in C has them


def twin(pure: Function) -> Function:
    """The twin in C of a class or function of Python, when it was chosen; else itself.

    A function without a twin of its own gets a shortcut for the common operands.
    """
    if engine == "python":
        return pure
    if isinstance(pure, type):
        return completed(native.Value, pure)
    return getattr(native, pure.__name__, None) or native.shortcut(pure)


def completed(kind: Any, model: type) -> Any:
    """The native class, given what it leaves to Python: the methods not in a hurry."""
    for name, member in vars(model).items():
        if name not in vars(kind) and name not in OF_THE_MODEL:
            setattr(kind, name, member)
    for alias, name in ALIASES.items():
        setattr(kind, alias, getattr(kind, name))
    kind.__doc__ = model.__doc__
    return kind
