"""Files written in one stroke: a reader sees the old one or the new one, never half.

>>> import tempfile
>>> path = Path(tempfile.mkdtemp()) / "weights.json"
>>> write_whole(path, b"{}")
>>> path.read_bytes(), [p.name for p in path.parent.iterdir()]
(b'{}', ['weights.json'])
"""

from __future__ import annotations

import os
from pathlib import Path
from secrets import token_hex


def write_whole(path: str | os.PathLike, content: bytes) -> None:
    """Write a file so that its name never stands for half of it, even after a crash.

    A link stays a link, and a file keeps its permissions. OSError when something
    other than a file is there, such as a device: it would be replaced by a file.
    """
    path = Path(path).resolve()
    if path.exists() and not path.is_file():
        raise OSError(f"{path}: there is something here that is not a file")
    unfinished = path.with_name(f"{path.name}.{token_hex(4)}.part")
    try:
        with open(unfinished, "xb") as file:
            if path.exists():  # who may read it is settled before there is anything
                os.chmod(unfinished, path.stat().st_mode & 0o777)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(unfinished, path)
    finally:
        unfinished.unlink(missing_ok=True)
