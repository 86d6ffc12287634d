"""Runner: a program on the machine that costs least, with care where that one fails.

>>> from autograd import Value
>>> from autograd.programs import record
>>> w, x = Value(2.0), Value(0.5)
>>> runner = Runner(Passes(record(w / x, inputs=[x]).assignments))
>>> runner.run(([0.0], [1.0])).results[0].tolist()
[inf]
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from functools import cached_property
from threading import RLock
from typing import Any

import numpy

from autograd.programs.machines import cheapest, machines
from autograd.programs.machines.machine import Machine, Task, seeded
from autograd.programs.passes.pipeline import Passes

KEPT = 12  # machines of one program
CALL = 8.0  # microseconds to load numbers, start both passes and read the results
STRICT: Any = {"all": "raise", "under": "ignore"}


class Runner:
    """The machines of one program, each made when it is first needed.

    only: the name of the machine that is to compute; None for the cheapest.
    exact: whether it has to be one with the bits of the graph.
    """

    def __init__(
        self, passes: Passes, only: str | None = None, exact: bool = False
    ) -> None:
        if only is not None and only not in machines():
            raise ValueError(f"machine: got {only!r}, needs one of {[*machines()]}")
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
            if not kind.can(task):
                raise ValueError(f"machine: {only!r} cannot compute this program")
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
        each = CALL + self.kind().cost(alone)
        return lanes * each < CALL + self.kind(lanes).cost(together)

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
        """The machine for such a task; one that is always careful needs no care."""
        careful = careful and not self.kind(lanes).always_careful
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
    ) -> Machine:
        """A machine that has computed: the fast one or, where it fails, the careful.

        numbers: inputs and parameters; seeds: None for no backward pass.
        """
        machine = self.machine(wanted, lanes)
        if machine.is_careful:
            return computed(machine, numbers, seeds)
        try:
            with numpy.errstate(**STRICT):
                return self.checked(computed(machine, numbers, seeds), seeds)
        except FloatingPointError:
            if seeds is None or self.all_have(seeds, machine):
                machine = self.machine(wanted, lanes, True)
                with suppress(FloatingPointError), numpy.errstate(all="ignore"):
                    return self.checked(computed(machine, numbers, seeds), seeds)
        return self.reference.run(numbers, wanted, seeds, lanes)

    @cached_property
    def reference(self) -> Runner:
        """With the bits of the graph: from results without a seed nothing is sent."""
        return Runner(self.passes, exact=True)

    def checked(self, machine: Machine, seeds: Any) -> Machine:
        """The machine; FloatingPointError if 0 times what is not finite was sent."""
        if seeds is not None and (self.is_padded or len(machine.results) > 1):
            sums = [numpy.add.reduce(x, None) for x in machine.adjoints.values()]
            is_nan = any(x != x for x in sums)
            if is_nan and (self.is_padded or not self.all_have(seeds, machine)):
                raise FloatingPointError("what got no derivative may have sent nan")
        return machine

    @cached_property
    def is_padded(self) -> bool:
        """Whether there are products of matrices with places that are nobody's."""
        return any(array.is_padded for array in self.passes.arrays.arrays)

    def all_have(self, seeds: Any, machine: Machine) -> bool:
        """Whether all results that can be differentiated have a seed."""
        own = len(machine.results) - self.passes.assignments.asides
        if own == 1:
            return True
        has_seed = seeded(numpy.broadcast_to(seeds, machine.seeds.shape))
        return bool(has_seed[:own].all())

    def differentiated(
        self, machine: Machine, numbers: tuple, seeds: Any, again: bool
    ) -> Machine:
        """A machine after its backward pass; again: whether forward comes first."""
        task = machine.task
        if not again and (machine.always_careful or not task.careful):
            machine.seed(seeds)
            if machine.always_careful:
                machine.backward()
                return machine
            with suppress(FloatingPointError), numpy.errstate(**STRICT):
                machine.backward()
                return self.checked(machine, seeds)
        return self.run(numbers, task.wanted, seeds, task.lanes)


def computed(machine: Machine, numbers: tuple, seeds: Any) -> Machine:
    """A machine after its passes; the backward pass too, if there are seeds."""
    machine.load(*numbers)
    machine.forward()
    if seeds is not None:
        machine.seed(seeds)
        machine.backward()
    return machine
