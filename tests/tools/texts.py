"""Random texts of operations, each with what it means told apart from the text."""

import math
import operator
from collections.abc import Callable
from random import Random
from typing import NamedTuple

from autograd import functions
from autograd.operations import TABLE

COMPARISONS = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
}
SIGNS = {"+": "add", "-": "sub", "*": "mul", "/": "truediv"}
NUMBERS = {"0": 0.0, "1": 1.0, "2": 2.0, "0.5": 0.5, "-1.5": -1.5, "1e-3": 1e-3}
NUMBERS |= {"inf": math.inf, "-inf": -math.inf, "nan": math.nan, "pi": math.pi}
ROWS = [row for row in TABLE if row.name != "where"]


class Text(NamedTuple):
    """A text and the function of a World that it stands for."""

    text: str
    meaning: Callable


class World(NamedTuple):
    """What the letters are, and what becomes of every result on the way."""

    letters: dict
    rounded: Callable = lambda x: x


class Texts:
    """Makes texts of some letters."""

    def __init__(self, seed, letters):
        self.random, self.letters = Random(seed), letters

    def number(self, depth=4):
        """A text that is a number."""
        if depth == 0 or self.random.random() < 0.1:
            return self.leaf()
        often = self.sum, self.call, self.choice, self.minus
        return self.random.choice([*often, *often, self.call, self.truth])(depth - 1)

    def leaf(self):
        if self.random.random() < 0.75:
            return letter(self.random.choice(self.letters))
        text = self.random.choice(list(NUMBERS))
        return Text(text, lambda world: NUMBERS[text])

    def sum(self, depth):
        a, b = self.number(depth), self.number(depth)
        sign, name = self.random.choice(list(SIGNS.items()))
        return Text(f"({a.text} {sign} {b.text})", applied(name, a, b))

    def minus(self, depth):
        a = self.number(depth)
        return Text(f"-({a.text})", applied("neg", a))

    def call(self, depth):
        row = self.random.choice(ROWS)
        least = len(row.letters) - len(row.defaults)
        count = self.random.randint(least, len(row.letters))
        operands = [self.number(depth) for _ in range(count)]
        text = f"{row.name}({', '.join(x.text for x in operands)})"
        return Text(text, applied(row.name, *operands))

    def choice(self, depth):
        a, b = self.number(depth), self.number(depth)
        condition = self.condition(depth)

        def meaning(world):
            return (a if condition.meaning(world) else b).meaning(world)

        if self.random.random() < 0.5:
            return Text(f"({a.text} if {condition.text} else {b.text})", meaning)
        return Text(f"where({condition.text}, {a.text}, {b.text})", meaning)

    def truth(self, depth):
        """A condition as a number; Python would make one operand of "and" and "or"."""
        condition = self.random.choice((self.comparison, self.opposite))(depth)
        return Text(
            f"({condition.text})",
            lambda world: 1.0 if condition.meaning(world) else 0.0,
        )

    def condition(self, depth):
        """A text that is a truth: of a number, whether it is not 0."""
        if depth == 0 or self.random.random() < 0.5:
            return self.comparison(depth)
        ways = self.both, self.either, self.opposite, self.number
        return self.random.choice(ways)(depth - 1)

    def comparison(self, depth):
        count = self.random.choice((2, 2, 2, 3))
        sides = [self.number(max(depth - 1, 0)) for _ in range(count)]
        signs = self.random.choices(list(COMPARISONS), k=count - 1)
        text = sides[0].text
        for sign, side in zip(signs, sides[1:]):
            text += f" {sign} {side.text}"

        def meaning(world):
            found = [side.meaning(world) for side in sides]
            pairs = zip(signs, found, found[1:])
            return all(COMPARISONS[sign](a, b) for sign, a, b in pairs)

        return Text(text, meaning)

    def both(self, depth):
        a, b = self.condition(depth), self.condition(depth)
        return Text(
            f"({a.text} and {b.text})",
            lambda world: bool(a.meaning(world)) & bool(b.meaning(world)),
        )

    def either(self, depth):
        a, b = self.condition(depth), self.condition(depth)
        return Text(
            f"({a.text} or {b.text})",
            lambda world: bool(a.meaning(world)) | bool(b.meaning(world)),
        )

    def opposite(self, depth):
        a = self.condition(depth)
        return Text(f"(not {a.text})", lambda world: not a.meaning(world))


def letter(name):
    """The meaning of a letter: the result out was rounded, too."""
    if name == "out":
        return Text(name, lambda world: world.rounded(world.letters[name]))
    return Text(name, lambda world: world.letters[name])


def applied(name, *operands):
    """The meaning of a function of the table, by the function itself."""
    function = getattr(functions, name)
    return lambda world: world.rounded(function(*[x.meaning(world) for x in operands]))
