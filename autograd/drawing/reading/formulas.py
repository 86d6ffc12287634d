"""Formulas as people write them, and the title of every box.

>>> from autograd import Value, dot, logistic
>>> w, x, b = Value(1.0, name="w"), Value(2.0, name="x"), Value(3.0, name="b")
>>> order = [w, x, b, z := dot([w], [x], b), y := logistic(z * 2)]
>>> from autograd.backward import topological_order
>>> titles = titles_of(topological_order(y), {z: "z"})
>>> [title.text for title in titles.values()]
['b', 'w', 'x', 'z = b + w·x', 'z·2', 'σ(z·2)']
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from autograd.drawing.reading.names import readable, shortened
from autograd.drawing.style import number
from autograd.operations import OPERATIONS
from autograd.value import Value

# A longer formula of a nameless value is not repeated where the value is used,
# and a longer title would make a box as wide as a page.
LONGEST_REFERENCE = 16
LONGEST_TITLE = 28
LONGEST_FULL = 300

# How tightly a formula holds together: a sum, a product, a power, one word.
SUM, PRODUCT, POWER, WORD = 1, 2, 3, 4
INFIX = {
    "add": (" + ", SUM),
    "sub": (" − ", SUM),
    "mul": ("·", PRODUCT),
    "truediv": ("/", PRODUCT),
}
SUPERSCRIPTS = str.maketrans("−0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


class Formula(NamedTuple):
    """A piece of a formula and how tightly it holds together."""

    text: str
    level: int = WORD

    def at(self, level: int) -> str:
        """The text, in parentheses unless it holds as tightly as the level asks."""
        return self.text if self.level >= level else f"({self.text})"


DOTS = Formula("…")


class Title(NamedTuple):
    """What stands in the first line of a box.

    name and rest: the two parts of the line, such as ``h1`` and `` = σ(z1)``.
    full: the same without any shortening.
    spelled: whether every operand can be read in it, plain numbers too.
    """

    name: str
    rest: str
    full: str
    spelled: bool

    @property
    def text(self) -> str:
        """The whole line."""
        return self.name + self.rest


def titles_of(
    nodes: Iterable[Any],
    names: dict[Any, str],
    references: dict[Any, Formula] | None = None,
) -> dict[Any, Title]:
    """The titles of nodes, which are in topological order.

    references: what all nodes of their graph are called; a short formula will do
    instead of the number of a nameless one.
    """
    references = dict(references or references_of(nodes, names))
    titles = {}
    for node in nodes:
        formula = formula_of(node, references)
        if not name_of(node, names) and 0 < len(formula.text) <= LONGEST_REFERENCE:
            references[node] = formula
        titles[node] = title(node, references[node].text, formula.text)
    return titles


def references_of(order: Iterable[Any], names: dict[Any, str]) -> dict[Any, Formula]:
    """What each node of an order is called: its name, or v1, v2, ... by its place.

    They count by another letter when the program has names such as v1 itself.
    """
    said = {node: name_of(node, names) for node in order}
    letter = free_letter(said.values())
    return {
        node: Formula(readable(name) if name else f"{letter}{i}")
        for i, (node, name) in enumerate(said.items(), 1)
    }


def name_of(node: Any, names: dict[Any, str]) -> str:
    """The name of a node: its own, or else what the program calls it."""
    return names.get(node, "") if node.name is None else node.name


def free_letter(names: Iterable[str]) -> str:
    """The first of some letters after which no name has just a number.

    >>> free_letter(["v", "x1"]), free_letter(["v1", "u"])
    ('v', 'u')
    """
    taken = {str(name)[:1] for name in names if str(name)[1:].isdecimal()}
    return next((letter for letter in "vuqnme" if letter not in taken), "v_")


def title(node: Any, reference: str, formula: str) -> Title:
    """The title of a node that is referred to in one way and computed in another."""
    if not formula:
        return Title(shortened(reference, LONGEST_TITLE), "", reference, True)
    if reference == formula:
        return Title("", formula, formula, True)
    full = shortened(f"{reference} = {formula}", LONGEST_FULL)
    for shorter in (formula, sketch_of(node)):
        if shorter and len(f"{reference} = {shorter}") <= LONGEST_TITLE:
            return Title(reference, f" = {shorter}", full, True)
    rest = f" = {label(node.operation)}"
    return Title(shortened(reference, LONGEST_TITLE - len(rest)), rest, full, False)


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
    if node.operation in INFIX:
        return infix(operands[0], operands[1], *INFIX[node.operation])
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


def called(title: Title) -> str:
    """What a derivative calls a value: its name, or its formula in parentheses.

    >>> called(Title("h1", " = σ(z1)", "", True)), called(Title("", "a·b", "", True))
    ('h1', '(a·b)')
    >>> called(Title("", "tanh(a + b)", "", True))
    'tanh(a + b)'
    """
    if title.name:
        return title.name
    text = title.rest
    while (shorter := re.sub(r"\([^()]*\)", "", text)) != text:
        text = shorter
    return title.rest if text.isalpha() else f"({title.rest})"


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


def infix(left: Formula, right: Formula, sign: str, level: int) -> Formula:
    """Two operands with a sign between them, computed from left to right."""
    return Formula(left.at(level) + sign + right.at(level + 1), level)


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
    for weight, factor in zip(operands[odd::2], operands[odd + 1 :: 2]):
        terms.append(infix(weight, factor, "·", PRODUCT))
    if len(terms) == 1:
        return terms[0]
    return Formula(" + ".join(term.at(PRODUCT) for term in terms), SUM)


# The operations whose formula is not written label(operands).
WRITERS: dict[str, Callable[..., Formula]] = {
    "pow": power,
    "square": lambda a: power(a, Formula("2")),
    "neg": lambda a: Formula(f"−{a.at(POWER)}", SUM),
    "reciprocal": lambda a: Formula(f"1/{a.at(POWER)}", PRODUCT),
    "abs": lambda a: Formula(f"|{a.text}|"),
    "dot": products,
}
