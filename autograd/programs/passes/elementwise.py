"""The table's text on arrays: each step of an expression becomes one call.

``1 / (1 + exp(-a))`` becomes a ``neg``, an ``exp``, an ``add`` and a ``reciprocal``,
all in the array of the result; a choice ``x if condition else y`` computes both and
copies x over y where the condition holds. Nothing is allocated.
"""

from __future__ import annotations

import operator
from collections.abc import Mapping
from math import copysign
from typing import NamedTuple

from autograd.operations import OPERATIONS, Operation
from autograd.programs.calls import COMPARISONS, ELEMENTWISE, View
from autograd.programs.passes.writer import Writer
from autograd.support.expressions import Apply, Tree, parsed
from autograd.support.readings import careful_reading

Number = View | float


class Texts(NamedTuple):
    """How an operation is computed on arrays.

    saved: what the value and the derivatives share, computed once, by its letter.
    """

    value: str
    derivatives: tuple[str, ...]
    saved: Mapping[str, str] = {}


#: The same functions for arguments at which nothing overflows, with fewer steps. At
#: others NumPy reports it, and the texts of the table are used.
FASTER = {
    "acosh": Texts("acosh(a)", ("1 / (sqrt(a - 1) * sqrt(a + 1))",)),
    "acos": Texts("acos(a)", ("-1 / sqrt((1 - a) * (1 + a))",)),
    "asin": Texts("asin(a)", ("1 / sqrt((1 - a) * (1 + a))",)),
    "atan": Texts("atan(a)", ("1 / (1 + a * a)",)),
    "atanh": Texts("atanh(a)", ("1 / ((1 - a) * (1 + a))",)),
    "cbrt": Texts("cbrt(a)", ("1 / (3 * out * out)",)),
    "elu": Texts(
        "a if a > 0 else b * expm1(a)",
        ("1.0 if a > 0 else b * exp(a)", "0.0 if a > 0 else expm1(a)"),
    ),
    "erf": Texts("erf(a)", ("1.1283791670955126 * exp(-a * a)",)),
    "erfc": Texts("erfc(a)", ("-1.1283791670955126 * exp(-a * a)",)),
    "gelu": Texts(
        "a * p",
        ("p + 0.3989422804014327 * a * exp(-0.5 * a * a)",),
        {"p": "0.5 * erfc(a * -0.7071067811865476)"},
    ),
    "logistic": Texts("1 / (1 + e)", ("e * out * out",), {"e": "exp(-a)"}),
    "log": Texts("log(a)", ("1 / a",)),
    "log10": Texts("log10(a)", ("0.4342944819032518 / a",)),
    "log1p": Texts("log1p(a)", ("1 / (1 + a)",)),
    "log2": Texts("log2(a)", ("1.4426950408889634 / a",)),
    "pow": Texts(  # NumPy's power takes sqrt and square where it can
        "power(a, b)",
        (
            "0.0 if b == 0 and not abs(a) > 0 else b * power(a, b - 1) "
            "if 0.5 <= b <= 4 else b * out / a",
            "0.0 if a == 0 and b >= 0 else out * log(a)",
        ),
    ),
    "relu": Texts("maximum(a, 0.0)", ("sign(out)",)),
    "silu": Texts(
        "a * s", ("s * (1 + a * e * s)",), {"e": "exp(-a)", "s": "1 / (1 + e)"}
    ),
    "sqrt": Texts("sqrt(a)", ("0.5 / out",)),
    "square": Texts("square(a)", ("2 * a",)),
    "tanh": Texts("tanh(a)", ("4 * e / square(1 + e)",), {"e": "exp(-2 * abs(a))"}),
    "truediv": Texts("a / b", ("1 / b", "-out / b")),
}


def texts_of(row: Operation, careful: bool) -> Texts:
    """The texts of the table or, without care, faster ones where there are some."""
    texts = [str(text) for text in (row.value, *row.derivatives)]
    if not careful and row.name in FASTER:
        return FASTER[row.name]
    return Texts(texts[0], tuple(texts[1:]))


def written(
    writer: Writer, text: str, names: Mapping[str, Number], out: View
) -> Number:
    """Write what computes a text, if need be into an array; where the result is.

    names: the operands by letter; out: the array, of the shape of the result.
    """
    return Expression(writer, out).value(parsed(text), names, out)


def write_into(
    writer: Writer, text: str, names: Mapping[str, Number], out: View
) -> None:
    """Write what computes a text into an array."""
    found = written(writer, text, names, out)
    if found != out:
        writer.write("copy", (found,), out)


def answer(kernel: str, numbers: list[float]) -> float:
    """What a kernel makes of plain numbers.

    >>> answer("truediv", [1.0, 0.0]), answer("sign", [-3.0])
    (inf, -1.0)
    """
    if kernel == "sign":
        (a,) = numbers
        return a if a == 0 or a != a else copysign(1.0, a)
    name = "pow" if kernel == "power" else kernel
    return float(careful_reading(OPERATIONS[name])[0](*numbers))


class Expression:
    """The calls for one expression, as they are found walking through its tree."""

    def __init__(self, writer: Writer, out: View) -> None:
        self.writer, self.shape = writer, out.shape

    def scratch(self, is_truth: bool = False) -> View:
        """A spare array of the shape of the result."""
        return self.writer.scratch(self.shape, is_truth)

    def value(self, tree: Tree, names: Mapping[str, Number], out: View) -> Number:
        """A view with the value, or a number; it may be left in out."""
        if isinstance(tree, float):
            return tree
        if isinstance(tree, str):
            return names[tree]
        if tree.function == "where":
            return self._choice(tree, names, out)
        operands = self._operands(tree.operands, names, out)
        if tree.function in ELEMENTWISE:
            return self._call(tree.function, operands, out)
        row = OPERATIONS[tree.function]
        inner = dict(zip(row.letters, operands))
        used = out in operands  # which a text may need again after writing to out
        return self.value(
            parsed(str(row.value)), inner, self.scratch() if used else out
        )

    def _operands(self, trees, names, out):
        """The operands: the first that has to be computed may use out."""
        found = []
        for tree in trees:
            used = out in found
            found.append(self.value(tree, names, self.scratch() if used else out))
        return found

    def _call(self, kernel, operands, out):
        if all(isinstance(x, float) for x in operands):
            return answer(kernel, operands)
        if kernel == "truediv" and operands[0] == 1.0:
            kernel, operands = "reciprocal", operands[1:]
        self.writer.write(kernel, tuple(operands), out)
        return out

    def _choice(self, tree, names, out):
        condition, body, otherwise = tree.operands
        known = self._known(condition, names)
        if known is not None:
            return self.value(body if known else otherwise, names, out)
        mask = self.condition(condition, names)
        chosen = self.value(body, names, self.scratch())
        other = self.value(otherwise, names, out)
        if other != out:
            self.writer.write("copy", (other,), out)
        self.writer.write("choose", (chosen, mask), out)
        return out

    def _known(self, tree, names):
        """Whether a condition holds, if plain numbers decide it."""
        function, operands = tree
        if function in ("and", "or"):
            decisive = function == "or"
            answers = [self._known(part, names) for part in operands]
            if decisive in answers:
                return decisive
            return None if None in answers else not decisive
        if function == "not":
            found = self._known(operands[0], names)
            return None if found is None else not found
        sides = [names.get(x, x) if isinstance(x, str) else x for x in operands]
        if not all(isinstance(side, float) for side in sides):
            return None
        return getattr(operator, function)(*sides)

    def condition(self, tree: Tree, names: Mapping[str, Number]) -> View:
        """A mask that says where a condition holds."""
        assert isinstance(tree, Apply)
        function, operands = tree
        if function in COMPARISONS:
            sides = [self.value(side, names, self.scratch()) for side in operands]
            mask = self.scratch(is_truth=True)
            self.writer.write(function, tuple(sides), mask)
            return mask
        masks = [self.condition(part, names) for part in operands]
        self.writer.write(function, tuple(masks), masks[0])
        return masks[0]
