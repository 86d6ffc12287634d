"""Where Values were made."""

import sys
import threading

import pytest

from autograd import Value, debug, site_of, tanh


def here():
    return sys._getframe(1).f_lineno


def test_a_value_remembers_its_line_function_expression_and_variable():
    x = Value(2.0, "x")
    with debug():
        line = here() + 1
        y = x * x + tanh(x)
    site = site_of(y)
    assert (site.file, site.line) == (__file__, line)
    assert site.function.startswith("test_a_value_remembers")
    assert (site.expression, site.variable, y.name) == ("x * x + tanh(x)", "y", "y")
    product, unit = y.operands
    assert [site_of(v).expression for v in (product, unit)] == ["x * x", "tanh(x)"]
    assert (product.name, unit.name) == (None, None)
    assert site_of(x) is None


def test_names_that_were_given_stay_and_assignments_in_place_are_seen():
    with debug():
        w = Value(1.0, name="weight")
        total: Value = w * 2
        total += w
        é = "ä" and w * 3  # columns are counted in bytes
    assert (w.name, total.name) == ("weight", "total")
    assert total.operands[0].name == "total"
    assert site_of(é).expression == "w * 3"


def test_several_lines_several_threads_and_no_source():
    x = Value(1.0)
    made = []
    with debug():
        line = here() + 2
        long = x + x
        thread = threading.Thread(target=lambda: made.append(x * x))
        thread.start()
        thread.join()
        scope = {"x": x}
        exec("y = x * x", scope)
    assert line - 1 <= site_of(long).line <= line + 2
    assert site_of(made[0]) is None  # the other thread did not ask for it
    assert site_of(scope["y"]).file == "<string>"


def test_debug_ends_with_its_block_also_after_an_error():
    with pytest.raises(ZeroDivisionError), debug():
        raise ZeroDivisionError
    assert site_of(Value(1.0) * 2) is None
