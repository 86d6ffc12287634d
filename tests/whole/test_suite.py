"""The suite itself: skips say what would make them run, no clock decides, no order."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TESTS = sorted((ROOT / "tests").rglob("*.py"))
SKIPS = {"skip", "skipif", "importorskip", "xfail", "SkipTest"}
# what is missing, and what to do about it
EXPLAINED = re.compile(r".{5,}: (install|run|set) .+")
CLOCKS = {"time", "perf_counter", "perf_counter_ns", "time_ns", "monotonic_ns"}


def calls(tree):
    """The calls in a syntax tree, with the last name of what is called."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = node.func
            yield getattr(called, "attr", getattr(called, "id", "")), node


def unexplained(tree):
    """The lines of skips whose reasons do not say what would make them run."""
    for name, call in calls(tree):
        if name in SKIPS:
            reasons = [k.value for k in call.keywords if k.arg == "reason"]
            if name in ("skip", "SkipTest"):
                reasons += call.args
            texts = [ast.unparse(reason).strip("f'\"") for reason in reasons]
            if not any(map(EXPLAINED.fullmatch, texts)):
                yield call.lineno


@pytest.mark.parametrize("path", TESTS, ids=lambda path: path.stem)
def test_every_skip_says_what_would_make_it_run(path):
    assert list(unexplained(ast.parse(path.read_text("utf-8")))) == []


def test_the_test_of_skips_sees_those_that_do_not():
    text = """
import pytest
pytest.skip()
pytest.skip("no compiler")
pytest.importorskip("jax")
pytest.mark.skipif(True, reason="needs JAX")
pytest.mark.xfail
pytest.mark.xfail(reason="no idea")
pytest.skip(f"no {compiler}: install it")
pytest.importorskip("jax", reason="no JAX: install .[jax]")
"""
    assert list(unexplained(ast.parse(text))) == [3, 4, 5, 6, 8]


@pytest.mark.parametrize("path", TESTS, ids=lambda path: path.stem)
def test_no_test_asks_what_time_it_is(path):
    """Processors are shared: what has to be quick is counted or takes CPU time."""
    if "benchmarks" in path.parts:
        return  # they tell how long things take
    tree = ast.parse(path.read_text("utf-8"))
    asked = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    assert asked & CLOCKS == set()


ORDERED = """
import pytest
@pytest.mark.parametrize("number", range(8))
def test_something(number):
    pass
"""


def test_an_order_is_drawn_by_its_seed_and_nothing_is_lost(tmp_path):
    for name in ("a", "b"):
        (tmp_path / f"test_{name}.py").write_text(ORDERED)

    def order(*options):
        command = [sys.executable, "-m", "pytest", "-c", "setup.cfg", "-n0", "-q"]
        told = subprocess.run(
            [*command, "--collect-only", *options, str(tmp_path)],
            capture_output=True,
            text=True,
            cwd=ROOT,
        ).stdout
        return re.findall(r"test_\w\.py::test_something\[\d\]", told)

    plain, one, two = order(), order("--order=1"), order("--order=2")
    assert len(plain) == 16
    assert order("--order=1") == one != two
    assert sorted(one) == sorted(two) == plain
    assert len({name[:8] for name in one[:8]}) == 1  # a file stays together


def test_every_python_that_is_promised_is_tested_with_the_same_script():
    settings = (ROOT / "setup.cfg").read_text("utf-8")
    workflow = ROOT / ".github/workflows/tests.yml"
    if not workflow.exists():
        pytest.skip("this copy is no repository: run it in a clone")
    workflow = workflow.read_text("utf-8")
    promised = re.findall(r"Python :: (3\.\d+)", settings)
    matrix = re.search(r"^        python: \[(.*)\]$", workflow, re.M)[1]
    assert re.findall(r"3\.\d+", matrix) == promised == ["3.11", "3.12", "3.13", "3.14"]
    assert re.findall(r"^      - run: (.*)", workflow, re.M) == [
        "bash .ci/run ${{ matrix.tests }}"
    ]
    for path in re.findall(r"\btests/\S+|WITHOUT_\w+", workflow):
        assert (ROOT / path).exists() or path in (ROOT / ".ci/run").read_text("utf-8")
