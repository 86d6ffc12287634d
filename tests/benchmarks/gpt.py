"""The character GPT for engines of scalars: one layer, no biases.

Tokens are only ever looked up: where they change, the operations stay the same ones.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

from .data import GPT, HEADS, WIDTH, document, split

DEPTH = WIDTH // HEADS


def gpt_loss(engine: Any, letters: int) -> Callable[[list], Any]:
    """The mean surprise of a one-layer character GPT at the letters of one name."""
    return Surprise(engine, document(letters))


class Surprise:
    """The mean surprise at a document, a function of the parameters."""

    def __init__(self, engine: Any, tokens: list[int]) -> None:
        self.engine, self.tokens = engine, tokens

    def __call__(self, leaves: list) -> Any:
        return self.of_tokens(self.tokens, leaves)

    def of_tokens(self, tokens: list, leaves: list) -> Any:
        """The same of other tokens."""
        return surprise(self.engine, tokens, leaves)


def surprise(engine: Any, tokens: list, leaves: list) -> Any:
    """The mean surprise at the tokens that follow each other."""
    dot, take, total = engine.dot, engine.take, engine.total
    letter, place, *matrices, widen, narrow, head = split(leaves, GPT)
    seen: list = []
    surprises = []
    for i, (token, following) in enumerate(pairwise(tokens)):
        x = normalized(engine, added(take(letter, token), place[i]))
        x = added(x, attention(engine, matrices, normalized(engine, x), seen))
        wide = [engine.relu(z) for z in times(engine, widen, normalized(engine, x))]
        x = added(x, times(engine, narrow, wide))
        scores = [dot(row, x) for row in head]
        chance = total([engine.exp(score) for score in scores])
        surprises.append(engine.log(chance) - take(scores, following))
    return total(surprises) * (1.0 / len(surprises))


def attention(engine: Any, matrices: list, y: list, seen: list) -> list:
    """What all heads gather; the keys and values of this place are added to seen."""
    ask, offer, give, gather = matrices
    query, *pair = (times(engine, matrix, y) for matrix in (ask, offer, give))
    seen.append(pair)
    found = []
    for start in range(0, WIDTH, DEPTH):
        part = slice(start, start + DEPTH)
        keys, values = ([row[part] for row in rows] for rows in zip(*seen))
        found += attended(engine, query[part], keys, values)
    return times(engine, gather, found)


def attended(engine: Any, query: list, keys: list, values: list) -> list:
    """The mean of the values, weighted by how well their keys fit."""
    dot = engine.dot
    scores = [engine.exp(dot(query, key) * DEPTH**-0.5) for key in keys]
    whole = engine.total(scores)
    shares = [score / whole for score in scores]
    return [dot(shares, column) for column in zip(*values)]


def times(engine: Any, matrix: list, vector: list) -> list:
    """A matrix times a vector."""
    return [engine.dot(row, vector) for row in matrix]


def added(xs: list, ys: list) -> list:
    """Two vectors added."""
    return [x + y for x, y in zip(xs, ys)]


def normalized(engine: Any, xs: list) -> list:
    """A vector divided by the root of its mean square."""
    scale = (engine.dot(xs, xs) * (1.0 / WIDTH) + 1e-5) ** -0.5
    return [x * scale for x in xs]
