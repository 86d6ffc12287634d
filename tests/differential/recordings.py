"""Ways through a recording: replays, every machine, one row or many at a time."""

from __future__ import annotations

import pickle
from collections.abc import Callable

from autograd.programs.machines import Task, machines
from tests.differential.attempts import parameter_places
from tests.differential.reference import Case


def inputs_of(sample, row) -> list[float]:
    """A row as the recording takes it, with the shared weights behind it."""
    return [*row, *(sample.weights[i] for i in sorted(sample.shared))]


def as_case(sample, value, by_inputs, by_parameters) -> Case:
    """What a program gave, in the order of the reference; None for what it has not."""
    inputs = len(sample.rows[0])
    by_weights = [None] * len(sample.weights)
    for place, slope in zip(parameter_places(sample), by_parameters):
        by_weights[place] = slope
    for place, slope in zip(sorted(sample.shared), by_inputs[inputs:]):
        by_weights[place] = slope
    return Case(value, list(by_inputs[:inputs]), by_weights)


def replay(attempt):
    """The recording, replayed in plain Python, to the bit; and after a pickle."""
    program, sample = attempt.program, attempt.sample
    again = pickle.loads(pickle.dumps(program))
    for i, row in enumerate(sample.rows):
        given = inputs_of(sample, row)
        value, parameters, inputs = program.value_and_gradients(given)
        found = as_case(sample, value, inputs, parameters)
        attempt.compare("value_and_gradients", found, i, True)
        for name, other in {"call": program, "pickled": again}.items():
            attempt.bits(
                f"value[{name}]", other(given), attempt.reference.cases[i].value
            )


def on(machine: str | None, exact: bool) -> Callable:
    """The way over one machine, row by row."""

    def folded(attempt):
        sample, name = attempt.sample, machine or "chosen machine"
        program = attempt.program.fold(machine)
        if not able(machine, program):
            return
        for i, row in enumerate(sample.rows):
            given = inputs_of(sample, row)
            value, parameters, inputs = program.value_and_gradients(given)
            found = as_case(sample, value, inputs, parameters)
            attempt.compare(name, found, i, exact)
            right, off = attempt.reference.cases[i].value, attempt.reference.allowed[i]
            attempt.close(f"value[{name}, called]", program(given), right, off[0])

    return folded


def able(machine, folded):
    """Whether a machine computes such a program at all: its operations, above all."""
    return machine is None or machines()[machine].can(Task(folded.passes))


def batched(machine: str | None) -> Callable:
    """The way over all rows at a time."""

    def batch(attempt):
        sample, name = attempt.sample, machine or "chosen machine"
        if not able(machine, attempt.program.fold(machine)):
            return
        # enough rows for lanes, and one to begin with
        for times in (1, 8):
            rows = [inputs_of(sample, row) for row in sample.rows] * times
            values, parameters, inputs = attempt.program.fold(machine).batch(rows)
            for i in range(len(rows)):
                blank = [None] * len(parameters)
                found = as_case(sample, values[i], inputs[i], blank)
                attempt.compare(name, found, i % len(sample.rows), False)
            compare_sums(attempt, name, parameters, times)

    return batch


def compare_sums(attempt, name, parameters, times):
    """The slopes by parameters, which are sums over the rows."""
    sample, reference = attempt.sample, attempt.reference
    first = 1 + len(sample.rows[0])
    for place, got in zip(parameter_places(sample), parameters):
        parts = [found.by_weights[place] for found in reference.cases] * times
        off = [row[first + place] for row in reference.allowed] * times
        largest = max((abs(x) for x in parts if x == x), default=0.0)
        if None in off or 1e306 < largest < float("inf"):
            continue  # a sum of huge numbers may overflow in one order, not in another
        sizes = sum(abs(x) for x in parts if abs(x) < float("inf"))
        attempt.close(f"by weights[{name}]", got, sum(parts), sum(off) + 1e-13 * sizes)
