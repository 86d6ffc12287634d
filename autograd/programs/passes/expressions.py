"""The table's text on arrays: each step of an expression is one NumPy call.

``1 / (1 + exp(-a))`` becomes ``multiply(-1.0, a, out); exp(out, out); add(1, out, out);
reciprocal(out, out)``; a choice ``x if condition else y`` computes both and copies x
over y where the condition holds. Nothing is allocated.

>>> lines = []
>>> scratch = lambda kind: f"{kind}{len(lines)}"
>>> choice = Expression("2 * a if a > 0 else b")
>>> choice.write({"a": "a", "b": "b"}, "out", lines, scratch)
'out'
>>> lines
['greater(a, 0, mask0)', 'multiply(2, a, temp1)', 'copyto(out, b)', \
'copyto(out, temp1, where=mask0)']
"""

from __future__ import annotations

import ast
import math
from collections.abc import Callable
from functools import cache
from typing import Any

import numpy

from autograd.operations import OPERATIONS

SAME = """
    cbrt cos cosh exp expm1 hypot log log10 log1p log2 reciprocal sin sinh sqrt
    square tan tanh
"""
UFUNCS = {
    "acos": "arccos",
    "acosh": "arccosh",
    "asin": "arcsin",
    "asinh": "arcsinh",
    "atan": "arctan",
    "atan2": "arctan2",
    "atanh": "arctanh",
    "pow": "float_power",
    "power": "power",
    "abs": "absolute",
    "erf": "erf",
    "erfc": "erfc",
    "sign": "sign",
    "maximum": "maximum",
    "minimum": "minimum",
} | {name: name for name in SAME.split()}
BINARY = {
    ast.Add: "add",
    ast.Sub: "subtract",
    ast.Mult: "multiply",
    ast.Div: "divide",
}
COMPARISONS = {
    ast.Lt: "less",
    ast.LtE: "less_equal",
    ast.Gt: "greater",
    ast.GtE: "greater_equal",
    ast.Eq: "equal",
    ast.NotEq: "not_equal",
}
CONNECTIVES = {ast.And: "logical_and", ast.Or: "logical_or"}
NUMBERS = {"inf": "inf", "nan": "nan", "pi": repr(math.pi)}


@cache
def parsed(text: str) -> ast.expr:
    """The syntax tree of an expression."""
    return ast.parse(text, mode="eval").body


def is_literal(operand: str) -> bool:
    """Whether an operand is a number written out, not the name of an array."""
    return operand in ("inf", "nan", "-inf") or operand[:1] in "-.0123456789("


def answer(function: str, operands: list[str]) -> Any:
    """What a function of NumPy makes of numbers that are written out."""
    known = {"inf": math.inf, "nan": math.nan}
    with numpy.errstate(all="ignore"):
        return NAMESPACE[function](*(eval(x, known) for x in operands))


class Expression:
    """An expression of the table, to be written as NumPy calls."""

    def __init__(self, text: str) -> None:
        self.tree = parsed(text)

    def write(
        self,
        names: dict[str, str],
        out: str,
        lines: list[str],
        scratch: Callable[[str], str],
        number: Callable[[str], str] = str,
    ) -> str:
        """Append the calls; what is returned names the result: ``out`` or an operand.

        names: the operands by letter; scratch: gives a spare array ("temp" of floats or
        "mask" of truths) in the shape of the result; number: what a number becomes.
        """
        return Steps(lines, scratch, number).value(self.tree, names, out)


class Steps:
    """The calls for one expression, as they are found walking through its tree."""

    def __init__(
        self,
        lines: list[str],
        scratch: Callable[[str], str],
        number: Callable[[str], str],
    ) -> None:
        self.lines, self.scratch, self.number = lines, scratch, number

    def write(self, function: str, operands: list[str], target: str) -> None:
        """Append a call; a number among the operands is given its name."""
        texts = [self.number(x) if is_literal(x) else x for x in operands]
        self.lines.append(f"{function}({', '.join([*texts, target])})")

    def copy(self, out: str, operand: str, extra: str = "") -> None:
        """Append a call that copies an operand to an array."""
        operand = self.number(operand) if is_literal(operand) else operand
        self.lines.append(f"copyto({out}, {operand}{extra})")

    def value(self, tree: ast.expr, names: dict[str, str], out: str) -> str:
        """The name of an array with the value, or a number; it may be left in out."""
        if isinstance(tree, ast.Constant):
            return repr(tree.value)
        if isinstance(tree, ast.Name):
            return names.get(tree.id) or NUMBERS[tree.id]
        if isinstance(tree, ast.UnaryOp):
            return self._unary(tree, names, out)
        if isinstance(tree, ast.BinOp):
            pair = self._operands([tree.left, tree.right], names, out)
            return self._call(BINARY[type(tree.op)], pair, out)
        if isinstance(tree, ast.Call):
            return self._function(tree, names, out)
        if isinstance(tree, ast.IfExp):
            return self._choice(tree, names, out)
        raise TypeError(f"{ast.unparse(tree)!r} cannot be computed on arrays")

    def _unary(self, tree, names, out):
        if not isinstance(tree.op, ast.USub):
            raise TypeError(f"{ast.unparse(tree)!r} cannot be computed on arrays")
        inner = self.value(tree.operand, names, out)
        # NumPy 2.4's negative errs on some strided arrays
        return self._call("multiply", ["-1.0", inner], out)

    def _operands(self, trees, names, out):
        """The operands' names: the first that has to be computed may use out."""
        found = []
        for tree in trees:
            used = out in found
            found.append(self.value(tree, names, self.scratch("temp") if used else out))
        return found

    def _call(self, name, operands, out):
        if all(map(is_literal, operands)):
            return repr(float(answer(name, operands)))
        if name == "divide" and operands[0] == "1":
            name, operands = "reciprocal", operands[1:]
        self.write(
            name, operands, f"out={out}" if name in ("maximum", "minimum") else out
        )
        return out

    def _function(self, tree, names, out):
        assert isinstance(tree.func, ast.Name)
        name = tree.func.id
        operands = self._operands(tree.args, names, out)
        if name in UFUNCS:
            return self._call(UFUNCS[name], operands, out)
        row = OPERATIONS[name]
        inner = dict(zip(row.letters, operands))
        used = out in operands  # which a text may need again after writing to out
        target = self.scratch("temp") if used else out
        return self.value(parsed(str(row.value)), inner, target)

    def _choice(self, tree, names, out):
        known = self._known(tree.test, names)
        if known is not None:
            return self.value(tree.body if known else tree.orelse, names, out)
        mask = self.condition(tree.test, names)
        chosen = self.value(tree.body, names, self.scratch("temp"))
        other = self.value(tree.orelse, names, out)
        if other != out:
            self.copy(out, other)
        self.copy(out, chosen, f", where={mask}")
        return out

    def _known(self, tree, names):
        """Whether a condition holds, if numbers that are written out decide it."""
        if isinstance(tree, ast.BoolOp):
            decisive = isinstance(tree.op, ast.Or)
            answers = [self._known(part, names) for part in tree.values]
            if decisive in answers:
                return decisive
            return None if None in answers else not decisive
        if not isinstance(tree, ast.Compare) or len(tree.ops) > 1:
            return None
        sides = [tree.left, *tree.comparators]
        if not all(isinstance(side, (ast.Name, ast.Constant)) for side in sides):
            return None
        texts = [self.value(side, names, "") for side in sides]
        if not all(map(is_literal, texts)):
            return None
        return bool(answer(COMPARISONS[type(tree.ops[0])], texts))

    def condition(self, tree: ast.expr, names: dict[str, str]) -> str:
        """The name of a mask that says where a condition holds."""
        mask = self.scratch("mask")
        if isinstance(tree, ast.Compare):
            self._comparison(tree, names, mask)
        elif isinstance(tree, ast.BoolOp):
            first, *others = (self.condition(part, names) for part in tree.values)
            for other in others:
                name = CONNECTIVES[type(tree.op)]
                self.lines.append(f"{name}({first}, {other}, {first})")
            return first
        elif isinstance(tree, ast.UnaryOp) and isinstance(tree.op, ast.Not):
            inner = self.condition(tree.operand, names)
            self.lines.append(f"logical_not({inner}, {inner})")
            return inner
        else:
            found = self.value(tree, names, self.scratch("temp"))
            self.write("not_equal", [found, "0"], mask)
        return mask

    def _comparison(self, tree, names, mask):
        """a < b, or a chain of such: each pair, and all of them together."""
        sides = [
            self.value(side, names, self.scratch("temp"))
            for side in (tree.left, *tree.comparators)
        ]
        for i, operator in enumerate(tree.ops):
            target = self.scratch("mask") if i else mask
            self.write(COMPARISONS[type(operator)], sides[i : i + 2], target)
            if i:
                self.lines.append(f"logical_and({mask}, {target}, {mask})")


#: What the names in the written calls mean.
NAMESPACE = {
    name: getattr(numpy, name)
    for name in {*UFUNCS.values(), *BINARY.values(), *COMPARISONS.values()}
    if hasattr(numpy, name)
} | {
    "logical_and": numpy.logical_and,
    "logical_or": numpy.logical_or,
    "logical_not": numpy.logical_not,
    "copyto": numpy.copyto,
    "matmul": numpy.matmul,
    "dot": numpy.ndarray.dot,  # which begins a little sooner than numpy.dot
    "total": numpy.add.reduce,
    "segments": numpy.add.reduceat,
    "inf": math.inf,
    "nan": math.nan,
}
