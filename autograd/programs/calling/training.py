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
from typing import TYPE_CHECKING, Any

import numpy

from autograd.programs.buffers import add_grads, data_of
from autograd.programs.calling.batch import batch_size, blocks, cases_of
from autograd.programs.passes.colour import INPUTS, PARAMETERS
from autograd.support.conversion import float_from, whole

if TYPE_CHECKING:
    from autograd.programs.folded import FoldedProgram

NO_INPUTS = numpy.zeros((1, 0))  # one case of them


class Stage:
    """Some cases, and the machines in which their errors and gradients are computed."""

    def __init__(
        self, folded: FoldedProgram, rows: numpy.ndarray, machines: Machines
    ) -> None:
        self.lanes = len(rows) if machines.lanes else None
        self.machines = machines
        self.machine = machines.of(self.lanes, careful=False)
        self.inputs = numpy.zeros_like(self.machine.inputs)
        if machines.lanes:
            self.inputs[folded.places(INPUTS, self.lanes)] = rows.T

    def computed(self, parameters: numpy.ndarray, careful: bool) -> Any:
        """The machine after both passes: the fast one, or the careful one."""
        machine = self.machine
        if careful:
            machine = self.machines.of(self.lanes, careful=True)
        if machine.parameters is not parameters:
            machine.parameters[...] = parameters
        if machine.holds is not self:  # else its cases are still in the machine
            machine.inputs[...] = self.inputs
            machine.holds = self
        machine.forward()
        machine.backward()
        return machine


class Machines:
    """The machines of one training, which nobody else computes in."""

    def __init__(self, folded: FoldedProgram, lanes: bool) -> None:
        self.folded, self.lanes = folded, lanes
        self._made: dict[tuple, Any] = {}

    def of(self, lanes: int | None, careful: bool) -> Any:
        """The machine for so many lanes."""
        if (lanes, careful) not in self._made:
            made = self.folded.made((PARAMETERS,), careful, lanes)
            made.holds = None
            made.gradient = made.adjoints.flat[PARAMETERS].reshape(-1)
            self._made[lanes, careful] = made
        return self._made[lanes, careful]


class Trainer:
    """The parameters and the optimizer's memory in arrays, and the cases in stages."""

    def __init__(self, folded: FoldedProgram, optimizer: Any, cases: Any) -> None:
        self.folded, self.optimizer = folded, optimizer
        self.lanes = cases is not None
        count = len(folded.program.input_names)
        self.table = cases_of(cases, count, "train") if self.lanes else NO_INPUTS
        if len(self.table) == 0 or (cases is None and count):
            needs = f"needs rows of {count} inputs, at least one"
            raise ValueError(f"train: got no cases, {needs}")
        self.places, chosen = self._places()
        self.rule = optimizer.array_rule
        rows = [optimizer.memory[i] for i in chosen] if self.rule else []
        self.memory = [packed(numpy.array(column)) for column in zip(*rows)]
        self.chosen = chosen
        self._known: tuple[dict, dict] = {}, {}

    def _all_places(self):
        # irregular programs have one order, others one too: any number of lanes will do
        return self.folded.places(PARAMETERS, 1 if self.lanes else None)

    def _places(self):
        """Where the optimizer's parameters are in the array, and which they are."""
        folded = self.folded
        parameters = folded.program.parameters
        used = numpy.zeros(len(parameters), bool)
        first = len(folded.program.input_names)
        slots = folded.program.operands - first
        used[slots[(slots >= 0) & (slots < len(parameters))]] = True
        place = {
            id(x): int(p) for x, p, u in zip(parameters, self._all_places(), used) if u
        }
        mine = [
            (place[id(x)], i)
            for i, x in enumerate(self.optimizer.parameters)
            if id(x) in place
        ]
        if not mine:
            raise ValueError("train: the optimizer has no parameter of this program")
        mine.sort()
        return numpy.array([p for p, _ in mine]), [i for _, i in mine]

    def stages(self, batch: bool | int) -> list[list[Stage]]:
        """The stages of a sweep, in lists with one change of the parameters each."""
        size = batch_size(batch, len(self.table))
        machines = Machines(self.folded, self.lanes)
        steps = []
        for start in range(0, len(self.table), size):
            rows = self.table[start : start + size]
            cut = blocks(self.folded, len(rows)) if self.lanes else [slice(None)]
            steps.append([Stage(self.folded, rows[block], machines) for block in cut])
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
        flat = steps[0][0].machine.parameters
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
            result, found = machine.results[0], machine.gradient
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
        numbers = data_of(self.folded.program.parameters)
        flat[self._all_places()] = numbers.reshape(-1, *flat.shape[1:])

    def write(self, flat: numpy.ndarray) -> None:
        """Give the numbers back to the Values and the optimizer."""
        numbers = flat.reshape(-1)[self._all_places()].tolist()
        for parameter, number in zip(self.folded.program.parameters, numbers):
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
