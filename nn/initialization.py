"""Where weights begin: the paper's uniform numbers, and the usual schemes by name.

A scheme draws a number from ``random``, for a layer with n_in inputs and n_out outputs.

    >>> draw = SCHEMES["xavier_uniform"].weight
    >>> draw(random_from(seed=1), n_in=3, n_out=3)
    -0.7312715117751976
"""

from __future__ import annotations

import random
from collections.abc import Callable
from math import inf, sqrt
from random import Random
from typing import Any, NamedTuple

from autograd.support.conversion import (
    called,
    float_from,
    function_from,
    refusal,
    whole,
)

Draw = Callable[[Any, int, int], float]


def zeros(random: Random, n_in: int, n_out: int) -> float:
    """0, always. Units of a hidden layer that begin equal stay equal."""
    return 0.0


def uniform(reach: float) -> Draw:
    """U(-reach, reach), whatever the sizes; uniform(0.3) is the paper's."""
    reach = float_from(reach, "uniform: reach")
    if not 0 <= reach < inf:
        raise refusal(reach, "uniform: reach", "a number of at least 0", ValueError)
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
    needs = "a function (random, n_in, n_out) -> float"
    if isinstance(initialization, Scheme):
        for draw in initialization:
            function_from(draw, "initialization", needs)
        return initialization
    if callable(initialization):
        return Scheme(initialization, initialization)
    name = initialization
    if not isinstance(name, str) or ALIASES.get(name, name) not in SCHEMES:
        needs += f", a Scheme or one of {', '.join([*SCHEMES, *ALIASES])}"
        raise refusal(name, "initialization", needs, ValueError)
    return SCHEMES[ALIASES.get(name, name)]


def drawn(draw: Draw, random: Any, n_in: int, n_out: int) -> float:
    """A number that a scheme draws; TypeError when it is none."""
    number = called(draw, "initialization", (random, n_in, n_out), {})
    return float_from(number, "initialization: a number drawn")


def random_from(seed: int | Random | None) -> Any:
    """The random numbers of a seed; None stands for those of Python's ``random``.

    The latter differ from run to run, unless ``random.seed`` was called.

        >>> random_from(7).random() == random_from(7).random()
        True
    """
    if seed is None or seed is random:
        return random
    return seed if isinstance(seed, Random) else Random(whole(seed, "seed", None))
