"""The table of the work: one row each, for every engine the same mathematics."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from . import scalars
from .data import FAMILY, GPT, MOONS, SYMMETRY, Shape, normal, uniform

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
    shapes: those of the parameters, for engines of arrays.
    rule: the rate and the momentum of the change that ends a step, if any.
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

    def scalars(self, engine: Any, size: int) -> Callable[[list], Any]:
        """The work as a function of scalar leaves."""
        return getattr(scalars, self.function)(engine, size)

    def arrays(self, engine: Any, size: int) -> Callable[[list], Any]:
        """The work as a function of arrays of parameters."""
        from . import arrays  # needs NumPy, which few peers have

        return getattr(arrays, self.function)(engine, size)

    def by_hand(self, size: int) -> Callable[[list], tuple[float, list]]:
        """The work with its derivatives by hand."""
        from . import by_hand, gpt_by_hand

        room = gpt_by_hand if self.function == "gpt_loss" else by_hand
        return getattr(room, self.function)(size)

    @property
    def per_operation(self) -> bool:
        """Whether times are quoted for an operation, not for a step."""
        return self.shapes is None


def _net(name, title, function, size, tiny, numbers, needs, shapes, rule=None):
    shapes = tuple(shapes)
    return Workload(
        name, title, function, size, tiny, lambda _: numbers, needs, shapes, rule
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
         "gpt_loss", 6, 3, normal(GPT, 0.2), ("exp", "log", "relu"), GPT),
)
# fmt: on
WORKLOADS = {row.name: row for row in ROWS}


def operations(workload: Workload, size: int) -> int:
    """How many scalar operations the work takes, each * and + counted."""
    from .engines.tape import Tape

    tape = Tape()
    numbers = workload.numbers(size)
    tape.differentiator(workload.scalars(tape, size))(numbers)
    return tape.recorded - len(numbers)
