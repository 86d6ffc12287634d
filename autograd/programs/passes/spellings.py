"""How an operation is spelled for arrays: as in the table, or with fewer steps."""

from __future__ import annotations

from typing import NamedTuple

from autograd.operations import Operation


class Spelling(NamedTuple):
    """How an operation is computed on arrays, as text.

    saved: what the value and the derivatives share, computed once, by its letter.
    """

    value: str
    derivatives: tuple[str, ...]
    saved: dict[str, str]


#: The same functions for arguments at which nothing overflows, with fewer steps. At
#: others NumPy reports it, and the texts of the table are used.
FASTER = {
    "logistic": Spelling("1 / (1 + e)", ("e * out * out",), {"e": "exp(-a)"}),
    "log": Spelling("log(a)", ("1 / a",), {}),
    "log10": Spelling("log10(a)", ("1 / (a * 2.302585092994046)",), {}),
    "log1p": Spelling("log1p(a)", ("1 / (1 + a)",), {}),
    "log2": Spelling("log2(a)", ("1 / (a * 0.6931471805599453)",), {}),
    "relu": Spelling("maximum(a, 0.0)", ("sign(out)",), {}),
    "square": Spelling("square(a)", ("2 * a",), {}),
    "tanh": Spelling(
        "tanh(a)",
        ("4 * e / square(1 + e)",),
        {"e": "exp(-2 * abs(a))"},
    ),
}


def shorter(text: str) -> str:
    """Powers by NumPy's ``power``, which takes sqrt and square where it can.

    It errs on the sign of -0.0 ** 0.5, and says so of -inf ** 0.5.
    """
    return text.replace("pow(", "power(")


def spelling(operation: Operation, careful: bool) -> Spelling:
    """The text for an operation: the table's, or a faster one where there is one."""
    if not careful and operation.name in FASTER:
        return FASTER[operation.name]
    if not careful and operation.name == "pow":
        texts = map(shorter, (operation.value, *operation.derivatives))  # type: ignore[arg-type]
        value, *derivatives = texts
        return Spelling(value, tuple(derivatives), {})
    return Spelling(operation.value, operation.derivatives, {})  # type: ignore[arg-type]
