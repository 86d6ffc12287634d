"""The suite passes on both twins: this runs it on the one that did not run it."""

import os
import subprocess
import sys
from pathlib import Path

from autograd.support.twin import engine
from tests.tools.twins import needs_native

ROOT = Path(__file__).parents[3]

# Pictures, demos, benchmarks and programs ask nothing of Value that the rest does not
# ask; programs need NumPy and JAX besides.
OTHER_ROOMS = """
    benchmarks browser debuggers demos drawing layout native program readme reproducible
    stepper tour twins
"""


def files():
    """The test files that are about Values, and the modules with their examples."""
    rooms = tuple(f"test_{room}" for room in OTHER_ROOMS.split())
    found = sorted((ROOT / "tests").glob("test_*.py"))
    chosen = [path for path in found if not path.name.startswith(rooms)]
    return [str(p) for p in chosen + sorted((ROOT / "autograd").glob("*.py"))]


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
