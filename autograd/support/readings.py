"""The text of a row as functions: of floats, or of whatever its names mean elsewhere.

Each text becomes ordinary Python, once for each way of reading it. The source is
registered with ``linecache``, so a debugger steps through it and a traceback shows it.

    >>> from autograd.operations import OPERATIONS
    >>> value, derivatives = careful_reading(OPERATIONS["exp"])
    >>> value(0.0), value(1000.0)
    (1.0, inf)
"""

from functools import lru_cache

from autograd.operations import TABLE, WORDS
from autograd.support.conversion import float_from
from autograd.support.ieee.arithmetic import CAREFUL

#: How many rows are kept read: a user's that are defined again and again go.
KEPT = 1024
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
#: The same where a side that no element takes need not be computed.
LANES = ARRAYS | {"where": "chosen({}, lambda: {}, lambda: {})"}


def executed(title, text, namespace):
    """What a text defines, its lines kept where debuggers and tracebacks look."""
    import linecache  # which brings tokenize: only once there is something to show

    filename = f"<autograd {title}>"
    linecache.cache[filename] = (len(text), None, text.splitlines(True), filename)
    defined = {}
    exec(compile(text, filename, "exec"), namespace, defined)
    return defined


def is_operator(operation):
    """Whether Python has an operator for it: ``__add__``, ``__neg__``, ``__abs__``.

    >>> from autograd.operations import OPERATIONS
    >>> is_operator(OPERATIONS["mul"]), is_operator(OPERATIONS["exp"])
    (True, False)
    """
    return hasattr(float, f"__{operation.name}__")


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

        >>> from autograd.operations import OPERATIONS
        >>> value, derivatives = reading(OPERATIONS["mul"], {}, "floats")
        >>> value(3.0, 4.0), [f(3.0, 4.0, 12.0) for f in derivatives]
        (12.0, [4.0, 3.0])
    """
    # only here: a program that meets no edge needs no parser
    from autograd.support.expressions import parsed, written

    namespace.setdefault("__builtins__", {})  # a text knows the names given here alone
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


def _careful_function(operation):
    return lambda *numbers: careful_reading(operation)[0](*numbers)


#: What names in a text mean, with the answers of IEEE 754.
careful_namespace = (
    {row.name: _careful_function(row) for row in TABLE} | WORDS | CAREFUL
)


@lru_cache(KEPT)
def careful_reading(operation):
    """The row as functions of floats that answer as IEEE 754 does and never raise.

    >>> from autograd.operations import OPERATIONS
    >>> value, derivatives = careful_reading(OPERATIONS["sqrt"])
    >>> value(0.0), derivatives[0](0.0, 0.0)
    (0.0, inf)
    """
    return reading(operation, careful_namespace, "floats", IEEE, of_floats)
