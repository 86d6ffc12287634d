"""The loss of the character GPT and its derivatives, by hand, in NumPy."""

from __future__ import annotations

from typing import Any

import numpy as np

from .by_hand import Differentiated
from .data import HEADS, WIDTH, document


def normalized(x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Rows divided by the root of their mean square, and what they were scaled by."""
    scale = ((x * x).mean(1, keepdims=True) + 1e-5) ** -0.5
    return x * scale, scale


def by_normalized(by_y: np.ndarray, y: np.ndarray, scale: np.ndarray) -> np.ndarray:
    """The derivative by what was normalized."""
    return scale * (by_y - y * (by_y * y).mean(1, keepdims=True))


def in_heads(x: np.ndarray) -> np.ndarray:
    """(places, WIDTH) as (HEADS, places, depth)."""
    return x.reshape(len(x), HEADS, -1).transpose(1, 0, 2)


def side_by_side(x: np.ndarray) -> np.ndarray:
    """(HEADS, places, depth) as (places, WIDTH)."""
    return x.transpose(1, 0, 2).reshape(-1, WIDTH)


def gpt_loss(letters: int) -> Differentiated:
    tokens = np.array(document(letters))
    given, following = tokens[:-1], tokens[1:]
    count = len(given)
    places = np.arange(count)
    future = np.triu(np.ones((count, count), bool), 1)
    shrink = (WIDTH // HEADS) ** -0.5

    def attention(ask, offer, give, y):
        query, key, value = (in_heads(y @ w.T) for w in (ask, offer, give))
        scores = np.exp(query @ key.transpose(0, 2, 1) * shrink)
        scores[:, future] = 0.0
        shares = scores / scores.sum(2, keepdims=True)
        return query, key, value, shares

    def by_attention(by_seen, query, key, value, shares):
        by_shares = by_seen @ value.transpose(0, 2, 1)
        inner = (by_shares * shares).sum(2, keepdims=True)
        by_scores = shares * (by_shares - inner) * shrink
        parts = by_scores @ key, by_scores.transpose(0, 2, 1) @ query
        return [side_by_side(x) for x in (*parts, shares.transpose(0, 2, 1) @ by_seen)]

    def differentiated(parameters: list) -> tuple[Any, list]:
        letter, place, ask, offer, give, gather, widen, narrow, head = parameters
        x0, scale0 = normalized(letter[given] + place[:count])
        y0, scale1 = normalized(x0)
        attending = attention(ask, offer, give, y0)
        seen = side_by_side(attending[3] @ attending[2])
        y1, scale2 = normalized(x1 := x0 + seen @ gather.T)
        wide = np.maximum(y1 @ widen.T, 0.0)
        x2 = x1 + wide @ narrow.T
        scores = x2 @ head.T
        chances = np.exp(scores)
        whole = chances.sum(1)
        value = (np.log(whole) - scores[places, following]).mean()

        by_scores = chances / whole[:, None]
        by_scores[places, following] -= 1.0
        by_scores /= count
        by_x2 = by_scores @ head
        by_wide = by_x2 @ narrow * (wide > 0.0)
        by_x1 = by_x2 + by_normalized(by_wide @ widen, y1, scale2)
        by_parts = by_attention(in_heads(by_x1 @ gather), *attending)
        by_y0 = sum(x @ w for x, w in zip(by_parts, (ask, offer, give)))
        by_x0 = by_normalized(by_x1 + by_normalized(by_y0, y0, scale1), x0, scale0)
        by_letter, by_place = np.zeros_like(letter), np.zeros_like(place)
        np.add.at(by_letter, given, by_x0)
        by_place[:count] = by_x0
        gradients = [by_letter, by_place, *(x.T @ y0 for x in by_parts)]
        gradients += [by_x1.T @ seen, by_wide.T @ y1, by_x2.T @ wide]
        return value, [*gradients, by_scores.T @ x2]

    return differentiated
