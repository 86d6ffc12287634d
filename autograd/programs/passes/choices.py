"""What Python decides by truth, rewritten as functions of arrays: for JAX and lanes.

>>> written("1 / a if 0 == a == b and c > 0 else a")
'where(both(both(0 == a, a == b), c > 0), divide(1, a), a)'
"""

from __future__ import annotations

import ast
from functools import reduce


class Choices(ast.NodeTransformer):
    """Rewrites ``x if c else y``, ``and``, ``or``, ``not``, a < b < c and divisions."""

    def visit_IfExp(self, found: ast.IfExp) -> ast.expr:
        self.generic_visit(found)
        return called("where", found.test, found.body, found.orelse)

    def visit_BoolOp(self, found: ast.BoolOp) -> ast.expr:
        self.generic_visit(found)
        name = "both" if isinstance(found.op, ast.And) else "either"
        return reduce(lambda a, b: called(name, a, b), found.values)

    def visit_UnaryOp(self, found: ast.UnaryOp) -> ast.expr:
        self.generic_visit(found)
        is_not = isinstance(found.op, ast.Not)
        return called("opposite", found.operand) if is_not else found

    def visit_BinOp(self, found: ast.BinOp) -> ast.expr:
        self.generic_visit(found)
        is_quotient = isinstance(found.op, ast.Div)  # of numbers it might raise
        return called("divide", found.left, found.right) if is_quotient else found

    def visit_Compare(self, found: ast.Compare) -> ast.expr:
        self.generic_visit(found)
        sides = [found.left, *found.comparators]
        pairs: list[ast.expr] = [
            ast.Compare(sides[i], [operator], [sides[i + 1]])
            for i, operator in enumerate(found.ops)
        ]
        return reduce(lambda a, b: called("both", a, b), pairs)


def called(name: str, *operands: ast.expr) -> ast.expr:
    """The syntax tree of a call."""
    return ast.Call(ast.Name(name), list(operands), [])


def written(text: str) -> str:
    """The text with choices as functions of arrays."""
    return ast.unparse(Choices().visit(ast.parse(text, mode="eval")))
