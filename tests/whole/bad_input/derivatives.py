"""Transforms, checks of gradients, operations of one's own, checkpoints."""

import autograd
from tests.whole.bad_input.faces import face, function, several
from tests.whole.bad_input.kinds import (
    CHOICES,
    COUNTS,
    FITLESS,
    FLAGS,
    FUNCTIONS,
    NUMBERS,
    SEQUENCES,
    STRUCTURES,
    USELESS,
    VALUES,
    Stranger,
    labelled,
    objects,
    recursive,
    without,
)

SCALAR = lambda x: x * x  # noqa: E731 - a function of a number
PLACES = labelled(
    2,
    -3,
    10**30,
    "0",
    "x",
    1.0,
    0.5,
    None,
    (0, "x"),
    (0, 0),
    (0, 2),
    [0, None],
    (),
    1j,
    b"0",
    (0, -2),
    {0},
    {"x": 0},
) | {
    "a Value": lambda w: w.x,
    "a stranger": lambda w: Stranger(),
    "a list in itself": lambda w: recursive(),
    "a function": lambda w: len,
    "a set of two": lambda w: {0, 1},
    "an array": lambda w: objects(0, None),
}
#: Of whole functions, arguments and results.
RESULTS = without(
    USELESS,
    "it returns a list",
    "it returns a dict",
    "it returns an array",
    "it returns a bool",
)
UNFIT = without(STRUCTURES, "a signalling nan in it", "an array of two axes")


def transform(name, useless=USELESS):
    """What makes a function of a function, whose bad answers come when it is called."""
    make = getattr(autograd, name)

    def called(w, f=SCALAR, argument=3.0, **settings):
        return make(f, **settings)(argument)

    good = lambda w: {"f": SCALAR, "argument": 2.0}  # noqa: E731
    yield face(
        f"autograd.{name}",
        called,
        good,
        f=several(FUNCTIONS, FITLESS, useless),
        argument=STRUCTURES,
        words={"f": f"{name}|lambda", "argument": "argument"},
    )
    yield face(f"autograd.{name}", called, lambda w: {"argnums": 0}, argnums=PLACES)
    yield face(
        f"autograd.{name}",
        lambda w, given: make(SCALAR)(*given),
        words={"given": "argument"},
        given=labelled(()),
    )


def of_two(w, argnums):
    return autograd.grad(lambda x, y: x * y, argnums)(2.0, 3.0)


def jvp(w, f=SCALAR, primals=(2.0,), tangents=(1.0,)):
    return autograd.jvp(f, primals, tangents)


def vjp(w, f=SCALAR, primals=2.0, weights=1.0):
    return autograd.vjp(f, primals)[1](weights)


def hvp(w, f=SCALAR, argument=2.0, vector=1.0):
    return autograd.hvp(f)(argument, vector)


MISFITS = labelled((), (1.0, 2.0), [1.0, [2.0]], ((1.0,),), ([],), {"a": 1.0})
RULES = labelled(
    None,
    3,
    1.5,
    [],
    {},
    (),
    b"a",
    1j,
    True,
    "b",
    "a b",
    "",
    "a +",
    "a;a",
    "a ** 2",
    "lambda: a",
    "[a]",
    "a.real",
    "__import__('os')",
    "a if a",
    "1e999999 * (",
    "10" * 1100,
    "unknown(a)",
    "exp(a, a)",
    "exp()",
    "'a'",
    "\ud800",
    "a\0",
    "not",
    "a = 1",
    "a := 1",
    "f'{a}'",
    "a @ a",
    "a[0]",
    "a // 2",
    "a % 2",
    "1j * a",
    "True",
    "-" * 100_000 + "a",
    "+".join(["a"] * 20_000),
    "(" * 500 + "a" + ")" * 500,
) | {
    "a number with 400 digits": lambda w: "1" + "0" * 400,
    "a Value": lambda w: w.x,
    "it takes none": lambda w: lambda: 1.0,
    "it needs a keyword": lambda w: lambda a, out=None, *, key: 1.0,
    "it takes many": lambda w: lambda a, b, c, d: 1.0,
    "a stranger": lambda w: Stranger(),
}
SLOPES = labelled(
    None,
    3,
    "1.0",
    b"1",
    {},
    {"1.0"},
    [],
    ["1.0"] * 9,
    ["1.0", "b +"],
    [None],
    [3],
    [[]],
    ["b"],
    ["1.0", None],
    ["out ** 2"],
    ["exec('')"],
    [""],
    ["a."],
) | {
    "a generator": lambda w: (x for x in ["1.0"]),
    "a Value": lambda w: w.x,
    "a function": lambda w: len,
    "a function of none": lambda w: [lambda: 1.0],
    "a list in itself": lambda w: recursive(),
}


def operation(name="bad_input_q", value="a", derivatives=("1.0",), **rest):
    return autograd.operation(
        name,
        value,
        list(derivatives) if derivatives.__class__ is tuple else derivatives,
        **rest,
    )


def answer_of_a_function(w, value=None, derivative=None):
    """What an operation of functions says to what they return."""
    made = autograd.operation(
        "bad_input_f", value or (lambda a: a), [derivative or (lambda a, out: 1.0)]
    )
    try:
        return made(w.x)
    finally:
        del autograd.operations.OPERATIONS["bad_input_f"]


def checkpoint(w, function=SCALAR, arguments=2.0):
    return autograd.checkpoint(function, arguments)


FACES = [
    *(
        found
        for name in ("grad", "value_and_grad", "hessian", "sparse_hessian")
        for found in transform(name)
    ),
    *transform("jacobian", RESULTS),
    *(
        face(
            f"autograd.{name}",
            lambda w, unused, name=name: getattr(autograd, name)(SCALAR, unused=unused)(
                2.0
            ),
            lambda w: {"unused": "zero"},
            unused=CHOICES | labelled(None),
        )
        for name in ("grad", "value_and_grad")
    ),
    face(
        "autograd.grad",
        lambda w, unused: autograd.grad(lambda x, y: x, 1, unused="error")(1.0, 2.0),
        unused={"it does not depend": lambda w: "error"},
        words={"unused": "depend"},
    ),
    face(
        "autograd.grad",
        of_two,
        lambda w: {"argnums": (0, 1)},
        argnums=labelled((0, 1, 1), (0, 5), "xy", {"x": 0}, 2),
    ),
    face(
        "autograd.grad",
        lambda w, wrong: autograd.grad(SCALAR)(2.0, **wrong),
        words={"wrong": "key"},
        wrong={"a keyword": lambda w: {"key": 1.0}},
    ),
    face(
        "autograd.jacobian",
        lambda w, mode: autograd.jacobian(SCALAR, mode=mode),
        lambda w: {"mode": "forward"},
        mode=CHOICES,
    ),
    face(
        "autograd.jvp",
        jvp,
        f=several(FUNCTIONS, FITLESS, RESULTS),
        primals=several(
            without(SEQUENCES, "an array without axes"),
            labelled((2.0, 3.0), (None,), (1j,), ("2",)),
        ),
        tangents=several(SEQUENCES, MISFITS, labelled((None,), ("1",), (1j,))),
        words={"f": "jvp|lambda", "primals": "jvp|argument"},
    ),
    face(
        "autograd.vjp",
        vjp,
        f=several(FUNCTIONS, FITLESS, RESULTS),
        primals=STRUCTURES,
        weights=several(NUMBERS, MISFITS),
        words={"f": "vjp|lambda", "primals": "argument"},
    ),
    face(
        "autograd.hvp",
        hvp,
        f=several(FUNCTIONS, FITLESS, USELESS),
        argument=STRUCTURES,
        vector=several(NUMBERS, MISFITS),
        words={"f": "hvp|lambda", "argument": "argument"},
    ),
    face(
        "autograd.hvp",
        lambda w, argnums: autograd.hvp(SCALAR, argnums)(2.0, 1.0),
        lambda w: {"argnums": 0},
        argnums=PLACES,
    ),
    face(
        "autograd.hvp",
        lambda w, given: autograd.hvp(SCALAR)(*given),
        words={"given": "arguments"},
        given=labelled((), (1.0,)),
    ),
    function(
        "autograd.gradients",
        autograd.gradients,
        lambda w: {"result": w.z, "inputs": [w.x], "create_graph": False},
        result=VALUES,
        inputs=several(
            without(VALUES, "[]", "{}", "a list of Values"),
            {
                "None in a list": lambda w: [w.x, None],
                "numbers in a dict": lambda w: {"x": 1.0},
                "a set of Values": lambda w: {w.x},
                "a list in itself": lambda w: recursive(),
            },
        ),
        create_graph=FLAGS,
        unused=CHOICES | labelled(None),
        words={"result": "gradients", "inputs": "gradients"},
    ),
    face(
        "autograd.gradients",
        lambda w, unused: autograd.gradients(w.z, w.other.operands[0], unused=unused),
        lambda w: {"unused": "zero"},
        unused=labelled("error"),
        words={"unused": "depend"},
    ),
    face(
        "autograd.check_gradients",
        lambda w, f=SCALAR, arguments=2.0, **rest: autograd.check_gradients(
            f, arguments, **rest
        ),
        lambda w: {"order": 1},
        f=several(FUNCTIONS, FITLESS, USELESS),
        arguments=STRUCTURES,
        order=without(COUNTS, "True") | labelled(3, 10**30),
        tolerance=several(NUMBERS, labelled(-1.0, float("nan"))),
        words={"f": "check_gradients|lambda", "arguments": "argument"},
    ),
    face(
        "autograd.check_gradients",
        lambda w, given: autograd.check_gradients(*given),
        words={"given": "arguments"},
        given={"none": lambda w: (SCALAR,)},
    ),
    face(
        "autograd.check_operation",
        lambda w, operation="tanh", **rest: autograd.check_operation(operation, **rest),
        lambda w: {"samples": 1},
        operation=several(
            CHOICES, labelled("sum", "dot", None), {"max": lambda w: max}
        ),
        order=without(COUNTS, "True") | labelled(3, 10**30),
        samples=COUNTS,
        seed=without(COUNTS, "0", "-1", repr(-(2**70)), "an int of 5,000 digits"),
    ),
    function(
        "autograd.operation",
        operation,
        name=several(
            without(NUMBERS, "'text'", "'nan'"),
            labelled(
                "exp",
                "sum",
                "a b",
                "1a",
                "class",
                "v",
                "checkpoint",
                "__x",
                "\ufb01t",
                "\ud800",
                True,
            ),
        ),
        value=RULES,
        derivatives=SLOPES,
        label=without(NUMBERS, "None", "'text'", "''", "'2'", "'nan'", "text of NumPy"),
        domain=labelled(
            None,
            3,
            "xy",
            "",
            b"xy",
            (),
            (1,),
            (1, 2, 3),
            (2, 1),
            (None, 1),
            ("0", "1"),
            (1j, 2),
            [1],
            {0, 1},
            {},
            ((0, 1), (0, 1)),
            (float("nan"), 1),
            (0, float("inf")),
            (0, 10**400),
        )
        | {
            "Values": lambda w: (w.x, w.y),
            "a function": lambda w: len,
            "a list in itself": lambda w: recursive(),
        },
        defaults=several(
            without(SEQUENCES, "an array without axes"),
            labelled((1.0, 2.0, 3.0), ("x",), (None,), [1j], ([1.0],), (10**400,)),
        ),
        words=dict.fromkeys(
            ("value", "derivatives", "label", "domain", "defaults"), "bad_input_q"
        )
        | {"name": "operation"},
    ),
    face(
        "autograd.operation",
        answer_of_a_function,
        value=without(USELESS, "it returns a bool"),
        derivative=without(USELESS, "it returns a bool"),
        words=dict.fromkeys(("value", "derivative"), "bad_input_f"),
    ),
    function(
        "autograd.stop_gradient",
        autograd.stop_gradient,
        lambda w: {"x": [w.x, 1.0]},
        x=without(UNFIT, "text in it"),
        words={"x": "stop_gradient"},
    ),
    face(
        "autograd.checkpoint",
        checkpoint,
        function=several(FUNCTIONS, FITLESS, RESULTS),
        arguments=STRUCTURES,
        words={"function": "checkpoint", "arguments": "checkpoint"},
    ),
]
