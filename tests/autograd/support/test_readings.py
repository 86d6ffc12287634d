"""The text of rows as functions: of floats, and of whatever their names mean."""

import pytest

from autograd.operations import OPERATIONS, TABLE
from autograd.support.expressions import parsed, written
from autograd.support.readings import (
    IEEE,
    careful_reading,
    function_source,
    is_operator,
    reading,
)


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
