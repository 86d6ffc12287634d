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
from copy import copy
from typing import Any

import numpy

from autograd.backward import hooked
from autograd.programs.assignments import PARAMETERS, NotReplayable
from autograd.programs.buffers import add_grads, data_of
from autograd.programs.calling.batch import cases_of
from autograd.programs.calling.stages import Stage, computed, stages
from autograd.programs.runner import TAME, Runner
from autograd.support.sweeps import Training, parts
from autograd.value import Value

FEW = 8  # parameters that a rule is tried with
NO_INPUTS = numpy.zeros((1, 0))  # one case of them


class Trainer(Training):
    """The parameters and the optimizer's memory in arrays, and the cases in stages."""

    def __init__(
        self,
        runner: Runner,
        parameters: list[Value],
        optimizer: Any,
        cases: Any,
        batch: bool | int,
    ) -> None:
        super().__init__()
        self.parameters, self.optimizer = parameters, optimizer
        self.runner = runner
        program, has_cases = runner.passes.assignments, cases is not None
        table = cases_of(cases, program.inputs, "train") if has_cases else NO_INPUTS
        if len(table) == 0 or (cases is None and program.inputs):
            needs = f"needs rows of {program.inputs} inputs, at least one"
            raise ValueError(f"train: got no cases, {needs}")
        self.steps = list(stages(runner, parts(table, batch), has_cases))
        self.flat = self.steps[0][0].parameters
        self.rows = self.flat.reshape(-1)  # the same memory
        places = self.steps[0][0].machine.places[PARAMETERS]
        self.all_places = numpy.arange(len(parameters))[places]
        self.rule = optimizer.array_rule if takes_arrays(optimizer) else None
        self._choose(program)
        columns = map(numpy.array, zip(*self.remembered))
        self.memory = [packed(column) for column in columns]
        self.numbers: tuple[dict, dict] = {}, {}
        self.noted: list[tuple] = []
        self.watched = watched(self.noted)

    def _choose(self, program):
        """Find which parameters the optimizer changes, and where they are."""
        slots = program.operands - program.leaf_slots[PARAMETERS].start
        slots = slots[(slots >= 0) & (slots < program.parameters)]
        used = numpy.flatnonzero(numpy.bincount(slots)).tolist()
        place = {id(self.parameters[i]): int(self.all_places[i]) for i in used}
        mine = [
            (place[id(x)], i)
            for i, x in enumerate(self.optimizer.parameters)
            if id(x) in place
        ]
        if not mine:
            raise ValueError(
                "train: the optimizer has no parameter of this program, needs one"
            )
        mine.sort()
        self.places = numpy.array([p for p, _ in mine])
        self.some = self.places if len(mine) < len(self.rows) else None
        optimizer, chosen = self.optimizer, [i for _, i in mine]
        self.mine = [optimizer.parameters[i] for i in chosen]
        self.remembered = [optimizer.memory[i] for i in chosen] if self.rule else []

    def train(self, *settings: Any) -> None:
        """Sweep, once; the Values have their numbers again when that ends."""
        for x in self.parameters if hooked else ():
            if x._hooks:
                raise NotReplayable(f"train: a hook is registered on {x!r}; use fit")
        self.read()
        try:
            super().train(*settings)
        finally:
            self.write()
            self.runner.idle.append(self.steps[0][0].machines)

    def sweep(self) -> None:
        """One presentation of all cases.

        What the caller has written (schedules, an own step, what is called after a
        sweep) runs in the caller's own error state.
        """
        if self.rule is None:
            Training.sweep(self)
        else:
            self._ask_numbers()
            self.watched(Training.sweep, self)

    def batches(self) -> list[list[Stage]]:
        """The stages of every step."""
        return self.steps

    def step(self, E: float, batch: list[Stage], ends_sweep: bool) -> float:
        """One change of the parameters, by the rule or by the optimizer's own step."""
        if self.rule is None:
            error, gradient = self.watched(self._gradient, batch)
            self._own_step(gradient, ends_sweep)
        else:
            error, gradient = self._gradient(batch)
            self._change(gradient)
            self.optimizer.sweep += ends_sweep
        return E + error

    def kept(self) -> Any:
        """The parameters, and the optimizer's memory and count of sweeps."""
        if self.rule is None:
            return self.rows.copy(), [], self.optimizer.state_dict()
        memory = []
        for column in self.memory:  # a comprehension would cost a call
            memory.append(column.copy())
        return self.rows.copy(), memory, self.optimizer.sweep

    def restore(self, kept: Any) -> None:
        """Put back what was kept."""
        self.rows[...], self.memory, state = kept
        if self.rule:
            self.optimizer.sweep = state
        else:
            self.optimizer.load_state_dict(state)

    def _gradient(self, stages):
        """E and the gradient of a step, with care if the fast way overflows."""
        rows = self.rows
        found = computed(stages, self.flat, not rows.dot(rows) < TAME)
        if self.noted:
            found = computed(stages, self.flat, True)
            self.noted.clear()
        return found

    def _change(self, gradient):
        """Change the parameters by the optimizer's rule."""
        rows, some = self.rows, self.some
        mine = rows if some is None else rows[some]
        gradient = gradient if some is None else gradient[some]
        found, self.memory = self.rule(mine, gradient, self.memory, **self.numbers[1])
        if found is not rows:
            rows[... if some is None else some] = found

    def _own_step(self, gradient, ends_sweep):
        """Change the parameters by the optimizer's own step, in their Values."""
        for parameter in self.optimizer.parameters:
            parameter.grad = None
        add_grads(self.mine, gradient[self.places])
        self.optimizer.step(ends_sweep=ends_sweep)
        self.read()

    def _ask_numbers(self):
        """The optimizer's numbers of this sweep, as arrays that NumPy takes at once."""
        numbers = self.optimizer.numbers()
        if numbers != self.numbers[0]:
            arrays = {name: numpy.array(number) for name, number in numbers.items()}
            self.numbers = numbers, arrays

    def read(self) -> None:
        """Take the numbers from the Values."""
        numbers = data_of(self.parameters)
        self.flat[self.all_places] = numbers.reshape(-1, *self.flat.shape[1:])

    def write(self) -> None:
        """Give the numbers back to the Values and the optimizer."""
        numbers = self.rows[self.all_places].tolist()
        for parameter, number in zip(self.parameters, numbers):
            parameter.data = number
        count = len(self.mine)
        columns = [numpy.broadcast_to(column, count).tolist() for column in self.memory]
        for memory, row in zip(self.remembered, zip(*columns)):
            memory[:] = row


def takes_arrays(optimizer: Any) -> bool:
    """Whether a rule does with arrays what it does with numbers, tried with a few."""
    trial = copy(optimizer)
    rule, numbers = trial.array_rule, trial.numbers() if trial.array_rule else {}
    data = [x.data for x in trial.parameters[:FEW]]
    gradient = numpy.linspace(-2.0, 2.0, len(data))
    memory = [list(row) for row in trial.memory[: len(data)]]
    columns = [numpy.array(column, float) for column in zip(*memory)]
    try:
        with numpy.errstate(all="ignore"):
            found, _ = rule(numpy.array(data), gradient.copy(), columns, **numbers)
            rows = zip(data, gradient.tolist(), memory)
            wanted = [rule(x, g, row, **numbers)[0] for x, g, row in rows]
        return bool(numpy.allclose(found, wanted, 1e-9, equal_nan=True))
    except Exception:  # it is one of numbers: ``step`` calls it for each
        return False


def watched(noted: list[tuple]) -> Callable:
    """What calls a function; overflow and the like are noted, without a warning."""
    state = numpy.errstate(
        all="call", under="ignore", call=lambda *found: noted.append(found)
    )
    return state(lambda function, *arguments: function(*arguments))


def packed(column: numpy.ndarray) -> Any:
    """One number for a column of equal ones, such as the counts of steps."""
    return column[0] if (column == column[0]).all() else column
