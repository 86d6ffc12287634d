"""Named parts of a graph."""

import pytest

import autograd
from autograd import Value, tanh
from autograd.drawing import draw, scope
from autograd.drawing.reading.scopes import scope_of
from autograd.support.observing import observers


def scoped():
    x = [Value(float(i), name=f"x{i}") for i in range(3)]
    with scope("squares"):
        parts = [a * a for a in x]
        with scope("inner"):
            parts = [tanh(part) for part in parts]
    loss = autograd.sum(parts)
    loss.name = "loss"
    loss.backward()
    return x, parts, loss


def test_a_scope_is_a_box():
    x, parts, loss = scoped()
    assert scope_of(parts[0]) == ("squares", "inner")
    assert scope_of(loss) == ()
    picture = draw(loss, inputs=x, collapse="scopes").picture
    titles = [box.title.name or box.title.rest for box in picture.boxes]
    assert titles == ["x0", "x1", "x2", "squares", "loss"]
    assert picture.boxes[3].words == "3 values"
    assert picture.note.startswith("6 of 10 values are collapsed into 1 scope.")


def test_scopes_are_closed_when_something_fails():
    before = observers.get()
    with pytest.raises(ZeroDivisionError), scope("a"):
        raise ZeroDivisionError
    assert observers.get() == before
    assert scope_of(Value(1.0) * 2) == ()


@pytest.mark.parametrize("name", ["", None, 3])
def test_a_scope_needs_a_name(name):
    with pytest.raises(TypeError, match="needs a name for the box"), scope(name):
        pass


def test_large_graphs_with_scopes_are_collapsed_into_these():
    x = Value(1.0, name="x")
    with scope("long way"):
        y = x
        for _ in range(400):
            y = y * 1.01
    picture = draw(y + x, inputs=x).picture
    assert [box.title.name for box in picture.boxes][:2] == ["x", "long way"]
