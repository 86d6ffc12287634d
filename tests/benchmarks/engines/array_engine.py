"""What the adapters of arrays have in common."""

from __future__ import annotations

from typing import Any

import numpy as np

from .engine import Engine


class ArrayEngine(Engine):
    """Leaves are a list of arrays; constants are made by ``constant``."""

    dialect = "arrays"

    def constant(self, array: np.ndarray) -> Any:
        """The engine's own array of the numbers of one of NumPy's."""
        return array

    def leaves(self, numbers, shapes=None):
        sizes = [int(np.prod(shape)) for shape in shapes]
        parts = np.split(np.array(numbers), np.cumsum(sizes)[:-1])
        shaped = (part.reshape(shape) for part, shape in zip(parts, shapes))
        return [self.constant(part) for part in shaped]

    def moved(self, leaves, gradients, velocity, rule):
        rate, momentum = rule
        velocity = velocity or [0.0 * leaf for leaf in leaves]
        velocity = [momentum * v - rate * g for v, g in zip(velocity, gradients)]
        return [leaf + v for leaf, v in zip(leaves, velocity)], velocity

    def flat(self, gradients):
        return [x for g in gradients for x in np.asarray(g).ravel().tolist()]


class ByHand(ArrayEngine):
    """NumPy, with the derivatives written by hand."""

    dialect = "by hand"

    def differentiator(self, program):
        return program
