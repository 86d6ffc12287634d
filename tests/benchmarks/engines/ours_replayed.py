"""This project's programs: scalars as written, recorded once, folded and replayed."""

from __future__ import annotations

from itertools import chain, groupby
from typing import Any

import numpy as np

import autograd
from autograd.programs import compile, record
from nn import SGD

from ..data import made_up_names, tokens_of
from .engine import Missing
from .ours import Ours


class Replayed(Ours):
    """Value and derivatives as lists of floats; the rest is up to the caller."""

    phases = None  # type: ignore[assignment]

    def folded(self, program: Any, leaves: list) -> Any:
        """The folded program, recorded with these leaves as parameters."""
        return record(program(leaves), parameters=leaves).fold()

    def differentiator(self, program):
        made: list[Any] = []

        def differentiated(leaves):
            if not made:
                made.append(self.folded(program, leaves))
            value, gradients, _ = made[0].value_and_gradients()
            return value, gradients

        return differentiated

    def table(self, numbers, width):
        return np.reshape(numbers, (-1, width))

    def differentiator_of_rows(self, program):
        made: list[Any] = []

        def differentiated(given):
            rows, shared = given
            if not made:
                inputs = self.leaves(rows[0].tolist())
                result = program(inputs + shared)
                made.append(record(result, inputs=inputs, parameters=shared).fold())
            by = "inputs parameters" if shared else "inputs"
            values, by_shared, by_rows = made[0].batch(rows, by)
            return values.sum(), chain(by_rows.flat, by_shared)

        return differentiated


class Trained(Replayed):
    """Steps inside of ``train``, 1,425 at a time, which gives no derivatives away.

    To check them they are taken from what a step adds to the leaves.
    """

    at_once = 1425

    def differentiator(self, program):
        rate, momentum = self.rule

        def velocities():
            return [memory[0] for memory in self.optimizer.memory]

        def differentiated(leaves):
            if not hasattr(self, "optimizer"):
                self.trained = self.folded(program, leaves)
                self.optimizer = SGD(leaves, rate, momentum)
            before = velocities()
            (value,) = self.trained.train(self.optimizer, sweeps=1)
            pairs = zip(before, velocities())
            return value, [(momentum * old - new) / rate for old, new in pairs]

        return differentiated

    def moved(self, leaves, gradients, velocity, rule):
        return leaves, velocity  # they are moved already

    def repeated(self, step):
        self.trained.train(self.optimizer, sweeps=self.at_once)


class Compiled(Ours):
    """A function of whole numbers, recorded for each length of them once.

    Other tokens must be looked up without recording: seen before anything is measured.
    """

    phases = None  # type: ignore[assignment]
    take = staticmethod(autograd.take)

    def differentiator(self, program):
        tokens, loss = program.tokens, None

        def differentiated(leaves):
            nonlocal loss
            if loss is None:
                loss = compile(lambda tokens: program.of_tokens(tokens, leaves))
                see_all_lengths(loss)
            self.clear(leaves)
            result = loss(tokens)
            result.backward()
            return result.data, [leaf.grad for leaf in leaves]

        return differentiated


def see_all_lengths(loss: Any) -> None:
    """Call a function with names of each length; Missing if one is recorded again.

    Of each the first is only met, the second recorded, and the third must fit.
    """
    names = sorted(made_up_names(), key=len)
    lengths = [list(group)[:3] for _, group in groupby(names, len)]
    for name in chain(*lengths):
        loss(tokens_of(name)).backward()
    if loss.recordings != len(lengths):
        found = f"{loss.recordings} times for {len(lengths)} lengths"
        raise Missing(f"recorded {found} of documents")
