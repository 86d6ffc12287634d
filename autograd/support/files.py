"""Files written in one stroke: a reader sees the old one or the new one, never half.

>>> import tempfile
>>> path = Path(tempfile.mkdtemp()) / "weights.json"
>>> write_whole(path, b"{}")
>>> read_whole(path), [p.name for p in path.parent.iterdir()]
(b'{}', ['weights.json'])
"""

from __future__ import annotations

import errno
import os
import re
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from hashlib import sha256
from pathlib import Path
from secrets import token_hex
from typing import Any

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

AnyPath = str | bytes | os.PathLike

LONGEST = 255  # bytes in the name of a file
DAY = 24 * 60 * 60.0
KINDS = {
    stat.S_IFDIR: "a folder",
    stat.S_IFIFO: "a pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}


def read_whole(path: AnyPath) -> bytes:
    """The content of a file; OSError, which names it, where there is none.

    A pipe, a device or a folder is none: reading it might never end.
    """
    path = path_from(path)
    with named(path):
        refuse_what_is_no_file(path, os.stat(path))
        try:
            return Path(path).read_bytes()
        except MemoryError:
            raise OSError(errno.EFBIG, os.strerror(errno.EFBIG)) from None


def path_from(path: AnyPath) -> str:
    """The text of a path; TypeError for what is none.

    >>> path_from(3)
    Traceback (most recent call last):
    ...
    TypeError: a path: got int, needs a text or a Path
    """
    try:
        return os.fsdecode(path)
    except TypeError:
        kind = type(path).__name__
        raise TypeError(f"a path: got {kind}, needs a text or a Path") from None


def write_whole(path: AnyPath, content: bytes) -> None:
    """Write a file so that its name never stands for half of it, even after a crash.

    A link stays a link, and a file keeps its permissions and, where the system allows
    it, its owner and group. What a killed process left unfinished is removed by the
    next that writes the same file. OSError, which names the file, when it cannot be
    written, or when something other than a file is there.
    """
    path = path_from(path)
    with named(path):
        target, old = found(path)
        sweep(target)
        while not written(target, old, content):
            pass


@contextmanager
def held(path: AnyPath) -> Iterator[None]:
    """Keep other processes, and other threads, from holding the same file meanwhile.

    They get an OSError. The end of the process frees the file, by a kill too; what is
    left then is an empty file ``.lock``, which the next to hold it removes. Where the
    system has no such locks, as Windows, nobody is refused.
    """
    if fcntl is None:
        yield
        return
    path = path_from(path)
    with named(path):
        guard = beside(found(path)[0], "lock")
        file = claimed(guard, path)
    with file:
        try:
            yield
        finally:
            guard.unlink(missing_ok=True)


def lock(file: Any) -> bool:
    """Hold an open file until it is closed or the process ends, by a kill too.

    BlockingIOError when it is held already; False where there are no such locks.
    """
    if fcntl is None:
        return False
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise
    except OSError:  # a file system without locks
        return False
    return True


@contextmanager
def named(path: AnyPath) -> Iterator[None]:
    """Let every error of the system inside name this file, and no other.

    >>> with named("weights.json"):
    ...     raise OSError(errno.ENOSPC, "No space left on device")
    Traceback (most recent call last):
    ...
    OSError: [Errno 28] No space left on device: 'weights.json'
    """
    try:
        yield
    except OSError as error:
        if error.errno is None:  # it is our own, in words
            raise
        raise OSError(error.errno, error.strerror, os.fsdecode(path)) from None
    except ValueError as error:
        needs = "needs a path that can be"
        raise ValueError(f"{path!r} is no name of a file, {needs}: {error}") from None


def found(path: AnyPath) -> tuple[Path, os.stat_result | None]:
    """Where a file is, links followed, and what is known of it: None if it is new."""
    target = Path(os.path.realpath(os.fsdecode(path)))
    try:
        old = os.stat(target)
    except FileNotFoundError:
        return target, None
    refuse_what_is_no_file(path, old)
    return target, old


def refuse_what_is_no_file(path: AnyPath, status: os.stat_result) -> None:
    """OSError unless it is the status of a file."""
    if not stat.S_ISREG(status.st_mode):
        kind = KINDS.get(stat.S_IFMT(status.st_mode), "something")
        raise OSError(f"{os.fsdecode(path)}: {kind} is here, which is not a file")


def written(target: Path, old: os.stat_result | None, content: bytes) -> bool:
    """Write beside a file, then put it into its place; False if it was swept away."""
    part = beside(target, f"{token_hex(4)}.part")
    # who may read it is settled before there is anything
    opener = partial(os.open, mode=0o600 if old else 0o666)
    try:
        with open(part, "xb", opener=opener) as file:
            if not is_mine(file):
                return False
            if old:
                inherit(file.fileno(), part, old)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
            if fcntl is None:  # Windows renames no open file
                file.close()
            os.replace(part, target)  # locked until then, so that nobody sweeps it
        return True
    finally:
        part.unlink(missing_ok=True)


def is_mine(file: Any) -> bool:
    """Lock a new file; False when another process swept it before."""
    try:
        lock(file)
    except BlockingIOError:
        return False
    return os.fstat(file.fileno()).st_nlink > 0


def inherit(descriptor: int, part: Path, old: os.stat_result) -> None:
    """Give a new file the owner, the group and the permissions of an old one."""
    mode = stat.S_IMODE(old.st_mode)
    if hasattr(os, "fchown"):
        for owner in (old.st_uid, -1):  # only root gives files away
            with suppress(OSError):
                os.fchown(descriptor, owner, old.st_gid)
                break
        else:  # another group is not to read what its own might
            mode &= ~stat.S_IRWXG
    os.chmod(part, mode)


def sweep(target: Path) -> None:
    """Remove what killed processes left unfinished beside a file."""
    start = re.escape(beside(target, "*" * 13).name.rstrip("*"))
    unfinished = re.compile(start + r"[0-9a-f]{8}\.part", re.DOTALL)
    entries: list[os.DirEntry] = []
    with suppress(PermissionError):  # a folder to write into, but not to look into
        entries += os.scandir(target.parent)
    for entry in entries:
        if unfinished.fullmatch(entry.name) and entry.is_file(follow_symlinks=False):
            with suppress(OSError):
                remove_if_left(entry.path)


def remove_if_left(part: str) -> None:
    """Remove an unfinished file that nobody writes; BlockingIOError if somebody does.

    Where there are no locks it is left for a day.
    """
    with open(part, "rb") as file:
        if lock(file):
            os.unlink(part)  # while it is locked: its writer may be about to begin
            return
        age = time.time() - os.fstat(file.fileno()).st_mtime
    if age > DAY:
        os.unlink(part)


def claimed(guard: Path, path: AnyPath) -> Any:
    """A file of this name, open and held; OSError when another process has it."""
    while True:
        file = open(guard, "ab")  # noqa: SIM115 - it is given away
        try:
            is_held = lock(file)
        except BlockingIOError:
            file.close()
            raise OSError(
                f"{os.fsdecode(path)}: another process is at work on this file; wait "
                "until it has ended, or name another file"
            ) from None
        if not is_held or is_at(guard, file):
            return file
        file.close()  # whoever held it has just removed it


def is_at(place: Path, file: Any) -> bool:
    """Whether an open file is the one that has this name."""
    try:
        return os.path.samestat(os.stat(place), os.fstat(file.fileno()))
    except FileNotFoundError:
        return False


def beside(path: Path, ending: str) -> Path:
    """A name in the same folder; short enough, however long that of the file is.

    >>> beside(Path("weights.json"), "lock").name
    'weights.json.lock'
    >>> beside(Path("w" * 255), "lock").name
    '5ba8cd329a209f78.lock'
    """
    name = path.name
    if len(os.fsencode(name)) + 1 + len(ending) > LONGEST:
        name = sha256(os.fsencode(name)).hexdigest()[:16]
    return path.with_name(f"{name}.{ending}")
