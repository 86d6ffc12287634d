"""What operation() takes and what it refuses; no text runs that was not parsed."""

import ast
import math
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from autograd import Value, check_operation, grad, operation
from autograd.operations import OPERATIONS
from autograd.programs import record

ROOT = Path(__file__).parents[3]
NAN, INF = math.nan, math.inf


class Changing(str):
    """A text that says something else when it is asked again."""

    asked = 0

    def strip(self, *_):
        Changing.asked += 1
        return "a" if Changing.asked < 3 else "breakpoint()"

    __str__ = strip


@pytest.mark.parametrize(
    ("name", "error"),
    [
        (None, TypeError),
        (3, TypeError),
        (b"cube", TypeError),
        (["cube"], TypeError),
        ("", ValueError),
        ("1x", ValueError),
        ("a b", ValueError),
        ("x.y", ValueError),
        ("lambda", ValueError),
        ("None", ValueError),
        ("__builtins__", ValueError),
        ("__import__", ValueError),
        ("\uff45\uff58\uff50", ValueError),  # exp in wide letters: Python reads exp
        ("v", ValueError),
        ("program", ValueError),
        ("checkpoint", ValueError),
        ("exp", ValueError),
        ("logsumexp", ValueError),
    ],
)
def test_names_that_are_refused(name, error):
    with pytest.raises(error, match=r"^operation: "):
        operation(name, "a", ["1.0"])


@pytest.mark.parametrize(
    "name",
    ["match", "a", "out", "len", "print", "inf", "value", "Value", "part_0", "σ"],
)
def test_names_that_mean_something_elsewhere_work(name):
    function = operation(name, "a * a + 1", ["2 * a"])
    x = Value(1.5)
    y = function(function(x) * 2)
    y.backward()
    program = record(y, [x])
    assert (y.data, x.grad) == (43.25, 78.0)
    for machine in (program, program.fold()):
        assert machine.value_and_gradients([1.5]) == (43.25, [], [78.0])
    assert program.fold().batch([[1.5], [1.5]]).value.tolist() == [43.25, 43.25]


@pytest.mark.parametrize(
    "text",
    [
        "exp",  # a function is no number
        "a(a)",  # and a letter no function
        "out",
        "b",
        "total(a)",
        "divide(a, a)",
        "max(a, 1)",
        "lt(a, 1)",
        "exp()",
        "exp(a, a)",
        "where(a, a)",
        "leaky_relu(a, a, a)",
        "print(a)",
        "breakpoint()",
        "inf(a)",
        "__import__('os')",
        "().__class__",
        "(lambda: a)()",
        "[a for _ in [0]][0]",
        "(a := 3.0)",
        "f'{a}'",
        "9" * 400,
        "square(" * 61 + "9" + ")" * 61,
        "",
        "a\x00",
    ],
)
def test_texts_that_are_refused(text):
    with pytest.raises(ValueError, match=r"^mine: ") as seen:
        operation("mine", text, ["1.0"])
    assert len(str(seen.value)) < 300
    with pytest.raises(ValueError, match=r"^mine: "):
        operation("mine", "a", [text.replace("out", "quux")])
    assert "mine" not in OPERATIONS


def test_a_text_is_read_once():
    same = operation("same", Changing("a"), [Changing("1.0")])
    assert same(3.0) == 3.0
    assert type(OPERATIONS["same"].value) is str
    assert Changing.asked == 0


def test_defaults_of_rows_that_a_text_calls():
    leaky = operation("leaky", "leaky_relu(a)", ["1.0 if a > 0 else 0.01"])
    assert (leaky(-2.0), leaky(2.0)) == (-0.02, 2.0)
    assert check_operation("leaky") < 1e-9


@pytest.mark.parametrize(
    ("arguments", "error", "words"),
    [
        ({"value": None}, TypeError, "got NoneType, needs a text or a"),
        ({"value": b"a"}, TypeError, "got bytes, needs a text or a"),
        ({"value": lambda: 1.0}, TypeError, r"a function of \(a\) is needed"),
        ({"value": lambda a, b: a}, TypeError, r"a function of \(a\) is needed"),
        ({"derivatives": None}, TypeError, "derivatives: got None"),
        ({"derivatives": "1.0"}, TypeError, "derivatives: got '1.0'"),
        ({"derivatives": {"1.0"}}, TypeError, "derivatives: got set, needs a list"),
        (
            {"derivatives": lambda a, out: 1.0},
            TypeError,
            "derivatives: got fun",
        ),
        ({"derivatives": []}, ValueError, "got 0 derivatives, needs one for each"),
        ({"derivatives": ["1.0"] * 9}, ValueError, "got 9 derivatives"),
        ({"derivatives": [None]}, TypeError, "got NoneType, needs a text or a"),
        ({"derivatives": [lambda a: 1.0]}, TypeError, r"a function of \(a, out\)"),
        ({"label": 3}, TypeError, "label: got 3, needs a text"),
        ({"domain": None}, ValueError, "domain: got None"),
        ({"domain": (1.0,)}, ValueError, "domain: got"),
        ({"domain": (2.0, 1.0)}, ValueError, "domain: got"),
        ({"domain": (NAN, 1.0)}, ValueError, "domain: got"),
        ({"domain": (-INF, 1.0)}, ValueError, "domain: got"),
        ({"domain": ("a", "b")}, ValueError, "domain: got"),
        ({"domain": (0, 10**400)}, ValueError, "domain: got"),
        ({"domain": (Decimal("sNaN"), 1)}, ValueError, "domain: got"),
        ({"domain": ((0, 1), (0, 1))}, ValueError, "domain: got"),
        ({"defaults": None}, ValueError, "defaults: got None"),
        ({"defaults": "1"}, ValueError, "defaults: got '1'"),
        ({"defaults": (1, 2)}, ValueError, "tuple of at most 1 numbers"),
        ({"defaults": ("1",)}, TypeError, "defaults: got str"),
        ({"defaults": (10**400,)}, OverflowError, "defaults: int too large"),
    ],
)
def test_other_arguments_that_are_refused(arguments, error, words):
    with pytest.raises(error, match=f"^mine: .*{words}"):
        operation(**{"name": "mine", "value": "a", "derivatives": ["1.0"], **arguments})
    assert "mine" not in OPERATIONS


@pytest.mark.parametrize("answer", [None, "1", [1.0], 1j, print])
def test_what_functions_give_is_a_float_or_refused(answer):
    value = operation("value", lambda a: answer, ["1.0"])
    with pytest.raises(TypeError, match=r"^value: got"):
        value(Value(1.0))
    slope = operation("slope", "a", [lambda a, out: answer])
    with pytest.raises(TypeError, match=r"^slope: got"):
        slope(Value(1.0))
    with pytest.raises(TypeError, match=r"^slope: got"):
        grad(grad(slope))(1.0)


def test_an_operation_that_is_not_defined_here_is_named():
    x = Value(2.0)
    program = record(operation("passing", "a", ["1.0"])(x) * x, [x])
    del OPERATIONS["passing"]
    for machine in (program, program.fold()):
        with pytest.raises(KeyError, match="no operation is called 'passing'"):
            machine([3.0])


def test_texts_are_executed_in_one_place():
    """User text could reach Python nowhere else."""
    runners = {"exec", "eval", "compile", "__import__"}
    found = {
        (path.relative_to(ROOT).as_posix(), node.id)
        for path in [*ROOT.glob("autograd/**/*.py"), *ROOT.glob("nn/**/*.py")]
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Name) and node.id in runners
    }
    # autograd's own, which is called like Python's
    found.remove(("autograd/programs/calling/compiling.py", "compile"))
    here = "autograd/support/readings.py"
    assert found == {(here, "exec"), (here, "compile")}


AUDITED = """
import sys
from autograd import Value, grad, operation
run = []
grad(grad(operation("first", "a / (1 + a)", ["1 / square(1 + a)"])))(1.0)
sys.addaudithook(lambda event, args: run.append(args) if event == "exec" else None)
for text in HOSTILE:
    try:
        operation("hostile", text, ["1.0"])(1.0)
    except ValueError:
        continue
    raise SystemExit(f"{text!r} was taken")
assert run == [], run
slope = grad(grad(operation("kind", "exp(a) if a > 0 else -a", ["out"])))
slope(1.0), slope(0.0), slope(-1.0)
assert {name for (code,) in run for name in code.co_names} <= {"value", "derivative_1"}
inner = [x for (code,) in run for x in code.co_consts if hasattr(x, "co_names")]
assert {name for code in inner for name in code.co_names} == {"exp"}, inner
"""
HOSTILE = [
    "(lambda: print(1))() or a",
    "[print(1) for _ in [0]][0] or a",
    "a if {0: print(1) for _ in [0]} else a",
    "(lambda x=print(1): a)()",
    "print(1) or a",
    "exp(print(1))",
    "exp.__globals__",
    "f'{print(1)}'",
    "(yield)",
    "a; import os",
    "a)\nimport os\n(a",
    "a\n    print(1)",
    "1)\ndef f(",
    "a #\n; print(1)",
]


def test_no_text_is_executed_that_was_not_taken():
    done = subprocess.run(
        [sys.executable, "-c", f"HOSTILE = {HOSTILE!r}\n{AUDITED}"],
        capture_output=True,
        text=True,
        cwd=ROOT,
    )
    assert (done.stdout, done.stderr, done.returncode) == ("", "", 0)


@pytest.mark.parametrize("text", ["breakpoint()", "print(a)", "exit(a)", "divide"])
def test_a_row_made_past_operation_knows_no_built_in_functions(text):
    row = OPERATIONS["exp"]._replace(name="raw", value=text)
    with pytest.raises((NameError, TypeError)):
        check_operation(row)
