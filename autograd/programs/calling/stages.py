"""Stages: the cases of a training in the machines that compute errors and gradients."""

from __future__ import annotations

from collections.abc import Iterator

import numpy

from autograd.programs.assignments import INPUTS, PARAMETERS
from autograd.programs.calling.batch import blocks
from autograd.programs.runner import Runner


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
        self.machine = machines.machine((PARAMETERS,), lanes)
        self.parameters = self.machine.numbers[PARAMETERS]
        self.gradient = self.machine.adjoints[PARAMETERS].reshape(-1)
        self.inputs = numpy.zeros_like(self.machine.numbers[INPUTS])
        given = rows[0] if lanes is None else rows.T
        self.inputs[self.machine.places[INPUTS]] = given

    def computed(self, parameters: numpy.ndarray, careful: bool) -> tuple:
        """E and its gradient, which lasts until the machine computes again."""
        machine, mine, gradient = self.machine, self.parameters, self.gradient
        if careful:
            machine = self.machines.machine((PARAMETERS,), self.lanes, True)
            mine = machine.numbers[PARAMETERS]
            gradient = machine.adjoints[PARAMETERS].reshape(-1)
        if mine is not parameters:
            mine[...] = parameters
        if careful or self.machines.latest is not self:
            machine.numbers[INPUTS][...] = self.inputs
            self.machines.latest = None if careful else self
        machine.forward()
        machine.backward()
        result = machine.results[0]
        if result.size > 1:
            return float(result.sum()), gradient
        # without lanes, or the same in all of them: then no input has a part in it
        return result.item() * (self.lanes or 1), gradient


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
