"""Python source made from the table: the functions a debugger shows inside ``exp``.

Each row of text becomes ordinary Python, once for each way of reading it. The source is
registered with ``linecache``, so a debugger steps through it and a traceback shows it.

    >>> print(method_source(OPERATIONS["exp"]), end="")
    def exp(self):
        a = self._data
        try:
            out = exp(a)
            derivatives = (out,)
        except (ArithmeticError, ValueError):
            return apply(OPERATIONS["exp"], self)
        return node(out, "exp", (self,), derivatives)
"""

import linecache
from textwrap import indent

from autograd.operations import OPERATIONS, TABLE, WORDS
from autograd.support.conversion import float_from
from autograd.support.ieee import CAREFUL, FAST

#: Arithmetic and choices as Python spells them.
PYTHON = {
    "add": "({} + {})",
    "sub": "({} - {})",
    "mul": "({} * {})",
    "truediv": "({} / {})",
    "neg": "(-{})",
    "lt": "({} < {})",
    "le": "({} <= {})",
    "gt": "({} > {})",
    "ge": "({} >= {})",
    "eq": "({} == {})",
    "ne": "({} != {})",
    "and": "({} and {})",
    "or": "({} or {})",
    "not": "(not {})",
    "where": "({1} if {0} else {2})",
}
#: The same with quotients as calls: of numbers whose division raises.
IEEE = PYTHON | {"truediv": "divide({}, {})"}
#: The same with what Python decides by truth as calls, too: of arrays.
ARRAYS = IEEE | {
    "and": "both({}, {})",
    "or": "either({}, {})",
    "not": "opposite({})",
    "where": "where({}, {}, {})",
}

SURE_STEP = """\
out = {value}
return node(out, "{name}", ({operands},), ({derivatives},))
"""
STEP = """\
try:
    out = {value}
    derivatives = ({derivatives},)
except (ArithmeticError, ValueError):
    return apply(OPERATIONS["{name}"], {operands})
return node(out, "{name}", ({operands},), derivatives)
"""
UNARY = """\
def {method}(self):
    a = self._data
{step}"""
BINARY = """\
def {method}(self, other{default}):
    {mine} = self._data
    if isinstance(other, Value):
        {theirs} = other._data
{both}
    {theirs} = number(other, "{name}")
    if {theirs} is NotImplemented:
        return NotImplemented
{one}"""


def executed(title, text, namespace):
    """What a text defines, its lines kept where debuggers and tracebacks look."""
    filename = f"<autograd {title}>"
    linecache.cache[filename] = (len(text), None, text.splitlines(True), filename)
    defined = {}
    exec(compile(text, filename, "exec"), namespace, defined)
    return defined


def is_operator(operation):
    """Whether Python has an operator for it: ``__add__``, ``__neg__``, ``__abs__``.

    >>> is_operator(OPERATIONS["mul"]), is_operator(OPERATIONS["exp"])
    (True, False)
    """
    return hasattr(float, f"__{operation.name}__")


def step_source(operation, operands, wanted):
    """The lines that compute a result and the derivatives by the wanted operands."""
    texts = [operation.value, *(operation.derivatives[i] for i in wanted)]
    may_raise = any("(" in text or "/" in text for text in texts)
    return (STEP if may_raise else SURE_STEP).format(
        name=operation.name,
        value=texts[0],
        operands=", ".join(operands),
        derivatives=", ".join(texts[1:]),
    )


def method_source(operation, reflected=False):
    """The source of the ``Value`` method of a row with one operand or two.

    reflected: for an operator whose left operand is a plain number.
    """
    name = f"__{'r' * reflected}{operation.name}__"
    method = name if is_operator(operation) else operation.name
    if len(operation.letters) == 1:
        step = indent(step_source(operation, ["self"], [0]), "    ")
        return UNARY.format(method=method, step=step)
    mine, theirs = "ba" if reflected else "ab"
    both = step_source(operation, ["self", "other"], [0, 1])
    if reflected:
        one = step_source(operation, ["a", "self"], [1])
    else:
        one = step_source(operation, ["self", "b"], [0])
    return BINARY.format(
        name=operation.name,
        method=method,
        default="".join(f"={default}" for default in operation.defaults),
        mine=mine,
        theirs=theirs,
        both=indent(both, "        ").rstrip(),
        one=indent(one, "    "),
    )


def methods(namespace):
    """The methods of ``Value`` for every row with one operand or two, by their names.

    namespace: where the methods find ``Value``, ``node``, ``number`` and ``apply``.
    """
    rows = [row for row in TABLE if len(row.letters) <= 2]
    operators = [row for row in rows if is_operator(row)]
    sources = [method_source(row) for row in rows]
    sources += [method_source(r, reflected=True) for r in operators if r.letters[1:]]
    namespace = fast_namespace() | {"OPERATIONS": OPERATIONS} | namespace
    found = executed("methods of Value", "\n\n".join(sources), namespace)
    return found | {row.name: found[f"__{row.name}__"] for row in operators}


def function_source(name, parameters, text):
    """A function that returns what the text says.

    >>> print(function_source("slope", ("a", "out"), "2 * a"), end="")
    def slope(a, out):
        return 2 * a
    """
    return f"def {name}({', '.join(parameters)}):\n    return {text}\n"


def of_floats(rule, name):
    """A user's function, held to give a float; name: of its operation.

    >>> of_floats(lambda a: 2 * a, "double")(1)
    2.0
    """
    return lambda *numbers: float_from(rule(*numbers), name)


def reading(
    operation, namespace, world, spellings=PYTHON, adapted=lambda rule, name: rule
):
    """The value and the derivatives of a row as functions of its operands (and out).

    A user's row may hold functions instead of texts, too.

    namespace: what the names in the text mean there.
    world: what the operands are there, such as "floats"; for the debugger's title.
    spellings: how arithmetic and choices are written there.
    adapted: makes a function of that world of a user's function and the row's name.

        >>> value, derivatives = reading(OPERATIONS["mul"], {}, "floats")
        >>> value(3.0, 4.0), [f(3.0, 4.0, 12.0) for f in derivatives]
        (12.0, [4.0, 3.0])
    """
    # only here: a program that meets no edge needs no parser
    from autograd.support.expressions import parsed, written

    entries = {"value": (operation.letters, operation.value)}
    for i, text in enumerate(operation.derivatives, start=1):
        entries[f"derivative_{i}"] = ((*operation.letters, "out"), text)
    source = "\n\n".join(
        function_source(name, letters, written(parsed(text), spellings))
        for name, (letters, text) in entries.items()
        if not callable(text)
    )
    defined = executed(f"{operation.name} of {world}", source, namespace)
    value, *derivatives = [
        defined.get(name) or adapted(rule, operation.name)
        for name, (_, rule) in entries.items()
    ]
    return value, tuple(derivatives)


def fast_namespace():
    """What names in the table's text mean for floats, as long as Python does not raise.

    >>> fast_namespace()["relu"](-2.0)
    0.0
    """
    rows = [r for r in TABLE if r.name not in FAST and not is_operator(r)]
    sources = [function_source(row.name, row.letters, row.value) for row in rows]
    namespace = dict(FAST)
    namespace.update(executed("rows as floats", "\n\n".join(sources), namespace))
    return namespace


def _careful_function(operation):
    return lambda *numbers: careful_reading(operation)[0](*numbers)


#: What names in a text mean, with the answers of IEEE 754.
careful_namespace = (
    {row.name: _careful_function(row) for row in TABLE} | WORDS | CAREFUL
)
_careful_readings: dict = {}


def careful_reading(operation):
    """The row as functions of floats that answer as IEEE 754 does and never raise.

    >>> value, derivatives = careful_reading(OPERATIONS["sqrt"])
    >>> value(0.0), derivatives[0](0.0, 0.0)
    (0.0, inf)
    """
    if operation not in _careful_readings:
        _careful_readings[operation] = reading(
            operation, careful_namespace, "floats", IEEE, of_floats
        )
    return _careful_readings[operation]
