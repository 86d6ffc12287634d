"""The tour notebook runs from top to bottom, and its drawings show."""

from pathlib import Path

import pytest

TOUR = Path(__file__).parents[2] / "demos/tour.ipynb"


@pytest.fixture(scope="module")
def cells():
    """The cells of the notebook, executed by a kernel of its own."""
    nbclient = pytest.importorskip("nbclient", reason="no nbclient: install .[test]")
    nbformat = pytest.importorskip("nbformat", reason="no nbformat: install .[test]")
    notebook = nbformat.read(TOUR, as_version=4)
    client = nbclient.NotebookClient(notebook, timeout=600, kernel_name="python3")
    client.execute(cwd=str(TOUR.parent.parent))
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def printed(cell):
    return "".join(out.text for out in cell.outputs if out.output_type == "stream")


def test_the_tour_comes_without_outputs():
    import json

    saved = json.loads(TOUR.read_text("utf-8"))
    assert not [c for c in saved["cells"] if c.get("outputs")]


def test_every_drawing_is_shown(cells):
    drawn = [
        out.data
        for cell in cells
        if "draw(" in cell.source
        for out in cell.outputs
        if out.output_type == "execute_result"
    ]
    assert len(drawn) == 4
    assert all("</svg>" in data["image/svg+xml"] for data in drawn)


def test_the_tour_ends_with_four_right_answers(cells):
    (answers,) = (
        printed(cell)
        for cell in cells
        if "wanted" in cell.source[:400] and "print(inputs" in cell.source
    )
    lines = answers.splitlines()
    assert len(lines) == 4
    for line in lines:
        output, wanted = line.split("-> ")[1].split(" wanted ")
        assert round(float(output)) == int(wanted)


def test_the_plateau_that_the_text_speaks_of_is_there(cells):
    (told,) = (
        printed(cell)
        for cell in cells
        if "sweep 4d" not in cell.source and "history.errors" in cell.source
    )
    errors = [float(line.split("E = ")[1]) for line in told.splitlines()[-7:]]
    assert errors[3] > 0.49
    assert errors[-1] < 0.01
