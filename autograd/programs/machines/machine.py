"""Machine: the one protocol of all that can compute a program.

Numbers are loaded, both passes run, and results and derivatives are read:

>>> from autograd import Value
>>> from autograd.programs import record
>>> from autograd.programs.machines import cheapest
>>> w, x = Value(2.0), Value(0.5)
>>> passes = Passes(record(w * x, inputs=[x]).assignments)
>>> task = Task(passes, wanted=(PARAMETERS, INPUTS))
>>> machine = cheapest(task)(task)
>>> machine.load([3.0], [4.0])
>>> machine.forward(), machine.backward()
(None, None)
>>> machine.results[0].tolist(), machine.derivatives(PARAMETERS).tolist()
([12.0], [3.0])
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from math import inf
from operator import mul
from typing import Any, NamedTuple

import numpy

from autograd.programs.assignments import INPUTS, PARAMETERS, Assignments
from autograd.programs.calls import Calls
from autograd.programs.machines.sources import sources
from autograd.programs.passes.pipeline import Passes


class Task(NamedTuple):
    """What a machine is asked to compute.

    lanes: how many cases at a time; None for one, in arrays without a last axis of
        lanes. wanted: the kinds of leaves to differentiate by.
    careful: whether every edge has to have the answer of IEEE 754.
    """

    passes: Passes
    lanes: int | None = None
    wanted: tuple[int, ...] = ()
    careful: bool = False

    @property
    def program(self) -> Assignments:
        """The scalar program."""
        return self.passes.assignments

    def calls(self) -> Calls:
        """What computes it, as calls."""
        return self.passes.calls(self.lanes, self.wanted, self.careful)


class Machine(ABC):
    """What computes a program, for one case or for several lanes of cases.

    numbers, adjoints: arrays of parameters and of inputs, and of the derivatives by
        those that are wanted, by kind, each in an order of the machine's own: places.
    results: an array for each, of one element or one for every lane.
    seeds: the derivative by each result of what is differentiated: one, at first.
    turn: how often numbers were loaded, for those who come back for derivatives.
    is_exact: whether it goes through the graph edge by edge, in order. Another machine
        may add in another order, and may compute 0 times what nobody needs; with care
        it raises FloatingPointError where that could be seen.
    raises: whether without care it raises that for all that is not finite, where NumPy
        is told to.
    """

    numbers: dict[int, numpy.ndarray]
    adjoints: dict[int, numpy.ndarray]
    places: dict[int, Any]
    results: list[numpy.ndarray]
    seeds: numpy.ndarray
    is_exact, raises = True, False
    #: Microseconds for each of its ``counts``, and for each of them counted closely.
    COSTS: tuple[float, ...] = ()
    CLOSELY: tuple[float, ...] = ()

    def __init__(self, task: Task) -> None:
        self.task, self.turn = task, 0

    @property
    def is_careful(self) -> bool:
        """Whether every edge has IEEE 754's answer now."""
        return self.is_exact or self.task.careful

    @classmethod
    def can(cls, task: Task) -> bool:
        """Whether it can compute a task."""
        return True

    @classmethod
    def counts(cls, task: Task) -> tuple[float, ...]:
        """How much there is of what takes its time; nothing if it waits to be asked."""
        return ()

    @classmethod
    def close_counts(cls, task: Task) -> tuple[float, ...]:
        """The same, more closely, which may take as long as making it ready."""
        raise NotImplementedError

    @classmethod
    def cost(cls, task: Task, closely: bool = False) -> float:
        """Microseconds of both passes, about: its counts, each times what it takes.

        The numbers in ``COSTS`` and ``CLOSELY`` are made by ``python -m
        tests.benchmarks.machines --calibrate``.
        """
        if closely and cls.CLOSELY:
            return sum(map(mul, cls.CLOSELY, cls.close_counts(task)))
        counts = cls.counts(task)
        return sum(map(mul, cls.COSTS, counts)) if counts else inf

    @property
    def sources(self) -> list[str]:
        """What it computes, as text: the assignments, if nothing else."""
        return list(sources(self.task.program))

    def make_arrays(self) -> None:
        """Arrays in the order of the program, of lanes where there are some."""
        program, lanes = self.task.program, self.task.lanes
        own, shared = ((), ()) if lanes is None else ((lanes,), (1,))
        self.numbers, self.adjoints = (
            {
                PARAMETERS: numpy.zeros((program.parameters, *shared)),
                INPUTS: numpy.zeros((program.inputs, *own)),
            }
            for _ in range(2)
        )
        self.places = dict.fromkeys((PARAMETERS, INPUTS), slice(None))
        self.seeds = numpy.ones((len(program.results), *own))
        self.results = [numpy.zeros((1, *own)) for _ in program.results]

    def load(self, inputs: Any, parameters: Any) -> None:
        """Take numbers, in the order of the program; of inputs a column for a lane."""
        self.turn += 1
        self.numbers[INPUTS][self.places[INPUTS]] = inputs
        self.numbers[PARAMETERS][self.places[PARAMETERS]] = parameters

    @abstractmethod
    def forward(self) -> None:
        """Compute the results from the numbers."""

    def seed(self, seeds: Any) -> None:
        """Set the derivative of what is differentiated by each result."""
        self.seeds[...] = seeds

    @abstractmethod
    def backward(self) -> None:
        """Compute the adjoints from the seeds; the forward pass has been."""

    def derivatives(self, kind: int) -> numpy.ndarray:
        """The derivatives by a kind of leaves, in the order of the program.

        Those by parameters are summed over lanes; of those by inputs a column for each.
        """
        return self.adjoints[kind][self.places[kind]]


def seeded(seeds: numpy.ndarray) -> numpy.ndarray:
    """Where there is a seed: from other results nothing is sent, not even 0."""
    if len(seeds) == 1:
        return numpy.ones(1, bool)
    rows: Any = seeds.reshape(len(seeds), -1)
    return rows.any(axis=1)
