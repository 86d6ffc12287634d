"""Arrows that stand for many uses, and the boxes of what is not shown."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite, nan

from autograd.drawing.picture import Arrow, Box
from autograd.drawing.reading.titles import Title

Sent = tuple[float, float | None, float]  # derivative, amount, share


def bundle(operand: str, result: str, sent: Sequence[Sent]) -> Arrow:
    """One arrow for many uses."""
    amounts = complete([amount for _, amount, _ in sent])
    amount, spread = (furthest(amounts), ends(amounts)) if amounts else (None, None)
    shares = [share for _, _, share in sent]
    share, count = furthest(shares), len(sent)
    return Arrow(operand, result, None, amount, share, count, spread, ends(shares))


def summed(operand: str, result: str, sent: Sequence[Sent]) -> Arrow:
    """One arrow for all ways from one value to another through a box."""
    amounts = complete([amount for _, amount, _ in sent])
    amount = sum(amounts) if amounts else None
    whole, share = sum(one[0] for one in sent), sum(one[2] for one in sent)
    return Arrow(operand, result, whole, amount, share, len(sent))


def complete(numbers: Sequence[float | None]) -> list[float] | None:
    """The numbers; None when one of them is not known."""
    known = [x for x in numbers if x is not None]
    return known if len(known) == len(numbers) else None


def ends(numbers: Sequence[float]) -> tuple[float, float]:
    """The least and the largest of numbers."""
    return min(numbers), max(numbers)


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
