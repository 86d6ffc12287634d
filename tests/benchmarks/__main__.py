"""The command: ``python -m tests.benchmarks [W1 W2 ..] [--peers a,b] [--quick]``."""

from __future__ import annotations

import argparse
import os
import sys
from contextlib import suppress
from functools import partial
from math import inf
from pathlib import Path

from . import report
from .environments import VARIABLE, NotInstallable, cache, python_for
from .peers import PEERS, SCALED, Peer
from .programs import QUICK as FEW, SIZES as MANY, folded
from .scale import QUICK, SIZES, repetitions_for, scaled
from .session import Out, measured
from .workloads import WORKLOADS

#: The work of every peer, and the reports of our own: at growing sizes, of programs.
KNOWN = [*WORKLOADS, "S", "P"]


def count(text: str) -> int:
    """A whole number of at least 1 from the command line."""
    if not text.isdecimal() or len(text) > 9 or int(text) < 1:
        needs = "needs a whole number, at least 1"
        raise argparse.ArgumentTypeError(f"got {text!r:.30}, {needs}")
    return int(text)


def time(text: str) -> float:
    """Seconds from the command line: above 0 and finite."""
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds < inf:
        raise argparse.ArgumentTypeError(f"got {text!r:.30}, needs seconds above 0")
    return seconds


def folder(text: str) -> str:
    """A folder from the command line, which is there or can be made."""
    try:
        with suppress(FileNotFoundError):
            os.stat(text)  # exists() hides other errors since Python 3.14
        above = [path for path in (Path(text), *Path(text).parents) if path.exists()]
    except (OSError, ValueError):
        above = []
    if not text or not above or not above[0].is_dir():
        raise argparse.ArgumentTypeError(f"got {text!r:.60}, needs a folder")
    return text


def parser() -> argparse.ArgumentParser:
    """The options."""
    made = argparse.ArgumentParser(
        prog="python -m tests.benchmarks",
        description="The same work in every engine, side by side, in turn.",
        epilog=f"peers: {', '.join(PEERS)}",
    )
    add = made.add_argument
    add("workloads", nargs="*", metavar="W", help=f"of {', '.join(KNOWN)}")
    add("--peers", help="their names, with commas between; all by default")
    add("--repetitions", type=count, default=None, help="7 by default, 3 if quick")
    add("--quick", action="store_true", help="3 repetitions, and smaller chains")
    add("--patience", type=time, metavar="SECONDS", help="for one answer: 60, quick 10")
    add("--without-collector", dest="collector", action="store_false", help="gc off")
    add(
        "--environments",
        type=folder,
        metavar="FOLDER",
        help=f"else ${VARIABLE}, else {cache()}",
    )
    add("--retry", action="store_true", help="try again to install what failed before")
    add("--out", type=folder, metavar="FOLDER", help="write benchmarks.json there")
    return made


def options(arguments: list[str] | None = None) -> argparse.Namespace:
    """The options as given, completed."""
    made = parser()
    given = made.parse_args(arguments)
    given.workloads = given.workloads or KNOWN
    given.peers = given.peers.split(",") if given.peers else list(PEERS)
    for names, known in ((given.workloads, KNOWN), (given.peers, PEERS)):
        if strange := [name for name in names if name not in known]:
            made.error(f"got {', '.join(strange)}, needs some of {', '.join(known)}")
    given.repetitions = given.repetitions or (3 if given.quick else 7)
    given.patience = given.patience or (10.0 if given.quick else 60.0)
    if given.environments:
        os.environ[VARIABLE] = given.environments
    return given


def say(notes: list[str], text: str) -> None:
    """Tell why something is missing, now and in the report."""
    notes.append(text)
    print(text, file=sys.stderr, flush=True)


def installed(names: list[str], retry: bool, notes: list[str]) -> dict[Peer, str]:
    """The interpreters of the peers that can be had; why not, for the others."""
    pythons = {}
    for peer in (PEERS[name] for name in names):
        try:
            pythons[peer] = python_for(peer.requirement, cache(), retry)
        except NotInstallable as reason:
            say(notes, f"without {peer.title}: {reason}")
    return pythons


def scale(given: argparse.Namespace, pythons: dict, notes: list[str]) -> list:
    """The rows of S."""
    rows = []
    for peer in (peer for peer in pythons if peer.name in SCALED):
        for nodes in QUICK if given.quick else SIZES:
            times = repetitions_for(nodes, given.repetitions)
            try:
                rows.append(scaled(peer, pythons[peer], nodes, times))
            except Out as reason:
                say(notes, f"S without {peer.title}, {nodes:,} nodes: {reason}")
                break
    return rows


def main(arguments: list[str] | None = None) -> None:
    """Measure and print."""
    given = options(arguments)
    notes: list[str] = []
    given.say = partial(say, notes)
    pythons = installed(given.peers, given.retry, notes)
    measurements, rows, programs = {}, [], []
    for name in given.workloads:
        if name == "S":
            rows = scale(given, pythons, notes)
            print(report.scaling(rows), flush=True)
        elif name == "P":
            programs = folded(sys.executable, FEW if given.quick else MANY, given)
            print(report.folding(programs), flush=True)
        else:
            workload = WORKLOADS[name]
            found = measured(workload, pythons, given)
            measurements[workload] = found
            print(report.comparison(workload, found), flush=True)
    if given.out:
        content = report.document(measurements, rows, programs, notes)
        print(f"\nwrote {report.write(given.out, content)}")


if __name__ == "__main__":
    main()
