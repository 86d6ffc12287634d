"""Arrows that stand for many uses, and the boxes of what is not shown."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite, nan

from autograd.drawing.picture import Arrow, Box
from autograd.drawing.reading.titles import Title

Sent = tuple[float, float | None]  # the local derivative, the amount


def bundle(operand: str, result: str, sent: Sequence[Sent]) -> Arrow:
    """One arrow for many uses."""
    amounts = [amount for _, amount in sent]
    known = complete(amounts)
    spread = (min(known), max(known)) if known else None
    return Arrow(operand, result, None, furthest(amounts), len(sent), spread)


def summed(operand: str, result: str, sent: Sequence[Sent]) -> Arrow:
    """One arrow for all ways from one value to another through a box."""
    derivative = sum(derivative for derivative, _ in sent)
    amounts = complete([amount for _, amount in sent])
    return Arrow(
        operand, result, derivative, sum(amounts) if amounts else None, len(sent)
    )


def furthest(numbers: Sequence[float | None]) -> float | None:
    """The number furthest from 0; one that is not finite before all others.

    >>> furthest([1.0, -3.0, 2.0]), furthest([1.0, float("inf")]), furthest([1.0, None])
    (-3.0, inf, None)
    """
    known = complete(numbers)
    if known is None:
        return None
    return next((x for x in known if not isfinite(x)), max(known, key=abs))


def complete(numbers: Sequence[float | None]) -> list[float] | None:
    """The numbers; None when one of them is not known."""
    known = [x for x in numbers if x is not None]
    return known if len(known) == len(numbers) else None


def omitted(key: str, count: int, what: str) -> Box:
    """The box that tells how much is not shown."""
    words = f"{count:,} {what}{'s' if count > 1 else ''} not shown"
    title = Title(words, "", words, True)
    return Box(key, title, "omitted", nan, None, words=words)
