"""What a user may define as an operation: checked whole before anything is kept.

>>> row("twice", "2 * a", ["2.0"]).letters
('a',)
>>> row("twice", "2 * b", ["2.0"])
Traceback (most recent call last):
...
ValueError: twice: the text '2 * b' uses 'b'; it may use a and functions of the table \
such as exp and maximum
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from contextlib import suppress
from keyword import iskeyword
from math import inf
from typing import Any
from unicodedata import is_normalized

from autograd.operations import TABLE, VARIADIC, Operation
from autograd.support.conversion import float_from, is_real, refusal
from autograd.support.expressions import ROWS, TRUTHS, Apply, parsed, parts

BUILT_IN = frozenset(row.name for row in (*TABLE, *VARIADIC))
#: What a node or a line of a program is called that is no operation.
TAKEN = ("checkpoint", "choice", "program", "v")
Rule = str | Callable
MOST = 8  # operands: a to h


def row(
    name: Any,
    value: Any,
    derivatives: Any,
    label: Any = None,
    domain: Any = (-3.0, 3.0),
    defaults: Any = (),
) -> Operation:
    """The row of an operation; TypeError or ValueError that says what is wrong."""
    check_name(name)
    if not isinstance(label, (str, type(None))):
        raise refusal(label, f"{name}: label", "a text")
    rules = checked_derivatives(name, derivatives)
    domain = checked_domain(name, domain, len(rules))
    defaults = checked_defaults(name, defaults, len(rules))
    letters = Operation(name, name, value, rules).letters
    value = checked_rule(name, value, letters)
    rules = tuple(checked_rule(name, rule, (*letters, "out")) for rule in rules)
    return Operation(name, label or name, value, rules, domain, defaults)


def check_name(name: Any) -> None:
    """Refuse a name that graphs, programs or Python take for something else."""
    if not isinstance(name, str):
        raise refusal(name, "operation: name", "a text")
    if name in BUILT_IN:
        raise ValueError(f"operation: {name!r} is in the table, needs another name")
    if not name.isidentifier() or iskeyword(name) or not is_normalized("NFKC", name):
        raise refusal(name, "operation: name", "an identifier", ValueError)
    if name in TAKEN or name.startswith("__") or is_derived(name):
        raise ValueError(f"operation: {name!r} means something, needs another name")


def is_derived(name: str) -> bool:
    """Whether the derivatives of some operation are, or may be, called so.

    >>> is_derived("abs_by_a"), is_derived("divided_by_two")
    (True, False)
    """
    base, mark, letter = name.rpartition("_by_")
    return bool(mark) and (base in BUILT_IN or letter in tuple("abcdefgh"))


def checked_derivatives(name: str, derivatives: Any) -> tuple:
    """The rules of the derivatives: a sequence of one to eight."""
    if not isinstance(derivatives, Sequence) or isinstance(derivatives, (str, bytes)):
        needs = "a list with one for each operand, such as ['2 * a']"
        raise refusal(derivatives, f"{name}: derivatives", needs)
    if not 1 <= len(derivatives) <= MOST:
        raise ValueError(
            f"{name}: got {len(derivatives)} derivatives, needs one for each operand, "
            f"1 to {MOST}"
        )
    return tuple(derivatives)


def checked_domain(name: str, domain: Any, operands: int) -> tuple:
    """The domain in floats: (low, high), or one such pair for each operand."""
    if is_pair(domain):
        return tuple(map(float, domain))
    is_list = isinstance(domain, (tuple, list)) and len(domain) == operands
    if is_list and all(map(is_pair, domain)):
        return tuple(tuple(map(float, pair)) for pair in domain)
    needs = "(low, high), finite, or one such pair for each operand"
    raise refusal(domain, f"{name}: domain", needs, ValueError)


def is_pair(x: Any) -> bool:
    """Whether x is (low, high), two finite numbers in order."""
    if not isinstance(x, (tuple, list)) or len(x) != 2 or not all(map(is_real, x)):
        return False
    # too large an int, a signalling nan, a Value
    with suppress(ArithmeticError, ValueError, TypeError):
        low, high = map(float, x)
        return -inf < low <= high < inf
    return False


def checked_defaults(name: str, defaults: Any, operands: int) -> tuple[float, ...]:
    """The defaults in floats: no more of them than operands."""
    if not isinstance(defaults, (tuple, list)) or len(defaults) > operands:
        needs = f"a tuple of at most {operands} numbers"
        raise refusal(defaults, f"{name}: defaults", needs, ValueError)
    return tuple(float_from(x, f"{name}: defaults") for x in defaults)


def checked_rule(name: str, rule: Any, letters: tuple[str, ...]) -> Rule:
    """A text of the letters, or a function of as many floats; else an error."""
    if isinstance(rule, str):
        return checked_text(name, str.__str__(rule), letters)
    if not callable(rule) or type(rule).__hash__ is None:
        kind = type(rule).__name__
        raise TypeError(f"{name}: got {kind}, needs a text or a (hashable) function")
    return checked_function(name, rule, letters)


def checked_text(name: str, text: str, letters: tuple[str, ...]) -> str:
    """The text, if it is arithmetic of the letters."""
    try:
        unknown = strangers(text, letters)
    except ValueError as error:
        raise ValueError(f"{name}: {error}") from None
    if unknown:
        raise ValueError(
            f"{name}: the text {text!r:.80} uses {unknown[0]!r}; it may use "
            f"{', '.join(letters)} and functions of the table such as exp and maximum"
        )
    return text


def strangers(text: str, letters: tuple[str, ...]) -> list[str]:
    """What a text uses that is no letter, and what it calls that is no function."""
    found = []
    for part in parts(parsed(text)):
        if isinstance(part, Apply) and part.function not in {*ROWS, *TRUTHS}:
            found.append(part.function)
        if isinstance(part, str) and part not in letters:
            found.append(part)
    return found


def checked_function(name: str, rule: Any, letters: tuple[str, ...]) -> Callable:
    """The function, if it can be called with as many operands."""
    try:
        signature = inspect.signature(rule)
    except (TypeError, ValueError):  # some that are written in C have none
        return rule
    try:
        signature.bind(*letters)
    except TypeError as error:
        needs = ", ".join(letters)
        raise TypeError(f"{name}: a function of ({needs}) is needed: {error}") from None
    return rule
