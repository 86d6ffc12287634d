"""Runner: a program on the machine that costs least, with care where that one fails.

>>> from autograd import Value
>>> from autograd.programs import record
>>> w, x = Value(2.0), Value(0.5)
>>> runner = Runner(Passes(record(w / x, inputs=[x]).assignments))
>>> runner.run(([0.0], [1.0])).results[0].tolist()
[inf]
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from contextlib import suppress
from functools import cached_property, lru_cache
from threading import RLock
from typing import Any

import numpy

from autograd.operations import OPERATIONS, Operation
from autograd.programs.machines import WORTH, cheapest, machines
from autograd.programs.machines.machine import Machine, Task
from autograd.programs.passes.pipeline import Passes
from autograd.support.conversion import one_of

KEPT = 12  # machines of one program
CALL = 8.0  # microseconds to load numbers, start both passes and read the results
FAR = 8  # times: costs in lanes are told closely unless they are so far apart
MANY = 8192  # numbers; of more BLAS makes products in threads, who wait for each other
TAME = 1e300  # the square of the greatest numbers that are no trouble in any order
STRICT: Any = {"all": "raise", "under": "ignore"}


class Runner:
    """The machines of one program, each made when it is first needed.

    only: the name of the machine that is to compute; None for the cheapest.
    exact: whether it has to be one with the bits of the graph.
    """

    def __init__(
        self, passes: Passes, only: str | None = None, exact: bool = False
    ) -> None:
        if only is not None:
            only = one_of(only, (None, *machines()), "machine")
        self.passes, self.only, self.exact = passes, only, exact
        self._kinds: dict[tuple, type[Machine]] = {}
        self._made: dict[tuple, Machine] = {}
        self._alone: dict[int, bool] = {}
        #: Held while a machine computes and its results are read.
        self.lock = RLock()
        #: The machines of trainings that are over, for the next one.
        self.idle: list[Any] = []

    def kind(self, lanes: int | None = None, careful: bool = False) -> type[Machine]:
        """The machine for so many lanes; careful: where the fast one has failed."""
        key, only = (lanes, careful), self.only
        if key not in self._kinds:
            task = Task(self.passes, lanes, careful=careful)
            kind = machines()[only] if only else cheapest(task, self.exact)
            if careful and not kind.can(task):
                kind = cheapest(task, exact=True)
            if not kind.can(task):
                able = [name for name, kind in machines().items() if kind.can(task)]
                raise ValueError(
                    f"machine: {only!r} cannot compute this program, {able} can"
                )
            if len(self._kinds) > KEPT:
                self._kinds.clear()
            self._kinds[key] = kind
        return self._kinds[key]

    def is_quicker_alone(self, lanes: int) -> bool:
        """Whether so many cases are done sooner one after the other than in lanes."""
        if lanes not in self._alone:
            if len(self._alone) > KEPT:
                self._alone.clear()
            self._alone[lanes] = self._costs_less_alone(lanes)
        return self._alone[lanes]

    def _costs_less_alone(self, lanes):
        alone, together = Task(self.passes), Task(self.passes, lanes)
        if self.only and not machines()[self.only].can(together):
            return True
        for closely in (False, True):
            each = CALL + self.kind().cost(alone, closely)
            whole = CALL + self.kind(lanes).cost(together, closely)
            if whole < WORTH or not 1 / FAR < lanes * each / whole < FAR:
                break
        return lanes * each < whole

    def made(self, task: Task) -> Machine:
        """A new machine for a task."""
        try:
            return self.kind(task.lanes, task.careful)(task)
        except MemoryError:
            raise MemoryError(
                f"a program of {len(task.program)} assignments does not fit in memory; "
                "record one case and use batch, which takes as many at a time as fit "
                "the cache"
            ) from None

    def machine(
        self, wanted: Iterable[int], lanes: int | None = None, careful: bool = False
    ) -> Machine:
        """The machine for such a task; one that is exact needs no care."""
        careful = careful and not self.kind(lanes).is_exact
        needs = lanes, tuple(sorted(wanted)), careful
        found = self._made.pop(needs, None) or self.made(Task(self.passes, *needs))
        self._made[needs] = found  # the latest used is the last
        if len(self._made) > KEPT:  # batches of many different lengths
            del self._made[next(iter(self._made))]
        return found

    def run(
        self,
        numbers: tuple,
        wanted: tuple[int, ...] = (),
        seeds: Any = None,
        lanes: int | None = None,
        careful: bool = False,
    ) -> Machine:
        """A machine that has computed: the fast one or, where it fails, another.

        numbers: inputs and parameters; seeds: None for no backward pass; careful:
        whether the fast one has failed before.
        """
        for care in (True,) if careful or not self.is_tame else (False, True):
            machine = self.machine(wanted, lanes, care)
            if machine.is_exact:
                return computed(machine, numbers, seeds)
            with suppress(FloatingPointError), strict(machine):
                return checked(computed(machine, numbers, seeds), seeds)
        return self.reference.run(numbers, wanted, seeds, lanes)

    @cached_property
    def is_tame(self) -> bool:
        """Whether no constant is great, and nothing tells 0.0 from -0.0 in silence."""
        program = self.passes.assignments
        rows = [OPERATIONS[name] for name in program.used]
        with numpy.errstate(all="ignore"):
            return is_tame(program.constants) and not any(map(minds_signs, rows))

    @cached_property
    def reference(self) -> Runner:
        """With the bits of the graph: from results without a seed nothing is sent."""
        return Runner(self.passes, exact=True)

    def differentiated(
        self, machine: Machine, numbers: tuple, seeds: Any, again: bool
    ) -> Machine:
        """A machine after its backward pass; again: whether forward comes first."""
        task = machine.task
        if not again and (machine.is_exact or not task.careful):
            machine.seed(seeds)
            if machine.is_exact:
                machine.backward()
                return machine
            with suppress(FloatingPointError), strict(machine):
                check_tame(machine.seeds)
                machine.backward()
                return checked(machine, seeds)
        return self.run(numbers, task.wanted, seeds, task.lanes, task.careful)


def computed(machine: Machine, numbers: tuple, seeds: Any) -> Machine:
    """A machine after its passes; the backward pass too, if there are seeds."""
    machine.load(*numbers)
    if not machine.is_careful:
        check_tame(*machine.numbers.values())
    machine.forward()
    if seeds is not None:
        machine.seed(seeds)
        if not machine.is_careful:
            check_tame(machine.seeds)
        machine.backward()
    return machine


def checked(machine: Machine, seeds: Any) -> Machine:
    """The machine; FloatingPointError if it may have sent 0 times what is infinite.

    To places that nobody needs: the graph sends nothing there.
    """
    if seeds is not None and (machine.task.careful or not machine.raises):
        sums = [numpy.add.reduce(x, None) for x in machine.adjoints.values()]
        if any(x != x for x in sums):
            raise FloatingPointError("what got no derivative may have sent nan")
    return machine


def strict(machine: Machine) -> Any:
    """What NumPy does while a machine computes that is not exact."""
    raises = machine.raises and not machine.task.careful
    return numpy.errstate(**STRICT if raises else {"all": "ignore"})


def check_tame(*arrays: numpy.ndarray) -> None:
    """FloatingPointError if there is nan, an infinity or what is nearly one."""
    if not all(map(is_tame, arrays)):
        raise FloatingPointError("numbers so great that sums in another order differ")


@lru_cache(KEPT)
def minds_signs(row: Operation) -> bool:
    """Whether an operation jumps between 0.0 and -0.0 and is finite there."""
    texts = [x for x in (row.value, *row.derivatives) if not callable(x)]
    return not row.variadic and any("atan2(" in text for text in texts)


def is_tame(numbers: numpy.ndarray) -> bool:
    """Whether all numbers are finite, and below 1e150."""
    flat = numbers.reshape(-1)
    if len(flat) < MANY:
        return bool(flat.dot(flat) < TAME)
    return bool(numpy.abs(flat).max() < math.sqrt(TAME))
