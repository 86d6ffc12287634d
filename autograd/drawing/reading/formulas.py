"""Formulas as people write them.

>>> from autograd import Value
>>> total = Value(1.0) + Value(2.0)
>>> formula_of(total * 3.0, {total: Formula("a + b", SUM)}).text
'(a + b)·3'
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from autograd.drawing.reading.names import readable, shortened
from autograd.drawing.style import number
from autograd.operations import OPERATIONS
from autograd.value import Value

# So long is what is said in full.
LONGEST_FULL = 300

# How tightly a formula holds together: a sum, a product, a power, one word.
SUM, PRODUCT, POWER, WORD = 1, 2, 3, 4
SUPERSCRIPTS = str.maketrans("−0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


class Formula(NamedTuple):
    """A piece of a formula and how tightly it holds together."""

    text: str
    level: int = WORD

    def at(self, level: int) -> str:
        """The text, in parentheses unless it holds as tightly as the level asks."""
        return self.text if self.level >= level else f"({self.text})"


DOTS = Formula("…")


def sketch_of(node: Any) -> str:
    """A formula that leaves its Values out, ``3·…``; none of a sum of any length."""
    row = OPERATIONS.get(node.operation)
    if row and row.variadic:
        return ""
    return formula_of(node, dict.fromkeys(operands_of(node), DOTS)).text


def label(operation: str) -> str:
    """The sign of an operation; the name of one that has no row in the table."""
    row = OPERATIONS.get(operation)
    return readable(row.label if row else operation)


def formula_of(node: Any, references: dict[Any, Formula]) -> Formula:
    """How a node is computed, in terms of its operands; empty for a leaf."""
    if not node.operands:
        return Formula("")
    operands = [
        references[x] if isinstance(x, Value) else constant(x, first=i == 0)
        for i, x in enumerate(shown_operands(node))
    ]
    if node.operation in WRITERS:
        return WRITERS[node.operation](*operands)
    arguments = ", ".join(operand.text for operand in operands)
    return Formula(f"{label(node.operation)}({arguments})")


def worked(node: Any) -> str:
    """The formula of a node with numbers in the place of its operands.

    >>> from autograd import Value
    >>> worked(Value(2.0) * -3.0 + Value(-1.0))
    '−6 + (−1)'
    """
    first = node.operands[0] if node.operands else None
    numbers = {x: constant(x.data, first=x is first) for x in operands_of(node)}
    return shortened(formula_of(node, numbers).text, LONGEST_FULL)


def operands_of(node: Any) -> list[Any]:
    """The operands of a node that are Values, one entry for each use."""
    return [x for x in node.operands if isinstance(x, Value)]


def shown_operands(node: Any) -> tuple[Any, ...]:
    """The operands of a node, without the 0 that ``dot`` takes for a missing bias."""
    first, *rest = node.operands
    missing = node.operation == "dot" and not isinstance(first, Value) and first == 0
    return tuple(rest) if missing and len(rest) % 2 == 0 and rest else node.operands


def constant(x: float, first: bool) -> Formula:
    """A plain number as an operand: ``−2·x`` but ``x·(−2)``."""
    return Formula(number(x), WORD if x >= 0 else PRODUCT if first else 0)


def infix(sign: str, level: int) -> Callable[[Formula, Formula], Formula]:
    """What writes two operands with a sign between them, computed from the left."""
    return lambda left, right: Formula(
        left.at(level) + sign + right.at(level + 1), level
    )


product = infix("·", PRODUCT)


def power(base: Formula, exponent: Formula) -> Formula:
    """A power: ``x²`` where the exponent is a whole number, else ``x ** y``."""
    if exponent.text.removeprefix("−").isdecimal():
        raised = exponent.text.translate(SUPERSCRIPTS)
        return Formula(base.at(WORD) + raised, POWER)
    return Formula(f"{base.at(WORD)} ** {exponent.at(WORD)}", POWER)


def products(*operands: Formula) -> Formula:
    """The bias, when there is one, plus each weight times its input."""
    odd = len(operands) % 2
    terms = list(operands[:odd])
    terms += map(product, operands[odd::2], operands[odd + 1 :: 2])
    if len(terms) == 1:
        return terms[0]
    return Formula(" + ".join(term.at(PRODUCT) for term in terms), SUM)


# The operations whose formula is not written label(operands).
WRITERS: dict[str, Callable[..., Formula]] = {
    "add": infix(" + ", SUM),
    "sub": infix(" − ", SUM),
    "mul": product,
    "truediv": infix("/", PRODUCT),
    "pow": power,
    "square": lambda a: power(a, Formula("2")),
    "neg": lambda a: Formula(f"−{a.at(POWER)}", SUM),
    "reciprocal": lambda a: Formula(f"1/{a.at(POWER)}", PRODUCT),
    "abs": lambda a: Formula(f"|{a.text}|"),
    "dot": products,
}
