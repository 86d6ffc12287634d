"""The tape: programs replayed assignment by assignment, in Python and in C."""

import math

import numpy
import pytest

from autograd import Value, functions, operation, where
from autograd.operations import TABLE
from autograd.programs import FoldedProgram, record
from autograd.programs.machines.tape import NativeTape, Tape, is_irregular, tape
from autograd.support.twin import engine, native
from tests.autograd.programs.test_program import Made, bits
from tests.tools.twins import needs_native

BOTH = {0, 1}


def passed(made, machine, numbers, seed=1.0):
    """All numbers of a forward and a backward pass: results, then derivatives."""
    machine.inputs[:] = numbers
    machine.parameters[:] = [x.data for x in made.parameters]
    machine.seeds[:] = seed
    machine.forward()
    machine.backward()
    flat = machine.adjoints.flat
    found = [result[0] for result in machine.results]
    return [bits(x) for x in [*found, *flat[0], *flat[1]]]


@needs_native
@pytest.mark.parametrize("seed", range(60))
def test_both_tapes_have_the_bits_of_the_program(seed):
    made = Made(seed)
    numbers = [x.data + 0.125 for x in made.inputs]
    program = record(made.result, made.inputs, made.parameters)
    wanted = program.value_and_gradients(numbers, seed=0.5)
    wanted = [bits(x) for x in [wanted.value, *wanted.parameters, *wanted.inputs]]
    for machine in (Tape(program, None, BOTH), NativeTape(program, BOTH)):
        for _ in range(2):  # nothing is left over from the first pass
            assert passed(made, machine, numbers, 0.5) == wanted


@needs_native
@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.name)
def test_every_row_at_its_edges(row):
    edges = [0.0, -0.0, 0.5, -2.0, 710.0, -710.0, 5e-324, math.inf, -math.inf, math.nan]
    leaves = [Value(0.5) for _ in row.letters]
    program = record(getattr(functions, row.name)(*leaves), leaves)
    machine = NativeTape(program, BOTH)
    for i, a in enumerate(edges):
        numbers = [a, *edges[i:], *edges][: len(leaves)]
        machine.inputs[:] = numbers
        machine.forward()
        machine.backward()
        found = program.value_and_gradients(numbers)
        assert bits(machine.results[0][0]) == bits(found.value) or math.isnan(
            found.value
        )
        numpy.testing.assert_array_equal(machine.adjoints.flat[1], found.inputs)


@needs_native
def test_what_is_not_differentiated_by_gets_no_derivative():
    x, w = Value(0.0), Value(2.0)
    program = record(functions.log(x) * 0.0 + w * 3.0, [x])
    machine = NativeTape(program, {0})
    machine.inputs[:], machine.parameters[:] = 1.0, 2.0
    machine.forward()
    machine.backward()
    assert machine.adjoints.flat[0].tolist() == [3.0]
    assert machine.adjoints.flat[1].tolist() == [0.0]


@needs_native
def test_a_leaf_that_is_a_result_twice():
    x = Value(3.0)
    machine = NativeTape(record([x, x, x * x], [x]), BOTH)
    machine.inputs[:] = 3.0
    machine.seeds[:] = [1.0, 10.0, 100.0]
    machine.forward()
    machine.backward()
    assert machine.adjoints.flat[1].tolist() == [611.0]


def test_the_native_tape_takes_floats_and_the_rows_of_the_table():
    x = Value(3.0)
    program = record(x * x, [x])
    wanted = NativeTape if engine == "native" else Tape
    assert isinstance(tape(program, None, BOTH), wanted)
    assert isinstance(tape(program, 4, BOTH), Tape)
    tripled = operation("tripled", "3 * a", ["3.0"])
    program = record(tripled(x), [x])
    assert type(tape(program, None, BOTH)) is Tape
    assert program.fold()([5.0]) == 15.0


def test_small_and_irregular_programs_take_the_tape():
    x = y = Value(0.5)
    for _ in range(100):
        y = where(y > 2, y - 1, y * y + x)
    folded = FoldedProgram(record(y, [x]))
    assert folded.is_irregular()
    y.backward()
    found = folded.value_and_gradients([0.5])
    assert (found.value, found.inputs) == (y.data, [x.grad])
    assert "v[3]" in folded.source
    assert not is_irregular(100_000, 10, None)


def arguments():
    """What replay takes for sin(x) * w + 1.0, and room for adjoints."""
    x, w = Value(2.0), Value(3.0)
    machine = NativeTape(record(functions.sin(x) * w + 1.0, [x]), BOTH)
    passed = machine.derivatives, machine.reached
    return [*machine.arrays, machine.slots, machine.active, *passed]


@needs_native
@pytest.mark.parametrize(
    ("place", "change"),
    [
        (0, lambda x: x + 1000),  # codes
        (0, lambda x: x - 1000),
        (0, lambda x: x[::-1].copy()),
        (0, lambda x: x.astype(numpy.int64)),
        (0, lambda x: x[:-1]),
        (1, lambda x: x - 1),  # starts
        (1, lambda x: x * 0),
        (1, lambda x: x + 1000),
        (1, lambda x: x[:-1]),
        (2, lambda x: x + 1),  # operands
        (2, lambda x: x - 1),
        (2, lambda x: x.astype(numpy.int32)),
        (3, lambda x: x[:2].copy()),  # slots
        (3, lambda x: x.astype(numpy.float32)),
        (4, lambda x: x[:2].copy()),  # active
        (5, lambda x: x[:2].copy()),  # adjoints
        (6, lambda x: x[:2].copy()),  # reached
    ],
)
def test_arrays_that_do_not_fit_are_refused(place, change):
    given = arguments()
    given[place] = change(given[place])
    with pytest.raises(ValueError, match=r"replay: the .* do not fit"):
        native.replay(*given)


@needs_native
def test_what_is_no_array_is_refused():
    with pytest.raises(TypeError):
        native.replay(*[None] * 5)
    for place in (3, 4, 5, 6):
        given = arguments()
        given[place] = bytes(given[place])
        with pytest.raises((TypeError, BufferError)):
            native.replay(*given)
