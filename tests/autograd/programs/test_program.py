"""Programs: recorded, folded and replayed, they agree with the graph they came from."""

import math
import random
from fractions import Fraction

import numpy
import pytest
from hypothesis import given, settings, strategies

from autograd import Value, functions, operation
from autograd.operations import OPERATIONS, TABLE, VARIADIC
from autograd.programs import record
from autograd.programs.spec import broken

ROWS = {row.name: row for row in TABLE if row.name != "where"}
MANY = [row.name for row in VARIADIC]


def bits(x):
    return numpy.float64(x).view(numpy.int64)


def same(a, b, tolerance=1e-12):
    """Whether two numbers agree, relative to what they are made of."""
    if math.isnan(a) or math.isinf(a) or math.isinf(b):
        return a == b or (math.isnan(a) and math.isnan(b))
    return abs(a - b) <= tolerance * max(1.0, abs(a))


class Made:
    """A random program: its inputs, its parameters and its result, reproducible."""

    def __init__(self, seed, size=30, cases=3):
        self.random = random.Random(seed)
        draw = self.random
        self.inputs = [Value(draw.uniform(-2, 2)) for _ in range(draw.randint(0, 4))]
        self.parameters = [
            Value(draw.uniform(-2, 2)) for _ in range(draw.randint(1, 6))
        ]
        pool = [*self.inputs, *self.parameters]
        shapes = [
            self.shape(draw, len(pool), size)
            for _ in range(1 if draw.random() < 0.5 else cases)
        ]
        outputs = []
        for shape in shapes:
            for _ in range(draw.randint(1, cases)):
                outputs.append(self.built(shape, pool, draw))
        self.result = functions.sum(outputs) if draw.random() < 0.5 else outputs[0]
        if self.result is outputs[0]:
            for x in outputs[1:]:
                self.result = self.result + x

    def shape(self, draw, leaves, size):
        """Operations with the places of their operands, to be used several times."""
        lines = []
        for i in range(draw.randint(1, size)):
            many = draw.random() < 0.4
            name = draw.choice(MANY if many else list(ROWS))
            if draw.random() < 0.35:
                name = draw.choice(["add", "mul", "dot", "sum"])
            places = [
                draw.randrange(-leaves, i) if draw.random() < 0.85 else None
                for _ in range(draw.randint(1, 6))
            ]
            lines.append((name, places))
        return lines

    def built(self, lines, pool, draw):
        shift = draw.randrange(len(pool)) if draw.random() < 0.7 else 0
        pool = pool[shift:] + pool[:shift]
        made = []
        for name, places in lines:
            found = [
                draw.choice([0.0, 1.0, 0.5, draw.uniform(-2, 2)])
                if place is None
                else tamed(made[place] if place >= 0 else pool[place])
                for place in places
            ]
            if name == "dot":
                half = len(found) // 2
                bias = found[-1] if len(found) % 2 else 0.0
                x = functions.dot(found[:half], found[half : 2 * half], bias)
            elif name in MANY:
                x = getattr(functions, name)(found)
            else:
                row = ROWS[name]
                found = [inside(row, x) for x in (found * 3)[: len(row.letters)]]
                x = getattr(functions, name)(*found)
            made.append(x if isinstance(x, Value) else pool[0] * x)
        return made[-1]


def tamed(x):
    """A value of moderate size, so that programs stay well conditioned."""
    return functions.tanh(x) if abs(x.data) > 3 else x


def inside(row, x):
    """A number in the domain of a row."""
    domain = row.domain if not isinstance(row.domain[0], tuple) else row.domain[0]
    low, high = domain
    if low == -3.0:
        return x
    return low + (high - low) * functions.logistic(x)


@given(strategies.integers(0, 10**9))
@settings(max_examples=150, deadline=None, derandomize=True, database=None)
def test_random_programs_agree_with_the_graph(seed):
    made = Made(seed)
    inputs = [x.data for x in made.inputs]
    program = record(made.result, made.inputs, made.parameters)
    made.result.backward()
    stepped = program.value_and_gradients(inputs)
    assert bits(stepped.value) == bits(made.result.data)
    wanted = [p.grad for p in made.parameters] + [x.grad for x in made.inputs]
    found = stepped.parameters + stepped.inputs
    assert [*map(bits, found)] == [*map(bits, wanted)]
    scale = max(1.0, *(abs(x) for x in wanted if math.isfinite(x)))
    for machine in ("numpy", "steps"):
        folded = program.fold(machine)
        check_folded(folded, inputs, made.result.data, wanted, 1e-11 * scale)


def check_folded(folded, inputs, value, gradients, tolerance):
    """Check a folded program on one case, and on several at once."""
    assert same(value, folded(inputs))
    got = folded.value_and_gradients(inputs)
    assert same(value, got.value)
    for a, b in zip(gradients, got.parameters + got.inputs):
        assert same(a, b, tolerance), (a, b)
    rows = [inputs, [x + 0.125 for x in inputs], [0.5 * x for x in inputs]]
    several = folded.batch(rows)
    scalars = [folded.value_and_gradients(row) for row in rows]
    for a, b in zip(scalars, several.value):
        assert same(a.value, b)
    for i, b in enumerate(several.parameters):
        assert same(sum(a.parameters[i] for a in scalars), b, tolerance)
    for a, row in zip(scalars, several.inputs):
        for x, y in zip(a.inputs, row):
            assert same(x, y, tolerance)


@pytest.mark.parametrize(
    ("inputs", "kind", "message"),
    [
        (3, TypeError, "program: got 3, needs 2 inputs in a list"),
        (None, TypeError, "program: got None, needs 2 inputs in a list"),
        ([1.0], ValueError, "program: got 1 inputs, needs 2"),
        (
            [1.0, "a"],
            TypeError,
            r"program: inputs\[1\]: got str, needs one real number",
        ),
        (
            ["a", "b"],
            TypeError,
            r"program: inputs\[0\]: got str, needs one real number",
        ),
        ([None, 1.0], TypeError, r"program: inputs\[0\]: got NoneType, needs one real"),
        ([1.0, [2.0]], TypeError, r"program: inputs\[1\]: got list, needs one real"),
        ([1.0, 10**400], OverflowError, r"program: inputs\[1\]: int too large"),
    ],
)
def test_wrong_inputs_are_named(inputs, kind, message):
    w, x, y = Value(2.0), Value(1.0), Value(1.0)
    program = record(w * x + y, [x, y])
    for called in (program, program.fold(), program.value_and_gradients):
        with pytest.raises(kind, match=message):
            called(inputs)


def test_inputs_are_numbers_of_every_kind():
    w, x, y = Value(2.0), Value(1.0), Value(1.0)
    program = record(w * x + y, [x, y])
    for inputs in (
        [Value(3.0), 1],
        (Fraction(3), True),
        iter([3.0, 1.0]),
        numpy.array([3, 1]),
        [numpy.array(3.0), numpy.float32(1.0)],
    ):
        assert program(inputs) == 7.0


@pytest.mark.parametrize(
    ("cases", "message"),
    [
        ([1.0, 2.0], r"the shape \(2,\), needs a row of 2 .*: the shape \(cases, 2\)"),
        (3.0, "batch: got 3.0, needs a row of 2 inputs"),
        (
            [[[1.0, 2.0]]],
            r"batch: got cases of the shape \(1, 1, 2\), needs a row of 2",
        ),
        ([[1.0], [2.0]], "batch: got cases of 1 inputs, needs rows of 2 inputs"),
        ([[1.0, "a"]], "batch: the cases are no table of numbers, .*got str"),
    ],
)
def test_cases_of_the_wrong_shape_are_named(cases, message):
    w, x, y = Value(2.0), Value(1.0), Value(1.0)
    with pytest.raises((TypeError, ValueError), match=message):
        record(w * x + y, [x, y]).batch(cases)


def test_a_batch_of_no_cases_is_empty():
    w, x, y = Value(2.0), Value(1.0), Value(1.0)
    for program in (record(w * x + y, [x, y]), record(w * y, [y]), record(w * w)):
        values, slopes, rows = program.batch([])
        count = len(program.input_names)
        assert (values.shape, rows.shape) == ((0,), (0, count))
        assert not slopes.any()


@pytest.mark.parametrize("wrong", ["0.75", b"1", None, 1j, {}, Fraction])
def test_inputs_that_are_no_numbers_are_refused(wrong):
    x, w = Value(1.0), Value(0.5)
    program = record(w * x, [x])
    for call in (program, program.fold(), program.fold("numpy")):
        with pytest.raises(TypeError, match=r"inputs\[0\]: got .*, needs one real"):
            call([wrong])
    for cases in ([[wrong]], [[1.0], [wrong]], [[1], [wrong]]):
        with pytest.raises(ValueError, match="no table of numbers"):
            program.batch(cases)


@pytest.mark.parametrize("number", [2, True, numpy.float32(2), Fraction(1, 2)])
def test_inputs_may_be_numbers_of_any_kind(number):
    x, w = Value(1.0), Value(0.5)
    program = record(w * x, [x])
    assert program([number]) == program.batch([[number]]).value[0] == 0.5 * number


def test_passes_of_what_is_made_of_functions_end_with_its_arrays():
    twice = operation("twice", lambda a: 2 * a, [lambda a, out: 2.0])
    try:
        program = record(twice(Value(0.5)))
        lines = program.passes().split("\n")
        assert list(broken(program.fold().passes)) == []
    finally:
        OPERATIONS.pop("twice")
    assert lines[-2:] == [
        "  return a3[1]",
        "calls: none, twice is made of Python functions",
    ]
