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
STRICT: Any = {"all": "raise", "under": "ignore"}


class Runner:
    """The machines of one program, each made when it is first needed.

    only: the name of the machine that is to compute; None for the cheapest.
    """

    def __init__(self, passes: Passes, only: str | None = None) -> None:
        if only is not None and only not in machines():
            raise ValueError(f"machine: got {only!r}, needs one of {[*machines()]}")
        self.passes, self.only = passes, only
        self._kinds: dict[int | None, type[Machine]] = {}
        self._made: dict[tuple, Machine] = {}
        #: Held while a machine computes and its results are read.
        self.lock = RLock()
        #: The machines of trainings that are over, for the next one.
        self.idle: list[Any] = []

    def kind(self, lanes: int | None = None) -> type[Machine]:
        """The machine for so many lanes."""
        if lanes not in self._kinds:
            task = Task(self.passes, lanes)
            kind = cheapest(task) if self.only is None else machines()[self.only]
            if not kind.can(task):
                raise ValueError(f"machine: {self.only!r} cannot compute this program")
            if len(self._kinds) > KEPT:
                self._kinds.clear()
            self._kinds[lanes] = kind
        return self._kinds[lanes]

    def made(self, task: Task) -> Machine:
        """A new machine for a task."""
        try:
            return self.kind(task.lanes)(task)
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
        careful = careful and not self.kind(lanes).is_careful
        task = Task(self.passes, lanes, tuple(sorted(wanted)), careful)
        if task[1:] not in self._made:
            self._made[task[1:]] = self.made(task)
            if len(self._made) > KEPT:  # batches of many different lengths
                del self._made[next(iter(self._made))]
        return self._made[task[1:]]

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
                return computed(machine, numbers, seeds)
        except FloatingPointError:
            if seeds is not None and not self.all_have(seeds, machine):
                return self.reference.run(numbers, wanted, seeds, lanes)
            with numpy.errstate(all="ignore"):
                machine = self.machine(wanted, lanes, True)
                return computed(machine, numbers, seeds)

    @cached_property
    def reference(self) -> Runner:
        """In plain Python: from results without a seed it sends nothing, not even 0."""
        return Runner(self.passes, "steps")

    def all_have(self, seeds: Any, machine: Machine) -> bool:
        """Whether all results that can be differentiated have a seed."""
        has_seed = seeded(numpy.broadcast_to(seeds, machine.seeds.shape))
        own = len(has_seed) - self.passes.assignments.asides
        return bool(has_seed[:own].all())

    def differentiated(
        self, machine: Machine, numbers: tuple, seeds: Any, again: bool
    ) -> Machine:
        """A machine after its backward pass; again: whether forward comes first."""
        task = machine.task
        if not again and not task.careful:
            machine.seed(seeds)
            if machine.is_careful:
                machine.backward()
                return machine
            with suppress(FloatingPointError), numpy.errstate(**STRICT):
                machine.backward()
                return machine
        return self.run(numbers, task.wanted, seeds, task.lanes)


def computed(machine: Machine, numbers: tuple, seeds: Any) -> Machine:
    """A machine after its passes; the backward pass too, if there are seeds."""
    machine.load(*numbers)
    machine.forward()
    if seeds is not None:
        machine.seed(seeds)
        machine.backward()
    return machine
