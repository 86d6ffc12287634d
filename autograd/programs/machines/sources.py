"""Sources of functions that were written for an object, and are forgotten with it."""

import linecache
import weakref
from collections import deque
from contextlib import suppress
from typing import Any

from autograd.support.readings import executed

_not_needed: deque[str] = deque()  # sources to forget, when that disturbs nobody


def executed_for(owner: Any, title: str, source: str, namespace: dict) -> dict:
    """What a source defines, which debuggers are shown as long as the owner lives."""
    with suppress(IndexError):  # another thread may have taken the last one
        while _not_needed:
            linecache.cache.pop(_not_needed.popleft(), None)
    # an owner may end at any time, also while linecache goes through its entries
    weakref.finalize(owner, _not_needed.append, f"<autograd {title}>")
    return executed(title, source, namespace)
