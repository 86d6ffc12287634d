"""Errors of outputs against targets, summed over the outputs: each gives one Value.

Outputs and targets are lists of the same length, or one number each. Over cases nothing
is averaged: the error of several cases is the sum of their errors, as in the paper.

    >>> from autograd import Value
    >>> y = [Value(0.75), Value(0.5)]
    >>> squared_error(y, [1, 0]).data
    0.15625
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from operator import index
from typing import Any

from autograd import functions
from autograd.functions import dot, logsumexp, relu, softplus
from autograd.support.conversion import is_real, listed, one_or_more, refusal, shown
from autograd.value import Number, Value, as_number, plain

Numbers = Number | Iterable[Number]
CLASS = "the index of a class (an int) or a list of probabilities"


def squared_error(outputs: Numbers, targets: Numbers) -> Any:
    """Half the sum of the squared differences, E = 1/2 sum_j (y_j - d_j)².

    This is the error of one case in eq. 3 of Rumelhart, Hinton & Williams 1986: a sum,
    not a mean; its derivative by y_j is y_j - d_j (eq. 4).

        >>> from autograd import Value
        >>> y = Value(0.75)
        >>> squared_error(y, 1.0).backward()
        >>> y.grad
        -0.25
    """
    return 0.5 * _sum_of_squares(*pair(outputs, targets, "squared_error"))


def mean_squared_error(outputs: Numbers, targets: Numbers) -> Any:
    """The mean of the squared differences, 1/n sum_j (y_j - d_j)².

    >>> from autograd import Value
    >>> mean_squared_error([Value(1.0), 2.0], [0.0, 0.0]).data
    2.5
    """
    outputs, targets = pair(outputs, targets, "mean_squared_error")
    return _sum_of_squares(outputs, targets) / len(outputs)


def _sum_of_squares(outputs, targets):
    differences = [y - d for y, d in zip(outputs, targets)]
    return dot(differences, differences)


def binary_cross_entropy(logits: Numbers, targets: Numbers) -> Any:
    """-sum_j (d_j log y_j + (1 - d_j) log(1 - y_j)), where y_j = logistic(logits[j]).

    Take the total inputs x_j of linear units for logits: -log y_j is softplus(-x_j),
    exact where the logistic has long rounded to 0 or 1. Targets lie between 0 and 1.

        >>> from autograd import Value
        >>> x = Value(1000.0)
        >>> binary_cross_entropy(x, 0).data, binary_cross_entropy(x, 1).data
        (1000.0, 0.0)
    """
    terms = []
    for x, d in zip(*pair(logits, targets, "binary_cross_entropy")):
        if not 0 <= d <= 1:
            raise ValueError(
                f"binary_cross_entropy: got the target {d}, needs 0 to 1; for targets "
                "of -1 and 1 there is hinge"
            )
        # d softplus(-x) + (1 - d) softplus(x), without what the two have in common
        rest, error, z = (1 - d, softplus(-x), x) if d >= 0.5 else (d, softplus(x), -x)
        terms += [(1.0, error)]
        # 0 times an infinite logit is no part of E; a Value has a slope at 0 too
        terms += [(rest, z)] if isinstance(rest, Value) or rest > 0 else []
    shares, parts = zip(*terms)
    return dot(shares, parts)


def cross_entropy(logits: Sequence[Number], target: int | Sequence[Number]) -> Any:
    """-sum_j d_j log p_j of the probabilities p = softmax(logits).

    target: the index of the right class, or the probability d_j of every class.
    -log p_j is logsumexp(logits) - x_j, which neither overflows nor rounds to log(0).

        >>> from autograd import Value
        >>> logits = [Value(0.0), Value(1000.0)]
        >>> cross_entropy(logits, 0).data, cross_entropy(logits, [0.5, 0.5]).data
        (1000.0, 500.0)
    """
    if not is_real(target):
        target = listed(target, "cross_entropy: target", CLASS)
        logits, target = pair(logits, target, "cross_entropy")
        return _expected(logits, target)
    if not (logits := numbers(logits, "cross_entropy")):
        raise ValueError("cross_entropy: got no logits, needs one for each class")
    return logsumexp(logits) - logits[_class_index(target, len(logits))]


def _expected(logits, probabilities):
    total = math.fsum(plain(d) for d in probabilities)
    if not min(probabilities) >= 0 or not math.isclose(total, 1, rel_tol=1e-6):
        raise ValueError(
            f"cross_entropy: got {shown(probabilities)} for probabilities, needs "
            "numbers that are not negative and sum to 1, or the index of a class"
        )
    # 0 * -inf is nan, and an impossible class may well have the logit -inf
    possible = [
        (d, x)
        for d, x in zip(probabilities, logits)
        if d > 0 or (isinstance(d, Value) and x > -math.inf)
    ]
    shift = logsumexp(logits)
    shares, parts = zip(*possible)
    if any(isinstance(d, Value) for d in shares):  # whose sum has slopes, too
        return dot(shares, [shift - x for x in parts])
    return shift - dot(shares, parts)


def _class_index(target, classes):
    if not hasattr(target, "__index__") or isinstance(target, bool):
        raise refusal(target, "cross_entropy: target", CLASS)
    if not 0 <= index(target) < classes:
        raise ValueError(
            f"cross_entropy: got the class {shown(target)}, needs 0 to {classes - 1} "
            f"for {classes} logits"
        )
    return index(target)


def hinge(scores: Numbers, targets: Numbers) -> Any:
    """The sum of max(0, 1 - d_j y_j) for targets d_j of 1 or -1.

    It is zero where a score is on the right side by a margin of 1 or more (Cortes &
    Vapnik 1995): the max-margin loss of micrograd's demo, which takes its mean.

        >>> from autograd import Value
        >>> hinge([Value(0.25), Value(3.0)], [1, 1]).data
        0.75
    """
    scores, targets = pair(scores, targets, "hinge")
    for d in targets:
        if abs(d) != 1:
            raise ValueError(f"hinge: got the target {d}, needs 1 or -1")
    return functions.sum(relu(1 - d * y) for y, d in zip(scores, targets))


def pair(outputs: Numbers, targets: Numbers, loss: str) -> tuple[list, list]:
    """Outputs and targets as two lists; ValueError when their lengths differ.

    >>> pair([0.5, 0.25], 1, "hinge")
    Traceback (most recent call last):
    ...
    ValueError: hinge: got 2 outputs and 1 targets, needs as many of the one as of the \
other, and at least one
    """
    y, d = numbers(outputs, loss), numbers(targets, loss)
    if len(y) != len(d) or not y:
        raise ValueError(
            f"{loss}: got {len(y)} outputs and {len(d)} targets, needs as many of the "
            "one as of the other, and at least one"
        )
    return y, d


def numbers(given: Numbers, place: str = "numbers") -> list[Any]:
    """A list of Values and floats; one number alone becomes a list of one.

    >>> numbers(0.5), numbers((0, 1))
    ([0.5], [0.0, 1.0])
    """
    if given.__class__ is Value or given.__class__ is float:
        return [given]
    listing = given if given.__class__ is list else one_or_more(given, place)
    return [
        x if x.__class__ is Value or x.__class__ is float else as_number(x, place)
        for x in listing
    ]
