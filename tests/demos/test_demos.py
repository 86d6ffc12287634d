"""The demos through their command line, as a user runs them."""

import json
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

from demos.__main__ import demos
from demos.shared.command import falling

ROOT = Path(__file__).parents[2]


def run(*arguments, folder, stdout=subprocess.PIPE):
    """``python -m demos`` with some arguments, in a folder of its own."""
    return subprocess.run(
        [sys.executable, "-W", "error", "-m", "demos", *map(str, arguments)],
        stdout=stdout,
        stderr=subprocess.PIPE,
        text=True,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


def test_without_a_name_all_are_listed(tmp_path):
    answer = run(folder=tmp_path)
    assert answer.returncode == 0, answer.stderr
    for name, line in demos().items():
        assert re.search(rf"^  {name} +{re.escape(line)}$", answer.stdout, re.M)
        assert len(line) > 20
    assert "xor" in demos()


def test_xor_reaches_all_four_answers_on_the_default_seed(tmp_path):
    answer = run("xor", folder=tmp_path)
    assert answer.returncode == 0, answer.stderr
    assert answer.stdout.count("right") == 4
    assert "E=" in answer.stderr  # the progress bar
    errors = [float(e) for e in re.findall(r"^ +\d+ +(\d\.\d+)$", answer.stdout, re.M)]
    assert errors[0] > 0.4
    assert errors[-1] < 0.01
    folder = tmp_path / "xor-1"
    assert f"to {folder.name}" in answer.stdout
    assert len(json.loads((folder / "weights.json").read_text())) > 0
    drawing = ElementTree.fromstring((folder / "xor.svg").read_text("utf-8"))
    assert drawing.tag.endswith("svg")
    assert "∂E/∂E = 1" in (folder / "xor.html").read_text("utf-8")


def test_a_second_run_gets_a_folder_of_its_own_and_the_same_numbers(tmp_path):
    first, second = (run("xor", "--sweeps", 5, folder=tmp_path) for _ in range(2))
    assert "xor-2" in second.stdout
    assert first.stdout == second.stdout.replace("xor-2", "xor-1")


def test_the_saved_weights_are_the_trained_ones(tmp_path):
    from nn import MLP

    answer = run("xor", "--out", tmp_path / "deep" / "er", folder=tmp_path)
    model = MLP(2, [2, 1])
    model.load(tmp_path / "deep" / "er" / "weights.json")
    printed = re.findall(r"(\d\.\d\d\d)  right", answer.stdout)
    computed = [f"{model([a, b]).data:.3f}" for a in (0, 1) for b in (0, 1)]
    assert computed == printed


def test_iris_is_right_about_flowers_it_has_not_seen(tmp_path):
    answer = run("iris", "--out", "here", folder=tmp_path)
    assert answer.returncode == 0, answer.stderr
    share = float(re.search(r"held out: +([\d.]+)% of 51", answer.stdout)[1])
    assert share >= 93
    picture = (tmp_path / "here" / "curve.png").read_bytes()
    assert picture.startswith(b"\x89PNG")


def test_iris_holds_out_a_third_of_each_species_by_seed():
    from demos.iris import flowers, split

    cases, species = flowers()
    training, held_out = split(cases, 5)
    assert len(species) == 3
    assert len(training) + len(held_out) == len(cases) == 150
    assert [sum(t == k for _, t in held_out) for k in range(3)] == [17, 17, 17]
    assert not [case for case in held_out if any(case is other for other in training)]
    assert split(cases, 5) == (training, held_out)
    assert split(cases, 6)[1] != held_out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nosuch"], "there is no demo 'nosuch', only"),
        (["xor", "--sweeps", "many"], "got 'many', needs a whole number"),
        (["xor", "--sweeps", "-1"], "got '-1', needs a whole number"),
        (["xor", "--colour", "red"], "unrecognized arguments: --colour red"),
        (["xor", "--out", "/dev/null/x"], "cannot write to /dev/null"),
    ],
)
def test_bad_arguments_get_one_clear_line(tmp_path, arguments, words):
    answer = run(*arguments, folder=tmp_path)
    assert answer.returncode == 2
    assert answer.stderr.count("\n") == 1
    assert words in answer.stderr


@pytest.mark.skipif(
    sys.platform != "linux", reason="others refuse such names: run it on Linux"
)
def test_a_folder_whose_name_is_no_text_is_written_to_and_told(tmp_path):
    name = os.fsdecode(b"w\xff")
    answer = run("xor", "--sweeps", 2, "--out", name, folder=tmp_path)
    assert answer.returncode == 0, answer.stderr
    assert "curve.html to w\\udcff" in answer.stdout
    assert (tmp_path / name / "curve.html").exists()


@pytest.mark.parametrize(
    ("arguments", "where"),
    [
        (["xor", "--sweeps", 2], "weights.json"),
        (["xor", "--sweeps", 2], "curve.html"),
        (["local-minima", "--sweeps", 2, "--runs", 1, "--workers", 0], "runs.jsonl"),
        (["local-minima", "--sweeps", 2, "--runs", 1, "--workers", 0], "success.png"),
    ],
)
def test_a_file_that_cannot_be_written_is_named_in_one_line(tmp_path, arguments, where):
    (tmp_path / where).mkdir()
    answer = run(*arguments, "--out", tmp_path, folder=tmp_path)
    assert answer.returncode == 1
    name = re.escape(str(tmp_path / where))
    told = rf"^python -m demos {arguments[0]}: {name}: a folder is here, which is .*\n"
    assert re.search(told + r"\Z", answer.stderr, re.M)
    assert "Traceback" not in answer.stderr


@pytest.mark.skipif(
    not os.path.exists("/dev/full"), reason="no such device: run it on Linux"
)
def test_an_output_that_has_no_room_is_told_in_one_line(tmp_path):
    with open("/dev/full", "w") as full:
        answer = run("xor", "--sweeps", 2, folder=tmp_path, stdout=full)
    assert answer.returncode == 1
    assert "python -m demos xor: [Errno 28] No space left on device\n" in answer.stderr


@pytest.mark.parametrize("demo", ["iris", "xor", "cost", "local-minima"])
def test_what_is_not_installed_is_named_in_one_line(tmp_path, demo):
    for name in ("sklearn", "tqdm", "matplotlib"):
        (tmp_path / f"{name}.py").write_text(
            f"raise ModuleNotFoundError('No module named {name}', name='{name}')"
        )
    answer = run(demo, "--out", tmp_path / "out", folder=tmp_path)
    assert answer.returncode == 1
    assert answer.stderr.count("\n") == 1
    assert "pip install 'scalar-autograd[demos]'" in answer.stderr


def test_help_names_every_option(tmp_path):
    answer = run("xor", "--help", folder=tmp_path)
    assert answer.returncode == 0
    assert all(flag in answer.stdout for flag in ("--seed", "--sweeps", "--out"))


def test_falling_shows_the_first_and_the_last():
    lines = falling([1 / (i + 1) for i in range(1000)]).splitlines()
    assert lines[1] == "    1   1.0000"
    assert lines[-1] == " 1000   0.0010"
    assert falling([]) == "sweep        E"
