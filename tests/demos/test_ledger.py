"""A ledger that is damaged says where, and loses nothing else."""

import json
import math
import os
import re
import socket
from contextlib import suppress
from dataclasses import asdict
from random import Random

import pytest

from demos import ledger
from demos.ledger import Ledger, endings
from demos.studies.experiments import Ending, Job

JOBS = [Job("xor", "literal", 2, None, seed, 5) for seed in range(4)]
ENDINGS = [
    Ending(3, 4, 4, 0.5, "right", [1.0, 2], 0.1),
    Ending(None, 2, 4, math.nan, "stuck", [math.inf, -math.inf], 0.0),
    Ending(None, 0, 4, 5e-324, "plateau", [], 1e300),
    Ending(1, 1, 1, -0.0, "right", [0.1 + 0.2], 3),
]


@pytest.fixture
def path(tmp_path):
    """A ledger of all jobs."""
    with Ledger(tmp_path / "runs.jsonl").opened() as add:
        for job, ending in zip(JOBS, ENDINGS):
            add(job, ending)
    return tmp_path / "runs.jsonl"


def test_all_that_is_written_is_read(path, capsys):
    assert str(Ledger(path).read()) == str(dict(zip(JOBS, ENDINGS)))
    assert capsys.readouterr().err == ""
    for line in path.read_text("utf-8").splitlines():
        json.loads(line, parse_constant=pytest.fail)  # strict JSON, as others read it


def changed(**fields):
    """A line of the ledger, with some fields of it changed."""
    both = {"job": asdict(JOBS[1]), "ending": asdict(ENDINGS[1])}
    both["ending"].update(E=0.5, measured=[])
    for name, part in fields.items():
        both["job" if name in both["job"] else "ending"][name] = part
    return json.dumps(both).encode()


CORRUPTED = [
    (b"\xff", "decode"),
    (b"\0\0\0", "Expecting value"),
    (b"", "Expecting value"),
    (b"1", "needs a job and its ending"),
    (b"{}", "needs a job and its ending"),
    (b"[" * 100_000, "nested 100000 deep, needs at most 100"),
    (b'{"job": {"zz": 1}, "ending": {}}', "Job needs experiment, recipe, hidden"),
    (b'{"job": 3, "ending": {}}', "Job needs experiment"),
    (b'{"job": {}, "ending": {}, "more": 1}', "needs a job and its ending"),
    (b'{"job": {}, "job": {}, "ending": {}}', "the name 'job' is there twice"),
    (changed(seed=1)[:-20], "Expecting value"),
    (changed(seed="1"), "Job.seed: got '1', needs int"),
    (changed(seed=1.0), "Job.seed: got 1.0, needs int"),
    (changed(seed=True), "Job.seed: got True, needs int"),
    (changed(seed=[1]), r"Job.seed: got \[1\], needs int"),
    (changed(seed=10**400), "too large for a float"),
    (changed(momentum="0.9"), "Job.momentum: got '0.9', needs float | None"),
    (changed(reached=1.5), "Ending.reached: got 1.5, needs int | None"),
    (changed(measured=[None]), r"Ending.measured: got \[None\], needs list"),
    (changed(measured={}), r"Ending.measured: got {}, needs list"),
    (changed(surplus=1), "Ending needs reached, right"),
    (changed(where="é" * 10_000).replace(b"u00e9", b"u00e", 1), "escape"),
]


@pytest.mark.parametrize(("line", "message"), CORRUPTED)
def test_a_corrupted_line_is_named_and_computed_again(line, message, path, capsys):
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([lines[0], line + b"\n", *lines[2:]]))
    assert str(list(Ledger(path).read().values())) == str([ENDINGS[0], *ENDINGS[2:]])
    told = capsys.readouterr().err
    assert told.startswith(f"{path}, line 2: not a run, left out: ")
    assert re.search(message, told)
    assert told.count("\n") == 1
    assert len(told) < 300 + len(str(path))
    found = endings(JOBS, path, workers=0, cluster=None)
    assert (found[JOBS[0]], found[JOBS[1]].where) == (ENDINGS[0], "plateau")
    again = path.read_bytes().splitlines(keepends=True)
    assert again[:4] == [lines[0], line + b"\n", *lines[2:]]  # nobody's file is changed
    assert len(again) == 5


@pytest.mark.parametrize("seed", range(3))
def test_any_byte_may_change(path, capsys, seed):
    """A line is told with its number, or is a run still; the others are read."""
    text, random, others = path.read_bytes(), Random(seed), 0
    starts = [0, *(i + 1 for i, byte in enumerate(text) if byte == ord("\n"))]
    for place in random.sample(range(len(text)), 60):
        new = bytes([text[place] ^ 1 << random.randrange(8)])
        path.write_bytes(text[:place] + new + text[place + 1 :])
        line = sum(start <= place for start in starts)
        read = Ledger(path).read()
        told = capsys.readouterr().err
        for number, (job, ending) in enumerate(zip(JOBS, ENDINGS), 1):
            if number not in (line, line + 1):  # a line feed belongs to both
                assert str(read[job]) == str(ending)
        assert not told or told.startswith(f"{path}, line {line}: ")
        others += bool(told)
    assert others > 20


def test_a_line_that_was_torn_is_dropped_without_a_word(path, capsys):
    text = path.read_bytes()
    for end in range(len(text) - 200, len(text)):
        path.write_bytes(text[:end])
        assert len(Ledger(path).read()) == text.count(b"\n", 0, end)
    with Ledger(path).opened() as add:
        add(JOBS[3], ENDINGS[3])
    assert path.read_bytes() == text
    assert capsys.readouterr().err == ""


def test_a_full_disk_is_named_and_leaves_the_lines_before(path, monkeypatch):
    text = path.read_bytes()

    def full(descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(ledger.os, "fsync", full)
    with (
        Ledger(path).opened() as add,
        pytest.raises(OSError, match=r"No space left on device: '.*runs\.jsonl'"),
    ):
        add(JOBS[0], ENDINGS[1])
    assert path.read_bytes().startswith(text)


def test_what_is_no_file_is_refused(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with socket.socket(socket.AF_UNIX) as server, suppress(OSError):
        server.bind(str(tmp_path / "socket"))
    for path in (tmp_path / "pipe", tmp_path / "socket", tmp_path, "/dev/zero"):
        for act in (Ledger(path).read, Ledger(path).opened().__enter__):
            with pytest.raises(OSError, match=f"^{path}: a .* is here, which is not a"):
                act()


def test_a_folder_that_is_missing_is_named(tmp_path):
    path = tmp_path / "nowhere" / "runs.jsonl"
    with (
        pytest.raises(FileNotFoundError, match=r"nowhere/runs\.jsonl"),
        Ledger(path).opened(),
    ):
        pass
