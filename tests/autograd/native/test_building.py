"""Building the native twin: as standard C, without a compiler, without the lock."""

import os
import shutil
import subprocess
import sys
import sysconfig

import pytest

from tests.tools.sanitized import ROOT, built
from tests.tools.twins import needs_native

STANDARD = ["-std=c11", "-Wall", "-Wextra", "-Wpedantic", "-Werror", "-fsyntax-only"]
ASK = "from autograd.support.twin import engine, reason; print(engine, '-', reason)"


def python(folder, *arguments):
    """What a Python of its own says in a folder, without a wish for an engine."""
    environment = {k: v for k, v in os.environ.items() if k != "AUTOGRAD_ENGINE"}
    return subprocess.run(
        [sys.executable, "-W", "error", *arguments],
        cwd=folder,
        env=environment | {"PYTHONPATH": str(folder)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ).stdout


@pytest.mark.parametrize("extras", [[], ["-DSTANDARD_C"], ["-DPLAIN_NODES"]])
@pytest.mark.parametrize("compiler", ["gcc", "clang"])
def test_it_is_standard_c_without_a_warning(compiler, extras):
    if shutil.which(compiler) is None:
        pytest.skip(f"no {compiler}: install it")
    headers = sysconfig.get_path("include")
    command = [compiler, *STANDARD, *extras, "-isystem", headers]
    checked = subprocess.run(
        [*command, str(ROOT / "autograd/native/module.c")],
        capture_output=True,
        text=True,
    )
    assert (checked.returncode, checked.stderr) == (0, "")


@needs_native
def test_standard_c_alone_gives_the_same_bits(tmp_path):
    built(tmp_path, "-DSTANDARD_C")
    tests = ["-n0", "-q", "tests/autograd/native/test_bits.py"]
    result = python(tmp_path, "-m", "pytest", *tests)
    assert " passed" in result, result
    assert "failed" not in result, result


@needs_native
def test_a_python_without_the_global_lock_gets_the_pure_engine(tmp_path):
    built(tmp_path, "-DPy_GIL_DISABLED")
    engine, reason = python(tmp_path, "-c", ASK).split(" - ")
    assert engine == "python"
    assert "needs Python's global interpreter lock" in reason


def test_without_a_compiler_the_build_says_what_that_means(tmp_path):
    said = built(tmp_path, "", CC=shutil.which("false") or "false")
    assert "the native engine was not built" in said
    assert "the same results" in said
    assert "install a C compiler" in said
    alone = python(tmp_path, "-S", "-c", ASK)  # an editable install brings its own
    assert alone.startswith("python - ")
