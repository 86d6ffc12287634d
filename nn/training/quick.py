"""Quick: a training by programs, where that is the same and takes less time.

It begins case by case, so that nothing is lost where programs do not pay, and goes on
case by case when the function does what no program can do again.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable, Sequence
from typing import Any

from autograd import Value, enable_grad
from autograd.backward import topological_order
from autograd.support.twin import debugged, engine

#: Microseconds to record, fold and prepare a program: at all, and for each operand.
RECORDING = (3000.0, 1.3) if engine == "native" else (15000.0, 3.0)
REHEARSAL = 0.3  # of a sweep without programs, what a sweep takes with them besides
SHARE = 10  # programs begin when they cost a tenth of what was done without
LOOKED_AT = 2  # cases that are watched at first
#: Microseconds of a case, about, and for each operand of its graph, before any look.
LEAST = (5.0, 0.05) if engine == "native" else (20.0, 2.0)


class Quick:
    """How the errors of a training are summed: case by case at first.

    case_by_case: what adds the errors of chosen cases to E, and their gradients;
    function: the error of one case; compiled: whether programs are wanted, or not, or
    None.
    """

    def __init__(
        self,
        function: Callable,
        cases: Sequence[tuple],
        leaves: Sequence[Value],
        case_by_case: Callable[[float, Sequence[int]], float],
        compiled: bool | None,
    ) -> None:
        self.function, self.compiled = function, compiled
        self.case_by_case = case_by_case
        self.given, self.leaves = cases, leaves
        self.summed: Any = None
        self.start, self.left = math.inf, 0
        wanted = compiled or (compiled is None and len(cases) > 1 and not debugged())
        self.is_looking = bool(wanted)  # or works by programs
        self.added = self._glance if wanted else case_by_case

    def begin(self, sweep: int, sweeps: int, steps: int) -> None:
        """Before a sweep of so many steps: its number, and how many there will be."""
        self.sweep, self.sweeps, self.steps = sweep, sweeps, steps
        if self.is_by_programs:
            self._check(sweep)
        elif sweep >= self.start and self.summed:
            self._begin_rehearsal()

    @property
    def is_by_programs(self) -> bool:
        """Whether sums are those of programs."""
        return self.summed is not None and self.added == self._add

    def holds(self) -> bool:
        """After a sweep: whether the function still does what its programs do."""
        self._check(self.sweep + len(self.summed.given) // 2)
        return self.is_by_programs

    def _glance(self, E, chosen):
        """The first step, if nothing was done before: is there enough to do at all?"""
        if self.compiled or self.sweep or not SHARE:
            return self._look(E, chosen)
        first, self.added = chosen[0], self.case_by_case
        with enable_grad():
            error = self.function(*self.given[first])
        size = sum([len(x.operands) for x in topological_order(error)])
        error.backward()
        self.is_looking = self._is_soon(LEAST[0] + LEAST[1] * size, size)
        if self.is_looking:
            self.added = self._look
        return self.case_by_case(E + error.data, chosen[1:])

    def _look(self, E, chosen):
        """The first step but for that: case by case, watched, to know what it takes."""
        self.added = self.case_by_case
        self.summed = summed(self.function, self.given, self.leaves)
        if self.summed is None:
            if self.compiled:
                raise ImportError("compiled=True needs NumPy: pip install numpy")
            self._stop(None)
            return self.case_by_case(E, chosen)
        kept, before = self.summed.kept(), E
        E, reason = self.summed.looked(E, chosen[:LOOKED_AT])
        if reason is None and self._is_soon(self.summed.eager, self.summed.size):
            if self.sweep >= self.start:  # as if there had been no interruption
                self.summed.restore(kept)
                self._begin_rehearsal()
                return self._rehearse(before, chosen)
        else:
            self._stop(reason)
        return self.case_by_case(E, chosen[LOOKED_AT:])

    def _is_soon(self, eager, size):
        """Whether programs begin early enough: when a tenth of what was done pays them.

        eager, size: microseconds for a case, and operands in its graph.
        """
        sweep = eager * len(self.given)
        price = RECORDING[0] + RECORDING[1] * size + REHEARSAL * sweep
        self.start = 0 if self.compiled else math.ceil(SHARE * price / sweep)
        return self.compiled or 1.2 * self.start < self.sweeps or not SHARE

    def _begin_rehearsal(self):
        self.summed.begin()
        self.added, self.left = self._rehearse, self.steps

    def _rehearse(self, E, chosen):
        """A step of the first sweep with programs: both ways, and compared."""
        E, reason = self.summed.rehearsed(E, chosen)
        self.left -= 1
        if reason is not None:
            self._stop(reason)
        elif not self.left:
            self.added = self._add
            if not self.compiled and not self._pays():
                self._stop(None)
        return E

    def _pays(self):
        case_by_case = self.summed.eager * len(self.summed.given)
        return self.summed.costs(self.steps) < 0.8 * case_by_case

    def _add(self, E, chosen):
        kept = self.summed.kept()
        try:
            return E + self.summed.added(chosen)
        except Exception as error:
            self.summed.restore(kept)
            self._stop(self.summed.reason_of(error))
        return self.case_by_case(E, chosen)

    def _check(self, number):
        try:
            self.summed.check(number % len(self.summed.given))
        except Exception as error:
            self._stop(self.summed.reason_of(error))

    def _stop(self, reason):
        """From now on case by case; ValueError where programs were asked for."""
        self.added, self.summed = self.case_by_case, None
        self.is_looking = False
        if reason and self.compiled:
            raise ValueError(f"fit: compiled=True cannot be, since {reason}")
        if reason:
            warnings.warn(f"fit: works case by case, since {reason}", RuntimeWarning, 2)


def summed(function: Callable, cases: Sequence[tuple], leaves: Sequence[Value]) -> Any:
    """The function summed over cases by programs; None without NumPy."""
    try:
        from autograd.programs.calling.summed import Summed
    except ImportError:
        return None
    return Summed(function, cases, leaves)
