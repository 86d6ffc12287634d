"""One text, all its readers: Python, lanes, NumPy, JAX and C give the same numbers.

The texts are random; what they mean is told by the functions they are made of, called
one inside the other. Where that hangs on the last bits of numbers on the way, it is not
asked.
"""

import ctypes
import math
import shutil
import subprocess
from functools import cache
from itertools import product
from random import Random
from typing import NamedTuple

import numpy
import pytest

from autograd import Value, operation
from autograd.differentiation.derivatives import value_reading
from autograd.differentiation.numerical import central_difference
from autograd.operations import OPERATIONS, Operation
from autograd.programs import record
from autograd.programs.assignments import NotReplayable
from autograd.programs.machines.lanes import lane_functions
from autograd.support.readings import careful_reading
from tests.generated import ROOT
from tests.generated.c import c_function
from tests.tools.texts import Text, Texts, World

EDGES = [0.0, -0.0, 1.0, -1.5, 0.3, 40.0, -800.0, math.inf, -math.inf, math.nan]
INSIDE = [(a.uniform(-3, 3), a.uniform(-3, 3)) for a in map(Random, range(20))]
POINTS = [*product(EDGES, EDGES), *INSIDE]
A, B = numpy.array(POINTS).T
SEEDS = range(67)  # of rows, three texts each


class Made(NamedTuple):
    """A row of random texts of a and b, and what each means."""

    row: Operation
    texts: list[Text]
    function: object


@cache
def made(seed):
    """A row that operation() takes."""
    texts = Texts(seed, ["a", "b"])
    value = texts.number()
    texts.letters.append("out")
    slopes = [texts.number(), texts.number()]
    name = f"random_{seed}"
    function = operation(name, value.text, [slope.text for slope in slopes])
    return Made(OPERATIONS[name], [value, *slopes], function)


@cache
def letters(seed):
    """What the letters are at every point, with the result."""
    value, *_ = made(seed).texts
    pairs = [{"a": a, "b": b} for a, b in POINTS]
    return [pair | {"out": value.meaning(World(pair))} for pair in pairs]


def known(text, letters):
    """What a text means at a point and how far rounding may move it; or None."""
    right = text.meaning(World(letters))
    rounded = [text.meaning(World(letters, Rounding(seed))) for seed in range(8)]
    if not math.isfinite(right):
        return (right, 0.0) if {repr(x) for x in rounded} == {repr(right)} else None
    furthest = max(abs(x - right) for x in rounded)
    is_known = furthest <= 1e-6 * abs(right)
    return (right, 20 * furthest + 1e-12 * abs(right) + 1e-300) if is_known else None


class Rounding:
    """Moves numbers by their last bits."""

    def __init__(self, seed):
        self.random = Random(seed)

    def __call__(self, x):
        return x * (1 + self.random.choice((-1, 0, 1)) * 2.0**-50)


@cache
def expected(seed):
    """For each text of a row, what is known at each point."""
    texts, places = made(seed).texts, letters(seed)
    return [[known(text, place) for place in places] for text in texts]


def check(seed, found):
    """Compare what a reader found, for each text and point, with what is known."""
    for numbers, wanted in zip(found, expected(seed), strict=True):
        pairs = [(x, y) for x, y in zip(numbers, wanted, strict=True) if y]
        for x, (right, error) in pairs:
            is_same = x == right or (x != x and right != right)
            assert is_same or abs(x - right) <= error, (seed, x, right)


def outs(seed):
    return numpy.array([place["out"] for place in letters(seed)])


def test_enough_is_compared():
    every = [answer for seed in SEEDS for text in expected(seed) for answer in text]
    assert sum(answer is not None for answer in every) > 0.95 * len(every)
    assert sum(bool(x) and math.isfinite(x[0]) for x in every) > 0.4 * len(every)


@pytest.mark.parametrize("seed", SEEDS)
def test_floats(seed):
    value, slopes = careful_reading(made(seed).row)
    found = [[value(a, b) for a, b in POINTS]]
    found += [[slope(*place.values()) for place in letters(seed)] for slope in slopes]
    check(seed, found)


@pytest.mark.parametrize("seed", SEEDS)
def test_lanes(seed):
    value, slopes, _ = lane_functions(made(seed).row)
    with numpy.errstate(all="ignore"):
        found = [value(A, B), *[slope(A, B, outs(seed)) for slope in slopes]]
    check(seed, [numpy.broadcast_to(x, A.shape) for x in found])


@pytest.mark.parametrize("seed", SEEDS)
def test_numpy(seed, monkeypatch):
    x, y = Value(0.5), Value(0.25)
    monkeypatch.setitem(OPERATIONS, f"random_{seed}", made(seed).row)
    program = record(made(seed).function(x, y), [x, y]).fold("numpy")
    # where nothing overflows it may take faster ways
    parts = [program.batch(points) for points in (POINTS[: -len(INSIDE)], INSIDE)]
    found = [[part.value, *part.inputs.T] for part in parts]
    check(seed, numpy.concatenate(found, axis=1))


@pytest.mark.parametrize("seed", SEEDS)
def test_jax(seed):
    jax = pytest.importorskip("jax", reason="no JAX: install .[jax]")
    from autograd.programs.machines.jax.arrays import primitive

    with jax.enable_x64(True):
        function, ones = primitive(made(seed).row), jax.numpy.ones(len(POINTS))
        left, right = map(jax.numpy.asarray, (A, B))
        value, by_a = jax.jvp(lambda a: function(a, right), (left,), (ones,))
        value, by_b = jax.jvp(lambda b: function(left, b), (right,), (ones,))
    check(seed, numpy.array([value, by_a, by_b]))


C = """\
#include <math.h>
typedef struct State State;
static double python_hypot(State *state, double a, double b) { return hypot(a, b); }
#include "table.h"
"""


@pytest.fixture(scope="module")
def in_c(tmp_path_factory):
    """The texts of all rows in one library."""
    compiler = shutil.which("cc")
    if not compiler:
        pytest.skip("no C compiler: install one that is called cc")
    source = C
    for seed in SEEDS:
        row = made(seed).row
        for i, text in enumerate((row.value, *row.derivatives)):
            written = c_function(f"{row.name}_{i}", ("a", "b", "out"), text)
            source += written.replace("static inline ", "")
    folder = tmp_path_factory.mktemp("texts")
    (folder / "texts.c").write_text(source)
    flags = ["-O1", "-ffp-contract=off", "-shared", "-fPIC"]
    places = ["-I", ROOT / "autograd" / "native", "-o", folder / "texts.so"]
    subprocess.run([compiler, *flags, *places, folder / "texts.c", "-lm"], check=True)
    return ctypes.CDLL(folder / "texts.so")


@pytest.mark.parametrize("seed", SEEDS)
def test_c(seed, in_c):
    found = []
    for i in range(3):
        function = in_c[f"random_{seed}_{i}"]
        function.restype = ctypes.c_double
        function.argtypes = [ctypes.c_void_p, *[ctypes.c_double] * 3]
        found.append([function(None, *place.values()) for place in letters(seed)])
    check(seed, found)


@pytest.mark.parametrize("seed", SEEDS)
def test_texts_of_values_can_be_differentiated(seed):
    value, _ = value_reading(made(seed).row)
    text = made(seed).texts[0]
    for a, b in INSIDE[:8]:
        estimate = central_difference(
            lambda x, b=b: text.meaning(World({"a": x, "b": b})), a
        )
        if not estimate.error <= 1e-6 * (1 + abs(estimate.value)):
            continue
        x = Value(a)
        result = value(x, Value(b))
        if isinstance(result, Value):
            result.backward()
        assert abs((x.grad or 0.0) - estimate.value) <= 10 * estimate.error + 1e-12


def pieces():
    """x times an operation of the user's that is made of functions."""
    function = operation(
        "pieces",
        lambda a: a * a if a > 0 else -a,
        [lambda a, out: 2 * a if a > 0 else -1],
    )
    x = Value(0.5)
    return record(function(x) * x, [x])


def test_functions_are_asked_for_each_lane():
    program, cases = pieces(), [[0.5], [-0.75], [2.0]]
    found = program.fold().batch(cases)
    for case, value, slopes in zip(cases, found.value, found.inputs):
        assert program.value_and_gradients(case) == (value, [], slopes)
        assert program.fold().value_and_gradients(case) == (value, [], slopes)


def test_functions_cannot_become_jax():
    pytest.importorskip("jax", reason="no JAX: install .[jax]")
    with pytest.raises(NotReplayable, match="to_jax: pieces is an operation made of P"):
        pieces().fold().to_jax()(numpy.zeros(0), numpy.ones(1))


@pytest.mark.parametrize(
    ("value", "slope"), [("2.0", "0.0"), ("inf", "nan"), ("log(0)", "1 / 0")]
)
def test_an_operation_may_be_a_constant(value, slope):
    x = Value(0.5)
    program = record(operation("constant", value, [slope])(x) * x, [x])
    wanted = program.value_and_gradients([0.25])
    found = program.fold().batch([[0.25], [0.25]])
    numpy.testing.assert_equal(found.value, [wanted.value] * 2)
    numpy.testing.assert_equal(found.inputs, [wanted.inputs] * 2)
    jax = pytest.importorskip("jax", reason="no JAX: install .[jax]")
    function = jax.value_and_grad(program.fold().to_jax(), argnums=1)
    value, slopes = function(numpy.zeros(0), numpy.array([0.25]))
    numpy.testing.assert_equal(float(value), wanted.value)
    numpy.testing.assert_equal(slopes.tolist(), wanted.inputs)
