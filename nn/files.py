"""What training keeps: JSON files of a named format, whole at any time.

>>> import tempfile
>>> from pathlib import Path
>>> path = Path(tempfile.mkdtemp()) / "numbers.json"
>>> write_document(path, "some numbers", {"a": [1.5, math.inf]})
>>> read_document(path, "some numbers")["a"]
[1.5, inf]
"""

from __future__ import annotations

import json
import math
import os
import re
import sys
from itertools import accumulate
from typing import Any

from autograd.support.files import read_whole, write_whole

LARGEST = sys.float_info.max
DEEPEST = 100  # lists and dicts in each other; what is kept here needs a few


def write_document(path: str | os.PathLike, kind: str, content: dict) -> None:
    """Write a JSON file in one stroke: a reader sees the old file or the new, no half.

    kind: what the file is; ``read_document`` asks for it.
    """
    document = {"format": kind, "version": 1, **content}
    text = shallow(json.dumps(strict(document), indent=1, allow_nan=False))
    write_whole(path, (text + "\n").encode())


def read_document(path: str | os.PathLike, kind: str) -> dict:
    """What ``write_document`` wrote; ValueError when it is anything else.

    OSError when there is no file, or a pipe, a device or a folder instead.
    """
    text = read_whole(path)
    try:
        document = parsed(text)
    except ValueError as error:
        raise ValueError(f"{path}: not a JSON file: {error}") from None
    found = document if isinstance(document, dict) else {}
    if (found.get("format"), found.get("version")) != (kind, 1):
        raise ValueError(
            f"{path}: got the format {found.get('format')!r:.60} in version "
            f"{found.get('version')!r:.60}, needs {kind!r} in version 1"
        )
    return found


def parsed(text: bytes) -> Any:
    """What a JSON text says; ValueError when that is in doubt.

    >>> parsed(b'{"a": 1, "a": 2}')
    Traceback (most recent call last):
    ...
    ValueError: the name 'a' is there twice
    """
    constants = {"NaN": "nan", "Infinity": "inf", "-Infinity": "-inf"}
    read = shallow(text.decode(json.detect_encoding(text), "surrogatepass"))
    return loose(
        json.loads(read, object_pairs_hook=unique, parse_constant=constants.get)
    )


def shallow(text: str) -> str:
    r"""A JSON text as it is; ValueError when it is nested too deeply.

    Counted, since Pythons differ in how deep they read and in what they say then.

    >>> shallow(r'["[[\"[["]'), shallow("[" * 101)
    Traceback (most recent call last):
    ...
    ValueError: nested 101 deep, needs at most 100
    """
    outside = "".join(re.sub(r"\\.", "", text, flags=re.DOTALL).split('"')[::2])
    steps = (1 if part in "[{" else -1 for part in re.findall(r"[][{}]", outside))
    deep = max(accumulate(steps), default=0)
    if deep > DEEPEST:
        raise ValueError(f"nested {deep} deep, needs at most {DEEPEST}")
    return text


def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A dict of pairs; ValueError when a name is there twice."""
    made = dict(pairs)
    if len(made) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"the name {twice!r:.60} is there twice")
    return made


def strict(x: Any) -> Any:
    """A copy for strict JSON, which knows no nan, inf and -inf: these become text.

    >>> strict({"a": [1.5, math.inf]}), loose({"a": [1.5, "inf"]})
    ({'a': [1.5, 'inf']}, {'a': [1.5, inf]})
    """
    if isinstance(x, float) and not math.isfinite(x):
        return str(x)
    return mapped(strict, x)


def loose(x: Any) -> Any:
    """What ``strict`` was given: the inverse of it.

    ValueError when a number is too large for a float.
    """
    if isinstance(x, (int, float)) and not -LARGEST <= x <= LARGEST:
        raise ValueError("a number is too large for a float")
    return float(x) if x in ("nan", "inf", "-inf") else mapped(loose, x)


def mapped(function: Any, x: Any) -> Any:
    """A list or dict with a function applied to its parts; anything else as it is."""
    if isinstance(x, dict):
        return {name: function(part) for name, part in x.items()}
    return [function(part) for part in x] if isinstance(x, (list, tuple)) else x
