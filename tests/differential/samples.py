"""A sample: a program as text, the numbers that it is run with, and its strategy."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import strategies as st

from tests.differential.families import FAMILIES, Draw

ORDINARY = st.integers(-2000, 2000).map(lambda x: x / 1000)
HALVES = st.sampled_from([0.0, 0.5, -0.5, 1.0, -1.0, 2.0, -0.0])
SPECIAL = st.sampled_from(
    [
        0.0,
        -0.0,
        1.0,
        -1.0,
        2.0,
        0.5,
        1e308,
        -1e308,
        1.5e308,
        1e-308,
        5e-324,
        1e154,
        1e-160,
        710.0,
        -745.0,
        float("inf"),
        float("-inf"),
        float("nan"),
    ]
)
KINDS_OF_NUMBERS = [ORDINARY] * 5 + [HALVES] * 2 + [SPECIAL]


@dataclass(frozen=True)
class Sample:
    """One program and its numbers.

    body: what stands below ``def program(x, w):``; rows: inputs, case by case;
    weights: the numbers of w, of which those in frozen are no parameters, and those in
    shared are inputs of a recording; settings: of the training and the calls.
    """

    family: str
    body: str
    rows: tuple[tuple[float, ...], ...]
    weights: tuple[float, ...]
    frozen: frozenset[int]
    shared: frozenset[int]
    settings: tuple[int, ...]

    @property
    def source(self) -> str:
        """The whole text, which defines ``program``."""
        if "def program" in self.body:
            return self.body.strip("\n")
        lines = self.body.strip("\n").split("\n")
        return "\n".join(["def program(x, w):", *("    " + line for line in lines)])

    @property
    def asks(self) -> bool:
        """Whether it decides by numbers: a recording holds for one answer only."""
        return self.family in ("branches", "captured") or "where(" in self.body

    @property
    def has_functions(self) -> bool:
        """Whether an operation of it is made of Python functions, unknown to JAX."""
        return "clipped(" in self.body or "gate(" in self.body

    def __str__(self) -> str:
        numbers = ", ".join(map(repr, self.weights))
        notes = f"frozen {sorted(self.frozen)}, as inputs {sorted(self.shared)}"
        rows = "\n".join(f"# row {list(row)}" for row in self.rows)
        head = f"# {self.family}; settings {list(self.settings)}"
        return f"{head}\n# w = [{numbers}], {notes}\n{rows}\n{self.source}"


@st.composite
def samples(draw, families=tuple(FAMILIES)):
    """Samples of these families."""
    family = draw(st.sampled_from(families))
    given = Draw(draw)
    body, inputs, weights = FAMILIES[family](given)
    number = draw(st.sampled_from(KINDS_OF_NUMBERS))
    # the weights are ordinary more often: most of what goes wrong is in the rows
    weight = draw(st.sampled_from([ORDINARY, number]))
    row = st.tuples(*[number] * inputs)
    places = st.frozensets(st.integers(0, max(weights - 1, 0)), max_size=2)
    few = draw(st.sampled_from([st.just(frozenset()), places]))
    return Sample(
        family,
        body,
        tuple(draw(st.lists(row, min_size=1, max_size=4))),
        draw(st.tuples(*[weight] * weights)),
        draw(few),
        draw(few),
        draw(st.tuples(*[st.integers(0, 5)] * 4)),
    )
