"""Derivatives that choose keep the choice in every program made of them."""

import math
import pickle
import subprocess
import sys
from random import Random

import pytest

from autograd import (
    Value,
    compile,
    functions,
    grad,
    gradients,
    hessian,
    jvp,
    operation,
    record,
)
from autograd.differentiation.choices import slope_row
from autograd.differentiation.numerical import central_difference
from autograd.operations import TABLE
from autograd.programs.assignments import NotReplayable
from autograd.support.flattening import ROWS
from autograd.support.readings import careful_reading
from autograd.support.twin import engine

clip = operation(
    "clip_of_choices",
    "1.0 if a > 1 else -1.0 if a < -1 else a",
    ["1.0 if -1 < a < 1 else 0.0"],
)
bend = operation(
    "bend_of_choices", "a * a if a < 1 else 2 * a - 1", ["2 * a if a < 1 else 2.0"]
)

POINTS = [(1.0, 2.0), (3.0, 1.0), (-2.0, 4.0), (0.5, 0.7), (2.0, 4.0), (-0.3, 2.5)]
FUNCTIONS = {
    "min": lambda a, b: functions.min(a * a, b),
    "max of many": lambda a, b: functions.max(a * a, b, a + b, 1.5) * a,
    "minimum": lambda a, b: (a * a).minimum(b),
    "maximum": lambda a, b: (a * a).maximum(b) * a,
    "abs": lambda a, b: abs(a * a - b) * a,
    "relu": lambda a, b: (a * a - b).relu() * a,
    "leaky_relu": lambda a, b: (a * a - b).leaky_relu(0.1),
    "elu": lambda a, b: (a * a - b).elu(),
    "clipped": lambda a, b: a.maximum(-1.0).minimum(b) * a,
    "logsumexp": lambda a, b: functions.logsumexp(200 * a, 300 * b, 1.0),
    "sqrt": lambda a, b: (a * a + 0.5).sqrt() * b,
    "tanh": lambda a, b: (3 * a * b).tanh(),
    "logistic": lambda a, b: (300 * a * b).logistic() * a,
    "quotient": lambda a, b: a / b * a,
    "power": lambda a, b: (a * a + 1) ** b,
    "hypot": lambda a, b: (a * 1e3).hypot(b),
    "a user's": lambda a, b: clip(a * b) * a,
    "another of a user": lambda a, b: bend(a * b) * a,
}
DERIVED = {
    "jvp": lambda f, a, b: jvp(lambda a: f(a, b), (a,), (1.0,))[1],
    "grad": lambda f, a, b: gradients(f(a, b), a, create_graph=True),
    "second": lambda f, a, b: grad(grad(lambda a: f(a, b)))(a),
    "mixed": lambda f, a, b: grad(lambda b: grad(lambda a: f(a, b))(a))(b),
}


@pytest.mark.parametrize("derived", DERIVED.values(), ids=DERIVED)
@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_recorded_derivative_is_right_on_the_other_side(name, derived):
    f = FUNCTIONS[name]
    rights = [derived(f, Value(a), Value(b)).data for a, b in POINTS]
    for point in POINTS:
        a, b = map(Value, point)
        program = record(derived(f, a, b), inputs=[a, b])
        assert [program(list(x)) for x in POINTS] == pytest.approx(rights, rel=1e-13)
        folded = program.fold()
        assert [folded(list(x)) for x in POINTS] == pytest.approx(rights, rel=1e-12)
        assert program.batch(POINTS, by="").value == pytest.approx(rights, rel=1e-12)


def test_what_was_recorded_at_a_tie_or_a_kink_is_right_beside_it():
    for name in ("min", "max of many", "abs", "relu", "a user's"):
        a, b = Value(2.0), Value(4.0)  # where a * a is b
        program = record(DERIVED["jvp"](FUNCTIONS[name], a, b), inputs=[a, b])
        for x in (*POINTS, (2.0, 4.0), (-2.0, 4.0)):
            right = DERIVED["jvp"](FUNCTIONS[name], Value(x[0]), Value(x[1])).data
            assert program(list(x)) == right


def test_shares_that_were_recorded_do_not_overflow_at_other_numbers():
    def share(a, b):
        return gradients(functions.logsumexp(a, b), a, create_graph=True)

    a, b = Value(1.0), Value(2.0)
    program = record(share(a, b), inputs=[a, b])
    for x in [(1000.0, 0.0), (0.0, 1000.0), (-1e308, 1e308), (math.inf, 3.0)]:
        assert program(list(x)) == share(Value(x[0]), Value(x[1])).data
    assert math.isnan(program([math.nan, 1.0]))


def test_a_nan_stays_one_in_a_recorded_derivative():
    for name in ("abs", "relu", "min", "minimum", "max of many", "elu"):
        a, b = Value(1.0), Value(2.0)
        program = record(DERIVED["jvp"](FUNCTIONS[name], a, b), inputs=[a, b])
        assert math.isnan(program([math.nan, 2.0]))


def test_a_function_of_a_user_that_asks_its_operands_is_no_program():
    asks = operation(
        "asks_its_operands",
        lambda a: max(a, 0.0),
        [lambda a, out: 1.0 if a > 0 else 0.0],
    )
    smooth = operation("asks_nothing", lambda a: a * a, [lambda a, out: 2 * a])
    a = Value(3.0)
    slope = gradients(asks(a) * a, a, create_graph=True)
    assert slope.data == 6.0
    assert gradients(slope, a) == 2.0
    with pytest.raises(NotReplayable, match="has taken one side of a choice"):
        record(slope, inputs=[a])
    assert record(gradients(smooth(a), a, create_graph=True), [a])([5.0]) == 10.0
    compiled = compile(lambda a: grad(lambda a: asks(a) * a)(a))
    assert [compiled(x).data for x in (3.0, -3.0, 2.0)] == [6.0, 0.0, 4.0]


def test_a_derivative_that_was_at_a_point_of_its_own_is_no_program():
    a, b = Value(0.0), Value(0.0)
    slope = gradients(functions.hypot(a, b) ** b, b, create_graph=True)
    with pytest.raises(NotReplayable, match="choice"):
        record(slope, inputs=[a, b])


def test_compiled_derivatives_ask_no_more_than_they_need():
    compiled = compile(lambda a: grad(lambda a: abs(a) * a)(a))
    assert [compiled(x).data for x in (3.0, -3.0, 0.0)] == [6.0, 6.0, 0.0]
    assert compiled.recordings == 1


def test_programs_with_derivatives_are_pickled_to_other_processes():
    a = Value(3.0)
    program = record(DERIVED["second"](lambda a, b: abs(a) * a * a, a, 0.0), [a])
    code = (
        "import pickle, sys; program = pickle.load(sys.stdin.buffer);"
        "print(program([-2.0]), program.batch([[-3.0]], by='').value.tolist())"
    )
    found = subprocess.run(
        [sys.executable, "-c", code], input=pickle.dumps(program), capture_output=True
    )
    assert found.stdout.decode().split() == ["12.0", "[18.0]"], found.stderr


@pytest.mark.parametrize("name", ["abs_by_a", "mine_by_b", "max_by_tie", "choice"])
def test_names_of_derivatives_are_nobody_elses(name):
    with pytest.raises(ValueError, match="another name"):
        operation(name, "a", ["1.0"])


def test_an_operation_that_is_defined_anew_has_new_derivatives():
    for factor in (2.0, 3.0):
        bent = operation(
            "bent_anew", f"{factor} * abs(a)", [f"{factor} if a > 0 else -{factor}"]
        )
        a = Value(1.0)
        program = record(gradients(bent(a), a, create_graph=True), [a])
        assert (program([5.0]), program([-5.0])) == (factor, -factor)


def rows_of_slopes():
    for row in TABLE:
        for place, text in enumerate(row.derivatives):
            if " if " in text and row.name != "where":
                try:
                    yield slope_row(row, place)
                except ValueError:
                    continue


def test_texts_of_derivatives_of_derivatives_are_those_of_the_graph():
    """The same numbers as differences of the derivative itself."""
    random, tried = Random(5), 0
    for slope in rows_of_slopes():
        value, derivatives = careful_reading(slope)
        for _ in range(5):
            point = [random.uniform(0.3, 0.8) for _ in slope.letters]
            out = value(*point)
            for i, derivative in enumerate(derivatives):

                def alone(x, i=i, point=point, value=value):
                    return value(*point[:i], x, *point[i + 1 :])

                found = central_difference(alone, point[i])
                claimed = derivative(*point, out)
                if found.error < math.inf:  # else it is not in the domain
                    error = 1e-6 * abs(claimed) + found.error
                    assert abs(claimed - found.value) <= error, (slope.name, i)
                    tried += 1
    assert tried > 200


def test_hessians_through_choices_are_what_they_were():
    def f(x):
        return abs(x[0] * x[1]) * x[2].relu() + functions.max(x) * x[0]

    found = hessian(f)([2.0, -3.0, 5.0])
    assert found == [[0.0, -5.0, 4.0], [-5.0, 0.0, -2.0], [4.0, -2.0, 0.0]]


@pytest.mark.skipif(
    engine == "python", reason="the tape is in C: set AUTOGRAD_ENGINE=native"
)
def test_programs_of_derivatives_that_choose_run_on_the_tape():
    """To the bit, forward and backward, as in plain Python."""
    for f in FUNCTIONS.values():
        for derived in (DERIVED["grad"], DERIVED["second"]):
            a, b = map(Value, POINTS[3])
            program = record(derived(f, a, b), inputs=[a, b])
            if not set(program.assignments.used) <= set(ROWS):
                continue  # a user's, or a long one
            for x in POINTS:
                assert program.fold("tape")(list(x)) == program(list(x))
                found = program.fold("tape").value_and_gradients(list(x))
                assert found == program.value_and_gradients(list(x))


def test_first_derivatives_of_the_table_are_rows_in_C():
    if engine == "native":
        assert {"abs_by_a", "relu_by_a", "max_by_tie", "tanh_by_a"} <= set(ROWS)
