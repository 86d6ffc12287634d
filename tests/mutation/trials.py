"""Trials: pytest in processes of their own, over sources that are not in the files."""

import importlib.machinery
import importlib.util
import multiprocessing
import os
import resource
import signal
import sys
import time
from functools import cache
from math import ceil
from pathlib import Path

import coverage
import pytest

ROOT = Path(__file__).parents[2]
TABLE = "autograd/operations.py"
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
