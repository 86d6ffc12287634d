"""Stops in a debugger when a gradient arrives."""

import sys

import pytest

from autograd import Value, break_on, tanh, watch


@pytest.fixture
def stops(monkeypatch):
    """What ``breakpoint()`` finds in the frame that it stops in."""
    found = []

    def hook():
        frame = sys._getframe(1)
        found.append(
            {k: frame.f_locals[k] for k in ("node", "adjoint", "contributions")}
        )

    monkeypatch.setattr(sys, "breakpointhook", hook)
    return found


def test_watch_stops_when_the_gradient_has_arrived(stops):
    x = Value(3.0)
    y = x * x
    with watch(y):
        (2 * y).backward()
    assert len(stops) == 1
    assert stops[0]["node"] is y
    assert stops[0]["adjoint"] == 2.0
    assert [c.amount for c in stops[0]["contributions"]] == [6.0, 6.0]
    (2 * y).backward()
    assert len(stops) == 1


@pytest.mark.parametrize(
    ("condition", "count"),
    [("tanh", 2), ("x", 1), ("nothing", 0), (lambda step: abs(step.adjoint) > 2, 4)],
)
def test_break_on_names_operations_and_conditions(stops, condition, count):
    x = Value(0.5, "x")
    loss = 10 * (tanh(x) + tanh(x))
    stop = break_on(condition)
    loss.backward()
    stop.remove()
    stop.remove()
    loss.backward()
    assert len(stops) == count


def test_break_on_refuses_what_is_no_condition():
    with pytest.raises(TypeError, match=r"got 3\.0"):
        break_on(3.0)
    with pytest.raises(TypeError, match="got str"):
        watch("x")
