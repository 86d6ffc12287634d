"""What a function reads and does beside its graph is seen by compile and by fit."""

import itertools
import random
import time
import types
import warnings
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from enum import StrEnum

import numpy
import pytest

import nn
from autograd import Value
from autograd.programs import compile
from autograd.programs.calling import compiling
from autograd.programs.calling.watching.state import State
from autograd.programs.calling.watching.watch import watching
from nn.training import quick


@pytest.fixture(autouse=True)
def _all_that_can_be_replayed_is(monkeypatch):
    monkeypatch.setattr(compiling, "pays", lambda costs: True)
    monkeypatch.setattr(quick, "SHARE", 0)
    monkeypatch.setattr(quick.Quick, "_pays", lambda self: True)


rate = 1.0


def new_rate(now):
    global rate
    rate = now


class Slotted:
    __slots__ = ("scale",)


def world():
    """What functions read, and how each of them does."""
    w, rows, names, numbers = Value(2.0), [1.0, [2.0]], {"a": 1.0}, numpy.ones(3)
    space, slotted, line = types.SimpleNamespace(k=1.0), Slotted(), deque([1.0, 2.0])
    slotted.scale, chosen = 1.0, {1.0}
    parts = [w]

    def default(x, known=rows):
        return w * x * known[0]

    return {
        "global": (lambda x: w * x * rate, new_rate),
        "list": (lambda x: w * x * rows[0], lambda n: rows.__setitem__(0, n)),
        "inner list": (lambda x: w * x * rows[1][0], lambda n: rows[1].append(n)),
        "dict": (lambda x: w * x * names["a"], lambda n: names.update(a=n)),
        "array": (lambda x: w * x * numbers[1], lambda n: numbers.fill(n)),
        "namespace": (lambda x: w * x * space.k, lambda n: setattr(space, "k", n)),
        "slot": (
            lambda x: w * x * slotted.scale,
            lambda n: setattr(slotted, "scale", n),
        ),
        "deque": (lambda x: w * x * line[-1], lambda n: line.append(n)),
        "set": (lambda x: w * x * len(chosen), lambda n: chosen.add(n)),
        "default": (default, lambda n: rows.__setitem__(0, n)),
        "replaced": (lambda x: parts[0] * x, lambda n: parts.__setitem__(0, Value(n))),
        "grad": (lambda x: w * x * w.grad, lambda n: setattr(w, "grad", n)),
        "data": (lambda x: w * x * w.data, lambda n: setattr(w, "data", n)),
    }


@pytest.mark.parametrize("name", world())
def test_what_is_changed_is_seen_at_once(name):
    function, change = world()[name]
    compiled = compile(function)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # of the reading of data
        for now in (1.0, 7.0, 7.0, 0.5, 1.0):
            change(now)
            for x in (0.5, 3.0, -1.0):
                assert compiled(x).data == function(x).data
    assert compiled.recordings > 0


generator, stream = random.Random(1), itertools.count(1)
counts = [0]


def counted(x):
    counts[0] += 1
    return counts[0]


DOINGS = {
    "random": lambda x: generator.gauss(0.0, 1.0),
    "numpy": lambda x: float(numpy.random.standard_normal()),
    "iterator": lambda x: next(stream),
    "counter": counted,
    "time": lambda x: 0.0 * time.process_time(),
    "print": lambda x: print("called") or 1.0,
}


def begin_anew():
    global stream
    generator.seed(1)
    numpy.random.seed(1)
    stream, counts[0] = itertools.count(1), 0


@pytest.mark.parametrize("name", DOINGS)
def test_what_is_done_beside_is_done_at_every_call(name, capsys):
    w, do = Value(2.0), DOINGS[name]
    begin_anew()
    wanted = [(w * x * do(x)).data for x in range(9)]
    said = capsys.readouterr().out
    begin_anew()
    compiled = compile(lambda x: w * x * do(x))
    with pytest.warns(RuntimeWarning, match="is called as it is: it ") as warned:
        assert [compiled(float(x)).data for x in range(9)] == wanted
    assert (len(warned), capsys.readouterr().out) == (1, said)


@pytest.mark.parametrize("name", DOINGS)
def test_a_training_does_it_as_often_as_case_by_case(name, capsys):
    found = []

    class Model(nn.Module):
        def __init__(self):
            self.w = Value(0.3)

        def __call__(self, x):
            return self.w * x * DOINGS[name](x)

    for compiled in (False, None):
        begin_anew()
        with warnings.catch_warnings(record=True) as warned:
            warnings.simplefilter("always")
            model, cases = Model(), [(1.0, 1.0), (2.0, 0.5), (0.5, 0.25)]
            nn.fit(model, cases, sweeps=6, progress=False, compiled=compiled)
        found.append((model.w.data, counts[0], capsys.readouterr().out))
    assert found[0] == found[1]
    assert len(warned) == 1


class Letter(StrEnum):
    A = "a"


class Alike:
    def __init__(self, scale):
        self.scale = scale

    def __eq__(self, other):
        return isinstance(other, Alike)

    __hash__ = object.__hash__


PAIRS = [(1, True), (frozenset({1}), frozenset({True})), (Alike(1.0), Alike(2.0))]
PAIRS += [({"k": 1}, {"k": True}), ({1: "a"}, {True: "a"}), ("a", Letter.A)]


@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_equal_is_not_the_same(first, second):
    w = Value(2.0)

    def function(x, option):
        return w * x * getattr(option, "scale", len(repr(option)))

    compiled = compile(function)
    for option in 4 * (first, second):
        assert compiled(0.5, option).data == function(0.5, option).data


def test_threads_of_a_function_are_no_secret():
    w = Value(2.0)

    def function(numbers):
        with ThreadPoolExecutor(2) as pool:
            return sum(pool.map(lambda x: w * x if x > 0 else w * 0, numbers))

    compiled = compile(function)
    for first in (1.0, -1.0, 1.0, -1.0, 2.0):
        assert compiled([first, 2.0]).data == function([first, 2.0]).data


def test_a_state_can_be_put_back():
    names, numbers, line = {"a": 1.0}, numpy.ones(3), deque([1.0])

    def function():
        return names, numbers, line

    with watching() as watch:
        function()
    state = State([function], watch.codes)
    assert (state.same(), state.change()) == (True, None)
    names["b"], numbers[1] = 2.0, 5.0
    line.append(3.0)
    assert (state.same(), state.change()) == (False, "names was changed")
    state.restore()
    assert (names, numbers.tolist(), list(line)) == ({"a": 1.0}, [1.0] * 3, [1.0])
    assert state.same()
