"""The Python that is written from the table, and what a debugger sees of it."""

import inspect
import linecache
import traceback

import pytest

import autograd
from autograd.operations import OPERATIONS, TABLE
from autograd.support.expressions import parsed, written
from autograd.support.readings import (
    IEEE,
    careful_reading,
    fast_namespace,
    function_source,
    is_operator,
    method_source,
    reading,
)
from autograd.support.twin import engine
from autograd.value import Value

pure_only = pytest.mark.skipif(
    engine == "native", reason="the native twin's methods have no lines of Python"
)


@pure_only
@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.name)
def test_a_method_shows_its_source(row):
    if row.name == "where":
        return
    method = getattr(Value, row.name)
    source = inspect.getsource(method)
    assert f"out = {row.value}" in source
    assert row.derivatives[0] in source
    assert method.__qualname__ == f"Value.{method.__name__}"


@pytest.mark.parametrize("name", ["exp", "pow", "logistic"])
def test_a_function_shows_its_source(name):
    assert f"def {name}(a" in inspect.getsource(getattr(autograd, name))


@pure_only
def test_generated_source_survives_a_check_of_the_line_cache():
    linecache.checkcache()
    assert "tanh(a)" in inspect.getsource(Value.tanh)


@pure_only
def test_a_traceback_shows_the_generated_line():
    try:
        Value(3.0).pow("2")
    except TypeError as error:
        text = "".join(traceback.format_exception(error))
    assert 'b = number(other, "pow")' in text


def test_a_row_that_cannot_raise_is_not_guarded():
    assert "try" not in method_source(OPERATIONS["mul"])
    assert "try" in method_source(OPERATIONS["truediv"])
    assert "try" in method_source(OPERATIONS["exp"])


def test_a_reflected_method_differentiates_the_right_operand_alone():
    source = method_source(OPERATIONS["sub"], reflected=True)
    *_, last = source.strip().splitlines()
    assert "def __rsub__(self, other):" in source
    assert last.strip() == 'return node(out, "sub", (a, self,), (-1.0,))'


def test_operators_are_those_of_floats():
    names = {row.name for row in TABLE if is_operator(row)}
    assert names == {"add", "sub", "mul", "truediv", "pow", "neg", "abs"}


def test_function_source_is_python():
    text = function_source("slope", ("a", "out"), "out * a")
    scope = {}
    exec(text, scope)
    assert scope["slope"](3.0, 4.0) == 12.0


def test_a_reading_means_what_its_world_says():
    value, (left, right) = reading(OPERATIONS["mul"], {}, "text")
    assert value([1], 2) == [1, 1]
    assert (left(2, 3, 6), right(2, 3, 6)) == (3, 2)


def test_rows_are_floats_in_the_fast_namespace():
    world = fast_namespace()
    assert world["silu"](2.0) == 2.0 * world["logistic"](2.0)
    assert not any(row.name in world for row in TABLE if row.name == "mul")


@pytest.mark.parametrize("row", OPERATIONS.values(), ids=lambda row: row.name)
def test_every_text_has_only_divisions_that_ieee_can_answer(row):
    for text in (row.value, *row.derivatives):
        assert "/" not in written(parsed(text), IEEE)
    value, derivatives = careful_reading(row)
    assert len(derivatives) == len(row.derivatives)
    assert callable(value)


def test_what_is_not_chosen_is_not_computed():
    value, _ = careful_reading(OPERATIONS["where"])
    assert value(1.0, 2.0, None) == 2.0
