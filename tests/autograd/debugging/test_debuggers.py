"""Real debuggers: pdb in a terminal, debugpy as an editor drives it."""

import os
import pty
import re
import select
import subprocess
import sys
import time
from pathlib import Path

import pytest

import autograd.backward
from tests.tools.debug_adapter import DebugAdapter

ROOT = Path(__file__).parents[3]
BACKWARD = Path(autograd.backward.__file__)
PROGRAM = """\
from autograd import Value, tanh
x = Value(3.0, name="x")
w = Value(-0.5, name="w")
loss = tanh(w * x)
loss.backward()
print(x.grad)
"""
# with the plugin of the variables pane, which an installation puts on the path
ENVIRONMENT = {
    **{k: v for k, v in os.environ.items() if k[:9] not in ("AUTOGRAD_", "COVERAGE_")},
    "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'autograd/debugging/editors'}",
    "TERM": "dumb",
    "PYDEVD_DISABLE_FILE_VALIDATION": "1",
}


def line_of(path, text):
    """The number of the first line of a file with some text."""
    lines = path.read_text("utf-8").splitlines()
    return next(i for i, line in enumerate(lines, 1) if text in line)


CONTRIBUTION = line_of(BACKWARD, "adjoints[operand] += adjoint * derivative")


@pytest.fixture
def program(tmp_path):
    path = tmp_path / "program.py"
    path.write_text(PROGRAM)
    return path


class Terminal:
    """A program that believes to be used by a person."""

    def __init__(self, *command, folder):
        self.master, slave = pty.openpty()
        self.process = subprocess.Popen(
            command,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            cwd=folder,
            env=ENVIRONMENT,
            close_fds=True,
        )
        os.close(slave)

    def read(self, prompt, seconds=600):
        """What it writes until its prompt."""
        text, end = "", time.monotonic() + seconds
        while not text.endswith(prompt):
            ready, _, _ = select.select([self.master], [], [], end - time.monotonic())
            assert ready, f"no {prompt!r} after {text!r}"
            text += os.read(self.master, 4096).decode().replace("\r\n", "\n")
        return text

    def ask(self, line, prompt="(Pdb) "):
        """What it answers to a line."""
        os.write(self.master, line.encode() + b"\n")
        return self.read(prompt)

    def walk(self, command, line, most=400):
        """Repeat a command until the debugger stands before a line."""
        for _ in range(most):
            if line in self.ask(command):
                return
        pytest.fail(f"{line!r} is more than {most} times {command} away")

    def close(self):
        self.process.kill()
        self.process.wait()
        os.close(self.master)


@pytest.fixture
def pdb(program):
    terminal = Terminal(sys.executable, "-m", "pdb", program, folder=program.parent)
    terminal.read("(Pdb) ")
    yield terminal
    terminal.close()


def test_pdb_steps_from_the_program_to_the_chain_rule(pdb):
    pdb.ask("until 5")
    pdb.walk("step", "order = topological_order(result)")
    pdb.walk("next", "adjoints[operand] += adjoint * derivative")
    assert "Value(-0.905" in pdb.ask("p node")
    assert "operation='tanh'" in pdb.ask("p node")
    assert "Value(-1.5, grad=not computed, operation='mul')" in pdb.ask("p operand")
    assert re.search(r"\b1\.0\b", pdb.ask("p adjoint"))
    assert "0.1807" in pdb.ask("p derivative")


def test_pdb_shows_the_source_of_an_operation(pdb):
    pdb.ask("until 4")
    pdb.walk("step", "out = tanh(a)")
    listing = pdb.ask("list")
    assert "slope = 1 - out * out if abs(a) < 0.5 else" in listing
    assert "-1.5" in pdb.ask("p a")


def test_pdb_uses_the_twin_that_can_be_stepped(pdb):
    assert "Value.backward" in pdb.ask("until 5") + pdb.ask("p loss.backward")
    assert ".py" in pdb.ask("p type(loss).backward.__code__.co_filename")


def test_the_step_prompt_works_inside_pdb(pdb):
    pdb.ask("until 6")
    pdb.ask("from autograd import step")
    answer = pdb.ask("!step(loss)", "(backward) ")
    assert "until NODE" in answer
    answer = pdb.ask("next", "(backward) ")
    assert "step 1 of 4" in answer
    assert "∂E/∂v2 += ∂E/∂v3 × ∂v3/∂v2 = 1.0 × 0.1807" in answer
    pdb.ask("quit")


def test_watch_stops_pdb_with_the_gradient_at_hand(program):
    lines = PROGRAM.splitlines()
    lines[4:4] = ["from autograd import watch", "watch(w)"]
    program.write_text("\n".join(lines))
    terminal = Terminal(sys.executable, program, folder=program.parent)
    try:
        terminal.read("(Pdb) ")
        assert "name='w'" in terminal.ask("p node")
        assert "0.542" in terminal.ask("p adjoint")
    finally:
        terminal.close()


@pytest.fixture
def adapter(program):
    with DebugAdapter(program, program.parent, ENVIRONMENT) as adapter:
        yield adapter


def test_an_editor_stops_in_backward_and_sees_the_chain_rule(adapter):
    thread = adapter.run_to(BACKWARD, CONTRIBUTION)
    frame = adapter.frame(thread)
    assert (frame["name"], frame["line"]) == ("backward_steps", CONTRIBUTION)
    found = adapter.locals(frame)
    assert found["node"]["value"] == "-0.905148 (grad 1, by tanh)"
    assert found["adjoint"]["value"] == "1.0"
    assert found["derivative"]["value"].startswith("0.1807")
    answer = adapter.request(
        "evaluate", expression="adjoint * derivative", frameId=frame["id"]
    )
    assert answer["result"].startswith("0.1807")
    parts = adapter.variables(found["node"]["variablesReference"])
    assert parts["operand 1"]["value"].startswith("-1.5 (grad")
    assert parts["derivative by operand 1"]["value"].startswith("0.1807")
    after = adapter.step("next", thread)
    assert after["name"] == "backward_steps"
    assert after["line"] != CONTRIBUTION


def test_an_editor_steps_into_an_operation_and_out(adapter, program):
    thread = adapter.run_to(program, 4)
    names = set()
    for _ in range(12):
        names.add(adapter.step("stepIn", thread)["name"])
    assert {"tanh", "__mul__"} & names
    while adapter.frame(thread)["source"]["path"] != str(program):
        adapter.step("stepOut", thread)


def test_the_visualizer_gets_its_text_from_an_editor(adapter, program):
    import json

    thread = adapter.run_to(program, 6)
    frame = adapter.frame(thread)
    adapter.request(
        "evaluate", expression="import autograd", frameId=frame["id"], context="repl"
    )
    answer = adapter.request(
        "evaluate", expression="autograd.viz(loss)", frameId=frame["id"]
    )
    graph = json.loads(answer["result"].strip("'"))
    assert len(graph["nodes"]) == 4


def test_the_variables_pane_shows_a_value_with_its_operands_below_it(program):
    with DebugAdapter(program, program.parent, ENVIRONMENT) as adapter:
        thread = adapter.run_to(program, 6)
        found = adapter.locals(adapter.frame(thread))
        assert found["x"]["value"] == "x = 3 (grad -0.0903533)"
        assert found["loss"]["value"] == "-0.905148 (grad 1, by tanh)"
        parts = adapter.variables(found["loss"]["variablesReference"])
        assert parts["operand 1"]["value"] == "-1.5 (grad 0.180707, by mul)"
        assert parts["derivative by operand 1"]["value"].startswith("0.1807")
        inner = adapter.variables(parts["operand 1"]["variablesReference"])
        assert inner["operand 2"]["value"] == "x = 3 (grad -0.0903533)"
