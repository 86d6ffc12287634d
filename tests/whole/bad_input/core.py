"""Value, the functions of the table, the order of nodes and the switches."""

import operator
from inspect import signature

import autograd
from autograd import Value, enable_grad, functions, no_grad
from autograd.operations import TABLE
from tests.whole.bad_input.faces import face, function, several
from tests.whole.bad_input.kinds import (
    FUNCTIONS,
    NUMBERS,
    PARTS,
    SEQUENCES,
    VALUES,
    Reflected,
    labelled,
    objects,
    without,
)

TWO = [1.0, 2.0]
#: A Value is a good operand, but no good number.
ONLY_NUMBERS = NUMBERS | {"a Value": lambda w: w.x}
#: NumPy takes an operator between an array and a Value for itself.
OPERANDS = NUMBERS | {"what answers to +": lambda w: Reflected()}
NAMES = labelled(3, 2.5, b"x", [], ["x"], {}, ("x",), True, 1j, Value, len)


def setter(name, kind, words=None):
    """The face of an attribute of a Value that can be set."""
    return face(
        f"autograd.Value.{name}",
        lambda w, value: setattr(w.z, name, value),
        lambda w: {"value": getattr(w.z, name)},
        words={"value": words or name},
        value=kind,
    )


def of_an_operator(sign, name, kind):
    """The face of an operator of a Value."""
    return face(
        f"autograd.Value.__{name}__",
        lambda w, other: getattr(operator, sign)(w.x, other),
        lambda w: {"other": w.y},
        words={"other": {"truediv": "truediv"}.get(name, OPERATORS.get(name, name))},
        other=kind,
    )


def reflected(sign, name):
    """The face of the operator with the Value on the right."""
    found = of_an_operator(sign, f"r{name}", without(OPERANDS, *ARRAYS))
    return found._replace(
        call=lambda w, other: getattr(operator, sign)(other, w.x), words={"other": name}
    )


OPERATORS = {"lt": "<", "le": "<=", "gt": ">", "ge": ">="}
ARRAYS = ("an array of one", "an array without axes", "an array of objects")
ARRAYS += ("complex of NumPy", "a date of NumPy", "a stretch of time")


def of_the_table(row):
    """A row's function and, of two operands, its method."""
    called = getattr(functions, row.name)
    names = list(signature(called).parameters)
    letters = dict.fromkeys(names[: len(names) - len(row.defaults)], 0.5)
    kinds = dict.fromkeys(names, NUMBERS)
    yield face(
        f"autograd.{row.name}",
        lambda w, **given: called(*given.values()),
        lambda w: dict(letters),
        words=dict.fromkeys(names, row.name),
        **kinds,
    )
    if len(row.letters) == 2:
        other = names[1] if row.defaults else "other"
        yield face(
            f"autograd.Value.{row.name}",
            lambda w, **given: getattr(w.x, row.name)(*given.values()),
            lambda w: {other: 2.0},
            words={other: row.name},
            **{other: OPERANDS},
        )


def of_many(name):
    """A function of an iterable, or of its arguments."""
    called = getattr(functions, name)
    bad = several(without(SEQUENCES, "3", "2.5", "True", "a Value", "a decimal"), PARTS)
    if name not in ("sum", "prod"):
        bad = several(bad, labelled((), []), {"used up": lambda w: iter(())})
    yield face(
        f"autograd.{name}",
        lambda w, values: called(values),
        lambda w: {"values": [w.x, 1.0]},
        words={"values": name},
        values=bad,
    )
    yield face(
        f"autograd.{name}",
        lambda w, second: called(1.0, second),
        lambda w: {"second": w.x},
        words={"second": name},
        second=NUMBERS,
    )


def entered(manager):
    with manager:
        pass


def backward_steps(w, result, seed=1.0):
    return list(autograd.backward_steps(result, seed))


MANY = ("sum", "mean", "prod", "max", "min", "logsumexp", "softmax")
NODES = several(VALUES, {"an array of Values": lambda w: objects(w.x)})

FACES = [
    function(
        "autograd.Value",
        Value,
        lambda w: {"data": 1.0},
        data=ONLY_NUMBERS,
        name=NAMES,
        words={"data": "Value()", "name": "Value()"},
    ),
    setter("data", ONLY_NUMBERS),
    setter("grad", without(ONLY_NUMBERS, "None")),
    setter("name", without(NAMES, "None")),
    setter("operation", NAMES),
    setter(
        "operands",
        several(
            without(SEQUENCES, "an array without axes"),
            PARTS,
            labelled((None,), ("a",)),
            {"a stranger": lambda w: object(), "an iterator": lambda w: iter([w.x])},
        ),
    ),
    setter(
        "derivatives",
        several(
            without(SEQUENCES, "keys of a dict"),
            PARTS,
            labelled((), (1.0,), (1.0,) * 3),
            {"of a Value": lambda w: (w.x, 1.0), "an iterator": lambda w: iter(TWO)},
        ),
    ),
    face(
        "autograd.Value.backward",
        lambda w, seed: w.z.backward(seed),
        lambda w: None,
        seed=ONLY_NUMBERS,
    ),
    face(
        "autograd.Value.backward_steps",
        lambda w, seed: list(w.z.backward_steps(seed)),
        lambda w: None,
        words={"seed": "backward"},
        seed=ONLY_NUMBERS,
    ),
    face(
        "autograd.Value.register_hook",
        lambda w, function: w.z.register_hook(function),
        lambda w: None,
        function=FUNCTIONS,
    ),
    face(
        "autograd.Value.__round__",
        lambda w, digits: round(w.x, digits),
        lambda w: {"digits": 2},
        digits=labelled("2", 2.5, [], 1j, {}),
        words={"digits": "round"},
    ),
    face(
        "autograd.Value.__format__",
        lambda w, specification: format(w.x, specification),
        lambda w: {"specification": ".2f"},
        words={"specification": "format"},
        specification=labelled("q", "s", ".x", "10.2.3", "d"),
    ),
    *(
        of_an_operator(sign, sign, without(OPERANDS, "what answers to +"))
        for sign in ("add", "sub", "mul", "truediv", "pow")
    ),
    *(reflected(sign, sign) for sign in ("sub", "mul", "truediv", "pow")),
    *(
        of_an_operator(
            sign,
            sign,
            without(
                NUMBERS,
                *ARRAYS,
                "a signalling nan",
                "an int beyond floats",
                "an int of 5,000 digits",
            ),
        )
        for sign in ("lt", "le", "gt", "ge")
    ),
    *(
        face(
            f"autograd.Value.__{name}__",
            lambda w, other, sign=sign: getattr(operator, sign)(w.x, other),
            words={"other": "not offered"},
            other=labelled(2, 2.5) | {"a Value": lambda w: w.y},
        )
        for sign, name in (("floordiv", "floordiv"), ("mod", "mod"))
    ),
    face(
        "autograd.Value.__float__",
        lambda w, into: into(w.x),
        words={"into": "v.data"},
        into={"float": lambda w: float, "int": lambda w: int},
    ),
    *(found for row in TABLE if row.name != "where" for found in of_the_table(row)),
    *(found for name in MANY for found in of_many(name)),
    function(
        "autograd.where",
        functions.where,
        lambda w: {"condition": True, "a": w.x, "b": 1.0},
        condition=without(
            NUMBERS,
            "a signalling nan",
            "an int beyond floats",
            "an int of 5,000 digits",
        ),
        a=NUMBERS,
        b=NUMBERS,
        words={"a": "where", "b": "where"},
    ),
    function(
        "autograd.dot",
        functions.dot,
        lambda w: {"weights": [w.x, 1.0], "inputs": TWO, "bias": 0.5},
        weights=several(SEQUENCES, PARTS, labelled([1.0], [])),
        inputs=several(SEQUENCES, PARTS, labelled([1.0], [1.0] * 3)),
        bias=NUMBERS,
        words={"weights": "dot", "inputs": "dot", "bias": "dot"},
    ),
    face(
        "autograd.backward_steps",
        backward_steps,
        lambda w: None,
        result=NODES,
        seed=ONLY_NUMBERS,
        words={"seed": "backward"},
    ),
    face(
        "autograd.backward_steps",
        lambda w, seed: list(autograd.backward_steps(w.z, seed)),
        lambda w: None,
        seed=ONLY_NUMBERS,
        words={"seed": "backward"},
    ),
    face(
        "autograd.topological_order",
        lambda w, results: autograd.topological_order(results),
        lambda w: {"results": w.z},
        results=NODES,
        words={"results": "topological_order"},
    ),
    face(
        "autograd.topological_order",
        lambda w, second: autograd.topological_order(w.z, second),
        lambda w: {"second": w.x},
        second=NODES,
        words={"second": "topological_order"},
    ),
    face(
        "autograd.topological_order",
        lambda w, leaves: autograd.topological_order(w.z, leaves=leaves),
        lambda w: {"leaves": {w.x}},
        leaves=labelled(None, 3, 2.5, "x", b"x", 1j, Value, len)
        | {
            "a Value": lambda w: w.x,
            "a number in a list": lambda w: [3.0],
            "None in a list": lambda w: [w.x, None],
            "numbers from an iterator": lambda w: iter([1.0]),
        },
    ),
    *(
        face(
            f"autograd.{manager.__name__}",
            lambda w, function, manager=manager: entered(manager(function)),
            words={"function": manager.__name__},
            function=labelled(True, 3, "x", [], 1j),
        )
        for manager in (no_grad, enable_grad)
    ),
]
