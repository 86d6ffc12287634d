"""Arrows that stand for many uses, and the boxes of what is not shown."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite, nan

from autograd.drawing.picture import Arrow, Box
from autograd.drawing.reading.formulas import Title

Sent = tuple[float, float | None, float]  # derivative, amount, share


def bundle(operand: str, result: str, sent: list[Sent]) -> Arrow:
    """One arrow for many uses."""
    amounts = [amount for _, amount, _ in sent if amount is not None]
    shares = [share for _, _, share in sent]
    known = len(amounts) == len(sent)
    return Arrow(
        operand,
        result,
        None,
        furthest(amounts) if known else None,
        furthest(shares),
        len(sent),
        (min(amounts), max(amounts)) if known else None,
        (min(shares), max(shares)),
    )


def summed(operand: str, result: str, sent: list[Sent]) -> Arrow:
    """One arrow for all ways from one value to another through a box."""
    amounts = [amount for _, amount, _ in sent if amount is not None]
    return Arrow(
        operand,
        result,
        sum(whole for whole, _, _ in sent),
        sum(amounts) if len(amounts) == len(sent) else None,
        sum(share for _, _, share in sent),
        len(sent),
    )


def furthest(numbers: Sequence[float]) -> float:
    """The number furthest from 0; one that is not finite before all others.

    >>> furthest([1.0, -3.0, 2.0]), furthest([1.0, float("inf")])
    (-3.0, inf)
    """
    strange = [x for x in numbers if not isfinite(x)]
    return strange[0] if strange else max(numbers, key=abs)


def omitted(key: str, count: int, what: str) -> Box:
    """The box that tells how much is not shown."""
    words = f"{count:,} {what}{'s' if count > 1 else ''} not shown"
    title = Title(words, "", words, True)
    return Box(key, title, "omitted", nan, None, words=words)
