"""Files are written whole, whoever else writes them, and only where files are."""

import errno
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from contextlib import contextmanager
from pathlib import Path

import pytest

from autograd.support import files
from autograd.support.files import held, read_whole, write_whole

resource = pytest.importorskip(
    "resource", reason="no such disks and pipes: run it on Unix"
)
ROOT = Path(__file__).parents[3]
SWEPT = "w.json.0123abcd.part"


def test_many_threads_writing_one_file_leave_one_of_their_contents(tmp_path):
    path = tmp_path / "shared.svg"
    contents = [bytes([65 + i]) * 10_000 for i in range(8)]

    def write_often(content):
        for _ in range(20):
            write_whole(path, content)

    threads = [threading.Thread(target=write_often, args=(c,)) for c in contents]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert path.read_bytes() in contents
    assert os.listdir(tmp_path) == ["shared.svg"]


# links, permissions and owners


def test_a_link_stays_a_link(tmp_path):
    (tmp_path / "file").write_bytes(b"old")
    (tmp_path / "link").symlink_to(tmp_path / "file")
    (tmp_path / "dangling").symlink_to(tmp_path / "new")
    write_whole(tmp_path / "link", b"new")
    write_whole(tmp_path / "dangling", b"more")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "file").read_bytes() == b"new"
    assert (tmp_path / "dangling").is_symlink()
    assert (tmp_path / "new").read_bytes() == b"more"


def test_links_in_a_circle_stay_as_they_are(tmp_path):
    (tmp_path / "a").symlink_to("b")
    (tmp_path / "b").symlink_to("a")
    for act in (read_whole, lambda path: write_whole(path, b"")):
        with pytest.raises(OSError, match=r"symbolic links: '.*/a'") as caught:
            act(tmp_path / "a")
        assert caught.value.errno == errno.ELOOP
    assert (tmp_path / "a").is_symlink()


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o444, 0o666, 0o755])
def test_a_file_keeps_its_permissions(tmp_path, mode):
    path = tmp_path / "weights.json"
    path.write_bytes(b"old")
    path.chmod(mode)
    write_whole(path, b"new")
    assert (path.read_bytes(), path.stat().st_mode & 0o777) == (b"new", mode)


def test_a_new_file_has_the_permissions_of_any_new_file(tmp_path):
    (tmp_path / "plain").write_bytes(b"")
    write_whole(tmp_path / "new", b"")
    modes = [(tmp_path / name).stat().st_mode for name in ("plain", "new")]
    assert modes[0] == modes[1]


def test_a_secret_is_at_no_time_in_a_file_that_others_may_read(tmp_path, monkeypatch):
    path = tmp_path / "weights.json"
    path.write_bytes(b"old")
    path.chmod(0o600)
    seen = []

    def noting(*arguments, **options):
        made = open(*arguments, **options)  # noqa: SIM115
        seen.append(os.fstat(made.fileno()).st_mode & 0o777)
        return made

    monkeypatch.setattr(files, "open", noting, raising=False)
    write_whole(path, b"new")
    assert seen == [0o600]


root = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0,
    reason="only root gives files away: run it as root",
)


@contextmanager
def somebody_else():
    """A folder that anybody may enter, and no rights of root meanwhile."""
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        os.setegid(65533)
        os.seteuid(65534)
        try:
            yield Path(folder)
        finally:
            os.seteuid(0)
            os.setegid(0)


@root
def test_a_file_keeps_its_owner_and_group(tmp_path):
    path = tmp_path / "weights.json"
    path.write_bytes(b"old")
    path.chmod(0o640)
    os.chown(path, 1234, 4321)
    write_whole(path, b"new")
    status = path.stat()
    assert (status.st_uid, status.st_gid) == (1234, 4321)
    assert status.st_mode & 0o777 == 0o640


@root
def test_a_group_that_cannot_be_kept_gives_another_no_rights():
    with somebody_else() as folder:
        os.seteuid(0)
        os.chmod(folder, 0o777)
        path = folder / "weights.json"
        path.write_bytes(b"old")
        os.chown(path, 1234, 4321)
        path.chmod(0o664)
        os.seteuid(65534)
        write_whole(path, b"new")
        status = path.stat()
    assert (status.st_uid, status.st_gid) == (65534, 65533)
    assert status.st_mode & 0o777 == 0o604


@root
def test_a_folder_that_may_not_be_written_to_is_named_with_the_file():
    with somebody_else() as folder:
        for act in (lambda path: write_whole(path, b""), held_shortly):
            with pytest.raises(PermissionError, match=r"denied: '.*/w\.json'$"):
                act(folder / "w.json")
        assert os.listdir(folder) == []


@root
def test_a_folder_that_may_not_be_looked_into_is_written_to():
    with somebody_else() as folder:
        os.seteuid(0)
        os.chmod(folder, 0o333)
        os.seteuid(65534)
        write_whole(folder / "w.json", b"new")
        held_shortly(folder / "w.json")
        assert read_whole(folder / "w.json") == b"new"
        os.seteuid(0)
        assert os.listdir(folder) == ["w.json"]


def held_shortly(path):
    with held(path):
        pass


# what is no file


@pytest.fixture
def strange(tmp_path):
    """What may be found in the place of a file, by name."""
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "socket"))
        (tmp_path / "link").symlink_to("pipe")
        yield tmp_path


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("pipe", "a pipe"),
        ("link", "a pipe"),
        ("folder", "a folder"),
        ("socket", "a socket"),
        ("/dev/zero", "a device"),
        ("/dev/full", "a device"),
        ("/", "a folder"),
        ("", "a folder"),
    ],
)
def test_what_is_no_file_is_neither_read_nor_replaced(strange, name, kind, monkeypatch):
    monkeypatch.chdir(strange)
    before = sorted(os.listdir(strange))
    path = name if name.startswith("/") or not name else strange / name
    acts = [lambda: write_whole(path, b"text"), lambda: held_shortly(path)]
    for act in [*acts, lambda: read_whole(path)] if name else acts:
        with pytest.raises(OSError, match=f"^{path}: {kind} is here, which is not a"):
            act()
    assert sorted(os.listdir(strange)) == before


def test_a_folder_that_is_missing_is_named_with_the_file(tmp_path):
    path = tmp_path / "nowhere" / "w.json"
    for act in (read_whole, held_shortly, lambda path: write_whole(path, b"")):
        with pytest.raises(FileNotFoundError, match=r"nowhere/w\.json'$"):
            act(path)


def test_a_file_in_the_place_of_a_folder_is_named(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    for act in (read_whole, held_shortly, lambda path: write_whole(path, b"")):
        with pytest.raises(NotADirectoryError, match=r"file/w\.json'$"):
            act(tmp_path / "file" / "w.json")


@pytest.mark.parametrize("path", ["a\0b", "\ud800"])
def test_what_cannot_be_a_name_is_a_value_error(path, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for act in (read_whole, held_shortly, lambda path: write_whole(path, b"")):
        with pytest.raises(ValueError, match="is no name of a file"):
            act(path)
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize("path", [3, None, 1.5, ["a"]])
def test_what_is_no_path_is_a_type_error(path):
    for act in (read_whole, held_shortly, lambda path: write_whole(path, b"")):
        with pytest.raises(TypeError):
            act(path)


@pytest.mark.skipif(
    sys.platform != "linux", reason="others refuse such names: run it on Linux"
)
@pytest.mark.parametrize(
    "name", [b"n" * 255, "é".encode() * 127, b"\xff\xfe", b"\xff" * 255, b"a\nb", b"*"]
)
def test_names_of_every_kind_and_length_are_written(name, tmp_path):
    path = os.fsencode(tmp_path) + b"/" + name
    left = files.beside(Path(os.fsdecode(path)), "0123abcd.part")
    left.write_bytes(b"half")
    write_whole(path, b"old")
    with held(path):
        write_whole(Path(os.fsdecode(path)), b"new")
        assert len(os.listdir(tmp_path)) == 2
    assert read_whole(path) == b"new"
    assert os.listdir(os.fsencode(tmp_path)) == [name]


def test_a_name_that_is_too_long_is_named(tmp_path):
    for act in (read_whole, held_shortly, lambda path: write_whole(path, b"")):
        with pytest.raises(OSError, match=f"{'n' * 256}'$") as caught:
            act(tmp_path / ("n" * 256))
        assert caught.value.errno == errno.ENAMETOOLONG
    assert os.listdir(tmp_path) == []


def test_a_file_that_no_memory_can_hold_is_named(tmp_path):
    path = tmp_path / "sparse"
    with open(path, "wb") as file:
        try:
            file.truncate(2**43)
        except OSError:
            pytest.skip("no files of this size on this file system: run it on another")
    with pytest.raises(OSError, match=r"too large: '.*sparse'") as caught:
        read_whole(path)
    assert caught.value.errno == errno.EFBIG


# a full disk


@contextmanager
def files_no_larger_than(size):
    """What the system writes then, with a signal besides, which Python ignores."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    assert signal.getsignal(signal.SIGXFSZ) == signal.SIG_IGN
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize("size", [0, 1, 8191, 8193, 99_999])
def test_what_has_no_room_leaves_the_old_file(size, tmp_path):
    path = tmp_path / "w.json"
    write_whole(path, b"old")
    with (
        files_no_larger_than(size),
        pytest.raises(OSError, match=r"too large: '.*/w\.json'$"),
    ):
        write_whole(path, b"x" * 100_000)
    assert path.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["w.json"]


def failing(error):
    def fail(*_, **__):
        raise error

    return fail


@pytest.mark.parametrize("name", ["fsync", "replace", "fchown", "chmod", "fstat"])
@pytest.mark.parametrize(
    "error", [OSError(errno.ENOSPC, "No space left on device"), KeyboardInterrupt()]
)
def test_whatever_fails_leaves_the_old_file(name, error, tmp_path, monkeypatch):
    path = tmp_path / "w.json"
    write_whole(path, b"old")
    with monkeypatch.context() as patch:
        patch.setattr(os, name, failing(error))
        caught = pytest.raises(type(error))
        if name == "fchown" and isinstance(error, OSError):  # there is another way
            write_whole(path, b"old")
        else:
            with caught as info:
                write_whole(path, b"new")
            assert isinstance(error, KeyboardInterrupt) or str(path) in str(info.value)
    assert path.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["w.json"]


# what a killed process leaves


def test_what_a_killed_process_left_is_swept_and_nothing_else(tmp_path):
    others = [
        "w.json.part",
        "w.json.mine.part",
        "w.json.0123ABCD.part",
        "v.json.0123abcd.part",
        "aw.json.0123abcd.part",
        "wXjson.0123abcd.part",
        "w.json.0123abcd.part.txt",
    ]
    for name in [*others, SWEPT, "w.json.00000000.part"]:
        (tmp_path / name).write_bytes(b"half")
    (tmp_path / "w.json.11111111.part").mkdir()
    os.mkfifo(tmp_path / "w.json.22222222.part")
    write_whole(tmp_path / "w.json", b"new")
    kept = [*others, "w.json", "w.json.11111111.part", "w.json.22222222.part"]
    assert sorted(os.listdir(tmp_path)) == sorted(kept)


def test_what_another_is_writing_is_not_swept(tmp_path):
    part = tmp_path / SWEPT
    with open(part, "xb") as file:
        assert files.lock(file)
        write_whole(tmp_path / "w.json", b"new")
        assert part.exists()
    write_whole(tmp_path / "w.json", b"newer")
    assert os.listdir(tmp_path) == ["w.json"]


def test_what_was_swept_too_early_is_written_again(tmp_path, monkeypatch):
    """Between the making of a file and its lock another process may sweep it."""
    sweeps, is_mine = [], files.is_mine

    def swept_first(file):
        if len(sweeps) < 3:
            sweeps.append(file.name)
            files.sweep(tmp_path / "w.json")
        return is_mine(file)

    monkeypatch.setattr(files, "is_mine", swept_first)
    write_whole(tmp_path / "w.json", b"new")
    assert len(set(sweeps)) == 3
    assert (tmp_path / "w.json").read_bytes() == b"new"
    assert os.listdir(tmp_path) == ["w.json"]


@pytest.fixture(params=["no fcntl", "no locks on this disk"])
def without_locks(request, monkeypatch):
    if request.param == "no fcntl":
        monkeypatch.setattr(files, "fcntl", None)
    else:
        error = OSError(errno.ENOLCK, "No locks available")
        monkeypatch.setattr(files.fcntl, "flock", failing(error))


def test_without_locks_what_is_a_day_old_is_swept(tmp_path, without_locks):
    for name, age in ((SWEPT, 2 * files.DAY), ("w.json.00000000.part", 60)):
        (tmp_path / name).write_bytes(b"half")
        now = (tmp_path / name).stat().st_mtime
        os.utime(tmp_path / name, (now - age, now - age))
    write_whole(tmp_path / "w.json", b"new")
    assert sorted(os.listdir(tmp_path)) == ["w.json", "w.json.00000000.part"]
    assert read_whole(tmp_path / "w.json") == b"new"


def test_without_locks_nobody_is_refused(tmp_path, without_locks):
    with held(tmp_path / "w.json"), held(tmp_path / "w.json"):
        write_whole(tmp_path / "w.json", b"new")
    assert os.listdir(tmp_path) == ["w.json"]


# who holds a file


REFUSED = r"w\.json: another process is at work on this file; wait until"


def test_a_file_is_held_by_one_and_then_by_the_next(tmp_path):
    path = tmp_path / "w.json"
    (tmp_path / "link").symlink_to(path)
    for _ in range(2):
        with held(path):
            for name in ("w.json", "link"):
                with pytest.raises(OSError, match=REFUSED.replace("w\\.json", name)):
                    held_shortly(tmp_path / name)
            held_shortly(tmp_path / "other.json")
    assert sorted(os.listdir(tmp_path)) == ["link"]


HOLDING = """
import sys
from autograd.support.files import held
with held(sys.argv[1]):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_the_end_of_a_process_frees_what_it_held(tmp_path):
    path = tmp_path / "w.json"
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    command = [sys.executable, "-c", HOLDING, str(path)]
    with subprocess.Popen(command, cwd=ROOT, **pipes) as process:
        assert process.stdout.readline() == b"held\n"
        with pytest.raises(OSError, match=REFUSED):
            held_shortly(path)
        process.kill()
    assert os.listdir(tmp_path) == ["w.json.lock"]
    held_shortly(path)
    assert os.listdir(tmp_path) == []


def test_of_many_threads_one_holds_a_file_at_a_time(tmp_path):
    inside, most, refused = [], [], []

    def hold():
        for _ in range(200):
            try:
                with held(tmp_path / "w.json"):
                    inside.append(1)
                    most.append(len(inside))
                    inside.pop()
            except OSError as error:
                refused.append(str(error))

    threads = [threading.Thread(target=hold) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(most) == {1}
    assert all("another process is at work" in message for message in refused)
    assert len(most) + len(refused) == 800
    assert os.listdir(tmp_path) == []
