"""The Python that is written from the table, and what a debugger sees of it."""

import inspect
import traceback

import pytest

import autograd
from autograd.operations import OPERATIONS, TABLE
from autograd.support.twin import engine
from autograd.value import Value
from tests.generated.python import method, methods, overloads

pure_only = pytest.mark.skipif(
    engine == "native", reason="C has no lines of Python: set AUTOGRAD_ENGINE=python"
)


@pure_only
@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.name)
def test_a_method_shows_its_source(row):
    if row.name == "where":
        return
    source = inspect.getsource(getattr(Value, row.name))
    assert f"out = {row.value}" in source
    assert row.derivatives[0] in source


@pytest.mark.parametrize("name", ["exp", "pow", "logistic"])
def test_a_function_shows_its_source(name):
    assert f"def {name}(a" in inspect.getsource(getattr(autograd, name))


@pure_only
def test_a_traceback_shows_the_line():
    try:
        Value(3.0).pow("2")
    except TypeError as error:
        text = "".join(traceback.format_exception(error))
    assert 'b = number(other, "pow")' in text


def test_a_row_that_cannot_raise_is_not_guarded():
    assert "try" not in method(OPERATIONS["mul"])
    assert "try" in method(OPERATIONS["truediv"])
    assert "try" in method(OPERATIONS["exp"])


def test_a_reflected_method_differentiates_the_right_operand_alone():
    source = method(OPERATIONS["sub"], reflected=True)
    *_, last = source.strip().splitlines()
    assert "def __rsub__(self, other: " in source
    assert last.strip() == 'return self._recorded(out, "sub", (a, self), (-1.0,))'


def test_rows_that_others_call_are_functions_of_floats_there():
    assert "\n\ndef logistic(a: float) -> float:\n" in methods()
    assert "\n\ndef silu" not in methods()


def test_a_function_gives_a_value_of_a_value_and_a_float_of_floats():
    assert overloads(OPERATIONS["elu"]).splitlines()[1::2] == [
        "def elu(a: Value, alpha: Number = ...) -> Value: ...",
        "def elu(a: SupportsFloat, alpha: Value) -> Value: ...",
        "def elu(a: SupportsFloat, alpha: SupportsFloat = ...) -> float: ...",
    ]
