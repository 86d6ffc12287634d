"""An isolated environment for each peer, built once from PyPI and kept in a cache."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import venv
from pathlib import Path

VARIABLE = "SCALAR_AUTOGRAD_BENCHMARKS"
#: PyTorch's own index has it without the gigabytes for graphics cards.
FIRST = {"torch": ["--index-url", "https://download.pytorch.org/whl/cpu"]}


class NotInstallable(Exception):
    """A peer cannot be had here; the text says why."""


def cache() -> Path:
    """Where the environments are: ``SCALAR_AUTOGRAD_BENCHMARKS``, else the user's."""
    default = Path.home() / ".cache" / "scalar-autograd-benchmarks"
    return Path(os.environ.get(VARIABLE) or default)


def python_for(requirement: str, folder: Path, retry: bool = False) -> str:
    """The interpreter of the environment with a requirement, which is built if need be.

    What could not be installed once is not tried again, unless ``retry`` says so.
    """
    if not requirement:
        return sys.executable
    version = "python{}.{}".format(*sys.version_info)
    name = re.sub(r"\W+", "-", requirement)
    place = folder / version / name
    python = place / ("Scripts" if os.name == "nt" else "bin") / "python"
    done, failed = place / "installed.txt", place / "failed.txt"
    if failed.exists() and not retry:
        raise NotInstallable(failed.read_text("utf-8"))
    if not done.exists():
        print(f"installing {requirement} into {place}", file=sys.stderr, flush=True)
        venv.create(place, clear=True, with_pip=True)
        if reason := trouble(python, requirement.split(), place / "pip.txt"):
            failed.write_text(reason, "utf-8")
            raise NotInstallable(reason)
        done.write_text(requirement, "utf-8")
    return str(python)


def trouble(python: Path, packages: list[str], log: Path) -> str:
    """Install packages; why that failed, in a line, or nothing when it did not."""
    attempts = [[*FIRST[packages[0]]]] if packages[0] in FIRST else []
    pip = [str(python), "-m", "pip", "install", "--retries", "1", "--no-input"]
    for options in [*attempts, []]:
        with log.open("w", encoding="utf-8") as file:
            try:
                result = subprocess.run(
                    [*pip, *options, *packages],
                    stdout=file,
                    stderr=subprocess.STDOUT,
                    timeout=1800,
                )
            except subprocess.TimeoutExpired:
                return f"pip took more than half an hour; see {log}"
        if result.returncode == 0:
            return ""
    return reason_in(log.read_text("utf-8", errors="replace")) + f"; see {log}"


def reason_in(log: str) -> str:
    """The line of pip's output that says most about a failure.

    >>> reason_in("Collecting x\\nERROR: No matching distribution found for x\\n")
    'No matching distribution found for x'
    """
    lines = [line.strip(" ×╰─>") for line in log.splitlines()]
    found = [line for line in lines if re.match(r"(?i)error: ", line)]
    causes = [line for line in lines if "ould not resolve host" in line]
    return (causes or found or lines or ["pip failed"])[-1].removeprefix("ERROR: ")
