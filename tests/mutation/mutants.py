"""Small faults in a source text, one at a time: cosmic-ray's, and two kinds of our own.

In the table (see ``autograd/operations.py``) the texts of rows are sources too.

>>> source = "def f(x):\\n    return x + 1\\n"
>>> for mutant in mutants(source):
...     print(told(source, mutant.applied(source)))
return x + 1 -> return x - 1
return x + 1 -> return x * 1
return x + 1 -> return x / 1
return x + 1 -> return x + 2
return x + 1 -> return x + 0
return x + 1 -> pass
"""

import ast
import re
from typing import NamedTuple

import parso
from cosmic_ray.ast import ast_nodes
from cosmic_ray.mutating import mutate_code
from cosmic_ray.operators.operator import Operator
from cosmic_ray.plugins import get_operator, operator_names
from parso.python.tree import Keyword, String
from parso.tree import search_ancestor

#: Where floats are added others cannot be shifted, and "is" is not what "==" asks.
ARITHMETIC = "(Add|Sub|Mul|Div|FloorDiv|Mod|Pow)"
BITS = "(BitOr|BitAnd|BitXor|RShift|LShift)"
ORDER = "(Eq|NotEq|Lt|LtE|Gt|GtE)"
SENSIBLE = re.compile(
    f"ReplaceBinaryOperator_({ARITHMETIC}_(Add|Sub|Mul|Div)|{BITS}_{BITS})"
    f"|ReplaceComparisonOperator_({ORDER}_{ORDER}|Is_IsNot|IsNot_Is)"
    "|ReplaceUnaryOperator_(USub_UAdd|UAdd_USub|Delete_USub|Delete_Not|.*Delete.*)"
    "|AddNot|Replace(True|False|And|Or|Break|Continue)With.*"
    "|ExceptionReplacer|NumberReplacer|RemoveDecorator|ZeroIterationForLoop"
)


class DeleteStatement(Operator):
    """``pass`` instead of a statement in a function: what returned gives None."""

    KINDS = ("expr_stmt", "return_stmt", "atom_expr", "raise_stmt", "del_stmt")

    def mutation_positions(self, node):
        is_one = node.type == "simple_stmt" and node.children[0].type in self.KINDS
        if is_one and search_ancestor(node, "funcdef"):
            yield node.start_pos, node.end_pos

    def mutate(self, node, index):
        first = node.children[0]
        prefix = first.get_first_leaf().prefix
        node.children[0] = Keyword("pass", first.start_pos, prefix)
        return node

    @classmethod
    def examples(cls):
        return ()


class InText(Operator):
    """What another operator does, in the text of a row."""

    def __init__(self, operator):
        self.operator = operator

    def mutation_positions(self, node):
        rows = ("arglist", "testlist_comp", "expr_stmt", "atom")
        if isinstance(node, String) and node.parent.type in rows:
            for _ in range(count(self.operator, rule(node))):
                yield node.start_pos, node.end_pos

    def mutate(self, node, index):
        text = mutate_code(rule(node), self.operator, index)
        return String(repr(text.strip()), node.start_pos, node.prefix)

    @classmethod
    def examples(cls):
        return ()


def rule(node):
    """The text of a row in a literal; nothing if it is no arithmetic."""
    text = ast.literal_eval(node.value)
    try:
        ast.parse(text, mode="eval")
    except SyntaxError:
        return ""
    return text


def count(operator, text):
    """How many faults an operator can put into a text."""
    nodes = ast_nodes(parso.parse(text))
    return sum(len(list(operator.mutation_positions(node))) for node in nodes)


class Mutant(NamedTuple):
    """A fault that can be put into a source: an operator's, at one of its places."""

    operator: Operator
    place: int
    line: int

    def applied(self, source):
        """The source with the fault; None if that is no program, or means the same."""
        text = mutate_code(source, self.operator, self.place)
        try:
            return text if meaning(text) != meaning(source) else None
        except SyntaxError:
            return None


def mutants(source, has_rows=False):
    """Every mutant of a source; has_rows: whether there are texts of rows in it."""
    nodes, found = list(ast_nodes(parso.parse(source))), []
    plain = [*operators(), DeleteStatement()]
    for operator in plain + [InText(x) for x in plain] * has_rows:
        places = [place for x in nodes for place in operator.mutation_positions(x)]
        found += [Mutant(operator, i, start[0]) for i, (start, _) in enumerate(places)]
    return found


def operators():
    """Those of cosmic-ray's operators that are sensible here."""
    for name in operator_names():
        if SENSIBLE.fullmatch(name.removeprefix("core/")):
            yield get_operator(name)()


#: What machines cost was measured: other numbers there are not wrong.
MEASURED = {"COSTS", "CLOSELY"}


def meaning(source):
    """The syntax tree, less what only people, checkers of types and tests read."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        for field in {"annotation", "returns"}.intersection(node._fields):
            setattr(node, field, None)
        if isinstance(node, ast.AnnAssign) and node.value is None:
            node.target = ast.Name("")
        if isinstance(node, ast.keyword) and node.arg == "domain":
            node.value = None
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) in MEASURED:
            node.value = None
    return ast.dump(tree)


def told(before, after):
    """The first line that a mutant changes, before and after."""
    pairs = zip(before.splitlines(), after.splitlines())
    return next(f"{a.strip()} -> {b.strip()}" for a, b in pairs if a != b)
