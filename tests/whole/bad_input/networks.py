"""Modules, layers, losses, optimizers and training."""

from zlib import crc32

import nn
from autograd import Value
from nn import MLP, SGD, Adam, AdamW, Layer, Optimizer
from tests.whole.bad_input.faces import face, function, several
from tests.whole.bad_input.kinds import (
    CHOICES,
    COUNTS,
    FITLESS,
    FLAGS,
    FUNCTIONS,
    NUMBERS,
    PARTS,
    PATHS,
    SEQUENCES,
    STRANGERS,
    UNREADABLE,
    USELESS,
    Stranger,
    labelled,
    objects,
    recursive,
    without,
)

SEEDS = without(
    COUNTS, "0", "-1", repr(-(2**70)), "None", "an int of 5,000 digits"
) | labelled([], {}, 1e30)
#: Functions that give what no weight can be.
NO_WEIGHTS = without(USELESS, "it returns a bool")
SCHEMES = several(
    without(CHOICES, "a function"),
    labelled(None, "Paper", ("paper", "zeros"), MLP),
    FITLESS,
    NO_WEIGHTS,
)
ACTIVATIONS = labelled(
    3, 2.5, True, "tahn", "", "sum", "add", "atan2", b"tanh", [], ["tanh"], {}, 1j
) | {
    "a Value": lambda w: w.x,
    "a stranger": lambda w: Stranger(),
    "a set": lambda w: {"tanh"},
    "an array": lambda w: objects(None),
}
SIZES = several(
    without(SEQUENCES, "an array without axes"),
    labelled([], (), [0], [2, -1], [2, None], ["2"], [1.5], [[2]], [2, True], [10**30]),
    {"a list in itself": lambda w: recursive(), "a Value in it": lambda w: [w.x]},
)
NO_PARAMETERS = several(
    without(SEQUENCES, "a Value"),
    labelled([], (), [None], [1.0], ["w"]),
    {
        "a Value": lambda w: w.x,
        "a Value twice": lambda w: [w.x, w.x],
        "a result": lambda w: [w.z],
        "a model": lambda w: w.model,
        "a class": lambda w: [Value],
        "a list of a list": lambda w: [[w.x]],
        "used up": lambda w: iter(()),
    },
)
#: A setting of an optimizer: a number in its range, or a schedule.
SETTINGS = several(
    without(NUMBERS, repr(Stranger), "a stranger"),
    labelled(-0.1, float("nan"), float("inf")),
    {"a Value": lambda w: w.x},
    {"a stranger": lambda w: Stranger()},
    FITLESS,
    without(USELESS, "it returns a bool"),
)
FRACTIONS = SETTINGS | labelled(1.0, 1.5)
STATES = several(
    without(NUMBERS, repr(Stranger)),
    labelled({"kind": "SGD"}, {"kind": "SGD", "sweep": 0, "memory": None}),
    {
        "of another kind": lambda w: Adam(w.model.parameters()).state_dict(),
        "too few numbers": lambda w: w.optimizer.state_dict() | {"memory": [[0.0]]},
        "text": lambda w: w.optimizer.state_dict() | {"memory": [["a"]] * 9},
        "a deep one": lambda w: w.optimizer.state_dict() | {"memory": recursive()},
        "beyond floats": lambda w: (
            w.optimizer.state_dict() | {"memory": [[10**400]] * 9}
        ),
        "a bad sweep": lambda w: w.optimizer.state_dict() | {"sweep": -1},
        "half a sweep": lambda w: w.optimizer.state_dict() | {"sweep": 1.5},
        "an unhashable kind": lambda w: w.optimizer.state_dict() | {"kind": []},
    },
)
WEIGHTS = several(
    NUMBERS,
    {
        "one missing": lambda w: dict(list(w.model.state_dict().items())[1:]),
        "one more": lambda w: w.model.state_dict() | {"slope": 1.0},
        "text": lambda w: dict.fromkeys(w.model.state_dict(), "1"),
        "None": lambda w: dict.fromkeys(w.model.state_dict()),
        "complex": lambda w: dict.fromkeys(w.model.state_dict(), 1j),
        "a list": lambda w: {key: [1.0] for key in w.model.state_dict()},
        "beyond floats": lambda w: dict.fromkeys(w.model.state_dict(), 10**400),
        "a Value": lambda w: dict.fromkeys(w.model.state_dict(), w.x),
        "keys that are no text": lambda w: {1: 2.0, None: 3.0},
        "the last one bad": lambda w: w.model.state_dict() | {"layers.1.biases.0": "a"},
    },
)
INPUTS = several(
    without(SEQUENCES, "a set", "an array without axes"),
    without(PARTS, "an array of two axes"),
    labelled([], [1.0], [1.0, 2.0, 3.0], {5.0, -1.0}),
)


def saved(content):
    """A file of weights with other text in it."""
    return lambda w: w.written(f"file{crc32(content)}", content)


HEAD = b'{"format": "scalar-autograd parameters", "version": 1, '
FILES = several(
    PATHS,
    UNREADABLE,
    {
        repr(content)[:70]: saved(content)
        for content in (
            b"",
            b"{",
            b"[]",
            b"null",
            b"3",
            b'"text"',
            b"\xff\xfe",
            b"\0" * 9,
            b"{}",
            b"[" * 100_000,
            HEAD,
            HEAD + b'"parameters": null}',
            b"nan",
            b"\x89PNG\r\n",
            HEAD + b'"parameters": []}',
            HEAD + b'"parameters": {}}',
            HEAD + b'"a": 1}',
            HEAD + b'"parameters": {"layers.0.weights.0.0": 1' + b"0" * 400 + b"}}",
            HEAD + b'"parameters": "weights"}',
            HEAD + b'"parameters": 3}',
            b'{"format": "scalar-autograd training", "version": 1}',
            b'{"format": "scalar-autograd parameters", "version": 2}',
            b'{"format": [], "version": {}}',
            b'{"format": 1' + b"0" * 5000 + b"}",
        )
    },
)
ADDRESS = OSError, ValueError, TypeError
UNWRITABLE = several(PATHS, without(UNREADABLE, "no file"))


def loss(name, targets, **more):
    """A loss of outputs and targets."""
    called = getattr(nn, name)
    first, second = parameters(called)[:2]
    return function(
        f"nn.{name}",
        called,
        lambda w: {first: [w.x, 0.5], second: targets},
        words=dict.fromkeys((first, second), name),
        **{first: LISTS, second: several(LISTS, labelled([1.0]), more)},
    )


def parameters(called):
    return called.__code__.co_varnames[: called.__code__.co_argcount]


LISTS = several(
    without(NUMBERS, "[1.0]", "(1.0,)", "an array of one"),
    labelled([1.0] * 3),
    SEQUENCES,
    PARTS,
)
LISTS = without(LISTS, "3", "2.5", "True", "a decimal", "a Value")


def training(w):
    return {"model": w.model, "cases": w.cases}


def fit(w, model, cases, **rest):
    settings = {"sweeps": 1, "progress": False} | rest
    return nn.fit(model, cases, **settings)


CASES = several(
    without(SEQUENCES, "an array without axes"),
    labelled(
        [],
        [1.0],
        [(1.0,)],
        [(1.0, 2.0, 3.0)],
        [None],
        ["ab"],
        [b"ab"],
        [{1: 2}],
        [([0.0, 1.0], None)],
        [([0.0, 1.0], "1")],
        [([0.0, 1.0], 1j)],
        [([0.0], 1.0)],
        [([0.0, 1.0], [1.0, 2.0])],
        [(None, 1.0)],
        [("01", 1.0)],
        [({0.0, 1.0}, 1.0)],
        [([0.0, 1.0], {1.0})],
        [([0.0, 1j], 1.0)],
    ),
    {
        "used up": lambda w: iter(()),
        "a list in itself": lambda w: recursive(),
        "a set of pairs": lambda w: {((0.0, 1.0), 1.0)},
        "a dict of pairs": lambda w: {(0.0, 1.0): 1.0, (1.0, 1.0): 0.0},
    },
)
LOSSES = several(
    FUNCTIONS,
    FITLESS,
    without(USELESS, "it returns an array"),
    {
        "a number": lambda w: lambda y, d: 1.0,
        "of another graph": lambda w: lambda y, d: Value(3.0) * 2.0,
        "of .data": lambda w: lambda y, d: Value(y.data - d),
    },
)


class NoParameters(nn.Module):
    def __call__(self, inputs):
        return Value(1.0)


MODELS = (
    without(STRANGERS, "{'a': 1.0}")
    | labelled(3, [], MLP)
    | {
        "a Value": lambda w: w.x,
        "a function": lambda w: len,
        "without parameters": lambda w: NoParameters(),
    }
)


class Plain(Optimizer):
    """A rule that does nothing."""

    def rule(self, data, gradient, memory, **numbers):
        return data, memory


def layer(name, make, sizes):
    return function(
        name,
        make,
        lambda w: {"n_in": 2, "n_out": sizes, "seed": 1},
        n_in=COUNTS | labelled(10**30),
        n_out=SIZES if sizes == [1] else COUNTS,
        activation=ACTIVATIONS,
        initialization=SCHEMES,
        seed=SEEDS,
        words={"n_in": "n_in|sizes", "n_out": "n_out|sizes"},
        **({"output": ACTIVATIONS} if sizes == [1] else {"first": COUNTS}),
    )


def optimizer(kind, **settings):
    return face(
        f"nn.{kind.__name__}".replace("Plain", "Optimizer"),
        lambda w, parameters=None, **rest: kind(
            w.model.parameters() if parameters is None else parameters, **rest
        ),
        parameters=without(NO_PARAMETERS, "None"),
        **settings,
        words={"parameters": kind.__name__, "others": "setting"},
    )


def method(kind, name, good=None, /, **bad):
    """A method of the world's model or optimizer."""
    part = {"Module": "model", "Optimizer": "optimizer"}[kind]
    words = {"state": "state|layers|parameters", "path": "path|FOLDER|file|tmp"}
    return face(
        f"nn.{kind}.{name}",
        lambda w, **given: getattr(getattr(w, part), name)(*given.values()),
        good,
        also=[OSError],
        words=words,
        **bad,
    )


FACES = [
    layer("nn.Layer", Layer, 1),
    layer("nn.MLP", MLP, [1]),
    face(
        "nn.MLP.__call__",
        lambda w, inputs: w.model(inputs),
        lambda w: {"inputs": [0.0, 1.0]},
        inputs=INPUTS,
        words={"inputs": "Layer|dot"},
    ),
    face(
        "nn.Layer.__call__",
        lambda w, inputs: w.model.layers[0](inputs),
        lambda w: {"inputs": [0.0, 1.0]},
        inputs=INPUTS,
        words={"inputs": "Layer|dot"},
    ),
    face(
        "nn.Layer.outputs",
        lambda w, inputs: w.model.layers[0].outputs(inputs),
        lambda w: {"inputs": [0.0, 1.0]},
        inputs=INPUTS,
        words={"inputs": "Layer|dot"},
    ),
    function(
        "nn.uniform",
        nn.uniform,
        lambda w: {"reach": 0.3},
        reach=several(
            NUMBERS,
            labelled(-1.0, float("nan"), float("inf")),
            {"a Value": lambda w: w.x},
        ),
    ),
    face(
        "nn.Scheme",
        lambda w, weight, bias=len: Layer(
            2, 1, initialization=nn.Scheme(weight, bias), seed=1
        ),
        lambda w: {"weight": nn.uniform(1.0), "bias": nn.uniform(1.0)},
        weight=several(FUNCTIONS, FITLESS, NO_WEIGHTS),
        bias=several(FUNCTIONS, FITLESS, NO_WEIGHTS),
        words=dict.fromkeys(("weight", "bias"), "initialization"),
    ),
    loss("squared_error", [1.0, 0.0]),
    loss("mean_squared_error", [1.0, 0.0]),
    loss(
        "binary_cross_entropy",
        [1.0, 0.0],
        **labelled([2.0, 0.0], [-1.0, 1.0], [float("nan"), 0.0]),
    ),
    loss("hinge", [1.0, -1.0], **labelled([0.5, 1.0], [0, 1], [float("nan"), 1.0])),
    function(
        "nn.cross_entropy",
        nn.cross_entropy,
        lambda w: {"logits": [w.x, 0.5], "target": 1},
        logits=without(LISTS, "[1.0, 1.0, 1.0]") | labelled([]),
        words=dict.fromkeys(("logits", "target"), "cross_entropy"),
        target=several(
            without(STRANGERS, "{'a': 1.0}"),
            PARTS,
            labelled(
                2,
                -1,
                10**30,
                1.0,
                True,
                [],
                [1.0],
                [1.0] * 3,
                [0.5, 0.6],
                [-1.0, 2.0],
                [float("nan"), 1.0],
                "1",
                b"1",
                {0.5},
                {0: 1.0, 1: 0.0},
            ),
        ),
    ),
    method("Module", "load_state_dict", state=WEIGHTS),
    method("Module", "load", lambda w: {"path": w.folder / "weights.json"}, path=FILES),
    method("Module", "save", path=UNWRITABLE),
    optimizer(SGD, rate=SETTINGS, momentum=FRACTIONS, decay=FRACTIONS),
    optimizer(
        Adam,
        rate=SETTINGS,
        beta1=FRACTIONS,
        beta2=FRACTIONS,
        epsilon=SETTINGS,
        decay=FRACTIONS,
    ),
    optimizer(
        AdamW,
        rate=SETTINGS,
        beta1=FRACTIONS,
        beta2=FRACTIONS,
        epsilon=SETTINGS,
        decay=FRACTIONS,
    ),
    optimizer(Plain),
    face(
        "nn.Optimizer",
        lambda w, kind: kind(w.model.parameters()),
        words={"kind": "abstract"},
        kind={"abstract": lambda w: Optimizer},
    ),
    *(
        face(
            f"nn.{kind.__name__}",
            lambda w, others, kind=kind: kind(w.model.parameters(), **{others: 0.1}),
            words={"others": "setting"},
            others=labelled(
                "lr", "learning_rate", "betas", "eps", "weight_decay", "nest"
            ),
        )
        for kind in (SGD, Adam, AdamW)
    ),
    method(
        "Optimizer",
        "load_state_dict",
        lambda w: {"state": w.optimizer.state_dict()},
        state=STATES,
    ),
    method("Optimizer", "step", lambda w: None, ends_sweep=FLAGS),
    function(
        "nn.steps",
        nn.steps,
        lambda w: {"numbers": [(0, 0.1)]},
        numbers=several(
            without(SEQUENCES, "an array without axes"),
            PARTS,
            labelled(
                [],
                [(1, 0.1)],
                [(0, 0.1), (0, 0.2)],
                [(0, 0.1), (-1, 0.2)],
                [(0,)],
                [()],
                [(0, 1, 2)],
                [(0.0, 1.0)],
                [("0", 1.0)],
                [(0, "1")],
                [(0, None)],
                [(0, 1j)],
                ["ab"],
                [{0, 1}],
                [None],
                [(True, 1.0)],
            ),
        ),
        words={"numbers": "steps"},
    ),
    face(
        "nn.fit",
        fit,
        training,
        model=MODELS,
        cases=CASES,
        loss=LOSSES,
        optimizer=without(STRANGERS, "None")
        | labelled(True, False, 0, [], SGD)
        | {"of other Values": lambda w: SGD([w.x]), "a schedule": lambda w: nn.steps},
        sweeps=without(COUNTS, "0") | labelled([]),
        batch=without(COUNTS, "True", "False"),
        shuffle=FLAGS,
        seed=SEEDS,
        stop_when=several(
            without(NUMBERS, "None", repr(Stranger)), labelled(float("nan"))
        ),
        progress=without(FLAGS, "None"),
        every=COUNTS,
        resume=FLAGS,
        compiled=without(FLAGS, "None"),
        checkpoint=without(UNWRITABLE, "None"),
        words={"cases": "fit|squared_error|Layer|dot", "checkpoint": "path|file|tmp"},
        also=[OSError, FileExistsError],
    ),
    face(
        "nn.fit",
        lambda w, seed: fit(w, w.model, w.cases, shuffle=True, seed=seed),
        lambda w: None,
        seed=SEEDS,
    ),
    face(
        "nn.fit",
        lambda w, checkpoint: fit(
            w, w.model, w.cases, checkpoint=checkpoint, resume=True
        ),
        checkpoint=without(FILES, "no file", "None"),
        also=[OSError],
        words={"checkpoint": "checkpoint|JSON|format|path|file"},
    ),
    face(
        "nn.fit",
        lambda w, resume: fit(w, w.model, w.cases, resume=resume),
        resume={"without a checkpoint": lambda w: True},
    ),
    face(
        "nn.fit",
        lambda w, checkpoint: fit(w, w.model, w.cases, checkpoint=checkpoint),
        also=[OSError],
        checkpoint={"there already": lambda w: w.folder / "weights.json"},
    ),
]
