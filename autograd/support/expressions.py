"""The text of an operation as a tree: parsed once, written again in any language.

A tree is a number, a letter (text), or an Apply: a function of trees. Arithmetic bears
the table's names, comparisons those of ``operator``; a choice is ``where(condition, x,
y)``, and a condition is made of comparisons with ``and``, ``or`` and ``not``. Nothing
else can be said, so that a text of the user's can do nothing but compute.

>>> parsed("1 / a if 0 <= a < b else -inf")
Apply(function='where', operands=(Apply(function='and', operands=(Apply(function='le', \
operands=(0.0, 'a')), Apply(function='lt', operands=('a', 'b')))), \
Apply(function='truediv', operands=(1.0, 'a')), -inf))
>>> parsed("(lambda: a)()")
Traceback (most recent call last):
...
ValueError: '(lambda: a)()' is no number that can be computed; it takes numbers, \
letters, + - * /, comparisons, calls of functions by name, and x if condition else y
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache, reduce
from math import inf, nan, pi
from typing import NamedTuple

from autograd.operations import TABLE

ROWS = {row.name: row for row in TABLE}
CONSTANTS = {"inf": inf, "nan": nan, "pi": pi}
ARITHMETIC = {ast.Add: "add", ast.Sub: "sub", ast.Mult: "mul", ast.Div: "truediv"}
COMPARISONS = {
    ast.Lt: "lt",
    ast.LtE: "le",
    ast.Gt: "gt",
    ast.GtE: "ge",
    ast.Eq: "eq",
    ast.NotEq: "ne",
}
CONNECTIVES = {ast.And: "and", ast.Or: "or"}
#: The functions whose value is a truth, not a number.
TRUTHS = frozenset((*COMPARISONS.values(), *CONNECTIVES.values(), "not"))
LONGEST, DEEPEST = 2000, 60


class Apply(NamedTuple):
    """A function of trees."""

    function: str
    operands: tuple[Tree, ...]


Tree = Apply | str | float


@lru_cache(4096)
def parsed(text: str) -> Tree:
    """The tree of a text; ValueError when it is no arithmetic, too long or too deep."""
    if len(text) > LONGEST:
        raise ValueError(f"a text of {len(text)} characters, needs {LONGEST} at most")
    text = text.strip()
    try:
        tree = ast.parse(text, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        reason = getattr(error, "msg", None) or str(error)
        needs = "needs arithmetic such as a * exp(b)"
        raise ValueError(f"{text!r:.80} is no expression, {needs}: {reason}") from None
    return Parser(text).number(tree, 0)


class Parser:
    """The one walk through what Python makes of a text."""

    def __init__(self, text: str) -> None:
        self.text = text

    def number(self, node: ast.expr, depth: int) -> Tree:
        """The tree of something that is a number."""
        self._check(depth)
        match node:
            case ast.Constant(int(value) | float(value)) if value.__class__ is not bool:
                return self._constant(value)
            case ast.Name(name):
                return CONSTANTS.get(name, name)
            case ast.UnaryOp(ast.USub(), operand):
                inner = self.number(operand, depth + 1)
                return -inner if isinstance(inner, float) else Apply("neg", (inner,))
            case ast.UnaryOp(ast.UAdd(), operand):
                return self.number(operand, depth + 1)
            case ast.BinOp(left, operator, right) if type(operator) in ARITHMETIC:
                pair = self.number(left, depth + 1), self.number(right, depth + 1)
                return Apply(ARITHMETIC[type(operator)], pair)
            case ast.IfExp(test, body, orelse):
                sides = self.number(body, depth + 1), self.number(orelse, depth + 1)
                return Apply("where", (self.truth(test, depth + 1), *sides))
            case ast.Call(ast.Name("where"), [test, *rest], []) if len(rest) == 2:
                return self.number(ast.IfExp(test, *rest), depth)
            case ast.Call(ast.Name(name), arguments, []) if name not in TRUTHS:
                given = [self.number(x, depth + 1) for x in arguments]
                return Apply(name, (*given, *self._defaults(name, len(given))))
            case ast.UnaryOp(ast.Not()):
                return Apply("where", (self.truth(node, depth + 1), 1.0, 0.0))
            case ast.Compare(_, operators) if are_known(operators):
                return Apply("where", (self.truth(node, depth + 1), 1.0, 0.0))
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow):
            raise ValueError(f"the text {self.text!r:.80} uses **, needs pow(a, b)")
        said = ast.get_source_segment(self.text, node)
        raise ValueError(
            f"{said!r:.80} is no number that can be computed; it takes numbers, "
            "letters, + - * /, comparisons, calls of functions by name, and x if "
            "condition else y"
        )

    def truth(self, node: ast.expr, depth: int) -> Tree:
        """The tree of a condition; of a number, whether it is not 0."""
        self._check(depth)
        match node:
            case ast.BoolOp(operator, values):
                name, inner = CONNECTIVES[type(operator)], depth + len(values)
                return joined(name, [self.truth(x, inner) for x in values])
            case ast.UnaryOp(ast.Not(), operand):
                return Apply("not", (self.truth(operand, depth + 1),))
            case ast.Compare(left, operators, others) if are_known(operators):
                inner = depth + len(others)  # as many as are joined, one in the other
                sides = [self.number(x, inner) for x in (left, *others)]
                names = [COMPARISONS[type(operator)] for operator in operators]
                triples = zip(names, sides, sides[1:])
                return joined("and", [Apply(name, (a, b)) for name, a, b in triples])
        return Apply("ne", (self.number(node, depth + 1), 0.0))

    def _check(self, depth: int) -> None:
        if depth > DEEPEST:
            said = f"{self.text!r:.60} is nested too deep"
            raise ValueError(f"{said}, needs {DEEPEST} levels at most")

    def _defaults(self, name: str, given: int) -> tuple[float, ...]:
        """What the call of a row leaves out; ValueError for too few or too many."""
        try:
            return ROWS[name].defaults_after(given) if name in ROWS else ()
        except TypeError as error:
            raise ValueError(f"in {self.text!r:.60} {error}") from None

    def _constant(self, value: int | float) -> float:
        try:
            return float(value)
        except OverflowError:
            said = f"{self.text!r:.60} has a number beyond all floats"
            raise ValueError(f"{said}, needs one that a float can hold") from None


def are_known(operators: list[ast.cmpop]) -> bool:
    """Whether all comparisons are of numbers."""
    return all(type(operator) in COMPARISONS for operator in operators)


def joined(name: str, trees: list[Tree]) -> Tree:
    """Several conditions as one."""
    return reduce(lambda a, b: Apply(name, (a, b)), trees)


def parts(tree: Tree) -> Iterator[Tree]:
    """The tree itself and all trees in it.

    >>> [part for part in parts(parsed("exp(a) + b")) if isinstance(part, str)]
    ['a', 'b']
    """
    yield tree
    if isinstance(tree, Apply):
        for operand in tree.operands:
            yield from parts(operand)


def written(
    tree: Tree,
    spellings: Mapping[str, str],
    other: str = "{0}({1})",
    number: Callable[[float], str] = repr,
) -> str:
    """A tree as text: each function by its spelling, a format of its operands.

    other: the spelling of functions that have none, of the name and all operands.
    number: writes a number.

        >>> written(parsed("1 / exp(-a)"), {"truediv": "({} / {})", "neg": "(-{})"})
        '(1.0 / exp((-a)))'
    """
    match tree:
        case str():
            return tree
        case Apply(function, trees):
            operands = [written(x, spellings, other, number) for x in trees]
            if function in spellings:
                return spellings[function].format(*operands)
            return other.format(function, ", ".join(operands))
    return number(tree)
