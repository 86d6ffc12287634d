"""The table of the work: one row each, for every engine the same mathematics."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from .data import (
    DIGITS,
    FAMILY,
    FIXED,
    GPT,
    MARKET,
    MOONS,
    SYMMETRY,
    Shape,
    markets,
    net_at_inputs,
    normal,
    size as size_of,
    uniform,
)

#: What the chains start from: the value, then the coefficients of a block.
CHAIN = [0.5, -0.1, 0.5, 0.25, -0.25, 1.0]
RECTIFIED = [0.5, -0.1, 0.5, 0.0, 2.0]


@dataclass(frozen=True, eq=False)
class Workload:
    """One piece of work.

    size: of the work in earnest; ``tiny`` that of a smoke test.
    numbers: the leaves' numbers for a size, flat.
    function: its name in ``scalars``, in ``arrays`` and by hand.
    needs: the functions that an engine must offer.
    shapes: those of the parameters, for engines of arrays; where there is a width,
        those of leaves that are the same for all rows and stand behind a row's own.
    rule: the rate and the momentum of the change that ends a step, if any.
    width: where one function is differentiated at rows of inputs, as many as the size
        says, how many numbers a row has.
    rooms: the modules of the function, where they are not those named above.
    """

    name: str
    title: str
    function: str
    size: int
    tiny: int
    numbers: Callable[[int], list[float]]
    needs: tuple[str, ...]
    shapes: tuple[Shape, ...] | None = None
    rule: tuple[float, float] | None = None
    width: int = 0
    rooms: tuple[str, str] = ("scalars", "by_hand")

    def scalars(self, engine: Any, size: int) -> Callable[[list], Any]:
        """The work as a function of scalar leaves."""
        return self._found(self.rooms[0])(engine, size)

    def arrays(self, engine: Any, size: int) -> Callable[[list], Any]:
        """The work as a function of arrays of parameters."""
        return self._found("arrays")(engine, size)

    def by_hand(self, size: int) -> Callable[[list], tuple[float, list]]:
        """The work with its derivatives by hand."""
        return self._found(self.rooms[1])(size)

    def _found(self, room):  # imported late: some need NumPy, which few peers have
        return getattr(import_module(f".{room}", __package__), self.function)

    def arrays_of(self, size: int) -> tuple[Shape, ...] | None:
        """The shapes of the arrays to differentiate by; None where there are none."""
        if not self.width:
            return self.shapes
        return ((size, self.width), *(self.shapes or ()))

    @property
    def shared(self) -> int:
        """How many leaves are the same for all rows, if it has rows."""
        return sum(map(size_of, self.shapes or ())) if self.width else 0

    @property
    def unit(self) -> str:
        """What times are quoted for."""
        if self.width:
            return "an input"
        return "an operation" if self.shapes is None else "a step"


def _net(name, title, function, size, tiny, numbers, needs, shapes, rule=None, **more):
    shapes = tuple(shapes)
    return Workload(
        name,
        title,
        function,
        size,
        tiny,
        lambda _: numbers,
        needs,
        shapes,
        rule,
        **more,
    )


# fmt: off
ROWS = (
    Workload("W1", "a chain of exp, tanh, mul and add", "chain", 100_000, 100,
             lambda _: CHAIN, ("exp", "tanh")),
    Workload("W1T", "a balanced tree of tanh(x y + x)", "tree", 100_000, 100,
             lambda size: uniform([(size // 3 + 1,)], 1.0), ("tanh",)),
    Workload("W1R", "a chain of relu, mul and add", "rectified_chain", 100_000, 100,
             lambda _: RECTIFIED, ("relu",)),
    _net("W2", "two moons, 2-16-16-1 rectified units, one gradient step", "moons_loss",
         100, 3, uniform(MOONS, 0.5), ("relu",), MOONS, (0.1, 0.0)),
    _net("W3", "symmetry, 6-2-1 logistic units, one sweep", "symmetry_error",
         64, 5, uniform(SYMMETRY, 0.3), ("exp",), SYMMETRY, (0.1, 0.9)),
    _net("W4", "family trees, 24+12 -> 6+6 -> 12 -> 6 -> 24 logistic units, one sweep",
         "family_error", 104, 3, uniform(FAMILY, 0.3), ("exp",), FAMILY, (0.01, 0.9)),
    _net("W5", "a character GPT, one layer, value and gradient of one name",
         "gpt_loss", 6, 3, normal(GPT, 0.2), ("exp", "log", "relu"), GPT,
         rooms=("gpt", "gpt_by_hand")),
    Workload("W6M", "32-64-32-8 logistic units at 10,000 inputs, value and gradient "
             "by inputs and weights", "fixed_error", 10_000, 2, net_at_inputs,
             ("exp",), tuple(FIXED), width=FIXED[0][1]),
    Workload("W6P", "a portfolio of 220 options in 10,000 markets, value and gradient",
             "portfolio", 10_000, 2, markets, ("exp", "log"), width=MARKET,
             rooms=("scalars", "portfolio_by_hand")),
    _net("W7", "digits, 64-32-10 logistic units, a batch of 64, one step",
         "digits_error", 64, 2, uniform(DIGITS, 0.3), ("exp",), DIGITS, (0.01, 0.9)),
)
# fmt: on
WORKLOADS = {row.name: row for row in ROWS}


def operations(workload: Workload, size: int) -> int:
    """How many scalar operations the work takes, at one input if it has many."""
    from .engines.tape import Tape

    tape = Tape()
    numbers = workload.numbers(1 if workload.width else size)
    tape.differentiator(workload.scalars(tape, size))(numbers)
    return tape.recorded - len(numbers)
