"""Drawings, pages and scopes; debuggers, stops and steps."""

import autograd
from autograd.debugging.anomaly import detect_anomaly
from autograd.drawing import EngineError
from tests.whole.bad_input.faces import face, function, several
from tests.whole.bad_input.kinds import (
    CHOICES,
    COUNTS,
    NUMBERS,
    SEQUENCES,
    STRANGERS,
    VALUES,
    Stranger,
    labelled,
    objects,
    recursive,
    without,
)
from tests.whole.bad_input.networks import UNWRITABLE

LEAVES = several(
    without(
        SEQUENCES,
        "a Value",
        "a set",
        "an empty set",
        "a frozen set",
        "a dict",
        "an empty dict",
        "keys of a dict",
    ),
    labelled([None], ["x"], [len], [[b"x"]], {"x": "y"}, {"x"}),
    {
        "text in a list in itself": lambda w: [recursive(), "x"],
        "objects": lambda w: objects(w.x, None),
    },
)
NAMES = (
    without(STRANGERS, "None", repr({"a": 1.0}))
    | labelled(3, [], ["x"], ("x",), True, object)
    | {"a Value": lambda w: w.x}
)
SECONDS = several(
    NUMBERS, labelled(0.0, -1.0, float("nan"), float("inf")), {"a Value": lambda w: w.x}
)
FILES = several(
    without(UNWRITABLE, "no file"),
    labelled("picture", "picture.xyz", ".svg", "picture.svg.zip", "svg", ""),
)


def entered(manager):
    with manager:
        pass


def removed(stop):
    stop.remove()
    return stop


def drawing(name, good=None, **bad):
    return face(
        f"autograd.Drawing.{name}",
        lambda w, **given: getattr(w.drawing, name)(**given),
        good,
        also=[OSError, EngineError],
        words={"path": "path|name|file|folder"},
        **bad,
    )


FACES = [
    function(
        "autograd.draw",
        autograd.draw,
        lambda w: {"result": w.z},
        result=VALUES,
        names=NAMES,
        inputs=LEAVES,
        collapse=CHOICES | labelled("unit", "layer"),
        around=several(
            without(VALUES, "None"), {"of another graph": lambda w: w.other}
        ),
        depth=without(COUNTS, "0", "None"),
        words=dict.fromkeys(
            ("result", "names", "inputs", "collapse", "around", "depth"), "draw"
        ),
    ),
    face(
        "autograd.Drawing",
        lambda w, picture: autograd.Drawing(picture),
        lambda w: {"picture": w.drawing.picture},
        picture=without(VALUES, "complex") | {"a Value": lambda w: w.z},
    ),
    drawing("save", path=FILES),
    drawing("html", path=without(UNWRITABLE, "None", "no file")),
    drawing("animation", lambda w: {"seconds": 0.5}, seconds=SECONDS),
    drawing("page", lambda w: {"at_end": True}, at_end=labelled(None, "no", 2, [], 1j)),
    face(
        "autograd.scope",
        lambda w, name: entered(autograd.scope(name)),
        lambda w: {"name": "layer"},
        name=without(NUMBERS, "'text'", "'2'", "'nan'", "text of NumPy"),
    ),
    function(
        "autograd.site_of",
        autograd.site_of,
        lambda w: {"value": w.x},
        value=VALUES,
        words={"value": "site_of"},
    ),
    function(
        "autograd.viz",
        autograd.viz,
        lambda w: {"result": w.z},
        result=VALUES,
        words={"result": "viz"},
    ),
    function(
        "autograd.watch",
        lambda value: removed(autograd.watch(value)),
        lambda w: {"value": w.x},
        value=VALUES,
        words={"value": "watch"},
    ),
    function("autograd.step", autograd.step, result=VALUES, words={"result": "step"}),
    function(
        "autograd.break_on",
        lambda condition: removed(autograd.break_on(condition)),
        lambda w: {"condition": "tanh"},
        condition=without(
            NUMBERS, repr(Stranger), "'text'", "'2'", "'nan'", "text of NumPy"
        )
        | labelled("tahn", "tanh ", 3, [len]),
        words={"condition": "break_on"},
    ),
    *(
        face(
            f"autograd.{name}",
            lambda w, function, manager=manager: entered(manager(function)),
            function=labelled(True, 3, "x", [], 1j),
            words={"function": name},
        )
        for name, manager in (
            ("debug", autograd.debug),
            ("detect_anomaly", detect_anomaly),
        )
    ),
    face(
        "autograd.AnomalyError",
        lambda w, function: detect_anomaly(function),
        words={"function": "detect_anomaly"},
        function=labelled(3, "tanh"),
    ),
]
