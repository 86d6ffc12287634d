"""The arithmetic of the table as C: the text of ``autograd/native/table.h``.

Each row's value and derivatives are C expressions of doubles, every operation in
parentheses, so that both languages round in the same order.

    >>> c_expression("1 / (1 + a * a)")
    '(1.0 / (1.0 + (a * a)))'
    >>> c_expression("0.0 if a <= 0 else a")
    '((a <= 0.0) ? 0.0 : a)'
"""

from contextlib import suppress
from inspect import cleandoc

from autograd.differentiation.choices import PART, TIE, has_choice, slope_row
from autograd.operations import TABLE, VARIADIC
from autograd.support.expressions import parsed, parts, written
from autograd.support.readings import PYTHON, is_operator
from autograd.support.twin import fingerprint
from tests.generated.python import document, other_name

# Python computes these with its own algorithm, not with the C library's.
OF_PYTHON = {"hypot": "python_hypot(state, {}, {})"}
OF_C = """
    acos acosh asin asinh atan atanh cbrt cos cosh erf erfc exp expm1 log log10 log1p
    log2 sin sinh sqrt tan tanh
"""
SPELLINGS = (
    PYTHON
    | OF_PYTHON
    | {
        "and": "({} && {})",
        "or": "({} || {})",
        "not": "(!{})",
        "where": "({} ? {} : {})",
        "abs": "fabs({})",
        "pow": "pow({}, {})",
        "atan2": "atan2({}, {})",
    }
)
SPELLINGS |= {name: f"{name}({{}})" for name in OF_C.split()}


def c_number(number):
    """A number as a C literal that reads back as the same double."""
    if number != number:
        return "NAN"
    literal = repr(number).replace("inf", "INFINITY")
    return f"({literal})" if literal[0] == "-" else literal


def c_expression(text):
    """The C expression for one text of the table."""
    return written(parsed(text), SPELLINGS, "{0}_value(state, {1})", c_number)


def c_function(name, letters, text):
    """A C function that computes one text of the table."""
    parameters = ", ".join(f"double {letter}" for letter in letters)
    return (
        f"static inline double {name}(State *state, {parameters})\n"
        f"{{\n    return {c_expression(text)};\n}}\n"
    )


def row_functions(row):
    """The C functions of a row: its value and one derivative for each operand."""
    parts = [c_function(f"{row.name}_value", row.letters, row.value)]
    for letter, text in zip(row.letters, row.derivatives):
        name, letters = f"{row.name}_by_{letter}", (*row.letters, "out")
        parts.append(c_function(name, letters, text))
    return "".join(parts)


def calls_python(row):
    """Whether computing the row can fail, because it asks Python for a function."""
    texts = (row.value, *row.derivatives)
    found = [part for text in texts for part in parts(parsed(text))]
    return any(getattr(part, "function", None) in OF_PYTHON for part in found)


def row_list(name, rows):
    """A macro that applies another to every row of a kind."""
    lines = [f"#define {name}(ROW)"]
    for row in rows:
        default = c_number(row.defaults[0]) if row.defaults else "NAN"
        given = (row.name, int(calls_python(row)), len(row.defaults), default)
        lines.append(f"    ROW({', '.join(map(str, given))})")
    return " \\\n".join(lines) + "\n"


def c_string(text):
    """A string in C; the table is ASCII and holds nothing else to escape."""
    return '"' + text.replace("\n", "\\n") + '"'


def spoken(row):
    """What help() says of a method, and what it calls its operand."""
    text = f"#define DOCUMENT_{row.name} {c_string(cleandoc(document(row)))}\n"
    if len(row.letters) == 2:
        text += f"#define OTHER_{row.name} {c_string(other_name(row))}\n"
    return text


HEADER = """\
/* The arithmetic of autograd/operations.py in C.
   Made by `python -m tests.generated`: change the table, not this file. */

enum {{
{codes}
    ROWS
}};

static const char *const ROW_NAMES[] = {{
{names}
}};

/* Of the table's text: a build made from another table is not used. */
#define FINGERPRINT {fingerprint}

/* ROW(name, whether it calls Python, how many defaults, the default) */

{lists}
{spoken}
{functions}"""


def slopes():
    """Derivatives that choose, as rows: first ones, and second ones of short texts."""
    first = [slope for row in TABLE for slope in slopes_that_choose(row)]
    second = [slope for row in first for slope in slopes_that_choose(row)]
    short = [row for row in second if max(map(len, row.derivatives)) < 400]
    return [TIE, PART, *first, *short]


def slopes_that_choose(row):
    """Those derivatives of a row that are rows of their own."""
    for place, text in enumerate(row.derivatives):
        with suppress(ValueError):  # its own derivatives would be too long
            if has_choice(text):
                yield slope_row(row, place)


def slopes_module():
    """The text of ``autograd/generated/slopes.py``."""
    title = (
        "The derivatives that choose and are rows in C, in the order of their codes."
    )
    note = "Made by `python -m tests.generated`: change the table, not this file."
    names = "".join(f'    "{row.name}",\n' for row in slopes())
    return f'"""{title}\n\n{note}\n"""\n\nSLOPES = (\n{names})\n'


def header():
    """The text of ``autograd/native/table.h``."""
    derived = slopes()
    every = (*TABLE, *VARIADIC, *derived)  # codes are those of the twin, so far
    unary = [row for row in TABLE if len(row.letters) == 1]
    binary = [row for row in TABLE if len(row.letters) == 2]
    lists = {
        "UNARY_ROWS": unary,
        "UNARY_OPERATORS": filter(is_operator, unary),
        "BINARY_ROWS": binary,
        "BINARY_OPERATORS": filter(is_operator, binary),
        "TERNARY_ROWS": [row for row in TABLE if len(row.letters) == 3],
        "SLOPES_OF_ONE": [row for row in derived if len(row.letters) == 1],
        "SLOPES_OF_TWO": [row for row in derived if len(row.letters) == 2],
        "SLOPES_OF_THREE": [row for row in derived if len(row.letters) == 3],
    }
    return HEADER.format(
        codes="\n".join(f"    ROW_{row.name}," for row in every),
        names="\n".join(f"    {c_string(row.name)}," for row in every),
        fingerprint=c_string(fingerprint(tuple(row.name for row in derived))),
        lists="\n".join(row_list(name, rows) for name, rows in lists.items()),
        spoken="".join(map(spoken, unary + binary)),
        functions="\n".join(map(row_functions, (*TABLE, *derived))),
    )
