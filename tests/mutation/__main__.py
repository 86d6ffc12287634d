"""Whether the tests notice faults: small ones are put into a module, one at a time.

    python -m tests.mutation                        # a sample from every module
    python -m tests.mutation --share 1 autograd/backward.py

It needs cosmic-ray and coverage. The tests of a room run once under coverage, to learn
which of them runs what; then for each mutant a process is forked that has imported
everything but the project, and runs those that run its line, quick ones first, until
one fails. What survives is printed with its line, and the share that was killed with
the 95 % interval of Wilson. A mutant of the table comes with what is generated from it.
Those that nothing could tell from the source are not counted; ``equivalent.txt`` says
which they are, and why.
"""

import argparse
import ast
import importlib
import random
import re
import sys
from collections import defaultdict
from itertools import accumulate
from math import ceil, sqrt
from pathlib import Path

import numpy

from tests.mutation.mutants import mutants, told
from tests.mutation.trials import ROOT, TABLE, forked, generated, recorded, tested

CORE = (
    *("tests/autograd/test_value.py", "tests/autograd/test_backward.py"),
    *("tests/autograd/test_operations.py", "tests/autograd/test_transforms.py"),
    *("tests/autograd/test_functions.py", "tests/autograd/test_checking.py"),
    *("tests/autograd/support", "tests/autograd/generated"),
    *("tests/autograd/differentiation", "tests/autograd/debugging/test_anomaly.py"),
    *("tests/autograd/debugging/test_breakpoints.py", "tests/whole/test_by_hand.py"),
    *("tests/whole/test_numbers.py", "tests/autograd/test_third_order.py"),
    *("autograd/operations.py", "autograd/backward.py", "autograd/value.py"),
)
# of another table the native twin, with which these compare, knows nothing
TWINS = (*CORE, "tests/autograd/native/test_native.py")
PROGRAMS = ("tests/autograd/programs", "autograd/programs")
#: What is mutated: the twin of Value that runs meanwhile, and where its tests are. The
#: pure one runs what the other has in C; only the other has the tape.
ROOMS = {
    "autograd/operations.py": ("python", CORE),
    "autograd/backward.py": ("python", TWINS),
    "autograd/value.py": ("python", TWINS),
    "autograd/programs/passes": ("python", PROGRAMS),
    "autograd/programs/machines": ("native", PROGRAMS),
}
#: Seconds of tests for each mutant: slower ones seldom see what all the quick do not.
ENOUGH = 10.0
#: What takes long to import and is not the project's.
OTHERS = ("jax", "jax.numpy", "mpmath", "hypothesis", "coverage", "linecache")
LINES = (Path(__file__).parent / "equivalent.txt").read_text("utf-8").splitlines()
EQUIVALENT = {line.rpartition("  # ")[0] for line in LINES}


def lines_of(source, line):
    """The lines of the innermost statement in a function that has a line; or none."""
    tree, found = ast.parse(source), range(0)
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef):
            for node in ast.walk(function):
                if isinstance(node, ast.stmt) and node is not function:
                    body = getattr(node, "body", None)
                    stop = body[0].lineno if body else node.end_lineno + 1
                    if node.lineno <= line < stop:
                        found = range(node.lineno, stop)
    return found


def row_at(source, line):
    """The name of the row of the table that stands at a line, or last before it."""
    before = "\n".join(source.splitlines()[:line])
    return (re.findall(r'\("(\w+)",', before) or [""])[-1]


class Room:
    """Modules with one engine and the same tests."""

    def __init__(self, engine, files, paths):
        self.engine, self.paths = engine, paths
        self.lines, self.seconds = forked(recorded, engine, files, paths)
        path = max(paths, key=lambda path: len(self.lines[path]))
        source = (ROOT / path).read_text("utf-8")
        if not self.survives(path, source, source, 0):
            sys.exit(f"the tests of {path} fail without any fault")

    def tests_of(self, path, source, line):
        """The tests that run a line, quick ones first; of the whole module if none.

        Those of a row of the table come before all others.
        """
        lines = self.lines[path]
        found = {x for i in lines_of(source, line) for x in lines.get(i, ())} - {""}
        found = found or {x for names in lines.values() for x in names} - {""}
        row = f"[{row_at(source, line)}]" if path == TABLE else ""
        names = sorted(found, key=lambda name: (row not in name, self.seconds[name]))
        spent = accumulate(self.seconds[name] for name in names)
        return [name for name, seconds in zip(names, spent) if seconds < ENOUGH]

    def survives(self, path, source, text, line):
        """Whether no test notices that the text stands in place of the source."""
        texts = {path: text}
        if path == TABLE:
            texts |= forked(generated, text) or {TABLE: "raise SystemError"}
        names = self.tests_of(path, source, line)
        if not names:
            return True
        seconds = 5 + 4 * sum(self.seconds[name] for name in names)
        return forked(tested, self.engine, texts, names, seconds) == 0

    def tried(self, path, share):
        """How many of a share of the mutants of a module are killed, and are tried."""
        source = (ROOT / path).read_text("utf-8")
        found = mutants(source, path == TABLE)
        chosen = random.Random(path).sample(found, ceil(share * len(found)))
        killed = count = 0
        for mutant in chosen:
            text = mutant.applied(source)
            if text is None or (change := told(source, text)) in EQUIVALENT:
                continue
            count += 1
            if self.survives(path, source, text, mutant.line):
                print(f"{path}:{mutant.line}: {change}", flush=True)
            else:
                killed += 1
        print(f"{path}: {killed} of {count}", flush=True)
        return numpy.array([killed, count])


def interval(killed, count):
    """The 95 % interval of Wilson of a share.

    >>> [round(x, 3) for x in interval(90, 100)]
    [0.826, 0.945]
    """
    z, share = 1.96, killed / count
    middle = share + z * z / (2 * count)
    half = z * sqrt(share * (1 - share) / count + z * z / (4 * count * count))
    return [(middle + sign * half) / (1 + z * z / count) for sign in (-1, 1)]


def rooms(places):
    """The modules in places of the project, by their engine and tests."""
    found = defaultdict(list)
    for room, how in ROOMS.items():
        for path in sorted([ROOT / room, *(ROOT / room).rglob("*.py")]):
            name = str(path.relative_to(ROOT))
            if path.suffix and (not places or name.startswith(tuple(places))):
                found[how].append(name)
    return found


def main(places, share):
    """Try a share of the mutants of some modules; print what survives, and counts."""
    for name in OTHERS:
        importlib.import_module(name)
    total = numpy.zeros(2, int)
    for (engine, files), paths in rooms(places).items():
        room = Room(engine, files, paths)
        total += sum(room.tried(path, share) for path in paths)
    killed, count = map(int, total)
    low, high = interval(killed, count)
    print(f"killed {killed} of {count}, {killed / count:.1%}; {low:.1%} to {high:.1%}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("places", nargs="*", help="files or folders of those in ROOMS")
    parser.add_argument("--share", type=float, default=0.15, help="of the mutants")
    main(**vars(parser.parse_args()))
