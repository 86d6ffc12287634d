"""No test can fail by a crash alone: each says what is right, or calls what says it."""

import ast
from pathlib import Path

TESTS = sorted((Path(__file__).parents[1]).rglob("*.py"))
#: What fails by itself when something is not as it should be.
SAYING = {"raises", "warns", "fail"}
#: Of an assertion on these alone it is not known what is right.
VAGUE = {"callable", "hasattr", "isinstance", "len", "bool"}


def called(tree):
    """The names of all that is called in a tree, without what is before a dot."""
    functions = [x.func for x in ast.walk(tree) if isinstance(x, ast.Call)]
    return {getattr(f, "attr", getattr(f, "id", "")) for f in functions}


def is_vague(test):
    """Whether nearly everything would do: truth, kind, being there."""
    if isinstance(test, ast.Call):
        return getattr(test.func, "id", "") in VAGUE
    is_not = isinstance(test, ast.Compare) and isinstance(test.ops[0], ast.IsNot)
    return is_not or isinstance(test, ast.Constant)


def says(tree):
    """Whether a function itself says what is right."""
    tests = [x.test for x in ast.walk(tree) if isinstance(x, ast.Assert)]
    return bool(called(tree) & SAYING) or not all(map(is_vague, tests))


def silent(trees):
    """The tests among some modules that say nothing, nor anything that they call."""
    functions = [
        x
        for tree in trees
        for x in ast.walk(tree)
        if isinstance(x, (ast.FunctionDef, ast.AsyncFunctionDef))
    ]
    saying, before = {f.name for f in functions if says(f)}, None
    while saying != before:
        before = set(saying)
        saying |= {f.name for f in functions if called(f) & saying}
    return sorted(
        f.name
        for f in functions
        if f.name[:5] == "test_" and not says(f) and not called(f) & saying
    )


def test_every_test_says_what_is_right():
    assert silent(ast.parse(path.read_text("utf-8")) for path in TESTS) == []


def test_a_test_that_only_runs_is_seen():
    text = """
def test_a(): work()
def test_b(): assert callable(work)
def test_c(): assert work() is not None
def test_d(): helped()
def test_e(): assert work() == 3
def test_f():
    for x in work(): check(x)
def check(x):
    with pytest.raises(ValueError): x()
def helped(): work()
"""
    assert silent([ast.parse(text)]) == ["test_a", "test_b", "test_c", "test_d"]
