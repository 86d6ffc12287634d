"""The README: its code runs as it stands, its commands are those that are tested."""

import contextlib
import io
import re
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")
PROGRAMS = re.findall(
    r"^```python\n(.*?)^```\n(?:\n```text\n(.*?)^```)?", README, re.M | re.S
)


def texts(svg):
    """What an SVG says, in order."""
    words = ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")
    return ["".join(text.itertext()).strip() for text in words]


@pytest.mark.parametrize("number", range(len(PROGRAMS)))
def test_a_program_prints_what_the_readme_says(number, tmp_path, monkeypatch):
    program, expected = PROGRAMS[number]
    monkeypatch.chdir(tmp_path)
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        path = tmp_path / "program.py"  # a file: debug() reads the source
        path.write_text(program, "utf-8")
        exec(compile(program, str(path), "exec"), {})
    assert printed.getvalue() == expected


def test_there_are_programs_and_the_first_has_ten_lines():
    assert len(PROGRAMS) >= 5
    first = [line for line in PROGRAMS[0][0].splitlines() if line.strip()]
    assert len(first) == 10


def test_the_picture_is_what_the_ten_lines_draw(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    exec(PROGRAMS[0][0], {})
    drawn = (tmp_path / "unit.svg").read_text("utf-8")
    shown = (ROOT / "demos/figures/unit.svg").read_text("utf-8")
    assert texts(drawn) == texts(shown)


def test_every_path_in_the_readme_is_there():
    paths = re.findall(r"\]\(((?!http)[^)]+)\)", README)
    assert len(paths) > 10
    assert [path for path in paths if not (ROOT / path).exists()] == []


def test_the_row_shown_is_the_row_in_the_table():
    from autograd.operations import OPERATIONS, Operation

    shown = re.search(r'^(Operation\("tanh".*),$', README, re.M)[1]
    assert eval(shown, {"Operation": Operation}) == OPERATIONS["tanh"]


def test_every_dependency_has_its_line():
    setup = (ROOT / "setup.cfg").read_text("utf-8")
    needed = set(re.findall(r"^    ([a-z-]+)(?:\[[a-z]+\])?>=", setup, re.M))
    table = README.split("## What is installed")[1]
    assert needed
    assert [name for name in needed if name not in table] == []
