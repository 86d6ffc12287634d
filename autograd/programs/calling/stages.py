"""Stages: the cases of a training in the machines that compute errors and gradients."""

from __future__ import annotations

from collections.abc import Iterator

import numpy

from autograd.programs.assignments import INPUTS, PARAMETERS
from autograd.programs.calling.batch import blocks
from autograd.programs.runner import Runner, is_tame


class Machines(Runner):
    """The machines of one training, all of one kind: nobody else computes in them.

    latest: the stage that has computed last; its cases are still there.
    """

    latest: Stage | None = None


def machines_for(runner: Runner, lanes: int | None) -> Machines:
    """Those of a training that is over, if they are of the right kind, or new ones."""
    kind, idle = runner.kind(lanes).__name__.lower(), runner.idle
    found = [machines for machines in idle if machines.only == kind]
    try:
        idle.remove(found[0])  # unless another thread was quicker
    except (IndexError, ValueError):
        return Machines(runner.passes, kind)
    return found[0]


class Stage:
    """Some cases, and the machines in which their error and gradient are computed."""

    def __init__(
        self, machines: Machines, lanes: int | None, rows: numpy.ndarray
    ) -> None:
        self.machines, self.lanes = machines, lanes
        self.given = rows[0] if lanes is None else rows.T
        self.machine = machines.machine((PARAMETERS,), lanes)
        self.parameters = self.machine.numbers[PARAMETERS]
        self.gradient = self.machine.adjoints[PARAMETERS].reshape(-1)
        self.inputs = numpy.zeros_like(self.machine.numbers[INPUTS])
        self.inputs[self.machine.places[INPUTS]] = self.given
        with numpy.errstate(all="ignore"):
            is_fast = machines.is_tame and is_tame(self.inputs)
        #: Whether only what comes of the parameters may ask for care.
        self.is_fast = is_fast or self.machine.is_exact

    def computed(self, parameters: numpy.ndarray, careful: bool) -> tuple:
        """E and its gradient, which lasts until the machine computes again."""
        machine = self.machine
        if careful or not self.is_fast:
            return self._carefully(parameters)
        if self.parameters is not parameters:
            self.parameters[...] = parameters
        if self.machines.latest is not self:
            machine.numbers[INPUTS][...] = self.inputs
            self.machines.latest = self
        machine.forward()
        machine.backward()
        return total(machine.results[0], self.lanes), self.gradient

    def _carefully(self, parameters):
        """The same, on a machine that checks all it does, or is exact."""
        places = self.machine.places[PARAMETERS]
        numbers = self.given, parameters[places]
        machine = self.machines.run(numbers, (PARAMETERS,), 1.0, self.lanes, True)
        gradient = numpy.empty_like(self.gradient)
        gradient[places] = machine.derivatives(PARAMETERS).reshape(-1)
        return total(machine.results[0], self.lanes), gradient


def total(result: numpy.ndarray, lanes: int | None) -> float:
    """The sum of a result over all lanes."""
    if result.size > 1:
        return float(result.sum())
    # without lanes, or the same in all of them: then no input has a part in it
    return result.item() * (lanes or 1)


def stages(
    runner: Runner, batches: list[numpy.ndarray], has_cases: bool
) -> Iterator[list[Stage]]:
    """The stages of each batch of cases; has_cases: false for one without inputs."""
    machines = alone = None
    for rows in batches:
        found = []
        for block, lanes in blocks(runner, len(rows), alone):
            alone = lanes is None  # as in the first batch, so in all of them
            lanes = lanes if has_cases else None
            machines = machines or machines_for(runner, lanes)
            found.append(Stage(machines, lanes, rows[block]))
        yield found


def computed(stages: list[Stage], parameters: numpy.ndarray, careful: bool) -> tuple:
    """E and its gradient, summed over stages."""
    first, *others = stages
    E, gradient = first.computed(parameters, careful)
    for stage in others:
        gradient = gradient.copy()  # the next may use the same machine
        found, more = stage.computed(parameters, careful)
        E, gradient = E + found, gradient + more
    return E, gradient
