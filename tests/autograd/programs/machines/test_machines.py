"""One suite for every machine there is: each computes what the graph computes."""

import importlib
import math
import sys
from random import Random

import numpy
import pytest

from autograd import Value, compile, functions, operation, where
from autograd.operations import TABLE
from autograd.programs import record
from autograd.programs.assignments import INPUTS, PARAMETERS
from autograd.programs.machines import NEAR, WORTH, cheapest, machines
from autograd.programs.machines.machine import Machine, Task
from autograd.programs.machines.numpy import NumPy
from autograd.programs.machines.tape import Tape
from autograd.programs.passes.pipeline import Passes
from autograd.programs.runner import Runner
from autograd.support.twin import engine
from nn import MLP, SGD, Module, fit, squared_error
from tests.autograd.programs.test_program import Made, bits

BOTH = (PARAMETERS, INPUTS)
#: Machines that promise the bits of the graph; the others round differently.
EXACT = {"steps", "writtensteps", "tape"}
LANES = (None, 1, 3)


def able(lanes):
    """The machines that compute an ordinary program in so many lanes."""
    program = record(functions.tanh(Value(0.5)) * 2)
    task = Task(Passes(program.assignments), lanes)
    return [name for name, kind in machines().items() if kind.can(task)]


every = pytest.mark.parametrize("name", able(None))
many = pytest.mark.parametrize(
    ("name", "lanes"), [(name, lanes) for lanes in LANES for name in able(lanes)]
)
# compiling takes JAX a second; test_jax has the edges in one program
quick = pytest.mark.parametrize(
    ("name", "lanes"),
    [(name, lanes) for lanes in LANES for name in able(lanes) if name != "jax"],
)
OF_ROWS = [(n, lanes) for lanes in LANES for n in able(lanes) if n != "tape"]


def machine_for(name, program, lanes=None, wanted=BOTH, careful=False):
    """The machine of this name for a program."""
    kind = machines()[name]
    task = Task(Passes(program.assignments), lanes, wanted)
    return kind(task._replace(careful=careful and not kind.is_exact))


def passed(machine, inputs, parameters, seeds=1.0):
    """The results and the derivatives by parameters and inputs."""
    machine.load(inputs, parameters)
    machine.forward()
    machine.seed(seeds)
    machine.backward()
    found = [numpy.array(result[0]) for result in machine.results]
    return found, *(numpy.array(machine.derivatives(kind)) for kind in BOTH)


def by_graph(program, inputs, parameters, seed=1.0):
    """The same from the graph, by way of the plain replay."""
    for parameter, number in zip(program.parameters, parameters):
        parameter.data = number
    found = program.value_and_gradients(inputs, seed=seed)
    return found.value, found.parameters, found.inputs


def net():
    """A net with all kinds of arrays: products, sums, unequal lengths, choices."""
    model = MLP(3, [4, 2], "tanh", output="linear", seed=1)
    x = [Value(0.5 * i, name=f"x{i}") for i in range(3)]
    outputs = model(x)
    rest = [functions.max(outputs), functions.logsumexp(x), functions.prod(x)]
    rest += [functions.mean(x[:2]), where(x[0] > 1, x[1], x[2] * x[2])]
    return functions.sum([squared_error(outputs, [0.5, -0.5]), *rest]), x


@pytest.mark.parametrize(
    ("name", "seed"),
    [(name, seed) for name in able(None) for seed in range(3 if name == "jax" else 25)],
)
def test_random_programs(name, seed):
    made = Made(seed)
    program = record(made.result, made.inputs, made.parameters)
    numbers = [x.data + 0.125 for x in made.inputs]
    parameters = [x.data for x in made.parameters]
    machine = machine_for(name, program)
    value, slopes, by_inputs = by_graph(program, numbers, parameters, 0.5)
    wanted = [value, *slopes, *by_inputs]
    for _ in range(2):  # nothing is left over from the first pass
        (result,), *found = passed(machine, numbers, parameters, 0.5)
        got = [float(result), *found[0].tolist(), *found[1].tolist()]
        if name in EXACT:
            assert [*map(bits, got)] == [*map(bits, wanted)]
        else:
            numpy.testing.assert_allclose(got, wanted, rtol=1e-9, atol=1e-9)


@many
def test_a_net_with_every_kind_of_array(name, lanes):
    result, x = net()
    program = record(result, inputs=x)
    machine = machine_for(name, program, lanes)
    random, count = Random(2), lanes or 1
    parameters = [p.data for p in program.parameters]
    cases = [[random.uniform(-1, 1) for _ in x] for _ in range(count)]
    inputs = cases[0] if lanes is None else numpy.array(cases).T
    given = parameters if lanes is None else numpy.array(parameters)[:, None]
    (found,), slopes, by_inputs = passed(machine, inputs, given)
    each = [by_graph(program, case, parameters) for case in cases]
    values = [value for value, _, _ in each]
    numpy.testing.assert_allclose(found.ravel(), values, rtol=1e-12)
    summed = numpy.sum([slopes for _, slopes, _ in each], axis=0)
    numpy.testing.assert_allclose(slopes.ravel(), summed, rtol=1e-10, atol=1e-13)
    columns = numpy.array([x for _, _, x in each]).T
    numpy.testing.assert_allclose(
        by_inputs.reshape(columns.shape), columns, rtol=1e-10, atol=1e-13
    )


@quick
@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.name)
def test_every_row_at_its_edges(name, lanes, row):
    edges = [0.0, -0.0, 0.5, -2.0, 710.0, -710.0, 5e-324, math.inf, -math.inf, math.nan]
    leaves = [Value(0.5) for _ in row.letters]
    program = record(getattr(functions, row.name)(*leaves), leaves)
    machine = machine_for(name, program, lanes, careful=True)
    for i, a in enumerate(edges):
        numbers = [a, *edges[i:], *edges][: len(leaves)]
        with numpy.errstate(all="ignore"):
            given = numbers if lanes is None else numpy.array([numbers] * lanes).T
            (value,), _, slopes = passed(
                machine, given, numpy.zeros((0, 1)[: 1 + (lanes is not None)])
            )
        wanted = program.value_and_gradients(numbers)
        for found, right in zip(
            [value.ravel()[0], *slopes.reshape(len(leaves), -1)[:, 0]],
            [wanted.value, *wanted.inputs],
        ):
            numpy.testing.assert_allclose(found, right, rtol=1e-12, atol=1e-307)


@many
def test_what_is_not_wanted_gets_no_derivative(name, lanes):
    x, w = Value(0.0), Value(2.0)
    program = record(functions.log(x) * 0.0 + w * 3.0, [x])
    machine = machine_for(name, program, lanes, wanted=(PARAMETERS,))
    shape = () if lanes is None else (1,)
    machine.load(numpy.ones((1, *shape)), numpy.full((1, *shape), 2.0))
    machine.forward()
    machine.backward()
    assert machine.derivatives(PARAMETERS).ravel().tolist() == [3.0 * (lanes or 1)]


@every
def test_several_results_have_seeds_of_their_own(name):
    x = Value(3.0)
    program = record([x, x, x * x], [x])
    machine = machine_for(name, program)
    found, _, slopes = passed(machine, [3.0], [], [1.0, 10.0, 100.0])
    assert [float(value) for value in found] == [3.0, 3.0, 9.0]
    assert slopes.tolist() == [611.0]


@pytest.mark.parametrize("name", [name for name in able(None) if name != "jax"])
def test_nothing_is_sent_from_a_result_without_a_seed(name):
    log = functions.log
    x = [Value(1.0), Value(2.0)]
    program = record([log(functions.max([log(v), v * 2])) for v in x], x)
    runner = Runner(Passes(program.assignments), name)
    # the slope of log is infinite at 0, and 0 * inf would be nan
    machine = runner.run(([1.0, 0.0], []), (INPUTS,), [1.0, 0.0])
    assert machine.derivatives(INPUTS).tolist() == [1.0, 0.0]


@many
def test_results_that_are_leaves_or_constants(name, lanes):
    x, w, frozen = Value(2.0), Value(3.0), Value(-0.25)
    program = record([x * w, x, w, frozen], [x], [w])
    machine = machine_for(name, program, lanes)
    shape = () if lanes is None else (1,)
    found, slopes, by_inputs = passed(
        machine, numpy.full((1, *shape), 2.0), numpy.full((1, *shape), 3.0)
    )
    assert [float(value.ravel()[0]) for value in found] == [6.0, 2.0, 3.0, -0.25]
    assert by_inputs.ravel().tolist() == [4.0] * (lanes or 1)
    assert slopes.ravel().tolist() == [3.0 * (lanes or 1)]


@pytest.mark.parametrize(("name", "lanes"), OF_ROWS)
def test_operations_of_the_user(name, lanes):
    softsign = operation(
        "softsign_of_machines", "a / (1 + abs(a))", ["1 / square(1 + abs(a))"]
    )
    x = [Value(0.5 * i - 1) for i in range(5)]
    program = record(functions.sum(map(softsign, x)), x)
    machine = machine_for(name, program, lanes)
    given = [0.25, -0.5, 2.0, 0.0, -4.0]
    if lanes is not None:
        given = numpy.array([given] * lanes).T
    (value,), _, slopes = passed(
        machine, given, numpy.zeros((0, 1)[: 1 + (lanes is not None)])
    )
    wanted = [1 / (1 + abs(a)) ** 2 for a in (0.25, -0.5, 2.0, 0.0, -4.0)]
    assert value.ravel()[0] == pytest.approx(0.2 - 1 / 3 + 2 / 3 - 0.8, abs=1e-15)
    numpy.testing.assert_allclose(slopes.reshape(5, -1)[:, 0], wanted, rtol=1e-15)


@every
def test_sources_say_what_is_computed(name):
    x = Value(0.5)
    machine = machine_for(name, record(functions.tanh(x) * x, [x]))
    assert "tanh" in "\n".join(machine.sources)


@every
def test_a_machine_that_is_asked_for_by_name_computes(name):
    x = Value(0.5)
    program = record(functions.tanh(x) * x, [x])
    folded = program.fold(name)
    assert folded([0.25]) == pytest.approx(program([0.25]), rel=1e-15)


def test_a_machine_that_is_none_is_an_error():
    with pytest.raises(ValueError, match=r"machine: got 'abacus', needs"):
        record(Value(0.5) * 2).fold("abacus")


class Doubled:
    """A rule that is an object."""

    def __call__(self, a, out=None):
        return 2.0 if out is not None else 2.0 * a


#: Rules of functions, or of texts and functions, and what they mean as text.
OWN = {
    "functions": (lambda a: a * a, [lambda a, out: 2 * a], "a * a", "2 * a"),
    "a text and a function": ("exp(a)", [lambda a, out: out], "exp(a)", "out"),
    "a function and a text": (lambda a: 3 * a, ["3"], "3 * a", "3"),
    "of another library": (math.sin, [lambda a, out: numpy.cos(a)], "sin(a)", "cos(a)"),
    "an object": (Doubled(), [Doubled()], "2 * a", "2"),
    "a choice": (
        lambda a: a if a > 0.5 else 0.5,
        [lambda a, out: a > 0.5],
        "maximum(a, 0.5)",
        "1 if a > 0.5 else 0",
    ),
    "a truth": ("a > 0.5", ["0"], "1.0 if a > 0.5 else 0.0", "0.0"),
}


@pytest.mark.parametrize("name", OWN)
def test_operations_of_functions_run_wherever_there_is_no_machine_of_their_own(name):
    value, derivatives, *texts = OWN[name]
    own = operation("own_of_functions", value, derivatives)
    told = operation("own_of_texts", texts[0], [texts[1]])
    rows = [[0.75], [0.25], [-0.5]]

    def everything(own):
        x, w = Value(0.75), Value(1.25)
        program = record(own(w * x) * w + own(w), [x], [w])
        found = program.fold().value_and_gradients(rows[1])
        yield from [found.value, *found.parameters, *found.inputs]
        for part in program.batch(rows):
            yield from numpy.ravel(part)
        compiled = compile(lambda x: own(w * x) * w)
        for row in rows:
            result = compiled(*row)
            result.backward()
            yield from [result.data, w.grad]
        yield from program.train(SGD([w], rate=0.1), rows, 2)
        yield from fit(Unit(own, w), [(row, [0.5]) for row in rows], sweeps=2).errors
        yield w.data
        assert "own_of" in program.source
        assert "own_of" in str(program)
        assert "own_of" in program.passes()
        assert str(program.fold())

    assert [*everything(own)] == pytest.approx([*everything(told)], rel=1e-12)


class Unit(Module):
    """A unit of one weight and an activation."""

    def __init__(self, own, w):
        self.own, self.w = own, w

    def __call__(self, x):
        return [self.own(self.w * x[0])]


def test_a_machine_that_cannot_is_an_error():
    own = operation("own_of_machines", "3 * a", ["3.0"])
    x = Value(1.0)
    with pytest.raises(ValueError, match="'tape' cannot compute this program, "):
        record(own(x), [x]).fold("tape")([2.0])


@pytest.mark.skipif(
    engine == "python",
    reason="only the tape is sooner done: set AUTOGRAD_ENGINE=native",
)
def test_small_and_irregular_programs_are_replayed_step_by_step():
    x = y = Value(0.5)
    for _ in range(100):
        y = where(y > 2, y - 1, y * y + x)
    task = Task(Passes(record(y, [x]).assignments))
    assert cheapest(task).__name__ == "Tape"
    y.backward()
    found = record(y, [x]).fold().value_and_gradients([0.5])
    assert (found.value, found.inputs) == (y.data, [x.grad])


def test_a_program_of_few_large_arrays_is_computed_on_arrays():
    model = MLP(8, [16, 8], seed=1)
    cases = [[(i * j % 7) / 7 for j in range(8)] for i in range(50)]
    loss = functions.sum(squared_error(model(x), [0.5] * 8) for x in cases)
    assert Runner(Passes(record(loss).assignments)).kind().__name__ == "NumPy"


def recurrent(width, steps):
    """A net of tanh units that sees itself, step by step."""
    weights = [[Value(0.1 * (i - j)) for j in range(width)] for i in range(width)]
    state = [Value(0.1) for _ in range(width)]
    for _ in range(steps):
        state = [functions.tanh(functions.dot(row, state)) for row in weights]
    return functions.sum(state)


@pytest.mark.skipif(
    engine == "python", reason="the tape is in C: set AUTOGRAD_ENGINE=native"
)
@pytest.mark.parametrize(
    ("width", "steps", "best"), [(32, 30, "NumPy"), (16, 50, "Tape")]
)
def test_where_costs_are_near_they_are_told_closely(width, steps, best):
    task = Task(Passes(record(recurrent(width, steps)).assignments))
    told = {kind: kind.cost(task) for kind in (Tape, NumPy)}
    assert max(told.values()) < NEAR * min(told.values())
    assert min(told.values()) > WORTH
    assert cheapest(task).__name__ == best


ABACUS = '''
from autograd.programs.machines.steps import Steps


class Abacus(Steps):
    """A machine in a file of its own; it says that it is the fastest."""

    COSTS = (0.0, 0.0, 0.0, 0.0)
'''


def test_a_machine_is_added_by_one_file(tmp_path, monkeypatch):
    package = importlib.import_module("autograd.programs.machines")
    (tmp_path / "abacus.py").write_text(ABACUS)
    monkeypatch.setattr(package, "__path__", [*package.__path__, str(tmp_path)])
    machines.cache_clear()
    try:
        x = Value(0.5)
        program = record(functions.tanh(x) * x, [x])
        folded = program.fold()
        assert folded([0.25]) == program([0.25])
        assert folded.runner.kind().__name__ == "Abacus"
        assert program.fold("abacus").value_and_gradients([0.25])
    finally:
        machines.cache_clear()
        sys.modules.pop("autograd.programs.machines.abacus", None)


@pytest.mark.parametrize("name", [n for n in able(None) if n != "jax"])
def test_every_machine_computes_batches_by_name(name):
    x, w = Value(0.5), Value(2.0)
    program = record(functions.tanh(x * w) * x, [x], [w])
    rows = [[0.25], [-1.0], [3.0]]
    found = program.fold(name).batch(rows)
    each = [program.value_and_gradients(row) for row in rows]
    numpy.testing.assert_allclose(found.value, [one.value for one in each], 1e-13)
    numpy.testing.assert_allclose(found.inputs, [one.inputs for one in each], 1e-12)
    total = sum(one.parameters[0] for one in each)
    numpy.testing.assert_allclose(found.parameters, [total], 1e-12)


@pytest.mark.parametrize("missing", ["forward", "backward"])
def test_a_machine_without_one_of_the_passes_cannot_be_made(missing):
    half = {"forward": lambda self: None, "backward": lambda self: None}
    half.pop(missing)
    with pytest.raises(TypeError, match=missing):
        type("Half", (Machine,), half)(None)
