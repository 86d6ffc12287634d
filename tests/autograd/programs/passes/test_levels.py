"""Grouping by depth: where edges leave no two nodes alike there are few arrays yet."""

from random import Random

import numpy
import pytest

from autograd import Value, sum, tanh
from autograd.programs import record
from autograd.programs.passes import pipeline
from autograd.programs.passes.colour import Colouring
from autograd.programs.passes.levels import (
    Levels,
    depths,
    depths_of,
    levelled,
    merged,
)
from autograd.programs.passes.simplify import simplified
from autograd.programs.spec import broken
from autograd.support.twin import native
from tests.autograd.programs.test_folded import random_sums
from tests.autograd.programs.test_program import Made
from tests.tools.twins import needs_native


def drawn(count, seed=0):
    random = Random(seed)
    return [Value(random.uniform(0.1, 0.9)) for _ in range(count)]


def heat(ends, places=60, steps=30):
    """The heat in a rod after some steps: ends says what comes of the ends."""
    u, k = drawn(places), Value(0.1)
    leaves = [*u, k]
    for _ in range(steps):
        inner = [b + k * (a + c - 2 * b) for a, b, c in zip(u, u[1:], u[2:])]
        u = [*ends(u[:2], k), *inner, *reversed(ends(u[:-3:-1], k))]
    return sum(x * x for x in u), leaves


ENDS = {
    "fixed": lambda u, k: [u[0]],
    "closed": lambda u, k: [u[0] + k * (u[1] - u[0])],
    "mirrored": lambda u, k: [u[1]],
    "open": lambda u, k: [0.5],
    "of another kind": lambda u, k: [tanh(u[0] * u[1])],
}


def graph(least, most, layers=3, nodes=120):
    """A net on a graph whose nodes have more or fewer neighbours."""
    random = Random(1)
    near = [
        random.choices(range(nodes), k=random.randint(least, most))
        for _ in range(nodes)
    ]
    a, b, c, *state = leaves = drawn(nodes + 3, 3)
    for _ in range(layers):
        sums = [sum(state[j] for j in mine) for mine in near]
        state = [tanh(a * x + b * s + c) for x, s in zip(state, sums)]
    return sum(state), leaves


def check(result, inputs, parameters):
    """Compare a folded program with the plain replay, for one case and for several."""
    program = record(result, inputs, parameters)
    passes = program.fold().passes
    assert list(broken(passes)) == []
    assert list(broken(passes, lanes=3)) == []
    random = numpy.random.default_rng(0)
    rows = random.uniform(0.1, 0.9, (3, len(inputs)))
    wanted = [program.value_and_gradients(row) for row in rows]
    folded = program.fold("numpy")
    near = {"rtol": 1e-10, "atol": 1e-12}
    for row, one in zip(rows, wanted):
        found = folded.value_and_gradients(row)
        for got, right in zip(found, one):
            numpy.testing.assert_allclose(got, right, **near)
    found = folded.batch(rows)
    values, slopes, by_inputs = zip(*wanted)
    numpy.testing.assert_allclose(found.value, values, **near)
    numpy.testing.assert_allclose(found.parameters, numpy.sum(slopes, axis=0), **near)
    numpy.testing.assert_allclose(found.inputs, by_inputs, **near)
    return passes


@pytest.mark.parametrize("name", ENDS)
def test_a_grid_with_edges_is_few_arrays(name):
    result, leaves = heat(ENDS[name])
    passes = check(result, leaves[:30], leaves[30:])
    assert len(Colouring(passes.assignments, passes.rows)) > 6000
    assert len(passes.colouring) < 700


@pytest.mark.parametrize(("least", "most"), [(2, 6), (1, 9)])
def test_a_graph_of_mixed_degree_is_few_arrays(least, most):
    result, leaves = graph(least, most)
    passes = check(result, leaves[3:], leaves[:3])
    assert len(passes.colouring) < 60


def test_what_is_alike_stays_as_it_is():
    result, leaves = graph(3, 3)
    program = record(result, leaves).assignments
    found = Colouring(program, simplified(program))
    assert levelled(found) is found


@pytest.fixture
def always(monkeypatch):
    """Have every program grouped by depth."""

    def by_depth(found):
        return Levels(found, merged(found, depths_of(found)))

    monkeypatch.setattr(pipeline, "levelled", by_depth)


@pytest.mark.usefixtures("always")
@pytest.mark.parametrize("seed", range(30))
def test_random_programs(seed):
    made = Made(seed)
    passes = check(made.result, made.inputs, made.parameters)
    assert isinstance(passes.colouring, Levels)


@pytest.mark.usefixtures("always")
@pytest.mark.parametrize("seed", range(20))
def test_random_sums_of_unequal_lengths(seed):
    parameters, inputs, result = random_sums(seed)
    check(result, inputs, parameters)


def test_the_function_of_jax_joins_too(monkeypatch):
    jax = pytest.importorskip("jax", reason="no JAX: install .[jax]")
    result, leaves = heat(ENDS["fixed"], 30, 30)
    program = record(result, leaves)
    assert any(x.operation == "join" for x in program.fold().passes.colouring.groups)
    row = numpy.array([x.data for x in leaves])
    wanted = program.value_and_gradients(row)
    with jax.enable_x64(True):
        function = jax.value_and_grad(program.fold().to_jax(), argnums=1)
        value, found = function(numpy.zeros(0), row)
    assert float(value) == pytest.approx(wanted.value, rel=1e-12)
    numpy.testing.assert_allclose(found, wanted.inputs, rtol=1e-10)


@needs_native
@pytest.mark.parametrize("seed", range(20))
def test_the_twin_finds_the_same_depths(seed):
    made = Made(seed)
    rows = simplified(record(made.result, made.inputs).assignments)
    mine, twins = (numpy.zeros(len(rows.aliases), numpy.int64) for _ in range(2))
    depths(rows.starts, rows.operands, rows.slots, mine)
    native.depths(rows.starts, rows.operands, rows.slots, twins)
    assert mine.tolist() == twins.tolist()
    assert mine.max() > 0


@needs_native
def test_the_twin_refuses_what_does_not_fit():
    starts, operands, slots, found = map(
        numpy.array, ([0, 1, 3], [0, 0, 2], [2, 3], [0] * 4)
    )
    wrong = [
        (starts[:2], operands, slots, found),
        (starts, operands - 1, slots, found),
        (starts, operands + 3, slots, found),
        (starts, operands, slots + 1, found),
        (starts, operands, slots - 3, found),
        (starts + 1, operands, slots, found),
        (starts - 1, operands, slots, found),
        (starts, operands, slots, found.astype(numpy.int32)),
        (starts, operands, slots, starts),
        (found, operands, slots, found),
    ]
    for arrays in wrong:
        with pytest.raises(ValueError, match="do not fit together"):
            native.depths(*arrays)
    with pytest.raises(TypeError):
        native.depths(starts, operands, slots, [0] * 4)
