"""The native twin under tools that check its use of memory, over the suite.

    python -m tests.tools.sanitized address     # gcc's or clang's, the whole suite
    python -m tests.tools.sanitized valgrind    # a part of it, ten times as slow
    python -m tests.tools.sanitized attack     # tests/tools/attack.py

Each builds the extension apart from the one in use, in a copy of the project without
arenas (so that every node is an allocation of its own), and runs pytest there; further
arguments go to pytest.
"""

import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
FILES = ["setup.py", "setup.cfg", "pyproject.toml", "README.md"]
FILES += ["autograd", "nn", "demos", "tests"]
PLAIN = "-g -O1 -DPLAIN_NODES -fno-omit-frame-pointer"
SANITIZERS = "-fsanitize=address,undefined -fno-sanitize-recover=undefined"
ELSEWHERE = [
    "demos",
    "benchmarks",
    "whole/test_readme.py",
    "autograd/drawing",
    "autograd/debugging/test_debuggers.py",
    "autograd/native/test_twins.py",
    "autograd/native/test_memory.py",
    "autograd/programs/machines/test_jax.py",
]
SUITE = ["tests", *(f"--ignore=tests/{place}" for place in ELSEWHERE)]
SUITE += sorted(f"autograd/{path.name}" for path in (ROOT / "autograd").glob("*.py"))
PART = [
    "tests/whole/test_by_hand.py",
    "tests/autograd/native/test_native.py",
    "tests/autograd/support/test_copying.py",
]


def library(name):
    """The path of a library of the compiler's; None when the compiler lacks it."""
    compiler = sysconfig.get_config_var("CC").split()[0]
    if shutil.which(compiler) is None:
        return None
    found = subprocess.run(
        [compiler, f"-print-file-name={name}"], capture_output=True, text=True
    )
    return found.stdout.strip() if os.path.isabs(found.stdout.strip()) else None


def built(folder, flags, **environment):
    """A copy of the project in a folder, its extension built: what the build says."""
    ignored = shutil.ignore_patterns("*.so", "__pycache__", "build", "*.egg-info")
    for name in FILES:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        options = {"ignore": ignored} if (ROOT / name).is_dir() else {}
        copy(ROOT / name, Path(folder) / name, **options)
    return subprocess.run(
        [sys.executable, "setup.py", "-q", "build_ext", "--inplace"],
        cwd=folder,
        env=os.environ | {"CFLAGS": flags} | environment,
        check=True,
        capture_output=True,
        text=True,
    ).stderr


def sanitizer():
    """The environment of a Python with the sanitizers; None when there are none."""
    parts = [library("libasan.so"), library("libubsan.so"), library("libstdc++.so")]
    return (
        None
        if None in parts
        else {
            "LD_PRELOAD": " ".join(parts),
            "ASAN_OPTIONS": "detect_leaks=0:allocator_may_return_null=1",
            "UBSAN_OPTIONS": "print_stacktrace=1",
        }
    )


def run(tool, arguments):
    """The exit status of what is run under a tool: pytest, or the attack."""
    environment = os.environ | {"AUTOGRAD_ENGINE": "native", "PYTHONMALLOC": "malloc"}
    program = ["tests.tools.attack"] if tool == "attack" else ["pytest", "-q", "-x"]
    command = [sys.executable, "-m", *program]
    if tool != "valgrind":
        if sanitizer() is None:
            print("skipped: the compiler has no AddressSanitizer")
            return 0
        environment |= sanitizer()
    elif shutil.which("valgrind") is None:
        print("skipped: valgrind is not installed")
        return 0
    else:
        options = "-q --leak-check=no --num-callers=30 --log-file=valgrind.txt"
        command = ["valgrind", *options.split(), *command]
    with tempfile.TemporaryDirectory() as folder:
        built(folder, PLAIN if tool == "valgrind" else f"{PLAIN} {SANITIZERS}")
        environment["PYTHONPATH"] = folder
        chosen = {"address": SUITE, "valgrind": PART, "attack": []}[tool]
        command += arguments or chosen
        status = subprocess.run(command, cwd=folder, env=environment).returncode
        return status or our_errors(Path(folder) / "valgrind.txt")


def our_errors(log):
    """How many errors in valgrind's log are the twin's: CPython has its own."""
    text = log.read_text("utf-8") if log.exists() else ""
    ours = [part for part in text.split("== \n") if "_native" in part]
    if log.exists():
        print(f"{len(ours)} errors in the native twin", *ours, sep="\n")
    return len(ours)


if __name__ == "__main__":
    if sys.argv[1:2] not in (["address"], ["valgrind"], ["attack"]):
        sys.exit(__doc__)
    sys.exit(run(sys.argv[1], sys.argv[2:]))
