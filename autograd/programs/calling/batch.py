"""Batches: a program of one case, replayed on many at a time.

Every array gets a last axis of lanes, one lane a case, and the cases go through in
blocks that fit the processor's cache.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

import numpy

from autograd.programs.assignments import INPUTS, PARAMETERS
from autograd.programs.buffers import data_of
from autograd.programs.calling.inputs import Derivatives
from autograd.programs.runner import Runner
from autograd.support.conversion import UNORDERED, float_from, is_text, listed, refusal
from autograd.value import Value

CACHE = 1 << 19  # numbers in a block, values and adjoints together: 4 MiB
MOST = 1024  # lanes; more save no more time


def wanted_leaves(by: str) -> tuple[int, ...]:
    """The numbers of the leaves to differentiate by, from their names.

    >>> wanted_leaves("parameters inputs"), wanted_leaves("")
    ((0, 1), ())
    """
    known = {"parameters": PARAMETERS, "inputs": INPUTS}
    if not isinstance(by, str) or not {*by.split()} <= known.keys():
        raise refusal(by, "by", "parameters, inputs or both, in one text", ValueError)
    return tuple(sorted(known[name] for name in by.split()))


def cases_of(cases: Any, count: int, place: str = "batch") -> numpy.ndarray:
    """The cases as an array, a row each; ValueError when rows do not fit.

    >>> cases_of([[1, 2], [3, 4]], 3)
    Traceback (most recent call last):
    ...
    ValueError: batch: got cases of 2 inputs, needs rows of 3 inputs
    """
    needs = f"a row of {count} inputs for each case"
    if not isinstance(cases, numpy.ndarray):
        cases = listed(cases, place, needs)
        if any(isinstance(row, UNORDERED) or is_text(row) for row in cases):
            raise refusal(cases, place, needs)
    try:
        found = numpy.asarray(cases)
        if found.dtype.kind not in "fiub":
            if found.dtype.kind == "m":
                raise TypeError("got stretches of time")
            found = numpy.asarray(cases, dtype=object)
            number = partial(float_from, place=place)
            found = numpy.vectorize(number, otypes=[float])(found)
        found = found.astype(float, copy=False)
    except (TypeError, ValueError, OverflowError) as error:
        said = f"{place}: the cases are no table of numbers, needs {needs}"
        raise ValueError(f"{said}: {error}") from None
    if found.ndim == 1 and (count == 1 or not len(found)):
        found = found.reshape(len(found), count)
    if found.ndim != 2:
        got = f"cases of the shape {found.shape}"
        raise ValueError(
            f"{place}: got {got}, needs a row of {count} inputs for each case: the "
            f"shape (cases, {count})"
        )
    if found.shape[1] != count:
        got = f"cases of {found.shape[1]} inputs"
        raise ValueError(f"{place}: got {got}, needs rows of {count} inputs")
    return found


def blocks(
    runner: Runner, count: int, alone: bool | None = None
) -> Iterator[tuple[slice, int | None]]:
    """Stretches of cases, at most two different lengths, and for each how many lanes.

    alone: whether each case is by itself, and has no lanes; None, if that is quicker.
    """
    numbers = 2 * runner.passes.colouring.batched_slots
    most = max(16, min(MOST, CACHE // max(1, numbers)))
    number = -(-count // most)
    length = -(-count // number) if number else 0
    if alone is None:
        alone = length > 0 and runner.is_quicker_alone(length)
    if alone:
        yield from ((slice(i, i + 1), None) for i in range(count))
        return
    for start in range(0, count, max(1, length)):
        stop = min(start + length, count)
        yield slice(start, stop), stop - start


def numbers_for(
    columns: numpy.ndarray, parameters: numpy.ndarray, lanes: int | None
) -> tuple[numpy.ndarray, numpy.ndarray]:
    """Inputs, a column for each case, and parameters as a machine takes them."""
    if lanes is None:
        return columns[:, 0], parameters
    return columns, parameters[:, None]


def batched(
    runner: Runner, parameters: list[Value], cases: Any, by: tuple[int, ...]
) -> Derivatives:
    """The values of all cases, gradients by parameters summed and by inputs in rows."""
    program = runner.passes.assignments
    table = cases_of(cases, program.inputs)
    count = len(table)
    values = numpy.empty((count, len(program.results)))
    summed = numpy.zeros(program.parameters)
    rows = numpy.zeros(table.shape)
    given = data_of(parameters)
    for block, lanes in blocks(runner, count):
        numbers = numbers_for(table[block].T, given, lanes)
        machine = runner.run(numbers, by, 1.0 if by else None, lanes)
        for i, result in enumerate(machine.results):
            values[block, i] = result[0]
        if PARAMETERS in by:
            with numpy.errstate(all="ignore"):  # inf and -inf may meet
                summed += machine.derivatives(PARAMETERS).reshape(-1)
        if INPUTS in by:
            rows[block] = machine.derivatives(INPUTS).T
    return Derivatives(values, summed, rows)
