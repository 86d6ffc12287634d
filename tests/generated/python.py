'''The table as Python: the methods of ``Value`` and the functions of one row each.

Each row of text becomes ordinary Python, which a debugger steps through.

    >>> from autograd.operations import OPERATIONS
    >>> print(method(OPERATIONS["exp"]), end="")
    def exp(self) -> Self:
        """exp(a), recorded as one operation; a is this Value.
    <BLANKLINE>
        The derivative by a is out.
        """
        a = self._data
        try:
            out = exp(a)
            slope = out
        except (ArithmeticError, ValueError):
            return self._careful("exp", self)
        return self._recorded(out, "exp", (self,), (slope,))
'''

import ast
import re
from textwrap import fill, indent, shorten

from autograd.operations import ALIASES, TABLE
from autograd.support.ieee.arithmetic import FAST
from autograd.support.readings import careful_reading, is_operator

#: What a docstring says of a text: the textbook's formula comes first.
LONGEST = 120
METHODS = '''\
"""The operations of the table as methods of ``Value``.

Made by ``python -m tests.generated``: change the table, not this file.
"""

from __future__ import annotations

from math import (
    {imports}
)

from autograd.support.conversion import answered, number
from autograd.support.typing import Any, Self, SupportsFloat


{floats}

class Methods:
    """What ``Value`` can do by the table; the class on top has the rest."""

    __slots__ = ()

    _data: Any  # the number
    _recorded: Any  # a Value that remembers its operation
    _careful: Any  # the same where Python raised: with the answers of IEEE 754

{methods}
'''
FLOATS = """\
def {name}(a: float) -> float:
    return {value}
"""
FUNCTIONS = '''\
"""The operations of the table as functions of Values and plain numbers.

Made by ``python -m tests.generated``: change the table, not this file.
"""

from __future__ import annotations

from autograd.operations import OPERATIONS
from autograd.support.twin import twin
from autograd.support.typing import SupportsFloat, overload
from autograd.value import Number, Value, apply

__all__ = [
{names}
]


{functions}
'''
METHOD = '''\
def {name}(self{other}) -> Self:
    """{document}"""
{body}'''
UNARY = """\
a = self._data
{step}"""
BINARY = """\
{mine} = self._data
if isinstance({other}, Methods):
    {theirs} = {other}._data
{both}
{theirs} = number({other}, "{name}")
if {theirs} is NotImplemented:
    return NotImplemented
{one}"""
SURE_STEP = """\
out = {value}
return self._recorded(out, "{name}", {operands}, {slopes})
"""
STEP = """\
try:
    out = {value}
    {assigned}
except (ArithmeticError, ValueError):
    return self._careful("{name}", {arguments})
return self._recorded(out, "{name}", {operands}, {kept})
"""
FUNCTION = '''\
{overloads}
@twin
def {name}({signature}) -> Value | float:
    """{title}

    {derivatives}

        >>> {letter} = Value({point})
        >>> result = {call}
        >>> result.backward()
        >>> round(result.data, 4), round({letter}.grad, 4)
        {answer}
    """
    if isinstance({letter}, Value):
        return {letter}.{name}({others})
    return apply(OPERATIONS["{name}"], {arguments})
'''


def tuple_of(texts):
    """The texts as a tuple: ``(a,)`` or ``(a, b)``, long ones one a line."""
    line = ", ".join(texts)
    if len(line) > 34:
        return "(\n" + indent(",\n".join(texts), "    ") + ",\n)"
    return f"({line}{',' * (len(texts) == 1)})"


def paragraph(text):
    """The text in lines of a docstring."""
    return fill(text, 80, initial_indent=" " * 7, subsequent_indent=" " * 4).strip()


def meant(operation, text):
    """A text of a row in the names that callers of it use.

    >>> from autograd.operations import OPERATIONS
    >>> meant(OPERATIONS["elu"], "b * exp(a)")
    'alpha * exp(a)'
    """
    names = dict(zip(operation.letters, operation.parameters))
    text = shorten(text, LONGEST, placeholder=" ...")
    return re.sub(r"\b[a-h]\b", lambda found: names.get(found[0], found[0]), text)


def slopes_in_words(operation, wanted):
    """The sentence about the derivatives by the wanted operands."""
    terms = [
        f"by {operation.parameters[i]} is {meant(operation, operation.derivatives[i])}"
        for i in wanted
    ]
    return paragraph(f"The derivative {', and '.join(terms)}.")


def step(operation, operands, wanted):
    """The lines that compute a result and the derivatives by the wanted operands."""
    slopes = [operation.derivatives[i] for i in wanted]
    may_raise = any("(" in text or "/" in text for text in [operation.value, *slopes])
    one = len(slopes) == 1
    assigned = f"slope = {slopes[0]}" if one else f"slopes = {tuple_of(slopes)}"
    return (STEP if may_raise else SURE_STEP).format(
        name=operation.name,
        value=operation.value,
        operands=tuple_of(operands),
        arguments=", ".join(operands),
        slopes=tuple_of(slopes),
        assigned=indent(assigned, "    ").lstrip(),
        kept="(slope,)" if one else "slopes",
    )


def binary_body(operation, other, reflected):
    """The lines of a method with another operand: a Value, or a number."""
    mine, theirs = "ba" if reflected else "ab"
    both = ["self", other]
    one = [theirs, "self"] if reflected else ["self", theirs]
    return BINARY.format(
        name=operation.name,
        other=other,
        mine=mine,
        theirs=theirs,
        both=indent(step(operation, both, [0, 1]), "    ").rstrip(),
        one=step(operation, one, [1 if reflected else 0]),
    )


def other_name(operation):
    """What the methods of a row with two operands call the second."""
    given = operation.parameters[1]
    return "other" if given == "b" else given


def document(operation, reflected=False):
    """The docstring of the method of a row, in both twins."""
    title = f"{meant(operation, operation.value)}, recorded as one operation; "
    title += "b is this Value." if reflected else "a is this Value."
    wanted = [1] if reflected else range(len(operation.letters))
    return f"{paragraph(title)}\n\n    {slopes_in_words(operation, wanted)}\n    "


def method(operation, reflected=False):
    """The source of the method of a row with one operand or two.

    reflected: for an operator whose left operand is a plain number.
    """
    dunder = f"__{'r' * reflected}{operation.name}__"
    if len(operation.letters) == 1:
        parameter = ""
        body = UNARY.format(step=step(operation, ["self"], [0]))
    else:
        other = other_name(operation)
        default = "".join(f" = {default}" for default in operation.defaults)
        parameter = f", {other}: Self | SupportsFloat{default}"
        body = binary_body(operation, other, reflected)
    return METHOD.format(
        name=dunder if is_operator(operation) else operation.name,
        other=parameter,
        document=document(operation, reflected),
        body=indent(body, "    "),
    )


def names_used(texts):
    """The functions and constants that texts of the table mention."""
    nodes = [node for text in texts for node in ast.walk(ast.parse(text))]
    return {node.id for node in nodes if isinstance(node, ast.Name)}


def rows_as_floats(rows):
    """The rows that the texts of others call, as functions of floats."""
    used = names_used(text for row in rows for text in (row.value, *row.derivatives))
    called = [row for row in rows if row.name in used - FAST.keys()]
    return "\n\n".join(FLOATS.format(name=r.name, value=r.value) for r in called)


def methods():
    """The text of ``autograd/generated/methods.py``."""
    rows = [row for row in TABLE if len(row.letters) <= 2]
    operators = [row for row in rows if is_operator(row)]
    sources = [method(row) for row in rows]
    sources += [method(row, reflected=True) for row in operators if row.letters[1:]]
    names = [
        f"{row.name} = answered(__{row.name}__)"
        if len(row.letters) == 2
        else f"{row.name} = __{row.name}__"
        for row in operators
    ]
    names += [f"{alias} = {name}" for alias, name in ALIASES.items()]
    text = "\n".join([*sources, "\n".join(names)])
    used = names_used(text for row in rows for text in (row.value, *row.derivatives))
    return METHODS.format(
        imports=paragraph(", ".join(sorted((used & FAST.keys()) - {"abs"})) + ","),
        floats=rows_as_floats(rows),
        methods=indent(text, "    "),
    )


def overloads(operation):
    """The types of a function of a row: a Value of any Value, a float of numbers."""
    names = operation.parameters
    default = " = ..." if operation.defaults else ""
    kinds = [["Value", "Number"][: len(names)]]
    kinds += [["SupportsFloat", "Value"]] if len(names) == 2 else []
    kinds += [["SupportsFloat"] * len(names)]
    lines = []
    for given in kinds:
        # what comes before a Value has to be given
        missing = default if given[1:] != ["Value"] else ""
        typed = [f"{name}: {kind}" for name, kind in zip(names, given)]
        typed[1:] = [text + missing for text in typed[1:]]
        result = "Value" if "Value" in given else "float"
        lines.append(f"def {operation.name}({', '.join(typed)}) -> {result}: ...")
    return "\n".join(f"@overload\n{line}" for line in lines)


def function(operation):
    """The source of the function of a row with one operand or two."""
    names, defaults = operation.parameters, operation.defaults
    low, high = operation.domain
    points = (round(0.3 * low + 0.7 * high, 2), 0.7)[: len(names)]
    value, slopes = careful_reading(operation)
    out = value(*points)
    typed = [f"{name}: Number" for name in names]
    typed[1:] = [text + "".join(f" = {d}" for d in defaults) for text in typed[1:]]
    title = f"{operation.name}({', '.join(names)}) = "
    title += f"{meant(operation, operation.value)}, recorded as one operation."
    return FUNCTION.format(
        name=operation.name,
        overloads=overloads(operation),
        signature=", ".join(typed),
        title=paragraph(title),
        derivatives=slopes_in_words(operation, range(len(names))),
        letter=names[0],
        point=points[0],
        call=f"{operation.name}({', '.join([names[0], *map(str, points[1:])])})",
        answer=(round(out, 4), round(slopes[0](*points, out), 4)),
        others=", ".join(names[1:]),
        arguments=", ".join(names),
    )


def functions():
    """The text of ``autograd/generated/functions.py``."""
    rows = [row for row in TABLE if row.name != "where"]  # it has to forget an operand
    return FUNCTIONS.format(
        names="\n".join(f'    "{row.name}",' for row in rows),
        functions="\n\n".join(function(row) for row in rows).rstrip(),
    )
