"""Files are written whole, whoever else writes them, and only where files are."""

import os
import threading

import pytest

from autograd.support.files import write_whole


def test_many_threads_writing_one_file_leave_one_of_their_contents(tmp_path):
    path = tmp_path / "shared.svg"
    contents = [bytes([65 + i]) * 10_000 for i in range(8)]
    threads = [threading.Thread(target=write_whole, args=(path, c)) for c in contents]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert path.read_bytes() in contents
    assert os.listdir(tmp_path) == ["shared.svg"]


def test_a_link_stays_a_link(tmp_path):
    (tmp_path / "file").write_bytes(b"old")
    (tmp_path / "link").symlink_to(tmp_path / "file")
    write_whole(tmp_path / "link", b"new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "file").read_bytes() == b"new"


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o444])
def test_a_file_keeps_its_permissions(tmp_path, mode):
    path = tmp_path / "weights.json"
    path.write_bytes(b"old")
    path.chmod(mode)
    write_whole(path, b"new")
    assert (path.read_bytes(), path.stat().st_mode & 0o777) == (b"new", mode)


def test_what_is_no_file_is_not_replaced_by_one(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(OSError, match="not a file"):
        write_whole(tmp_path / "pipe", b"text")
    with pytest.raises(OSError, match="not a file"):
        write_whole(tmp_path, b"text")
    assert [p.name for p in tmp_path.iterdir()] == ["pipe"]
