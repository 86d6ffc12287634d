"""Killed at random moments, nothing is lost; and that this test would see it."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from autograd.support import files

ROOT = Path(__file__).parents[2]
CARELESS = """
def careless(path, content):
    with open(path, "wb") as file:
        file.write(content)
nn.files.write_whole = careless
"""
UNSWEPT = "autograd.support.files.sweep = lambda target: None"
SPOILED = """
import autograd.support.files, nn.files
from tests.tools import kill
{}
kill.WATCHED = {{{!r}}}
kill.main(40, kinds=[kill.{}])
"""

forks = pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork: run it on Unix")


def answer(*arguments):
    return subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, capture_output=True, text=True
    )


@forks
def test_a_few_kills_lose_nothing():
    told = answer("-m", "tests.tools.kill", "16")
    assert told.returncode == 0, told.stderr
    assert told.stdout.endswith("survived 16 kills\n")


@forks
@pytest.mark.parametrize(
    ("fault", "watched", "kind", "message"),
    [
        (CARELESS, "<string>", "Saving", "weights.json is torn"),
        (CARELESS, "<string>", "Training", "run.json is torn"),
        (UNSWEPT, files.__file__, "Saving", "not as without a kill: .*part"),
    ],
)
def test_what_loses_something_is_found_out(fault, watched, kind, message):
    told = answer("-c", SPOILED.format(fault, watched, kind))
    assert told.returncode == 1
    assert re.search(message, told.stderr)
