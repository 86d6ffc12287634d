"""Where Values were made, the first nan, stops, the prompt, the visualizer."""

import io
import json
import math
import sys
import threading

import pytest

from autograd import (
    AnomalyError,
    Value,
    break_on,
    debug,
    detect_anomaly,
    exp,
    log,
    site_of,
    sqrt,
    step,
    tanh,
    viz,
    watch,
)
from autograd.debugging.prompt import StepPrompt
from autograd.support.observing import observers


def here():
    return sys._getframe(1).f_lineno


@pytest.fixture(autouse=True)
def _no_observer_is_left_behind():
    before = observers.get()
    yield
    observers.set(before)


# Sites.


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


# Anomalies.


def test_the_first_nan_is_named_with_operation_operands_and_line():
    def made_of(x):
        h = x * 2
        return sqrt(h) + 1

    line = here() - 2
    with pytest.raises(AnomalyError) as caught, detect_anomaly():
        made_of(Value(-1.0, "x"))
    message = str(caught.value)
    assert message.startswith("sqrt made nan from mul = -2.0 at ")
    assert f"{__file__}:{line}" in message
    assert "sqrt(h)" in message
    assert caught.value.value.operation == "sqrt"
    assert caught.value.site.line == line


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: exp(Value(1000.0)), "exp made inf"),
        (lambda: Value(math.nan), "a Value was given nan"),
        (lambda: Value(1.0) / 0, "truediv made inf from 1.0, 0.0"),
        (lambda: Value(1e308) * 10, "mul made inf"),
    ],
)
def test_other_first_anomalies(make, words):
    with pytest.raises(AnomalyError, match=words), detect_anomaly():
        make()


def test_an_infinite_derivative_is_found_in_backward_with_its_site():
    x = Value(0.0, "x")
    with debug():
        y = sqrt(x)
    with pytest.raises(AnomalyError) as caught, detect_anomaly():
        (y * 3).backward()
    assert "the derivative of y (0.0) by x (0.0) is inf" in str(caught.value)
    assert "the adjoint 3.0 times inf" in str(caught.value)
    assert "sqrt(x)" in str(caught.value)


def test_an_adjoint_that_overflows_only_in_the_sum_is_found():
    x = Value(0.1, "x")
    y = x * 1e308 + x * 1e308
    with pytest.raises(AnomalyError, match="the adjoint of x is inf"), detect_anomaly():
        y.backward()


def test_a_nan_loss_made_before_never_passes_unnoticed():
    loss = log(Value(-1.0, "x")) * 0
    words = "backward reached a result: mul made nan"
    with pytest.raises(AnomalyError, match=words), detect_anomaly():
        loss.backward()


def test_what_is_finite_passes_and_gradients_are_the_same():
    x, y = Value(0.3), Value(0.3)
    with detect_anomaly(), debug():
        tanh(exp(x) * x).backward()
    tanh(exp(y) * y).backward()
    assert x.grad == y.grad


# Breakpoints.


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
    with pytest.raises(TypeError, match="got float"):
        break_on(3.0)
    with pytest.raises(TypeError, match="got str"):
        watch("x")


# The prompt.


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


# The visualizer.


def test_viz_is_json_that_survives_repr():
    x = Value(2.0, "na'me\\ \"é\n<b>")
    loss = (x * x).log()
    loss.backward()
    text = repr(viz(loss))
    assert text[0] == text[-1] == "'"
    assert "'" not in text[1:-1]
    assert "\\" not in text
    assert text.isascii()
    graph = json.loads(text[1:-1])
    assert graph["kind"] == {"graph": True}
    ids = {node["id"] for node in graph["nodes"]}
    assert len(ids) == len(graph["nodes"]) == 3
    assert all({e["from"], e["to"]} <= ids for e in graph["edges"])
    assert [e["label"] for e in graph["edges"]] == ["2", "2", "0.25"]


def test_a_value_shows_itself_to_the_visualizer():
    y = Value(2.0, "x") * 3
    assert repr(y.viz()) == repr(viz(y))


def test_viz_of_a_large_graph_is_short_and_says_what_is_missing():
    y = x = Value(1.0)
    for _ in range(20_000):
        y = y + x
    graph = viz(y)
    assert len(repr(graph)) < 60_000
    assert graph["nodes"][-1]["label"].endswith("more nodes are not shown")
