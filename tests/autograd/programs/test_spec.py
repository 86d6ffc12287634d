"""Between the passes: every form is legal, and the rules see what is not."""

import pickle
from dataclasses import replace

import numpy
import pytest

from autograd import Value, functions, tanh
from autograd.programs import record
from autograd.programs.assignments import INPUTS, PARAMETERS
from autograd.programs.calls import Call, whole
from autograd.programs.machines.machine import Task
from autograd.programs.machines.numpy import NumPy
from autograd.programs.passes.pipeline import Passes
from autograd.programs.spec import RULES, broken
from nn import MLP, squared_error
from tests.autograd.programs.machines.test_machines import net
from tests.autograd.programs.test_program import Made


def passes_of(result, inputs=()):
    return Passes(record(result, inputs).assignments)


@pytest.mark.parametrize("careful", [False, True])
@pytest.mark.parametrize("lanes", [None, 3])
@pytest.mark.parametrize("seed", range(40))
def test_random_programs_are_legal_after_every_pass(seed, lanes, careful):
    made = Made(seed)
    passes = passes_of(made.result, made.inputs)
    assert list(broken(passes, lanes=lanes, careful=careful)) == []


@pytest.mark.parametrize("lanes", [None, 2])
def test_nets_are_legal_after_every_pass(lanes):
    result, x = net()
    assert list(broken(passes_of(result, x), lanes=lanes)) == []
    model = MLP(4, [5, 3], "relu", seed=1)
    cases = [[0.1 * i, 0.2, -0.3 * i, 1.0] for i in range(7)]
    loss = functions.sum(squared_error(model(case), [0.5] * 3) for case in cases)
    assert list(broken(passes_of(loss), lanes=lanes)) == []


def broken_by(change):
    """The rules that a change of the forms of a small program breaks."""
    x, w = [Value(0.5), Value(-0.5), Value(1.5)], Value(2.0)
    terms = [tanh(v * w) for v in x]
    passes = passes_of(functions.sum(terms) * terms[0], x)
    changed = change(passes)
    vars(passes).update(changed)
    return {line.split(", but")[0] for line in broken(passes)}


def with_call(call):
    """The calls of a program, with one more that is wrong."""

    def change(passes):
        calls = passes.calls(wanted=(PARAMETERS, INPUTS))
        wrong = calls._replace(forward=[*calls.forward, call(calls)])
        return {"calls": lambda **needs: wrong}

    return change


def later(calls):
    """A buffer that only the backward pass writes to."""
    forward = {call.result.buffer for call in calls.forward}
    return next(c.result for c in calls.backward if c.result.buffer not in forward)


BREAKS = {
    "every kernel is known": lambda calls: Call("weave", (1.0,), later(calls)),
    "a kernel gets the operands it takes": lambda calls: Call(
        "add", (1.0,), later(calls)
    ),
    "views are inside of their buffers": lambda calls: Call(
        "copy", (1.0,), whole(later(calls).buffer, (1000,))
    ),
    "operands spread to the result's shape": lambda calls: Call(
        "copy", (calls.leaves[INPUTS],), whole(later(calls).buffer, (1,))
    ),
    "what is given is not written to": lambda calls: Call(
        "copy", (1.0,), calls.leaves[INPUTS]
    ),
    "what is read was written": lambda calls: Call(
        "copy", (later(calls),), calls.forward[0].result
    ),
    "a result lies on no other operand": lambda calls: Call(
        "copy",
        (calls.forward[0].result.between(0, 0, 1),),
        calls.forward[0].result,
    ),
}


@pytest.mark.parametrize("meaning", BREAKS)
def test_a_call_that_breaks_a_rule_is_seen(meaning):
    assert f"calls: {meaning}" in broken_by(with_call(BREAKS[meaning]))


def assignments_with(**fields):
    def change(passes):
        program = passes.assignments
        made = {name: found(program) for name, found in fields.items()}
        return {"assignments": replace(program, **made)}

    return change


def test_forms_that_break_a_rule_are_seen():
    def with_passes(change):
        def changed(passes):
            assert list(broken(passes)) == []  # every pass is done before the change
            return change(passes)

        return changed

    def positions(passes):
        passes.arrays.arrays[3].operands[0].index[...] = 99
        return {}

    def size(passes):
        passes.arrays.arrays[3].shape = (99,)
        return {}

    def places(passes):
        passes.arrays.places[1][:] = 0
        return {}

    def colours(passes):
        passes.colouring.colours[:] = 0
        return {}

    def groups(passes):
        passes.colouring.groups.append(passes.colouring.groups[-1])
        return {}

    def rows(passes):
        passes.rows.operands[0] = passes.rows.slots[-1]
        return {}

    def pairs(passes):
        passes.rows.pairs[:] = 9
        return {}

    expected = {
        positions: "arrays: what is read is there",
        size: "arrays: a shape has as many places as elements",
        places: "arrays: every leaf has a place of its own",
        colours: "groups: a run is of one colour",
        groups: "groups: every slot is in one group",
        rows: "rows: operands come before what takes them",
        pairs: "rows: factors are among the operands, two by two",
        assignments_with(
            operands=lambda p: numpy.full_like(p.operands, 99)
        ): "assignments: operands come before what takes them",
        assignments_with(results=lambda p: [999]): "assignments: results are slots",
        assignments_with(
            operations=lambda p: ("weave",) * len(p.operations)
        ): "assignments: every operation is one of a row",
    }
    for change, rule in expected.items():
        kept = ("positions", "size", "places", "colours", "groups", "rows", "pairs")
        wrapped = with_passes(change) if change.__name__ in kept else change
        x, w = [Value(0.5), Value(-0.5)], Value(2.0)
        passes = passes_of(functions.sum(tanh(v * w) for v in x) * 3 + x[0], x)
        calls = passes.calls(wanted=(PARAMETERS, INPUTS))
        every = passes.rows, passes.colouring.groups, passes.arrays
        assert every
        vars(passes).update(wrapped(passes), calls=lambda calls=calls, **needs: calls)
        (mine,) = [r for r in RULES if f"{r.form}: {r.meaning}" == rule]
        forms = vars(passes) | {"groups": passes.colouring}
        forms["rows"] = passes.assignments, passes.rows
        assert list(mine.where_broken(forms[mine.form]))


def test_every_form_can_be_pickled_and_computes_the_same():
    result, x = net()
    passes = passes_of(result, x)
    task = Task(passes, wanted=(PARAMETERS, INPUTS))
    again = pickle.loads(pickle.dumps(passes.calls(wanted=(PARAMETERS, INPUTS))))
    arrays = pickle.loads(pickle.dumps(passes.arrays))
    assert str(again) == str(task.calls())
    assert len(arrays.arrays) == len(passes.arrays.arrays)
    copied = pickle.loads(pickle.dumps(passes))
    found = []
    for made in (task, task._replace(passes=copied)):
        machine = NumPy(made)
        parameters = numpy.linspace(-1, 1, passes.assignments.parameters)
        machine.load([0.1, 0.2, 0.3], parameters)
        machine.forward()
        machine.backward()
        found.append([machine.results[0].item(), *machine.derivatives(PARAMETERS)])
    assert found[0] == found[1]


def test_passes_can_be_watched():
    model = MLP(2, [4, 1], seed=1)
    cases = [[0.1 * i, 0.2] for i in range(9)]
    loss = functions.sum(squared_error(model(case), 0.5) for case in cases)
    text = record(loss).passes()
    assert "assignments: " in text
    assert "dot(constants[9, 2], parameters[4, 2]) + parameters[4]" in text
    assert text.count("product(") >= 3
