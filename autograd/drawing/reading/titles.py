"""The title of every box: what its value is called, and how it is computed.

>>> from autograd import Value, dot, logistic
>>> w, x, b = Value(1.0, name="w"), Value(2.0, name="x"), Value(3.0, name="b")
>>> order = [w, x, b, z := dot([w], [x], b), y := z * 2, logistic(y)]
>>> [title.text for title in titles_of(order, {z: "z"}).values()]
['w', 'x', 'b', 'z = b + w·x', 'z·2', 'σ(z·2)']
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, NamedTuple

from autograd.drawing.reading.formulas import (
    LONGEST_FULL,
    Formula,
    formula_of,
    label,
    sketch_of,
)
from autograd.drawing.reading.names import readable, shortened

# A longer formula of a nameless value is not repeated where the value is used,
# and a longer title would make a box as wide as a page.
LONGEST_REFERENCE = 16
LONGEST_TITLE = 28


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
