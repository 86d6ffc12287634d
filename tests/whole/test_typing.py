"""What editors and checkers of types know of the packages."""

import os
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

import autograd

ROOT = Path(__file__).parents[2]
PROGRAM = Path(__file__).with_name("typed_program.py")
NAMES = [name for name in dir(autograd) if name[0].isalpha()]  # no _name, no @name
MISTAKES = """
autograd.tanh("1")
autograd.Value(1.0) + "1"
float(autograd.Value(1.0))
autograd.compile(len)(1)
autograd.Value(1.0).elu(beta=2.0)
"""


@pytest.fixture(scope="module")
def complaints(tmp_path_factory):
    """What ``mypy --strict`` says of a good program, and of names and mistakes."""
    pytest.importorskip("mypy", reason="no mypy: install .[test]")
    folder = tmp_path_factory.mktemp("typing")  # far from the settings of the project
    good = PROGRAM.read_text("utf-8")
    (folder / "good.py").write_text(good, encoding="utf-8")
    lines = ["import autograd", *(f"autograd.{name}" for name in NAMES)]
    (folder / "bad.py").write_text("\n".join(lines) + MISTAKES, encoding="utf-8")
    command = ["-m", "mypy", "--strict", "--follow-imports=silent", "good.py", "bad.py"]
    environment = os.environ | {"MYPYPATH": str(ROOT)}
    result = subprocess.run(
        [sys.executable, *command],
        capture_output=True,
        text=True,
        cwd=folder,
        env=environment,
    )
    assert result.stderr == ""
    return [line for line in result.stdout.splitlines() if ": error: " in line]


def test_nothing_is_found_in_a_typed_program_which_runs(complaints):
    assert [line for line in complaints if line.startswith("good.py")] == []
    runpy.run_path(str(PROGRAM))


def test_every_public_name_is_known_and_mistakes_are_seen(complaints):
    bad = [line for line in complaints if line.startswith("bad.py")]
    first = len(NAMES) + 2
    mistakes = range(first, first + len(MISTAKES.split("\n")[1:-1]))
    assert {int(line.split(":")[1]) for line in bad} == set(mistakes)


INSTALL = """
from distutils.core import run_setup
project = run_setup("setup.py", stop_after="init")
kind = project.get_command_class("editable_wheel")
print(*kind(project)._select_strategy("name", "tag", "folder").path_entries, sep="\\n")
"""


def test_an_editable_install_is_a_list_of_folders_not_a_hook():
    pytest.importorskip("setuptools", reason="no setuptools: install it")
    command = [sys.executable, "-c", "import setuptools" + INSTALL]
    result = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
    root, editors = map(Path, result.stdout.split("\n")[:-1])
    assert root == ROOT
    assert (editors / "pydevd_plugins/extensions/pydevd_plugin_autograd.py").exists()


def test_the_packages_say_that_they_are_typed():
    for package in ("autograd", "nn"):
        assert (ROOT / package / "py.typed").exists()
