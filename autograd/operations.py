"""The table: one row per primitive operation. Nothing else knows what tanh is.

A row is text. ``a``, ``b``, ``c`` are the operands and ``out`` is the result; a
derivative is written once for each operand. Everything else reads that text: floats,
``Value``s (so a derivative has a derivative), the drawings and the tests.

    >>> OPERATIONS["mul"].derivatives
    ('b', 'a')

To add an operation, add a row: it becomes a function of ``autograd`` and, when its
name is not an operator's, a method of ``Value``. A row may call the functions of
Python's ``math`` and the rows above it. A choice is written ``x if condition else y``.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable
from functools import partial

from autograd.support.ieee.formulas import (
    EXP_OF_SQUARE,
    GELU,
    GELU_CURVATURE,
    GELU_SLOPE,
    POWER_BY_BASE,
    SILU_SLOPE,
    over_hypot,
    over_squares,
)


class Operation(
    namedtuple(  # not typing's: it takes a fifth of the time of ``import autograd``
        "Operation",
        "name label value derivatives domain defaults variadic names",
        defaults=((-3.0, 3.0), (), False, ()),
    )
):
    """One primitive: its name, its label in drawings, its value and its derivatives.

    In the table they are text; a row of a user's own may hold functions.

    domain: where tests may sample every operand (or one pair for each operand).
    defaults: numbers for trailing operands that a caller leaves out.
    variadic: takes any number of operands, as the list ``x``.
    names: what callers call the operands, where the field has words for them.

    >>> OPERATIONS["tanh"].value
    'tanh(a)'
    """

    __slots__ = ()
    name: str
    label: str
    value: str | Callable
    derivatives: tuple[str | Callable, ...]
    domain: tuple
    defaults: tuple[float, ...]
    variadic: bool
    names: tuple[str, ...]

    @property
    def letters(self) -> tuple[str, ...]:
        """The names of the operands in the text: ``("a", "b")`` for a binary row."""
        return ("x",) if self.variadic else tuple("abcdefgh"[: len(self.derivatives)])

    @property
    def parameters(self) -> tuple[str, ...]:
        """The names of the operands to callers: ``("a", "slope")`` of leaky_relu."""
        return self.names or self.letters

    def defaults_after(self, given: int) -> tuple[float, ...]:
        """The defaults of the operands after the given ones; TypeError if too few."""
        most = len(self.letters)
        least = most - len(self.defaults)
        if self.variadic or given == most:
            return ()
        if not least <= given < most:
            needs = f"{least} to {most}" if least < most else most
            raise TypeError(f"{self.name}: got {given} operands, needs {needs}")
        return self.defaults[given - most :]


Variadic = partial(Operation, variadic=True)


# The textbook's formula comes first; the next one is for where it overflows, underflows
# or cancels and the result does not: cosh keeps the digits that out * (1 - out) loses.
# What a choice at an edge means: relu(nan) is nan, so `a <= 0` is asked and not `a > 0`;
# and so are its slopes, since `out` and `log` stay nan or infinite at every order, where
# a constant would be flat.
# fmt: off
TABLE = (
    # arithmetic
    Operation("add",        "+",     "a + b",     ("1.0", "1.0")),
    Operation("sub",        "−",     "a - b",     ("1.0", "-1.0")),
    Operation("mul",        "×",     "a * b",     ("b", "a")),
    Operation("truediv",    "÷",     "a / b",     ("1 / b", "-out / b if not -1e-290 < out < 1e-290 else -1e60 * a / b / b * 1e-60"), domain=(0.2, 3.0)),
    Operation("pow",        "**",    "pow(a, b)", (POWER_BY_BASE,
                                                   "0.0 if a == 0 and b >= 0 else out * log(a) if 1e-290 < out < inf or not a > 0"
                                                   " else pow(a, b / 2) * log(a) * pow(a, b / 2)"), domain=(0.2, 3.0)),
    Operation("neg",        "−",     "-a",        ("-1.0",)),
    Operation("abs",        "abs",   "abs(a)",    ("1.0 if a > 0 else -1.0 if a < 0 else out",)),
    Operation("square",     "²",     "a * a",     ("2 * a",)),
    Operation("reciprocal", "1/",    "1 / a",     ("-out * out",), domain=(0.2, 3.0)),
    Operation("sqrt",       "√",     "sqrt(a)",   ("0.5 / sqrt(a) if a > 0 else -log(a)",), domain=(0.2, 3.0)),
    # C's cbrt may be off by 4 ulp, which a step of Newton's mends
    Operation("cbrt",       "∛",     "cbrt(a)",   ("(out - (out - a / out / out) / 3) / a / 3 if 0 < abs(a) < inf else 1 / (out * out)",), domain=(0.2, 3.0)),
    Operation("hypot",      "hypot", "hypot(a, b)", (over_hypot("a"), over_hypot("b")), domain=(0.2, 3.0)),
    # exponentials, logarithms and the logistic unit of 1986
    Operation("exp",        "exp",   "exp(a)",    ("out",)),
    Operation("expm1",      "expm1", "expm1(a)",  ("exp(a)",)),
    Operation("log",        "log",   "log(a)",    ("1 / a if a > 0 else -log(a)",), domain=(0.2, 3.0)),
    Operation("log1p",      "log1p", "log1p(a)",  ("1 / (1 + a) if a > -1 else -log1p(a)",), domain=(-0.8, 3.0)),
    Operation("log2",       "log2",  "log2(a)",   ("1.4426950408889634 / a if a > 0 else -log(a)",), domain=(0.2, 3.0)),
    Operation("log10",      "log10", "log10(a)",  ("0.4342944819032518 / a if a > 0 else -log(a)",), domain=(0.2, 3.0)),
    Operation("logistic",   "σ",     "exp(a) if a < -700 else 1 / (1 + exp(-a))", ("0.5 / (1 + cosh(a)) if abs(a) < 700 else exp(-abs(a))",)),
    # trigonometry
    Operation("sin",        "sin",   "sin(a)",    ("cos(a)",)),
    Operation("cos",        "cos",   "cos(a)",    ("-sin(a)",)),
    Operation("tan",        "tan",   "tan(a)",    ("1 + out * out",), domain=(-1.2, 1.2)),
    Operation("asin",       "asin",  "asin(a)",   ("1 / sqrt(1 - a * a) if abs(a) < 0.5 else 1 / sqrt((1 - a) * (1 + a)) if abs(a) < 1 else -log(1 - a * a)",), domain=(-0.9, 0.9)),
    Operation("acos",       "acos",  "acos(a)",   ("-1 / sqrt(1 - a * a) if abs(a) < 0.5 else -1 / sqrt((1 - a) * (1 + a)) if abs(a) < 1 else log(1 - a * a)",), domain=(-0.9, 0.9)),
    Operation("atan",       "atan",  "atan(a)",   ("1 / (1 + a * a) if abs(a) < 1e150 else 1 / a / a",)),
    Operation("atan2",      "atan2", "atan2(a, b)", (over_squares("b", "a"), f"-({over_squares('a', 'b')})"), domain=(0.2, 3.0)),
    Operation("sinh",       "sinh",  "sinh(a)",   ("cosh(a)",)),
    Operation("cosh",       "cosh",  "cosh(a)",   ("sinh(a)",)),
    Operation("tanh",       "tanh",  "tanh(a)",   ("1 - out * out if abs(a) < 0.5 else 4 * logistic(2 * a) * logistic(-2 * a)",)),
    Operation("asinh",      "asinh", "asinh(a)",  ("1 / hypot(1.0, a)",)),
    Operation("acosh",      "acosh", "acosh(a)",  ("1 / (sqrt(a - 1) * sqrt(a + 1)) if a > 1 else -log(a - 1)",), domain=(1.2, 3.0)),
    Operation("atanh",      "atanh", "atanh(a)",  ("1 / (1 - a * a) if abs(a) < 0.5 else 1 / ((1 - a) * (1 + a)) if abs(a) < 1 else -log(1 - a * a)",), domain=(-0.9, 0.9)),
    # the error function and the units of neural networks
    Operation("erf",        "erf",   "erf(a)",    (f"1.1283791670955126 * ({EXP_OF_SQUARE})",)),
    Operation("erfc",       "erfc",  "erfc(a)",   (f"-1.1283791670955126 * ({EXP_OF_SQUARE})",)),
    Operation("logit",      "logit", "2 * atanh(2 * a - 1) if abs(a - 0.5) < 0.25 else log(a / (1 - a))",
                                     ("1 / (a * (1 - a)) if 0 < a < 1 else -log(a) - log(1 - a)",), domain=(0.1, 0.9)),
    Operation("softplus",   "softplus", "a + log1p(exp(-a)) if a > 0 else log1p(exp(a))", ("logistic(a)",)),
    Operation("relu",       "relu",  "0.0 if a <= 0 else a", ("0.0 if a <= 0 else 1.0 if a > 0 else out",)),
    Operation("leaky_relu", "leaky relu", "a if a > 0 else a * b", ("1.0 if a > 0 else b if a <= 0 else out", "0.0 if a > 0 else a if a <= 0 else out"), defaults=(0.01,), names=("a", "slope")),
    Operation("elu",        "elu",   "a if a > 0 else b * expm1(a)", ("1.0 if a > 0 else b * exp(a) if not a < -700 else b * exp(a / 2) * exp(a / 2)", "0.0 if a > 0 else expm1(a)"), defaults=(1.0,), names=("a", "alpha")),
    Operation("silu",       "silu",  "a * logistic(a) if not a < -700 else a * exp(a / 2) * exp(a / 2)", (SILU_SLOPE,)),
    Operation("gelu_slope", "gelu′", GELU_SLOPE, (GELU_CURVATURE,)),
    Operation("gelu",       "gelu",  GELU, ("gelu_slope(a)",)),
    # choices
    Operation("maximum",    "max",   "a if a >= b or a != a else b",
                                     ("1.0 if a > b else 0.0 if a < b else 0.5 if a == b else out",
                                      "0.0 if a > b else 1.0 if a < b else 0.5 if a == b else out")),
    Operation("minimum",    "min",   "a if a <= b or a != a else b",
                                     ("1.0 if a < b else 0.0 if a > b else 0.5 if a == b else out",
                                      "0.0 if a < b else 1.0 if a > b else 0.5 if a == b else out")),
    # where's condition a is a number; the operand not chosen arrives as a number too
    Operation("where",      "where", "b if a else c", ("0.0", "1.0 if a else 0.0", "0.0 if a else 1.0"), names=("condition", "a", "b")),
)

# Operations on any number of operands: x is their list, and so are the derivatives.
VARIADIC = (
    Variadic("sum",        "Σ",     "total(x)",              ("ones(x)",)),
    Variadic("mean",       "mean",  "total(x) / len(x)",     ("even_shares(x)",)),
    Variadic("prod",       "Π",     "product(x)",            ("products_of_others(x)",)),
    Variadic("max",        "max",   "largest(x)",            ("equal_shares(x, out)",)),
    Variadic("min",        "min",   "smallest(x)",           ("equal_shares(x, out)",)),
    Variadic("logsumexp",  "logsumexp", "log_of_sum(x, exp, log1p)", ("fractions_of_sum(x, exp)",)),
    Variadic("dot",        "Σ",     "sum_of_products(x)",    ("partners(x)",)),
)
# fmt: on


class Rows(dict):
    """Rows by their names; of a name that has none it says what to do.

    >>> Rows()["cube"]
    Traceback (most recent call last):
    ...
    KeyError: "no operation is called 'cube' here; define it first, with operation()"
    """

    #: Finds rows that are made of others, by their names; set by who makes them.
    derived: Callable[[str], Operation | None] = staticmethod(lambda name: None)

    def __missing__(self, name: str) -> Operation:
        if row := self.derived(name):
            self[name] = row
            return row
        raise KeyError(
            f"no operation is called {name!r} here; define it first, with operation()"
        )


#: Every operation by its name; a user's own operation is added here too.
OPERATIONS = Rows((operation.name, operation) for operation in TABLE + VARIADIC)

#: Other names under which Values know a row: PyTorch's and NumPy's.
ALIASES = {
    "sigmoid": "logistic",
    "arcsin": "asin",
    "arccos": "acos",
    "arctan": "atan",
    "arcsinh": "asinh",
    "arccosh": "acosh",
    "arctanh": "atanh",
    "arctan2": "atan2",
}


# The words of the variadic rows. They add from left to right, in every engine, since
# Python's own sum() rounds differently from one version of Python to the next.


def total(x):
    """x[0] + x[1] + ..., from left to right; 0.0 of nothing."""
    out = 0.0
    for a in x:
        out = out + a
    return out


def ones(x):
    """1 for each operand."""
    return [1.0] * len(x)


def even_shares(x):
    """1/k for each of k operands."""
    return [1 / len(x)] * len(x)


def product(x):
    """x[0] * x[1] * ..., from left to right; 1.0 of nothing."""
    out = 1.0
    for a in x:
        out = out * a
    return out


def products_of_others(x):
    """For each operand the product of all the others: no division, so 0 is no trouble."""
    before, after = [1.0], [1.0]
    for a, b in zip(x, reversed(x)):
        before.append(before[-1] * a)
        after.append(after[-1] * b)
    return [left * right for left, right in zip(before, reversed(after[:-1]))]


def largest(x):
    """The greatest operand; nan when there is one."""
    out = x[0]
    for a in x:
        if a > out or a != a:
            out = a
    return out


def smallest(x):
    """The least operand; nan when there is one."""
    out = x[0]
    for a in x:
        if a < out or a != a:
            out = a
    return out


def equal_shares(x, out):
    """1/k for each of the k operands that equal the result, 0 for the rest."""
    if out != out:
        return [out] * len(x)
    winners = [a == out for a in x]
    return [1 / winners.count(True) if winner else 0.0 for winner in winners]


def log_of_sum(x, exp, log1p):
    """log(exp(x[0]) + exp(x[1]) + ...), shifted by the greatest so nothing overflows."""
    shift = largest(x)
    if shift - shift != 0:  # nan or an infinity is its own answer
        return shift
    rest = list(x)
    rest.remove(shift)
    return shift + log1p(total([exp(a - shift) for a in rest]))


def fractions_of_sum(x, exp):
    """The share of each exponential in their sum: the derivatives of log_of_sum."""
    shift = largest(x)
    parts = [exponential_of_difference(a, shift, exp) for a in x]
    whole = total(parts)
    return [part / whole for part in parts]


def exponential_of_difference(a, b, exp):
    """exp(a - b), with what the difference rounds off made good; 1 for a tie at inf."""
    if b - b != 0:
        return 1.0 if a == b else exp(a - b)
    difference = a - b
    moved = difference - a
    out = exp(difference)
    lost = (a - (difference - moved)) - (b + moved)
    return out + out * lost if out > 0 else out


def sum_of_products(x):
    """bias + w[0] y[0] + w[1] y[1] + ... of the operands (bias, w[0], y[0], w[1], ...)."""
    odd = len(x) % 2
    out = x[0] if odd else 0.0
    for i in range(odd, len(x), 2):
        out = out + x[i] * x[i + 1]
    return out


def partners(x):
    """1 for the bias; for each factor of a product the other factor."""
    odd = len(x) % 2
    pairs = range(odd, len(x), 2)
    return [1.0] * odd + [factor for i in pairs for factor in (x[i + 1], x[i])]


WORDS = {
    word.__name__: word
    for word in (
        len,
        total,
        ones,
        even_shares,
        product,
        products_of_others,
        largest,
        smallest,
        equal_shares,
        log_of_sum,
        fractions_of_sum,
        sum_of_products,
        partners,
    )
}
