"""Cases, made-up names and starting weights: plain numbers, the same in every process.

>>> symmetry_cases(3)
[((0, 0, 0, 0, 0, 0), 1.0), ((0, 0, 0, 0, 0, 1), 0.0), ((0, 0, 0, 0, 1, 0), 0.0)]
>>> made_up_names(3)
['egogobu', 'kekutife', 'tosire']
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import product
from random import Random

Shape = tuple[int, ...]

# The shapes of the parameters: a row of a matrix leads to one unit.
MOONS: list[Shape] = [(16, 2), (16,), (16, 16), (16,), (1, 16), (1,)]
SYMMETRY: list[Shape] = [(2, 6), (2,), (1, 2), (1,)]
FAMILY: list[Shape] = [(6, 24), (6,), (6, 12), (6,)]
FAMILY += [(12, 12), (12,), (6, 12), (6,), (24, 6), (24,)]
DIGITS: list[Shape] = [(32, 64), (32,), (10, 32), (10,)]
#: A net at many inputs, each 32 numbers; the weights are the same for all.
FIXED: list[Shape] = [(64, 32), (64,), (32, 64), (32,), (8, 32), (8,)]

LETTERS = "abcdefghijklmnopqrstuvwxyz"
BOUNDARY = len(LETTERS)
WIDTH, HEADS, BLOCK, VOCABULARY = 16, 4, 16, len(LETTERS) + 1
# token and position embeddings; queries, keys, values, outputs; wide, narrow; head
GPT: list[Shape] = [(VOCABULARY, WIDTH), (BLOCK, WIDTH)]
GPT += [(WIDTH, WIDTH)] * 4
GPT += [(4 * WIDTH, WIDTH), (WIDTH, 4 * WIDTH), (VOCABULARY, WIDTH)]


def size(shape: Shape) -> int:
    """How many numbers an array of a shape holds."""
    return math.prod(shape)


def uniform(shapes: Sequence[Shape], bound: float) -> list[float]:
    """Starting weights from U(-bound, bound), flat."""
    random = Random(1986)
    return [random.uniform(-bound, bound) for _ in range(sum(map(size, shapes)))]


def normal(shapes: Sequence[Shape], deviation: float) -> list[float]:
    """Starting weights from a normal distribution, flat."""
    random = Random(1986)
    return [random.gauss(0.0, deviation) for _ in range(sum(map(size, shapes)))]


def net_at_inputs(count: int) -> list[float]:
    """The inputs of the net, flat, and behind them its weights."""
    return uniform([(count, FIXED[0][1])], 1.0) + uniform(FIXED, 0.3)


def split(flat: Sequence, shapes: Sequence[Shape]) -> list:
    """Flat parameters as lists: of rows for a matrix, of numbers for a vector.

    >>> split("abcdef", [(2, 2), (2,)])
    [['ab', 'cd'], 'ef']
    """
    parts: list = []
    for shape in shapes:
        part, flat = flat[: size(shape)], flat[size(shape) :]
        step = shape[-1]
        rows = [part[i : i + step] for i in range(0, len(part), step)]
        parts.append(rows if len(shape) == 2 else part)
    return parts


def moons(count: int) -> list[tuple[tuple[float, float], float]]:
    """Points on two interleaved half circles with a little noise, wanted +1 or -1."""
    random = Random(100)
    cases = []
    for i in range(count):
        angle, lower = random.uniform(0.0, math.pi), i % 2 == 1
        across, up = math.cos(angle), math.sin(angle)
        x, y = (1.0 - across, 0.5 - up) if lower else (across, up)
        point = (x + random.gauss(0.0, 0.1), y + random.gauss(0.0, 0.1))
        cases.append((point, 1.0 if lower else -1.0))
    return cases


def symmetry_cases(count: int = 64) -> list[tuple[tuple[int, ...], float]]:
    """Patterns of six bits, wanted 1 where the second half mirrors the first."""
    patterns = list(product((0, 1), repeat=6))[:count]
    return [(bits, 1.0 if bits == bits[::-1] else 0.0) for bits in patterns]


def made_up_names(count: int = 100) -> list[str]:
    """Names that nobody has, of three to eight letters, from random syllables."""
    random = Random(27)
    syllables = [a + b for a in "bdfgklmnrstvz" for b in "aeiou"]
    names = []
    for _ in range(count):
        name = "".join(random.choices(syllables, k=random.randint(2, 4)))
        names.append(name[random.randint(0, 1) :])
    return names


def document(letters: int) -> list[int]:
    """The tokens of a made-up name of so many letters, between two boundaries."""
    return tokens_of(next(x for x in made_up_names() if len(x) == letters))


def tokens_of(name: str) -> list[int]:
    """The tokens of a name between two boundaries."""
    return [BOUNDARY, *map(LETTERS.index, name), BOUNDARY]


def digits(count: int) -> tuple[list[list[float]], list[list[float]]]:
    """Made-up pictures of 8 by 8 grey points, and their classes as ones and zeros."""
    random = Random(7)
    pictures = [[random.randrange(17) / 16 for _ in range(64)] for _ in range(count)]
    classes = [random.randrange(10) for _ in range(count)]
    return pictures, [[float(i == chosen) for i in range(10)] for chosen in classes]


ASSETS, CONTRACTS = 20, 220
#: A row of a market: spots, volatilities and dividends of the assets, and the rate.
MARKET = 3 * ASSETS + 1
#: The logit of the normal distribution is about x (a + x x (b + x x c)).
NORMAL = 1.5957691, 0.0727, -0.0001


def contracts() -> list[tuple[int, float, float, float]]:
    """The portfolio: asset, strike, maturity and quantity of each straddle."""
    random = Random(1973)
    return [
        (
            random.randrange(ASSETS),
            random.uniform(0.7, 1.4),
            random.uniform(0.25, 3.0),
            random.uniform(1.0, 10.0),
        )
        for _ in range(CONTRACTS)
    ]


def markets(count: int) -> list[float]:
    """Made-up markets, flat: of each the spots, volatilities, dividends and rate."""
    random = Random(220)
    bounds = [(0.8, 1.2)] * ASSETS + [(0.1, 0.4)] * ASSETS + [(0.0, 0.03)] * ASSETS
    bounds.append((0.0, 0.05))
    return [random.uniform(*bound) for _ in range(count) for bound in bounds]
