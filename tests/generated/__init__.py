"""Files made from the table; ``python -m tests.generated`` writes them anew."""

from pathlib import Path

from autograd.functions import signature
from autograd.operations import ALIASES, TABLE
from autograd.support.readings import is_operator
from tests.generated.c import header

ROOT = Path(__file__).parents[2]

STUB = '''\
"""What the table gives to Value and to autograd, for type checkers and editors."""

from typing import Any, SupportsFloat

from autograd.value import Value

class Methods:
{methods}

{functions}
'''


def method_lines(row):
    """The stubs of the methods of one row: its names and, for an operator, dunders."""
    binary = len(row.letters) == 2
    default = " = ..." if row.defaults else ""
    other = f", other: Value | SupportsFloat{default}" if binary else ""
    names = [row.name, *(alias for alias, name in ALIASES.items() if name == row.name)]
    if is_operator(row):
        names += [f"__{row.name}__"] + [f"__r{row.name}__"] * binary
    return [f"    def {name}(self{other}) -> Value: ..." for name in names]


def function_line(row):
    """The stub of the function of one row."""
    given = signature(row).split(", ")
    typed = [
        f"{letter.split('=')[0]}: Value | SupportsFloat" + " = ..." * ("=" in letter)
        for letter in given
    ]
    return f"def {row.name}({', '.join(typed)}) -> Any: ..."


def stub():
    """The text of ``autograd/_table.pyi``."""
    rows = [row for row in TABLE if row.name != "where"]
    methods = [line for row in rows for line in method_lines(row)]
    functions = [function_line(row) for row in rows]
    return STUB.format(methods="\n".join(methods), functions="\n".join(functions))


FILES = {"autograd/_table.pyi": stub, "autograd/native/table.h": header}
