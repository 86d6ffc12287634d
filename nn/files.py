"""What training keeps: JSON files of a named format, whole at any time.

>>> import tempfile
>>> path = Path(tempfile.mkdtemp()) / "numbers.json"
>>> write_document(path, "some numbers", {"a": [1.5, math.inf]})
>>> read_document(path, "some numbers")["a"]
[1.5, inf]
"""

from __future__ import annotations

import json
import math
import os
from pathlib import Path
from typing import Any

from autograd.support.files import write_whole


def write_document(path: str | os.PathLike, kind: str, content: dict) -> None:
    """Write a JSON file in one stroke: a reader sees the old file or the new, no half.

    kind: what the file is; ``read_document`` asks for it.
    """
    document = {"format": kind, "version": 1, **content}
    text = json.dumps(strict(document), indent=1, allow_nan=False)
    write_whole(path, (text + "\n").encode())


def read_document(path: str | os.PathLike, kind: str) -> dict:
    """What ``write_document`` wrote; ValueError when it is anything else."""
    try:
        document = loose(json.loads(Path(path).read_bytes()))
    except (ValueError, RecursionError) as error:
        raise ValueError(f"{path}: not a JSON file: {error}") from None
    found = document if isinstance(document, dict) else {}
    if (found.get("format"), found.get("version")) != (kind, 1):
        raise ValueError(
            f"{path}: got the format {found.get('format')!r} in version "
            f"{found.get('version')!r}, needs {kind!r} in version 1"
        )
    return found


def strict(x: Any) -> Any:
    """A copy for strict JSON, which knows no nan, inf and -inf: these become text.

    >>> strict({"a": [1.5, math.inf]}), loose({"a": [1.5, "inf"]})
    ({'a': [1.5, 'inf']}, {'a': [1.5, inf]})
    """
    if isinstance(x, float) and not math.isfinite(x):
        return str(x)
    return mapped(strict, x)


def loose(x: Any) -> Any:
    """What ``strict`` was given: the inverse of it."""
    return float(x) if x in ("nan", "inf", "-inf") else mapped(loose, x)


def mapped(function: Any, x: Any) -> Any:
    """A list or dict with a function applied to its parts; anything else as it is."""
    if isinstance(x, dict):
        return {name: function(part) for name, part in x.items()}
    return [function(part) for part in x] if isinstance(x, (list, tuple)) else x
