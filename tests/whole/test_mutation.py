"""The faults that are planted to test the tests are faults, and each is another one."""

import ast

import pytest

pytest.importorskip("cosmic_ray", reason="no cosmic-ray: install .[mutation]")

from tests.mutation.mutants import meaning, mutants, told

SOURCE = '''\
def f(x: int) -> int:
    """x, if it is large."""
    y = x
    if x > 3:
        return -y
    raise ValueError


ROW = Row("neg", "−", "-a", ("1.0",), domain=(0.0, 1.0))
'''


def changes(source, has_rows=False):
    """The lines that mutants change, before and after."""
    texts = [mutant.applied(source) for mutant in mutants(source, has_rows)]
    return [told(source, text) for text in texts if text]


def test_conditions_numbers_signs_and_statements_are_changed():
    found = changes(SOURCE)
    assert "if x > 3: -> if x >= 3:" in found
    assert "if x > 3: -> if not x > 3:" in found
    assert "if x > 3: -> if x > 4:" in found
    assert "return -y -> return +y" in found
    for statement in ("y = x", "return -y", "raise ValueError"):
        assert f"{statement} -> pass" in found
    assert len(set(found)) == len(found)


def test_texts_of_rows_are_changed_where_there_are_some():
    rows = set(changes(SOURCE, has_rows=True)) - set(changes(SOURCE))
    for text in ("'+a', (\"1.0\",)", "\"-a\", ('2.0',)", "\"-a\", ('0.0',)"):
        assert any(f'"−", {text}' in row.partition(" -> ")[2] for row in rows)


def test_what_only_people_and_tests_read_is_no_meaning():
    other = SOURCE.replace(": int", ": float").replace("(0.0, 1.0)", "(0.0, 2.0)")
    assert other != SOURCE
    assert meaning(other) == meaning(SOURCE) == meaning(ast.unparse(ast.parse(SOURCE)))
    assert meaning(SOURCE.replace("3", "4")) != meaning(SOURCE)
