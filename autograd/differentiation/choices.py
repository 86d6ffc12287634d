"""Derivatives with a choice in them, as operations: so that a graph keeps the choice.

The derivative of ``abs`` is ``1.0 if a > 0 else ...``: asked of Values, Python would
take one side for ever. A text that chooses becomes a row of its own instead, whose
derivatives are found in the text. What cannot become one is marked, where its choice
matters: such a graph is no program.

>>> row = slope_row(OPERATIONS["relu"], 0)
>>> row.name, row.value
('relu_by_a', '(0.0 if (a <= 0.0) else (1.0 if (a > 0.0) else b))')
>>> row.derivatives
('0.0', '(0.0 if (a <= 0.0) else (0.0 if (a > 0.0) else 1.0))')
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from functools import lru_cache, reduce
from math import isfinite
from typing import Any

from autograd import functions
from autograd.operations import OPERATIONS, TABLE, Operation
from autograd.support.expressions import Apply, Tree, parsed, parts, written
from autograd.support.observing import observers, observing
from autograd.support.readings import KEPT, PYTHON
from autograd.value import Value, apply, node, plain

#: What the variadic rows ask, as rows: whether operands tie, and exp(a - b), where b is
#: the greatest, on which the shares of all do not depend.
TIE = Operation("max_by_tie", "=", "1.0 if a == b else 0.0", ("0.0", "0.0"))
PART = Operation(
    "logsumexp_by_part",
    "exp",
    "(1.0 if a == b else exp(a - b)) if b - b != 0 else "
    "exp(a - b) + exp(a - b) * (a - (a - b - (a - b - a)) - (b + (a - b - a))) "
    "if exp(a - b) > 0 else 0.0",
    ("out", "0.0"),
)
OPERATIONS.update({row.name: row for row in (TIE, PART)})


def equal_shares(x: list, out: Any) -> list:
    """1/k for each of the k operands that equal the result, 0 for the rest."""
    ties = [apply(TIE, a, out) for a in x]
    count = functions.sum(ties)
    return [tie / count for tie in ties]


def fractions_of_sum(x: list, exp: Any) -> list:
    """The share of each exponential in their sum."""
    greatest = functions.max(x)
    found = [apply(PART, a, greatest) for a in x]
    whole = functions.sum(found)
    return [part / whole for part in found]


def slopes_of(row: Operation, read: tuple[Callable, ...]) -> tuple[Callable, ...]:
    """The derivatives of a row as functions of Values: operations, where they choose.

    read: the same, read as Python, which asks Values and takes a side.
    """
    return tuple(
        slope_of(row, place, as_python) for place, as_python in enumerate(read)
    )


def slope_of(row, place, as_python):
    """One derivative of a row as a function of its operands and the result."""
    rule = row.derivatives[place]
    if callable(rule):
        return watched(as_python)
    if not has_choice(rule):
        return as_python
    try:
        slope = slope_row(row, place)
    except ValueError:  # the text of its own derivatives would be too long
        return marked(row, as_python) if is_of_table(row) else watched(as_python)
    read = places_read(row, place)

    def derivative(*operands):
        OPERATIONS[slope.name] = slope  # another of this name may have been there
        return apply(slope, *(operands[i] for i in read))

    return derivative


def marked(row, derivative):
    """A derivative in several formulas of one function, but for points of its own."""
    special = float if row in TABLE else ()  # such as 0.0 where both operands are 0

    def slope(*operands):
        found = derivative(*operands)
        is_special = isinstance(found, special) or not isfinite(plain(found))
        return choice(found, operands[-1]) if is_special else found

    return slope


def watched(derivative):
    """A derivative that may ask its operands something, and is marked if it does."""

    def slope(*operands):
        asked = []
        with observing(lambda event, *rest: asked.append(event)):
            found = derivative(*operands)
        return choice(found, operands[-1]) if set(asked) - {"made"} else found

    return slope


def choice(slope, out):
    """A slope as a node that no program can compute, where nobody keeps the questions.

    out: the result of the operation, on which it depends, but for what it is here.
    """
    if observers.get():
        return slope
    active = isinstance(slope, Value)
    return node(plain(slope), "choice", (slope if active else out,), Kept(active))


class Kept:
    """The local derivative of a choice by the side that was taken."""

    def __init__(self, is_active: bool) -> None:
        self.slope = float(is_active)

    def __len__(self) -> int:
        return 1

    def __iter__(self) -> Iterator[float]:
        yield self.slope

    def recorded(self) -> list[float]:
        """The same where a graph is made of it."""
        return [self.slope]


def is_of_table(row):
    """Whether a row is in the table, or a derivative of one that is.

    There, where the text of a derivative is long, it has formulas of one function.
    """
    return row.name.partition("_by_")[0] in {row.name for row in TABLE}


def has_choice(rule):
    """Whether a derivative asks something of its operands.

    >>> has_choice("1.0 if a > 0 else 0.0"), has_choice("2 * a")
    (True, False)
    """
    return not callable(rule) and any(
        isinstance(part, Apply) and part.function == "where"
        for part in parts(parsed(rule))
    )


def places_read(row, place):
    """Which of the operands and the result a derivative reads."""
    read = set(parts(parsed(row.derivatives[place])))
    return [i for i, name in enumerate((*row.letters, "out")) if name in read]


@lru_cache(KEPT)
def slope_row(row: Operation, place: int) -> Operation:
    """The derivative of a row by one of its operands, as a row of what it reads.

    ValueError when a text of its own derivatives is too long or too deep.
    """
    names = (*row.letters, "out")
    read = [names[i] for i in places_read(row, place)]
    letters = dict(zip(read, "abcdefgh"))
    if len(letters) < len(read):
        raise ValueError(f"a derivative of {row.name} reads more than 8 numbers")
    tree = replaced(parsed(row.derivatives[place]), letters)
    texts = [written(partial(tree, letter), PYTHON) for letter in letters.values()]
    for text in texts:
        parsed(text)
    name = f"{row.name}_by_{row.letters[place]}"
    return Operation(name, f"{row.label}′", written(tree, PYTHON), tuple(texts))


def derived(name: str) -> Operation | None:
    """The row of a derivative by its name, where nobody has asked for it yet.

    >>> derived("abs_by_a_by_b").value, derived("abs_by_z")
    ('(0.0 if (a > 0.0) else (0.0 if (a < 0.0) else 1.0))', None)
    """
    base, _, letter = name.rpartition("_by_")
    row = OPERATIONS.get(base) or (derived(base) if base else None)
    if row is None or letter not in row.letters:
        return None
    place = row.letters.index(letter)
    if not has_choice(row.derivatives[place]):
        return None
    with suppress(ValueError):  # its own derivatives would be too long: there is none
        return slope_row(row, place)
    return None


OPERATIONS.derived = derived


def replaced(tree: Tree, others: Mapping[str, Tree]) -> Tree:
    """A tree with other trees in the place of letters."""
    if isinstance(tree, str):
        return others.get(tree, tree)
    if isinstance(tree, Apply):
        return tree._replace(operands=tuple(replaced(x, others) for x in tree.operands))
    return tree


def partial(tree: Tree, letter: str) -> Tree:
    """The derivative of a tree by a letter, by the chain rule."""
    if not isinstance(tree, Apply):
        return 1.0 if tree == letter else 0.0
    if tree.function == "where":
        condition, *sides = tree.operands
        first, second = (partial(side, letter) for side in sides)
        choice = Apply("where", (condition, first, second))
        return first if first == second else choice
    row = OPERATIONS[tree.function]
    letters = dict(zip(row.letters, tree.operands), out=tree)
    terms = [
        product(replaced(parsed(str(text)), letters), inner)
        for operand, text in zip(tree.operands, row.derivatives)
        if (inner := partial(operand, letter)) != 0.0
    ]
    if not terms:
        return 0.0
    return reduce(lambda a, b: Apply("add", (a, b)), terms)


def product(a: Tree, b: Tree) -> Tree:
    """a * b, without factors of 1."""
    if 1.0 in (a, b):
        return b if a == 1.0 else a
    return Apply("mul", (a, b))
