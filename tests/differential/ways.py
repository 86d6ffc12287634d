"""The ways to run a program, each compared with the reference."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import contextmanager, nullcontext
from typing import NamedTuple
from unittest.mock import patch

from autograd.programs.calling import compiling
from nn.training import quick
from tests.differential import calls
from tests.differential.attempts import Attempt, Difference
from tests.differential.recordings import batched, on, replay
from tests.differential.reference import case, plain
from tests.differential.trainings import fitted, train

PLAIN = plain()


def both_engines(attempt):
    """The two twins, to the bit; what is imported at first use knows one only."""
    if attempt.sample.family == "slopes":
        return
    for i, row in enumerate(attempt.sample.rows):
        attempt.compare("pure Python", case(attempt.sample, row, PLAIN), i, True)


class Way(NamedTuple):
    """A way, and which programs it takes.

    asking: those that decide by numbers too; captured: those that read what may
    change too; only: those of one family; rare: one of six programs, as each takes a
    second.
    """

    run: Callable[[Attempt], None]
    asking: bool = False
    captured: bool = False
    only: str = ""
    rare: bool = False

    def takes(self, sample) -> bool:
        """Whether a sample is for this way."""
        if self.rare and (sample.settings[3] < 5 or sample.has_functions):
            return False
        if self.only or sample.family == "captured":
            return sample.family == self.only or (self.captured and not self.only)
        return self.asking or not sample.asks


WAYS: dict[str, Way] = {
    "engines": Way(both_engines, asking=True),
    "replay": Way(replay),
    "steps": Way(on("steps", True)),
    "written steps": Way(on("writtensteps", True)),
    "tape": Way(on("tape", True)),
    "numpy": Way(on("numpy", False)),
    "fold": Way(on(None, False)),
    "batch": Way(batched(None)),
    "batch, numpy": Way(batched("numpy")),
    "batch, tape": Way(batched("tape")),
    "batch, steps": Way(batched("steps")),
    "compile": Way(calls.changing, asking=True),
    "compile, one pass": Way(calls.once, asking=True),
    "compile, threads": Way(calls.in_threads, asking=True),
    "captured": Way(calls.captured, only="captured"),
    "alike": Way(calls.alike, only="aside"),
    "taken": Way(calls.taken, only="table"),
    "train": Way(train),
    "fit": Way(fitted(None), asking=True, captured=True),
    "fit, case by case": Way(fitted(False), asking=True, captured=True),
    "jax": Way(on("jax", False), rare=True),
    "batch, jax": Way(batched("jax"), rare=True),
}


def check(sample, ways, known=frozenset()) -> None:
    """Every way against the reference; the first difference of a kind not known."""
    attempt = Attempt(sample)
    for name in ways:
        if WAYS[name].takes(sample):
            attempt.way = name
            try:
                tried(WAYS[name].run, attempt)
            except Difference as difference:
                if difference.kind not in known:
                    raise


@contextmanager
def replays_anyway():
    """Compiled functions and fits that replay whatever they can, also at a loss."""
    with (
        patch.object(compiling, "pays", lambda costs: True),
        patch.object(quick, "SHARE", 0),
        patch.object(quick.Quick, "_pays", lambda self: True),
    ):
        yield


def tried(way, attempt):
    """One way; what it raises where case by case raises nothing is a difference too."""
    # small programs pay too rarely to be tried: most samples do not ask
    replays = replays_anyway() if attempt.sample.settings[3] < 4 else nullcontext()
    try:
        with replays:
            way(attempt)
    except Difference:
        raise
    except Exception as error:
        name = type(error).__name__
        kind = f"{attempt.way}, {attempt.sample.family}: raises {name}"
        raise Difference(kind, f"{kind}: {error}\n{attempt.sample}") from error
