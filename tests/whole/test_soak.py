"""Long work takes no more and more memory: a short run of tests/tools/soak.py."""

import mmap
import subprocess
import sys
from pathlib import Path

import pytest

from tests.tools.soak import MOST_OBJECTS, WINDOWS, Window, growth, is_steady, measured

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/statm").exists(), reason="reads Linux's /proc: run it on Linux"
)


def test_a_short_soak_is_steady():
    asked = ["--nodes", "1e6", "--structures", "400", "--seconds", "3"]
    result = subprocess.run(
        [sys.executable, "-m", "tests.tools.soak", *asked],
        capture_output=True,
        text=True,
        cwd=ROOT,
    )
    said = result.stdout + result.stderr
    assert result.returncode == 0, said
    assert said.count(": steady") == said.count("\n") >= 3, said


def pages():
    """A mebibyte of the system's own: it takes no place that was freed before."""
    made = mmap.mmap(-1, 1 << 20)
    made.write(bytes(1 << 20))
    return made


@pytest.mark.parametrize("leak", [pages, lambda: [[] for _ in range(MOST_OBJECTS)]])
def test_the_soak_sees_a_leak_of_memory_and_one_of_objects(leak):
    kept = []
    assert not is_steady(measured(lambda: kept.append(leak())))
    assert is_steady(measured(leak))


def test_what_was_there_before_the_end_of_the_first_windows_is_no_growth():
    windows = [Window(memory=10, objects=5)] * WINDOWS
    assert growth(windows) == (0, 0)
    windows[1], windows[-1] = Window(90, 50), Window(91, 49)
    assert growth(windows) == (1, -1)
