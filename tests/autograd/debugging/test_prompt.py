"""The prompt that steps through a backward pass."""

import io
import sys

import pytest

from autograd import (
    Value,
    debug,
    exp,
    step,
    tanh,
)
from autograd.debugging.prompt import StepPrompt


def prompted(result, *commands):
    """What the prompt prints for some commands."""
    output = io.StringIO()
    prompt = StepPrompt(result, stdout=output)
    for command in commands:
        prompt.onecmd(command)
    return output.getvalue()


@pytest.fixture
def loss():
    x, w = Value(2.0, "x"), Value(-3.0, "w")
    return tanh(w * x) * x


def test_the_chain_rule_is_told_with_the_numbers_of_the_engine(loss):
    text = prompted(loss, "jump 2")
    h = loss.operands[0]
    slope = h.derivatives[0]
    amount = h.grad * slope
    assert f"∂E/∂v2 += ∂E/∂v3 × ∂v3/∂v2 = {h.grad} × {slope} = {amount}" in text


def test_forth_back_jump_and_until(loss):
    text = prompted(loss, "n", "n 2", "back", "jump 0", "until x", "j 99", "u nothing")
    starts = [line.split(":")[0] for line in text.splitlines() if line[0] != " "]
    assert starts == [
        "step 1 of 5",
        "step 3 of 5",
        "step 2 of 5",
        "before step 1 of 5",
        "step 4 of 5",
        "there are steps 0 to 5",
        "step 5 of 5",
        "no later step is of 'nothing'",
    ]


def test_print_tells_what_has_arrived_so_far(loss):
    x = loss.operands[1]
    before, after = prompted(loss, "print x"), prompted(loss, "jump 5", "print x")
    assert before == "x = 2.0: nothing has arrived\n"
    assert after.splitlines()[-1].startswith(f"x = 2.0: gradient {x.grad / 2} = ")
    assert " so far" in prompted(loss, "next", "print x")
    assert "there is no node 'q'" in prompted(loss, "print q")


def test_where_and_graph(loss):
    assert "make it inside a debug() block" in prompted(loss, "where")
    with debug():
        y = exp(loss)
    assert f"y: {__file__}:" in prompted(y, "where")
    graph = prompted(loss, "graph")
    assert graph.splitlines()[0].startswith("  v4 = mul(v3, x)")
    assert len(graph.splitlines()) == 5


def test_bad_commands_are_answered_and_change_nothing(loss):
    text = prompted(loss, "next many", "jump", "frobnicate", "next")
    assert "got 'many', needs a whole number" in text
    assert "got '', needs a whole number" in text
    assert "Unknown syntax: frobnicate" in text
    assert "step 1 of 5" in text


def test_step_reads_commands_until_quit(loss, monkeypatch, capsys):
    monkeypatch.setattr(sys, "stdin", io.StringIO("next\nquit\n"))
    monkeypatch.setattr("builtins.input", lambda prompt: sys.stdin.readline().strip())
    step(loss)
    assert "step 1 of 5" in capsys.readouterr().out
    with pytest.raises(TypeError, match="got float"):
        step(3.0)
