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
import importlib.machinery
import importlib.util
import multiprocessing
import os
import random
import resource
import signal
import sys
import time
from collections import defaultdict
from functools import cache
from itertools import accumulate
from math import ceil, sqrt
from pathlib import Path

import coverage
import numpy
import pytest

from tests.mutation.mutants import mutants, told

ROOT = Path(__file__).parents[2]
CORE = (
    *("tests/autograd/test_value.py", "tests/autograd/test_backward.py"),
    *("tests/autograd/test_operations.py", "tests/autograd/test_transforms.py"),
    *("tests/autograd/test_functions.py", "tests/autograd/test_checking.py"),
    *("tests/autograd/support", "tests/autograd/generated"),
    *("tests/autograd/differentiation", "tests/autograd/debugging/test_anomaly.py"),
    *("tests/autograd/debugging/test_breakpoints.py", "tests/whole/test_by_hand.py"),
    *("autograd/operations.py", "autograd/backward.py", "autograd/value.py"),
)
# of another table the native twin, with which these compare, knows nothing
TWINS = (*CORE, "tests/autograd/native/test_native.py")
PROGRAMS = ("tests/autograd/programs", "autograd/programs")
#: What is mutated: the twin of Value that runs meanwhile, and where its tests are.
ROOMS = {
    "autograd/operations.py": ("python", CORE),
    "autograd/backward.py": ("python", TWINS),
    "autograd/value.py": ("python", TWINS),
    "autograd/programs/passes": ("native", PROGRAMS),
    "autograd/programs/machines": ("native", PROGRAMS),
}
#: Seconds of tests for each mutant: slower ones seldom see what all the quick do not.
ENOUGH = 10.0
TABLE = "autograd/operations.py"
#: What takes long to import and is not the project's.
OTHERS = ("jax", "jax.numpy", "mpmath", "hypothesis", "coverage", "linecache")
LINES = (Path(__file__).parent / "equivalent.txt").read_text("utf-8").splitlines()
EQUIVALENT = {line.partition("  # ")[0] for line in LINES}
MEMORY = 6 << 30


class Loader(importlib.machinery.SourceFileLoader):
    """Of a module whose source is another than that in its file."""

    def __init__(self, name, path, text):
        super().__init__(name, path)
        self.text = text

    def get_code(self, name):
        """The code of the text; no compiled file is asked."""
        return compile(self.text, self.path, "exec", dont_inherit=True)


class Finder:
    """Finds the modules whose sources are others, by their paths."""

    def __init__(self, texts):
        self.texts = {module_name(path): (path, text) for path, text in texts.items()}

    def find_spec(self, name, path=None, target=None):
        """The spec of such a module; None of all others."""
        if name not in self.texts:
            return None
        path, text = self.texts[name]
        loader = Loader(name, str(ROOT / path), text)
        return importlib.util.spec_from_file_location(name, ROOT / path, loader=loader)


def module_name(path):
    """The name by which a file is imported."""
    return path.removesuffix(".py").replace("/", ".").removesuffix(".__init__")


def forked(function, *arguments):
    """What a function returns in a process of its own; None if that dies."""
    ours, theirs = multiprocessing.Pipe(duplex=False)
    if process := os.fork():
        theirs.close()
        try:
            return ours.recv()
        except EOFError:
            return None
        finally:
            os.waitpid(process, 0)
    for stream in 1, 2:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream)
    try:
        theirs.send(function(*arguments))
    finally:
        os._exit(0)


def bounded(seconds):
    """Let this process die after so many seconds of its own, or twenty times that."""
    resource.setrlimit(resource.RLIMIT_CPU, (ceil(seconds), ceil(seconds) + 5))
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    signal.alarm(20 * ceil(seconds))


def run(engine, files, plugin, *options):
    """The exit status of pytest."""
    os.environ["AUTOGRAD_ENGINE"] = engine
    # plain: pytest's own finder would import what is named here before ours does
    command = ["-q", "-n0", "--assert=plain", "-p", "no:faulthandler", *options]
    return int(pytest.main([*command, *map(str, files)], plugins=[plugin]))


class Recorder:
    """Which tests run which lines, and how long they take."""

    def __init__(self, paths):
        self.paths, self.seconds = list(map(str, paths)), {}
        self.coverage = coverage.Coverage(data_file=None, include=self.paths)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item):
        """Run a test that finds nothing remembered."""
        for function in caches(self.paths):
            function.cache_clear()
        self.coverage.switch_context(item.nodeid)
        start = time.process_time()
        try:
            return (yield)
        finally:
            self.seconds[item.nodeid] = time.process_time() - start
            self.coverage.switch_context("")


def caches(paths):
    """The functions of some modules that remember their answers."""
    rooms = [x for x in sys.modules.values() if getattr(x, "__file__", "") in paths]
    found = [x for room in rooms for x in vars(room).values()]
    return [x for x in found if type(x) is type(cache(len))]


def recorded(engine, files, paths):
    """For each path the tests of each line, and the seconds of each test."""
    recorder = Recorder([ROOT / path for path in paths])
    recorder.coverage.start()
    run(engine, files, recorder)
    recorder.coverage.stop()
    data = recorder.coverage.get_data()
    lines = {p: data.contexts_by_lineno(str(ROOT / p)) for p in paths}
    return lines, recorder.seconds


class Chosen:
    """Some of the tests, in an order."""

    def __init__(self, names):
        self.order = {name: i for i, name in enumerate(names)}

    def pytest_collection_modifyitems(self, items):
        """Leave out the others."""
        items[:] = [x for x in items if x.nodeid in self.order]
        items.sort(key=lambda item: self.order[item.nodeid])


def tested(engine, texts, names, seconds):
    """The exit status of tests with other sources; 0: nobody noticed."""
    bounded(seconds)
    sys.meta_path.insert(0, Finder(texts))
    sys.dont_write_bytecode = True
    files = dict.fromkeys(name.partition("::")[0] for name in names)
    return run(engine, files, Chosen(names), "-x")


def generated(text):
    """What is generated from a table, by its paths."""
    bounded(60)
    sys.meta_path.insert(0, Finder({TABLE: text}))
    os.environ["AUTOGRAD_ENGINE"] = "python"
    made = importlib.import_module("tests.generated").FILES
    return {p: made[p]() for p in made if p.startswith("autograd/generated")}


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
        """The tests that run a line, quick ones first; of the whole module if none."""
        lines = self.lines[path]
        found = {x for i in lines_of(source, line) for x in lines.get(i, ())} - {""}
        found = found or {x for names in lines.values() for x in names} - {""}
        names = sorted(found, key=lambda name: self.seconds[name])
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
