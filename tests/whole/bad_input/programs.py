"""Programs: record, compile, take, and what they make."""

import numpy

import autograd
from autograd import Value
from nn import SGD
from tests.whole.bad_input.faces import face, function, several
from tests.whole.bad_input.kinds import (
    CHOICES,
    COUNTS,
    FITLESS,
    FLAGS,
    FUNCTIONS,
    NUMBERS,
    SEQUENCES,
    VALUES,
    Stranger,
    labelled,
    objects,
    recursive,
    without,
)

RESULTS = several(
    without(VALUES, "a list of Values"),
    {
        "a set of Values": lambda w: {w.z},
        "None in a list": lambda w: [w.z, None],
        "a number in a list": lambda w: [w.z, 1.0],
        "a list in itself": lambda w: recursive(),
        "a generator": lambda w: (v for v in [w.z]),
        "with a hook": lambda w: hooked(),
        "a checkpoint": lambda w: autograd.checkpoint(lambda x: x * x, Value(2.0)),
    },
)
LEAVES = several(
    without(SEQUENCES, "a Value", "an empty dict"),
    labelled([None], [1.0], ["x"], [[Value]]),
    {
        "a Value": lambda w: w.x,
        "a result": lambda w: [w.z],
        "a Value twice": lambda w: [w.x, w.x],
        "a list of a list": lambda w: [[w.x]],
        "a set of Values": lambda w: {w.x},
        "a dict of Values": lambda w: {"x": w.x},
        "a model": lambda w: w.model,
    },
)
#: For a program of one input.
INPUTS = several(
    without(SEQUENCES, "an array without axes"),
    labelled([], [1.0, 2.0], [None], ["1"], [1j], [[1.0]], [{1.0}], [10**400]),
    {"a list in itself": lambda w: recursive(), "used up": lambda w: iter(())},
)
CASES = several(
    without(SEQUENCES, "an array without axes", "used up"),
    labelled(
        [[1.0, 2.0]],
        [[None]],
        [["1"]],
        [[1j]],
        [[[1.0]]],
        [[1.0], [1.0, 2.0]],
        [[10**400]],
        ["a"],
        [{1.0}],
        [[{1.0}]],
        [[]],
    ),
    {
        "a list in itself": lambda w: recursive(),
        "an array of objects": lambda w: objects([None]),
        "an array of text": lambda w: numpy.array([["a"]]),
        "an array of complex": lambda w: numpy.array([[1j]]),
        "an array of three axes": lambda w: numpy.ones((1, 1, 1)),
        "an array of dates": lambda w: numpy.array([["2020"]], "datetime64[Y]"),
        "an array of records": lambda w: numpy.zeros(1, "f8, f8"),
    },
)
BY = without(CHOICES, "''") | labelled(
    "parameter", "inputs,parameters", None, ["inputs"]
)
OPTIMIZERS = labelled(None, 3, "SGD", SGD, [], {}, len, True) | {
    "of other Values": lambda w: SGD([Value(1.0)]),
    "a Value": lambda w: w.y,
    "a stranger": lambda w: Stranger(),
    "a model": lambda w: w.model,
}
MACHINES = without(CHOICES) | labelled("Numpy", "python", "machine")


def hooked():
    """A result with a hook below."""
    x = Value(2.0)
    x.register_hook(lambda adjoint: None)
    return x * x


def trained(program):
    """train() of a program, for one sweep."""

    def train(w, optimizer=None, cases=None, sweeps=1, **rest):
        optimizer = SGD([w.y]) if optimizer is None else optimizer.given
        cases = [[1.0]] if cases is None else cases.given
        return getattr(w, program).train(optimizer, cases, sweeps, **rest)

    return train


class Given:
    """An argument, which may be None."""

    def __init__(self, given):
        self.given = given


def given(kind):
    """Things in a box each."""
    return {label: lambda w, make=make: Given(make(w)) for label, make in kind.items()}


def compiled(w, argument, f=lambda x: x * x, **settings):
    return autograd.compile(f, **settings)(argument)


def of(name, program):
    """The faces of a program or of one that is folded."""
    call = lambda what: lambda w, **given: getattr(getattr(w, program), what)(**given)  # noqa: E731
    seeds = NUMBERS | {"a Value": lambda w: w.x}
    where = (
        f"autograd.programs.{name}" if name == "FoldedProgram" else "autograd.Program"
    )
    return [
        face(
            f"{where}.__call__",
            call("__call__"),
            lambda w: {"inputs": [1.0]},
            inputs=INPUTS,
            words={"inputs": "program"},
        ),
        face(
            f"{where}.value_and_gradients",
            call("value_and_gradients"),
            lambda w: {"inputs": [1.0]},
            inputs=INPUTS,
            write=FLAGS,
            seed=seeds,
            words={"inputs": "program"},
        ),
        face(
            f"{where}.batch",
            call("batch"),
            lambda w: {"cases": [[1.0], [2.0]]},
            cases=CASES,
            by=BY,
            words={"cases": "batch"},
        ),
        face(
            f"{where}.train",
            trained(program),
            lambda w: None,
            optimizer=given(OPTIMIZERS),
            cases=given(several(CASES, labelled([]))),
            sweeps=without(COUNTS, "0") | labelled([]),
            batch=without(COUNTS, "True", "False"),
            stop_when=several(
                without(NUMBERS, "None", repr(Stranger)), labelled(float("nan"))
            ),
            progress=without(FUNCTIONS, "None"),
            words={"cases": "train"},
        ),
        face(
            f"{where}.train",
            lambda w, settings: getattr(w, program).train(
                SGD([w.y]), [[1.0]], 1, **{settings: 1}
            ),
            settings=labelled("rate", "shuffle"),
            words={"settings": "keyword"},
        ),
    ]


def derivative_of_several(w, call):
    program = autograd.record([w.z, w.y])
    return call(program)


FACES = [
    function(
        "autograd.record",
        autograd.record,
        lambda w: {"result": w.z},
        result=RESULTS,
        inputs=LEAVES,
        parameters=without(LEAVES, "None"),
        words={"result": "record", "inputs": "record", "parameters": "record"},
    ),
    face(
        "autograd.compile",
        lambda w, function, **rest: autograd.compile(function, **rest)(1.0),
        lambda w: {"function": lambda x: x * x},
        function=several(without(FUNCTIONS, "None"), FITLESS),
        limit=COUNTS,
        words={"function": "compile"},
    ),
    face(
        "autograd.programs.Compiled.__call__",
        compiled,
        lambda w: {"argument": 1.0},
        words={"argument": "compile"},
        argument={
            "complex": lambda w: 1j,
            "complex of NumPy": lambda w: numpy.complex128(1j),
            "complex in a list": lambda w: [1j],
            "complex in an array": lambda w: numpy.array([1j]),
            "a list in itself": lambda w: recursive(),
        },
    ),
    face(
        "autograd.programs.Compiled.__call__",
        lambda w, given: autograd.compile(lambda x: x * x)(*given),
        words={"given": "compile"},
        given=labelled((), (1.0, 2.0)),
    ),
    face(
        "autograd.take",
        lambda w, table, index: autograd.take(table, index),
        lambda w: {"table": [w.x, 1.0], "index": 0},
        table=several(without(SEQUENCES, "a dict"), labelled([], (), {0: 1.0})),
        index=labelled(
            2, -3, 10**30, "0", 0.0, 1.5, None, 1j, [], (0,), {0}, b"0", slice(0, 1)
        )
        | {
            "a Value": lambda w: w.x,
            "a stranger": lambda w: Stranger(),
            "an array": lambda w: numpy.array([0, 1]),
        },
        also=[IndexError],
        words={"table": "take", "index": "take"},
    ),
    face(
        "autograd.take",
        lambda w, table: autograd.compile(lambda i: autograd.take(table, i))(1),
        lambda w: {"table": [w.x, 1.0]},
        table=several(without(SEQUENCES, "a dict"), labelled([1.0], [], {0: 1.0})),
        also=[IndexError],
        words={"table": "take"},
    ),
    *of("Program", "program"),
    *of("FoldedProgram", "folded"),
    face(
        "autograd.Program.fold",
        lambda w, machine: w.program.fold(machine),
        lambda w: {"machine": "steps"},
        machine=MACHINES,
    ),
    face(
        "autograd.programs.FoldedProgram",
        lambda w, machine: autograd.programs.FoldedProgram(w.program, machine),
        lambda w: {"machine": "steps"},
        machine=MACHINES,
    ),
    face(
        "autograd.programs.FoldedProgram",
        lambda w, program: autograd.programs.FoldedProgram(program),
        lambda w: {"program": w.program},
        program=labelled(None, 3, "x", []) | {"a Value": lambda w: w.x},
    ),
    *(
        face(
            f"autograd.Program.{name}",
            derivative_of_several,
            words={"call": "results"},
            call={"of several results": lambda w, call=call: call},
        )
        for name, call in (
            ("value_and_gradients", lambda p: p.value_and_gradients()),
            ("batch", lambda p: p.batch([[]])),
            ("train", lambda p: p.train(SGD([Value(1.0)]))),
        )
    ),
]
