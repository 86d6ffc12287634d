"""to_jax: the same values and derivatives under jit, grad, vmap and sharding."""

import itertools
import math
import os
import subprocess
import sys
from pathlib import Path

import numpy
import pytest

from autograd import Value, functions
from autograd.operations import TABLE, VARIADIC
from autograd.programs import record
from autograd.programs.assignments import INPUTS
from nn import MLP, squared_error
from tests.autograd.programs import test_edges
from tests.autograd.programs.test_folded import random_sums
from tests.autograd.programs.test_program import Made, inside, same

jax = pytest.importorskip("jax", reason="no JAX: install .[jax]")
jnp = jax.numpy


@pytest.fixture(autouse=True)
def in_64_bits():
    with jax.enable_x64(True):
        yield


def net():
    """A folded program of one case, its parameters as an array, and some rows."""
    model = MLP(3, [4, 2], seed=1)
    inputs, targets = [Value(0.0) for _ in range(3)], [Value(0.0) for _ in range(2)]
    error = squared_error(model(inputs), targets)
    folded = record(error, [*inputs, *targets], model.parameters()).fold()
    parameters = numpy.array([p.data for p in model.parameters()])
    rows = numpy.random.default_rng(1).uniform(size=(16, 5))
    return folded, parameters, rows


def test_every_operation_has_its_value_and_derivatives():
    leaves, results = [], []
    for row in TABLE:
        if row.name == "where":
            continue
        for at in (-1.75, -0.25, 0.5, 1.5):
            operands = [Value(at / (i + 1)) for i in range(len(row.letters))]
            leaves += operands
            placed = [inside(row, x) for x in operands]
            results.append(getattr(functions, row.name)(*placed))
    for row in VARIADIC:
        operands = [Value(x) for x in (0.5, -1.25, 2.0, 0.75)]
        leaves += operands
        if row.name == "dot":
            results.append(functions.dot(operands[:2], operands[2:]))
        else:
            results.append(getattr(functions, row.name)(operands))
    program = record(functions.sum(results), leaves)
    wanted = program.value_and_gradients([x.data for x in leaves])
    function = jax.jit(jax.value_and_grad(program.fold().to_jax(), argnums=1))
    value, found = function(numpy.zeros(0), numpy.array([x.data for x in leaves]))
    assert same(wanted.value, float(value))
    assert numpy.asarray(found) == pytest.approx(numpy.array(wanted.inputs), rel=1e-11)


@pytest.mark.parametrize("seed", [1, 4, 7])
def test_random_programs_agree(seed):
    made = Made(seed, size=10, cases=2)
    agree(made.parameters, made.inputs, made.result)


@pytest.mark.parametrize("seed", [2, 3, 5])
def test_sums_of_unequal_lengths_agree(seed):
    agree(*random_sums(seed))


def agree(parameters, inputs, result):
    """Check the function of JAX against the program in plain Python."""
    program = record(result, inputs, parameters)
    numbers = [numpy.array([x.data for x in leaves]) for leaves in (parameters, inputs)]
    wanted = program.value_and_gradients(numbers[1])
    function = jax.jit(jax.value_and_grad(program.fold().to_jax(), argnums=(0, 1)))
    value, found = function(*numbers)
    assert same(wanted.value, float(value))
    assert numpy.concatenate(found) == pytest.approx(
        numpy.array(wanted.parameters + wanted.inputs), rel=1e-10, abs=1e-12
    )


@pytest.mark.parametrize("x", [0.0, -1.0, 1000.0, numpy.nan])
@pytest.mark.parametrize("name", ["relu", "abs", "log", "sqrt", "exp", "logistic"])
def test_edges_are_those_of_the_table(name, x):
    leaf = Value(x)
    result = getattr(functions, name)(leaf)
    result.backward()
    value, (slope,) = jax.value_and_grad(record(result, [leaf]).fold().to_jax(), 1)(
        numpy.zeros(0), numpy.array([x])
    )
    assert same(result.data, float(value))
    assert same(leaf.grad, float(slope))


def test_ties_share_the_derivative():
    leaves = [Value(1.0), Value(1.0), Value(0.0)]
    program = record(functions.max(leaves) + functions.maximum(*leaves[:2]), leaves)
    found = jax.grad(program.fold().to_jax(), 1)(
        numpy.zeros(0), numpy.array([1, 1, 0.0])
    )
    assert found.tolist() == [1.0, 1.0, 0.0]


EDGES = [
    (math.inf, 1.0, 0.0),
    (math.inf, math.inf, 1.0),
    (math.inf, -math.inf, math.nan),
    (-math.inf, -math.inf, -math.inf),
    (-math.inf, 1.0, 1.0),
    (1000.0, 1000.0, -1000.0),
    (0.0, -40.0, -math.inf),
]


def test_the_least_is_found_again_where_a_product_and_sum_are_rounded_at_once():
    a, b, c, d = weights = [Value(x) for x in (0.0, -0.484, 0.0, 0.291)]
    best, inputs = [a, b], [Value(0.0), Value(-0.599)]
    for x in inputs:
        best = [
            functions.min([best[0] + p * x, best[1] + q * x])
            for p, q in ((c, d), (d, c))
        ]
    program = record(functions.min(best), [*inputs, a, d], weights)
    found = program.fold("jax").value_and_gradients([0.0, -0.599, 0.0, 0.291])
    assert found.inputs == pytest.approx([0.1455, 0.291, 0.0, -0.599], rel=1e-12)


@pytest.mark.parametrize("numbers", EDGES)
def test_logsumexp_at_the_edges(numbers):
    leaves = [Value(x) for x in numbers]
    result = functions.logsumexp(leaves)
    result.backward()
    function = record(result, leaves).fold().to_jax()
    given = numpy.zeros(0), numpy.array(numbers)
    for compiled in (function, jax.jit(function)):
        value, found = jax.value_and_grad(compiled, 1)(*given)
        slopes = [x.grad for x in leaves]
        assert float(value) == pytest.approx(result.data, rel=1e-14, nan_ok=True)
        assert found.tolist() == pytest.approx(slopes, rel=1e-14, nan_ok=True)


@pytest.mark.parametrize(
    "name",
    ["a common factor", "times zero", "times a mask", "units", "shares", "a choice"],
)
def test_what_is_not_finite_is_lost_nowhere(name):
    program = test_edges.recorded(name)
    function = jax.jit(jax.value_and_grad(program.fold().to_jax(), argnums=(0, 1)))
    numbers = [0.0, math.inf, -math.inf, math.nan, -2.0]
    pairs = [*itertools.product(numbers, numbers)]
    for inputs, parameters in zip(pairs, pairs[::3] + pairs[1::3] + pairs[2::3]):
        test_edges.place(program, parameters)
        wanted = test_edges.flat(program.value_and_gradients(inputs))
        value, found = function(numpy.array(parameters), numpy.array(inputs))
        got = [float(value), *numpy.concatenate(found).tolist()]
        test_edges.check(got, wanted, inputs, parameters)


def test_a_common_factor_does_not_overflow():
    x, y = Value(1.0), Value(1.0)
    program = record(0.5 * x + 0.5 * y, [x, y])
    function = program.fold().to_jax()
    assert float(function(numpy.zeros(0), numpy.full(2, 1.5e308))) == 1.5e308


def test_places_of_a_grid_that_are_nobodys_send_nothing():
    program, row = test_edges.padded()
    wanted = program.value_and_gradients(row).parameters
    numbers = numpy.array([x.data for x in program.parameters])
    found = jax.grad(program.fold().to_jax())(numbers, numpy.array(row))
    test_edges.check(found.tolist(), wanted)


@pytest.mark.parametrize("lanes", [None, 2])
def test_results_without_a_seed_send_nothing(lanes):
    x = [Value(0.5) for _ in range(3)]
    runner = record([functions.sqrt(a) * 2.0 for a in x], x).fold("jax").runner
    numbers, none = numpy.array([4.0, 0.0, -1.0]), numpy.zeros(0)
    seeds = numpy.array([1.0, 0.0, 0.0])
    if lanes:
        numbers, seeds = (numpy.stack([a, a], axis=1) for a in (numbers, seeds))
        none = none[:, None]
    found = runner.run((numbers, none), (INPUTS,), seeds, lanes).derivatives(INPUTS)
    wanted = [0.5, 0.0, 0.0]
    assert found.T.tolist() == ([wanted] * lanes if lanes else wanted)


def test_subnormal_numbers_are_not_lost_by_the_machine():
    x = Value(0.5)
    folded = record(x * 1e300, [x]).fold("jax")
    assert folded([5e-324]) == 5e-324 * 1e300


def test_second_derivatives_of_logsumexp():
    leaves = [Value(x) for x in (0.5, 2.0, 2.0, -1.0)]
    function = record(functions.logsumexp(leaves), leaves).fold().to_jax()
    for x in ([0.5, 2.0, 2.0, -1.0], [math.inf, 2.0, 2.0, math.inf]):
        found = jax.hessian(function, 1)(numpy.zeros(0), numpy.array(x))
        shares = numpy.exp(x) / numpy.exp(x).sum() if x[0] == 0.5 else numpy.zeros(4)
        wanted = numpy.diag(shares) - numpy.outer(shares, shares)
        assert numpy.asarray(found) == pytest.approx(wanted, abs=1e-15)


def test_cases_are_mapped_over():
    folded, parameters, rows = net()
    wanted = folded.batch(rows)
    function = folded.to_jax()

    def total(parameters):
        return jax.vmap(function, (None, 0))(parameters, rows).sum()

    value, gradient = jax.jit(jax.value_and_grad(total))(parameters)
    assert float(value) == pytest.approx(wanted.value.sum(), rel=1e-12)
    assert numpy.asarray(gradient) == pytest.approx(wanted.parameters, rel=1e-11)


def test_second_derivatives():
    x = Value(0.5)
    program = record(functions.tanh(x) * functions.exp(x), [x])
    second = jax.hessian(program.fold().to_jax(), 1)(numpy.zeros(0), numpy.array([0.5]))
    t, e = numpy.tanh(0.5), numpy.exp(0.5)
    assert float(second[0, 0]) == pytest.approx(e * (t + 2 * (1 - t**2) * (1 - t)))


def test_shapes_are_checked():
    function = net()[0].to_jax()
    with pytest.raises(ValueError, match="needs"):
        function(numpy.zeros(3), numpy.zeros(5))


SHARDED = """
import jax, numpy
from jax.sharding import Mesh, NamedSharding, PartitionSpec
jax.config.update("jax_enable_x64", True)
from tests.autograd.programs.machines.test_jax import net
folded, parameters, rows = net()
function = folded.to_jax()
def total(parameters, rows):
    return jax.vmap(function, (None, 0))(parameters, rows).sum()
mesh = Mesh(numpy.array(jax.devices()), ("cases",))
spread = jax.device_put(rows, NamedSharding(mesh, PartitionSpec("cases")))
whole = jax.device_put(parameters, NamedSharding(mesh, PartitionSpec()))
value, gradient = jax.jit(jax.value_and_grad(total))(whole, spread)
wanted = folded.batch(rows)
assert len(spread.sharding.device_set) == 8
assert numpy.allclose(float(value), wanted.value.sum(), rtol=1e-12)
assert numpy.allclose(numpy.asarray(gradient), wanted.parameters, rtol=1e-11)
print("equal on", len(jax.devices()), "devices")
"""


def test_cases_are_spread_over_eight_devices():
    flags = "--xla_force_host_platform_device_count=8"
    done = subprocess.run(
        [sys.executable, "-c", SHARDED],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[4],
        env={**os.environ, "XLA_FLAGS": flags, "JAX_PLATFORMS": "cpu"},
    )
    assert done.stdout.strip() == "equal on 8 devices", done.stderr
