"""Where weights begin: the paper's uniform numbers, and the usual schemes by name.

A scheme draws a number from ``random``, for a layer with n_in inputs and n_out outputs.

    >>> draw = SCHEMES["xavier_uniform"].weight
    >>> draw(random_from(seed=1), n_in=3, n_out=3)
    -0.7312715117751976
"""

from __future__ import annotations

import random
from collections.abc import Callable
from math import sqrt
from random import Random
from typing import Any, NamedTuple

from autograd.support.conversion import whole

Draw = Callable[[Any, int, int], float]


def zeros(random: Random, n_in: int, n_out: int) -> float:
    """0, always. Units of a hidden layer that begin equal stay equal."""
    return 0.0


def uniform(reach: float) -> Draw:
    """U(-reach, reach), whatever the sizes; uniform(0.3) is the paper's."""
    return lambda random, n_in, n_out: random.uniform(-reach, reach)


def evenly(gain: float, outputs: int) -> Draw:
    """U(-r, r) of the variance r² / 3 = gain / (n_in + outputs * n_out)."""

    def draw(random: Random, n_in: int, n_out: int) -> float:
        reach = sqrt(3 * gain / (n_in + outputs * n_out))
        return random.uniform(-reach, reach)

    return draw


def normally(gain: float, outputs: int) -> Draw:
    """N(0, s²) of the variance s² = gain / (n_in + outputs * n_out)."""
    return lambda random, n_in, n_out: random.gauss(
        0.0, sqrt(gain / (n_in + outputs * n_out))
    )


class Scheme(NamedTuple):
    """How a layer draws each weight, and how each bias: zeros, unless said."""

    weight: Draw
    bias: Draw = zeros


Initialization = str | Draw | Scheme

#: The schemes by name. "paper" is Rumelhart, Hinton & Williams 1986, Fig. 1: a bias is
#: there the weight of one more input, always 1. "uniform" is micrograd's.
SCHEMES = {
    "paper": Scheme(uniform(0.3), uniform(0.3)),
    "uniform": Scheme(uniform(1.0)),
    # Glorot & Bengio 2010, eqs 16 and 12
    "xavier_uniform": Scheme(evenly(2, outputs=1)),
    "xavier_normal": Scheme(normally(2, outputs=1)),
    # He, Zhang, Ren & Sun 2015, eq. 10, for relu
    "kaiming_uniform": Scheme(evenly(2, outputs=0)),
    "kaiming_normal": Scheme(normally(2, outputs=0)),
    # LeCun, Bottou, Orr & Müller 1998, eq. 16
    "lecun_uniform": Scheme(evenly(1, outputs=0)),
    "lecun_normal": Scheme(normally(1, outputs=0)),
    "zeros": Scheme(zeros),
}
ALIASES = {
    "glorot_uniform": "xavier_uniform",
    "glorot_normal": "xavier_normal",
    "he_uniform": "kaiming_uniform",
    "he_normal": "kaiming_normal",
    "lecun": "lecun_normal",
}


def scheme_of(initialization: Initialization) -> Scheme:
    """The scheme of a name; a function draws weights and biases alike.

    >>> scheme_of(uniform(2.0)).bias is scheme_of("zeros").bias
    False
    >>> scheme_of("big")
    Traceback (most recent call last):
    ...
    ValueError: initialization: got 'big', needs a function (random, n_in, n_out) -> \
float, a Scheme or one of paper, uniform, xavier_uniform, xavier_normal, \
kaiming_uniform, kaiming_normal, lecun_uniform, lecun_normal, zeros, glorot_uniform, \
glorot_normal, he_uniform, he_normal, lecun
    """
    if isinstance(initialization, Scheme):
        return initialization
    if callable(initialization):
        return Scheme(initialization, initialization)
    name = initialization
    if not isinstance(name, str) or ALIASES.get(name, name) not in SCHEMES:
        raise ValueError(
            f"initialization: got {name!r}, needs a function (random, n_in, n_out) -> "
            f"float, a Scheme or one of {', '.join([*SCHEMES, *ALIASES])}"
        )
    return SCHEMES[ALIASES.get(name, name)]


def random_from(seed: int | Random | None) -> Any:
    """The random numbers of a seed; None stands for those of Python's ``random``.

    The latter differ from run to run, unless ``random.seed`` was called.

        >>> random_from(7).random() == random_from(7).random()
        True
    """
    if seed is None or seed is random:
        return random
    return seed if isinstance(seed, Random) else Random(whole(seed, "seed", None))
