"""An attempt: a sample, its reference, and comparisons of what other ways give."""

from __future__ import annotations

from functools import cached_property

from autograd.programs import record
from tests.differential.reference import MINE, Case, Reference, leaves
from tests.tools.twins import bits


class Difference(AssertionError):
    """A way that gives something else; ``kind`` tells which and where, not how much."""

    def __init__(self, kind: str, text: str) -> None:
        super().__init__(text)
        self.kind = kind


class Attempt:
    """A sample with its reference, and comparisons with it."""

    def __init__(self, sample, way: str = "") -> None:
        self.sample, self.way = sample, way

    @cached_property
    def reference(self) -> Reference:
        """Every row case by case, with the inputs as Values."""
        return Reference(self.sample, MINE)

    @cached_property
    def program(self):
        """The recording at the first row."""
        return recorded(self.sample)[0]

    def differ(self, what, got, wanted):
        text = f"{self.way}: {what} is {got!r}, case by case {wanted!r}"
        kind = f"{self.way}, {self.sample.family}: {what.split('[')[0]}"
        raise Difference(kind, f"{text}\n{self.sample}")

    def bits(self, what, got, wanted):
        """Got has to be wanted, to the bit."""
        if bits(got) != bits(wanted):
            self.differ(what, got, wanted)

    def close(self, what, got, wanted, allowed):
        """Got has to be wanted, but for rounding."""
        if allowed is None or got == wanted or (got != got and wanted != wanted):
            return
        if not abs(got - wanted) <= allowed:  # nan too
            self.differ(what, float(got), wanted)

    def compare(self, what: str, got: Case, row: int, exact: bool) -> None:
        """One row's numbers, as ``Case`` has them, nan where they are not known."""
        wanted, allowed = self.reference.cases[row].numbers, self.reference.allowed[row]
        inputs = len(self.sample.rows[row])
        names = ["value", *["by inputs"] * inputs, *["by weights"] * len(wanted)]
        for name, mine, right, off in zip(names, got.numbers, wanted, allowed):
            if mine is None:
                continue
            if exact:
                self.bits(f"{name}[{what}, row {row}]", mine, right)
            else:
                self.close(f"{name}[{what}, row {row}]", mine, right, off)


def recorded(sample):
    """The program, recorded at its first row, and its weights."""
    x, w = leaves(sample, sample.rows[0], MINE)
    result = MINE.function(sample.source)(x, w)
    parameters = [w[i] for i in parameter_places(sample)]
    inputs = [*x, *(w[i] for i in sorted(sample.shared))]
    return record(result, inputs, parameters), w


def parameter_places(sample) -> list[int]:
    """Which weights are parameters of a recording."""
    others = sample.frozen | sample.shared
    return [i for i in range(len(sample.weights)) if i not in others]
