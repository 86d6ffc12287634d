"""Training inside: parameters stay in arrays from sweep to sweep.

An optimizer has ``parameters``, a list of Values. If its ``array_rule`` is not None,
that is asked for new data and memory, of all parameters at once, from their data,
gradient and memory and from the ``numbers()`` of its settings; ``memory`` is a list of
numbers for each parameter, ``sweep`` counts. Otherwise it has a ``step(ends_sweep)``
that changes ``data`` along ``grad``.

>>> from autograd import Value
>>> from autograd.programs import record
>>> class Descent:
...     memory, sweep = [[]], 0
...     def __init__(self, *parameters):
...         self.parameters = parameters
...     def numbers(self):
...         return {"rate": 0.0625}
...     def array_rule(self, data, gradient, memory, *, rate):
...         return data - rate * gradient, memory
>>> w, x, d = Value(0.0), Value(1.0), Value(1.0)
>>> folded = record((w * x - d) * (w * x - d), inputs=[x, d]).fold()
>>> errors = folded.train(Descent(w), [[1.0, 1.0], [2.0, 2.0]], sweeps=20)
>>> errors[0], w.data
(5.0, 0.9999999969756966)
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy

from autograd.programs.assignments import INPUTS, PARAMETERS
from autograd.programs.buffers import add_grads, data_of
from autograd.programs.calling.batch import batch_size, blocks, cases_of
from autograd.programs.machines.machine import Machine
from autograd.programs.runner import Runner
from autograd.support.conversion import float_from, whole
from autograd.value import Value

NO_INPUTS = numpy.zeros((1, 0))  # one case of them


class Machines:
    """The machines of one training, all of one kind: nobody else computes in them."""

    def __init__(self, runner: Runner, lanes: int | None) -> None:
        kind = runner.kind(lanes).__name__.lower()
        self.runner = Runner(runner.passes, kind)
        self._made: dict[tuple, Machine] = {}
        #: Whose cases each machine holds.
        self.holder: dict[Machine, Stage] = {}

    def of(self, lanes: int | None, careful: bool) -> Machine:
        """The machine for so many lanes."""
        task = self.runner.task((PARAMETERS,), lanes, careful)
        if task[1:] not in self._made:
            self._made[task[1:]] = self.runner.made(task)
        return self._made[task[1:]]


class Stage:
    """Some cases, and the machines in which their errors and gradients are computed."""

    def __init__(
        self, machines: Machines, lanes: int | None, rows: numpy.ndarray
    ) -> None:
        self.machines, self.lanes = machines, lanes
        self.machine = machines.of(lanes, careful=False)
        self.parameters = self.machine.numbers[PARAMETERS]
        self.inputs = numpy.zeros_like(self.machine.numbers[INPUTS])
        if lanes is not None:
            self.inputs[self.machine.places[INPUTS]] = rows.T

    def computed(self, parameters: numpy.ndarray, careful: bool) -> Machine:
        """The machine after both passes: the fast one, or the careful one."""
        machine, mine = self.machine, self.parameters
        if careful:
            machine = self.machines.of(self.lanes, careful=True)
            mine = machine.numbers[PARAMETERS]
        if mine is not parameters:
            mine[...] = parameters
        if self.machines.holder.get(machine) is not self:
            machine.numbers[INPUTS][...] = self.inputs
            self.machines.holder[machine] = self
        machine.forward()
        machine.backward()
        return machine


class Trainer:
    """The parameters and the optimizer's memory in arrays, and the cases in stages."""

    def __init__(
        self, runner: Runner, parameters: list[Value], optimizer: Any, cases: Any
    ) -> None:
        self.runner, self.parameters, self.optimizer = runner, parameters, optimizer
        self.program, self.has_cases = runner.passes.assignments, cases is not None
        count = self.program.inputs
        self.table = cases_of(cases, count, "train") if self.has_cases else NO_INPUTS
        if len(self.table) == 0 or (cases is None and count):
            needs = f"needs rows of {count} inputs, at least one"
            raise ValueError(f"train: got no cases, {needs}")
        self.rule = optimizer.array_rule
        self._known: tuple[dict, dict] = {}, {}

    def _place(self, machine):
        """Find where the parameters are in a machine, and which the optimizer has."""
        count = len(self.parameters)
        self.all_places = numpy.arange(count)[machine.places[PARAMETERS]]
        slots = self.program.operands - self.program.inputs
        used = set(slots[(slots >= 0) & (slots < count)].tolist())
        place = {id(self.parameters[i]): int(self.all_places[i]) for i in used}
        mine = [
            (place[id(x)], i)
            for i, x in enumerate(self.optimizer.parameters)
            if id(x) in place
        ]
        if not mine:
            raise ValueError("train: the optimizer has no parameter of this program")
        mine.sort()
        self.places = numpy.array([p for p, _ in mine])
        self.chosen = [i for _, i in mine]
        rows = [self.optimizer.memory[i] for i in self.chosen] if self.rule else []
        self.memory = [packed(numpy.array(column)) for column in zip(*rows)]

    def stages(self, batch: bool | int) -> list[list[Stage]]:
        """The stages of a sweep, in lists with one change of the parameters each."""
        size = batch_size(batch, len(self.table))
        steps, machines = [], None
        for start in range(0, len(self.table), size):
            rows, stages = self.table[start : start + size], []
            for block in blocks(self.runner, len(rows)):
                lanes = block.stop - block.start if self.has_cases else None
                machines = machines or Machines(self.runner, lanes)
                stages.append(Stage(machines, lanes, rows[block]))
            steps.append(stages)
        return steps

    def run(
        self,
        sweeps: int,
        batch: bool | int,
        is_over: Callable[[list[float]], Any],
        show: Callable[[float], Any],
    ) -> list[float]:
        """Sweep after sweep; the errors of each."""
        sweeps, steps = whole(sweeps, "sweeps", 0), self.stages(batch)
        flat = steps[0][0].parameters
        self._place(steps[0][0].machine)
        self.read(flat)
        errors: list[float] = []
        try:
            while len(errors) < sweeps and not (errors and is_over(errors)):
                errors.append(self._sweep(steps, flat))
                show(errors[-1])
        finally:
            self.write(flat)
        return errors

    def _sweep(self, steps, flat):
        """The error of a sweep, and a change of the parameters for each of its steps.

        What the caller has written (schedules, rules, what is called after a sweep)
        runs in the caller's own error state.
        """
        error = 0.0
        if self.rule is None:
            for stages in steps:
                with self._watch():
                    found, gradient = self._gradient(stages, flat)
                self._step(flat, gradient, stages is steps[-1])
                error += found
            return error
        numbers, rows = self._numbers(), flat.reshape(-1)
        with self._watch():
            for stages in steps:
                found, gradient = self._gradient(stages, flat)
                self._change(rows, gradient, numbers)
                error += found
        self.optimizer.sweep += 1
        return error

    def _watch(self):
        """Note overflow and the like instead of warning of it or raising."""
        return numpy.errstate(all="call", under="ignore", call=self._note)

    def _note(self, kind, flag):
        self._overflowed = True

    def _gradient(self, stages, flat):
        """The error and the gradient of a step, with care if the fast way overflows."""
        self._overflowed = False
        found = self._computed(stages, flat, careful=False)
        return self._computed(stages, flat, careful=True) if self._overflowed else found

    def _computed(self, stages, flat, careful):
        error, total = 0.0, None
        for stage in stages:
            machine = stage.computed(flat, careful)
            result, found = machine.results[0], machine.adjoints[PARAMETERS].reshape(-1)
            error += result.item() if result.size == 1 else float(result.sum())
            if len(stages) > 1:  # the next stage may use the same machine
                found = found.copy() if total is None else total + found
            total = found
        return error, total

    def _change(self, rows, gradient, numbers):
        """Change the parameters by the optimizer's rule."""
        whole = len(self.places) == len(rows)
        mine = rows if whole else rows[self.places]
        gradient = gradient if whole else gradient[self.places]
        found, self.memory = self.rule(mine, gradient, self.memory, **numbers)
        if not whole:
            rows[self.places] = found
        elif found is not rows:
            rows[...] = found

    def _step(self, flat, gradient, ends_sweep):
        """Change the parameters by the optimizer's own step, in their Values."""
        optimizer = self.optimizer
        for parameter in optimizer.parameters:
            parameter.grad = None
        mine = [optimizer.parameters[i] for i in self.chosen]
        add_grads(mine, gradient[self.places])
        optimizer.step(ends_sweep=ends_sweep)
        self.read(flat)

    def _numbers(self):
        """The optimizer's numbers of this sweep, as arrays that NumPy takes at once."""
        numbers = self.optimizer.numbers()
        if numbers != self._known[0]:
            arrays = {name: numpy.array(number) for name, number in numbers.items()}
            self._known = numbers, arrays
        return self._known[1]

    def read(self, flat: numpy.ndarray) -> None:
        """Take the numbers from the Values."""
        numbers = data_of(self.parameters)
        flat[self.all_places] = numbers.reshape(-1, *flat.shape[1:])

    def write(self, flat: numpy.ndarray) -> None:
        """Give the numbers back to the Values and the optimizer."""
        numbers = flat.reshape(-1)[self.all_places].tolist()
        for parameter, number in zip(self.parameters, numbers):
            parameter.data = number
        count = len(self.chosen)
        columns = (numpy.broadcast_to(column, count).tolist() for column in self.memory)
        for i, row in zip(self.chosen, zip(*columns)):
            self.optimizer.memory[i][:] = row


def packed(column: numpy.ndarray) -> Any:
    """One number for a column of equal ones, such as the counts of steps."""
    return column[0] if (column == column[0]).all() else column


def stop_condition(stop_when: Any) -> Callable[[list[float]], Any]:
    """When to stop: at an error, or as a function of all errors so far tells."""
    if stop_when is None:
        return lambda errors: False
    if callable(stop_when):
        return stop_when
    least = float_from(stop_when, "stop_when")
    return lambda errors: errors[-1] <= least
