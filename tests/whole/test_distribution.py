"""What is published: an sdist of all sources, a wheel built from it, used elsewhere."""

import os
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

from tests.tools.twins import IS_BUILT

ROOT = Path(__file__).parents[2]
# The tests come with the sources; what this repository is kept with does not.
LEFT_OUT = {".ci/run", ".gitignore", ".github/workflows/tests.yml"}
MADE = {"PKG-INFO", "setup.cfg"}
CORE = [
    "test_value.py",
    "test_backward.py",
    "test_operations.py",
    "test_transforms.py",
    "support/test_copying.py",
]


def done(command, folder, **environment):
    """What a command prints that has to end well, far from the variables in use."""
    ours = {"PYTHONPATH", "AUTOGRAD_ENGINE", "PYTEST_ADDOPTS"}
    inherited = {k: v for k, v in os.environ.items() if k not in ours}
    result = subprocess.run(
        list(map(str, command)),
        cwd=folder,
        env=inherited | environment,
        capture_output=True,
        text=True,
    )
    assert result.returncode == 0, result.stdout[-3000:] + result.stderr[-3000:]
    return result.stdout


def tracked():
    """The files of the repository."""
    if not (ROOT / ".git").exists():
        pytest.skip("this copy is no repository: run it in a clone")
    return set(done(["git", "ls-files"], ROOT).splitlines())


def distribution(kind, folder, source):
    """Build one distribution of the sources in a folder, as pip would."""
    pytest.importorskip("setuptools", reason="no setuptools: install .[test]")
    code = f"import setuptools.build_meta as made; print(made.build_{kind}({folder!r}))"
    return Path(folder) / done([sys.executable, "-c", code], source).split()[-1]


@pytest.fixture(scope="module")
def sdist(tmp_path_factory):
    """An sdist of the files of the repository, as a checkout has them."""
    checkout = tmp_path_factory.mktemp("checkout")
    for name in tracked():
        (checkout / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, checkout / name)
    return distribution("sdist", str(tmp_path_factory.mktemp("sdist")), checkout)


@pytest.fixture(scope="module")
def unpacked(sdist):
    """The folder of an unpacked sdist."""
    with tarfile.open(sdist) as archive:
        archive.extractall(sdist.parent, filter="data")
    return Path(str(sdist).removesuffix(".tar.gz"))


@pytest.fixture(scope="module")
def wheel(unpacked, tmp_path_factory):
    """A wheel built from an unpacked sdist."""
    return distribution("wheel", str(tmp_path_factory.mktemp("wheel")), unpacked)


@pytest.fixture(scope="module")
def python(wheel, tmp_path_factory):
    """A Python with the wheel, and with what it needs from the one in use."""
    folder = tmp_path_factory.mktemp("installed")
    venv.create(folder, symlinks=os.name != "nt")
    scheme = {"base": str(folder), "platbase": str(folder)}
    packages = Path(sysconfig.get_path("purelib", "venv", scheme))
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(packages)
    # folders named in a .pth: the .pth files in them, such as ours, are not followed
    others = [folder for folder in sys.path if folder.endswith("site-packages")]
    (packages / "others.pth").write_text("\n".join(others))
    return Path(sysconfig.get_path("scripts", "venv", scheme)) / "python"


def test_the_sdist_has_every_source_and_nothing_else(sdist):
    with tarfile.open(sdist) as archive:
        files = [Path(item.name) for item in archive if item.isfile()]
    names = {path.relative_to(path.parts[0]).as_posix() for path in files}
    names = {name for name in names if ".egg-info/" not in name}
    assert names - MADE == tracked() - LEFT_OUT - MADE


def test_the_wheel_has_the_packages_and_no_source_in_c(wheel):
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    names = {name for name in names if ".dist-info/" not in name}
    built = {name for name in names if name.startswith("autograd/_native.")}
    assert len(built) == IS_BUILT
    rooms = ("autograd/", "nn/", "demos/")
    needed = {name for name in tracked() if name.startswith(rooms)}
    editors = "autograd/debugging/editors/"
    assert {name.removeprefix(editors) for name in names - built} == {
        name.removeprefix(editors) for name in needed if not name.endswith((".c", ".h"))
    }


def test_the_wheel_is_what_is_imported_and_draws_and_trains(python, tmp_path):
    code = """
import autograd, nn, demos
from autograd.support.twin import reason
print(autograd.__file__, autograd.engine, reason, sep="\\n")
w = autograd.Value(0.5, name="w")
autograd.draw(w * w).html("page.html")
"""
    file, engine, _ = done([python, "-c", code], tmp_path).splitlines()
    assert Path(file).is_relative_to(python.parents[1])
    assert engine == ("native" if IS_BUILT else "python")
    assert "<script>" in (tmp_path / "page.html").read_text("utf-8")
    assert "xor" in done([python, "-m", "demos", "--help"], tmp_path)


def test_the_examples_in_the_wheel_are_true(python, tmp_path):
    """All of them in the installed packages, from a folder that has nothing else."""
    packages = Path(done([python, "-c", "import nn; print(nn.__file__)"], tmp_path))
    rooms = [packages.parents[1] / room for room in ("autograd", "nn")]
    options = ["-q", "-p", "no:cacheprovider", "--doctest-modules"]
    options += ["--ignore-glob=*/pydevd_plugins/*", "-o", "addopts="]
    options += ["-o", "doctest_optionflags=NORMALIZE_WHITESPACE"]
    said = done([python, "-m", "pytest", *options, *rooms], tmp_path)
    assert int(said.split(" passed")[0].split()[-1]) > 200


def test_the_core_tests_pass_with_the_wheel(python, unpacked, tmp_path):
    """The tests of the sdist, from a folder without the sources of the packages."""
    shutil.copytree(unpacked / "tests", tmp_path / "tests")
    shutil.copy(unpacked / "setup.cfg", tmp_path)
    tests = [f"tests/autograd/{name}" for name in CORE]
    said = done([python, "-m", "pytest", "-q", "-n0", *tests], tmp_path)
    assert int(said.split(" passed")[0].split()[-1]) > 300
