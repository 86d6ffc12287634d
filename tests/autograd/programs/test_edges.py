"""At numbers at the edges every way of running gives what the plain replay gives."""

import math
import random
from itertools import product

import numpy
import pytest

import nn
from autograd import (
    Value,
    atan2,
    dot,
    exp,
    log,
    logsumexp,
    max,
    mean,
    min,
    prod,
    relu,
    sqrt,
    sum,
    tanh,
    where,
)
from autograd.programs import record

GREAT, SMALL, LEAST = 1e308, 1e-308, 5e-324
EDGES = [0.0, -0.0, math.inf, -math.inf, math.nan, GREAT, -GREAT, SMALL, LEAST, -LEAST]

#: Programs of two inputs and two parameters, in which sums may be put together.
PROGRAMS = {
    "a common factor": lambda x, y, v, w: 0.5 * x + 0.5 * w,
    "a common factor of a sum": lambda x, y, v, w: sum([0.25 * x, 0.25 * y, 0.25 * w]),
    "a great factor": lambda x, y, v, w: 1e300 * x + 1e300 * y + w,
    "times zero": lambda x, y, v, w: x * 0.0 + w * x,
    "times a mask": lambda x, y, v, w: dot([0.0, 1.0, 1.0], [x, w, y]),
    "from zero on": lambda x, y, v, w: 1 / (0.0 + x + w),
    "without a zero": lambda x, y, v, w: 1 / (x + y + w),
    "a product and zero": lambda x, y, v, w: 1 / (0.0 + w * x + v * y),
    "products": lambda x, y, v, w: 1 / (w * x + v * y),
    "an angle": lambda x, y, v, w: atan2(w * x + v * y + 0.0, -1.0),
    "an angle of products": lambda x, y, v, w: atan2(w * x + v * y, -1.0),
    "an angle of one of many": lambda x, y, v, w: atan2(max(x, w), -1.0),
    "a sum": lambda x, y, v, w: tanh(sum([x, y, v, w])),
    "a chain": lambda x, y, v, w: tanh(x + (y + v) + w),
    "a mean": lambda x, y, v, w: tanh(mean([x, y, v, w])),
    "a product of many": lambda x, y, v, w: tanh(prod([x, y, v, w])),
    "squares": lambda x, y, v, w: sqrt(x * x + y * y + v * w),
    "a frozen factor": lambda x, y, v, w: Value(3.0) * 2.0 + x * 2.0 + w,
    "units": lambda x, y, v, w: sum(
        relu(dot(u, [x, y])) * w for u in ([v, w], [w, v], [0.5, w])
    ),
    "a logarithm": lambda x, y, v, w: log(exp(x) * v + exp(y) * w),
    "shares": lambda x, y, v, w: logsumexp([x * v, y * w, 0.0]),
    "a choice": lambda x, y, v, w: where(v > 0.0, x * w, 1 / x) + min(x, y, w),
}


def leaves():
    """Two inputs and two parameters."""
    return [Value(x) for x in (0.5, -0.75, 1.25, -0.5)]


def recorded(name):
    """A program and its parameters."""
    x, y, v, w = leaves()
    program = record(PROGRAMS[name](x, y, v, w), [x, y], [v, w])
    return program


def special(seed, count):
    """Some of all the ways to put edges and ordinary numbers into two inputs."""
    numbers = [*EDGES, 1.0, -2.0]
    return random.Random(seed).sample(list(product(numbers, numbers)), count)


def alike(got, wanted):
    """Whether lists of numbers differ by no more than rounding."""
    return all(
        a == b or abs(a - b) < max(1e-300, 1e-9 * abs(b)) or (a != a and b != b)
        for a, b in zip(got, wanted, strict=True)
    )


def check(got, wanted, *where):
    assert alike(got, wanted), (*where, f"got {got}, wanted {wanted}")


def place(program, numbers):
    """Set the parameters."""
    for x, number in zip(program.parameters, numbers, strict=True):
        x.data = number


def flat(found):
    return [found.value, *found.parameters, *found.inputs]


@pytest.mark.parametrize("name", PROGRAMS)
def test_folded_programs(name):
    program = recorded(name)
    machines = [program.fold(machine) for machine in (None, "numpy", "steps")]
    for inputs, numbers in zip(special(name, 60), special(name + "!", 60)):
        place(program, numbers)
        wanted = flat(program.value_and_gradients(inputs))
        for folded in machines:
            check(flat(folded.value_and_gradients(inputs)), wanted, inputs, numbers)
            check([folded(inputs)], wanted[:1], inputs, numbers)


@pytest.mark.parametrize("machine", ["numpy", "steps", None])
@pytest.mark.parametrize("name", PROGRAMS)
def test_batches(name, machine):
    program = recorded(name)
    folded = program.fold(machine)
    for count, numbers in zip((1, 2, 3, 8, 40), special(name, 5)):
        place(program, (1.0, -2.0) if count % 2 else numbers)
        rows = special(count, count)
        found = folded.batch(rows)
        wanted = [program.value_and_gradients(row) for row in rows]
        slopes = numpy.zeros(2)
        for each, value, by_inputs in zip(wanted, found.value, found.inputs):
            check([value, *by_inputs], [each.value, *each.inputs], rows, numbers)
            with numpy.errstate(all="ignore"):
                slopes += each.parameters
        check(found.parameters, slopes, rows, numbers)


@pytest.mark.parametrize("name", PROGRAMS)
def test_trainings(name):
    program = recorded(name)
    parameters = program.parameters
    for row, numbers in zip(special(name, 25), special(name + "!", 25)):
        rows = [row, (1.0, 0.5), (-0.25, 0.5)]
        place(program, numbers)
        results = [program.value_and_gradients(each) for each in rows]
        with numpy.errstate(all="ignore"):
            slopes = numpy.sum([each.parameters for each in results], axis=0)
            wanted = [x.data - 0.25 * float(d) for x, d in zip(parameters, slopes)]
        errors = program.train(nn.SGD(parameters, rate=0.25), rows, 1)
        check([x.data for x in parameters], wanted, rows, numbers)
        with numpy.errstate(all="ignore"):
            check(errors, [numpy.sum([each.value for each in results])], rows)


def padded():
    """A program of a grid with a place that is nobody's, and a row where it is nan."""
    left, right = (
        [[Value(0.5 + i + 0.25 * j) for j in range(3)] for i in range(2)]
        for _ in range(2)
    )
    inputs, weights = [*right[0], *right[1]], [*left[0], *left[1]]
    results = [tanh(dot(left[i], right[j])) for i, j in [(0, 0), (0, 1), (1, 0)]]
    row = [x.data for x in inputs]
    row[3] = math.inf
    return record(sum(results), inputs, weights), row


def test_places_of_a_grid_that_are_nobodys_are_not_trained():
    program, row = padded()
    weights = program.parameters
    assert any(x.used is not None for x in program.fold().passes.arrays.arrays)
    wanted = program.value_and_gradients(row).parameters
    assert math.isnan(wanted[0])
    assert all(map(math.isfinite, wanted[3:]))
    wanted = [x.data - 2 * d for x, d in zip(weights, wanted)]
    program.fold("numpy").train(nn.SGD(weights, rate=1.0), [row, row], 1)
    check([x.data for x in weights], wanted)


def test_infinite_constants_stay_in_arrays():
    x = Value(0.5)
    shortest = [min(math.inf, x * i + 1.0) for i in range(1, 5)]
    folded = record(sum(shortest), [x]).fold("numpy")
    machine = folded.runner.run(([0.25], []), (1,), 1.0)
    assert type(machine).__name__ == "NumPy"
    assert machine.results[0].tolist() == [6.5]
    assert machine.derivatives(1).tolist() == [10.0]
