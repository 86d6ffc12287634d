"""The suite passes on both twins: this runs it on the one that did not run it."""

import os
import re
import subprocess
import sys
from pathlib import Path

from autograd.support.twin import engine
from tests.tools.twins import needs_native

ROOT = Path(__file__).parents[3]

# Pictures and programs ask nothing of Value that the rest does not ask; programs need
# NumPy and JAX besides.
OTHER_ROOMS = [
    "autograd/debugging/test_debuggers.py",
    "autograd/drawing",
    "autograd/native",
    "autograd/programs",
    "whole/test_layout.py",
    "whole/test_readme.py",
    "whole/test_reproducible.py",
]


def files():
    """The tests that are about Values, and the modules with their examples."""
    rooms = [str(ROOT / "tests" / room) for room in ("autograd", "nn", "whole")]
    others = [f"--ignore={ROOT / 'tests' / room}" for room in OTHER_ROOMS]
    return [*rooms, *others, *map(str, sorted((ROOT / "autograd").glob("*.py")))]


@needs_native
def test_the_suite_passes_on_the_other_twin():
    other = {"native": "python", "python": "native"}[engine]
    result = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-x", *files()],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=os.environ | {"AUTOGRAD_ENGINE": other},
    )
    assert result.returncode == 0, result.stdout[-3000:] + result.stderr[-1000:]
    assert int(re.search(r"(\d+) passed", result.stdout)[1]) > 1000
