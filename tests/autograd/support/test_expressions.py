"""The text of operations as trees: what is taken, and what is refused."""

import ast
import math

import numpy
import pytest

from autograd.operations import OPERATIONS, TABLE
from autograd.programs.machines.lanes import lane_functions
from autograd.support.expressions import LONGEST, Apply, parsed, parts, written
from autograd.support.readings import PYTHON, careful_namespace, reading

TEXTS = [text for row in TABLE for text in (row.value, *row.derivatives)]


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_written_again_computes_the_same(text):
    names = {name: getattr(math, name) for name in dir(math)} | {"abs": abs}
    for row in TABLE:
        code = f"lambda {', '.join(row.letters)}: {row.value}"
        names.setdefault(row.name, eval(code, names))
    again = written(parsed(text), PYTHON)
    for point in (0.3, 0.8, 1.4, -0.6):
        letters = {"a": point, "b": 0.7, "c": 2.0, "out": point}
        try:
            expected = eval(text, names, letters)
        except ValueError:  # outside the domain
            continue
        assert repr(float(eval(again, names, letters))) == repr(float(expected))


@pytest.mark.parametrize(
    "text",
    [
        "'abc'",
        "b'x' and a",
        "(a := 3.0)",
        "[0] * 9 and a",
        "{a}",
        "[x for x in [1]][0]",
        "(lambda: a)()",
        "1 << 1000",
        "a // b",
        "a % b",
        "a @ b",
        "a ** b",
        "a or b",
        "a and b",
        "a.real",
        "a[0]",
        "a" + ".b" * 900,
        "[" + "-" * 1900 + "a]",
        "a\ud800",
        "f(*a)",
        "f(a=1)",
        "f(a)(b)",
        "True",
        "None",
        "1j",
        "a in b",
        "a is b",
        "~a",
        "f'{a}'",
        "...",
        "",
        "a +",
        "a; b",
        "yield a",
        "await a",
    ],
)
def test_what_is_no_arithmetic_is_refused(text):
    with pytest.raises(ValueError, match=r"no number|no expression|uses \*\*"):
        parsed(text)


@pytest.mark.parametrize(
    "text",
    [
        "9" * 400,
        "9" * LONGEST,
        "a" + " + a" * 600,
        "square(" * 70 + "a" + ")" * 70,
        "-" * 1000 + "a",
        "not " * 400 + "a",
        "a" + " < a" * 400,
        "1 if " + "a and " * 300 + "a else 2",
        "1 if " + "a or " * 300 + "a else 2",
    ],
)
def test_what_is_too_large_is_refused(text):
    with pytest.raises(ValueError, match=r"beyond|characters|deep|no expression"):
        parsed(text)


@pytest.mark.parametrize(
    "text",
    [
        "a" + " + a" * 59,
        "a" + " < a" * 59,
        "1 if " + "a and " * 57 + "a else 2",
        "logistic(" * 59 + "a" + ")" * 59,
        "a if a else " * 58 + "a",
        "1 if " + "(a < 1 or " * 28 + "a > 1" + ")" * 28 + " else 2",
        "-" * 59 + "a",
    ],
)
def test_what_is_just_small_enough_can_be_computed(text):
    deep = OPERATIONS["exp"]._replace(name="deep", value=text)
    expected = eval(text, dict(careful_namespace), {"a": 0.5})
    assert reading(deep, dict(careful_namespace), "a test")[0](0.5) == expected
    assert lane_functions(deep)[0](numpy.array([0.5])).tolist() == [expected]


def test_numbers_are_floats():
    assert parsed("2") == 2.0
    assert type(parsed("2")) is float
    assert parsed("-inf") == -math.inf
    assert parsed("+a") == "a"


def test_a_number_as_a_condition_is_one_that_is_not_0():
    assert parsed("b if a else c") == parsed("b if a != 0 else c")
    assert parsed("where(a, b, c)") == parsed("b if a else c")


def test_a_condition_as_a_number_is_1_or_0():
    assert parsed("a > 0") == parsed("1.0 if a > 0 else 0.0")


def test_every_part_of_a_tree_is_one_that_is_known():
    for text in TEXTS:
        for part in parts(parsed(text)):
            assert isinstance(part, (Apply, str, float))
            assert not isinstance(part, ast.AST)
