"""A notebook that is run as in Jupyter: what its cells get to show."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
CELLS = [
    "from autograd import Value, draw\nx = Value(3.0, name='x')\ny = x * x",
    "draw(y, names=locals())",
]


@pytest.mark.filterwarnings("ignore")  # of what runs the notebook, not of ours
def test_a_notebook_shows_the_page_that_steps(monkeypatch, tmp_path):
    nbclient = pytest.importorskip("nbclient", reason="no nbclient: install .[test]")
    pytest.importorskip("ipykernel", reason="no ipykernel: install .[test]")
    import nbformat

    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    monkeypatch.setenv("PYTHONPATH", path)
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path))
    monkeypatch.setenv("JUPYTER_PLATFORM_DIRS", "1")
    monkeypatch.chdir(tmp_path)
    notebook = nbformat.v4.new_notebook()
    notebook.cells = [nbformat.v4.new_code_cell(cell) for cell in CELLS]
    nbclient.NotebookClient(notebook, timeout=600, kernel_name="python3").execute()
    (output,) = notebook.cells[1].outputs
    shown = output["data"]
    assert set(shown) == {"text/html", "image/svg+xml", "text/plain"}
    assert shown["text/html"].startswith('<iframe srcdoc="&lt;!DOCTYPE html&gt;')
    assert shown["image/svg+xml"].startswith("<svg")
    assert shown["text/plain"] == "Drawing of y = x·x: 2 values, no gradients"
