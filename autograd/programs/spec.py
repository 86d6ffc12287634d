"""The legal forms of a program after each pass, as rows: a rule, and what breaks it.

Each row says one thing about one form. ``broken`` goes through those of all forms, as
the tests do between the passes; a program that passes can be given to any machine.

>>> from autograd import Value, tanh
>>> from autograd.programs import record
>>> x = Value(0.5)
>>> list(broken(record(tanh(x) * x, inputs=[x]).fold().passes))
[]
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

import numpy

from autograd.operations import OPERATIONS
from autograd.programs.arrays import ArrayProgram
from autograd.programs.assignments import INPUTS, KINDS, PARAMETERS, Assignments
from autograd.programs.calls import (
    COMPARISONS,
    CONNECTIVES,
    ELEMENTWISE,
    REDUCTIONS,
    SLOPES,
    Call,
    Calls,
    Places,
    View,
)
from autograd.programs.passes.colour import Colouring
from autograd.programs.passes.pipeline import Passes
from autograd.programs.passes.simplify import Rows


class Rule(NamedTuple):
    """One thing that holds: of which form, in words, and where it does not."""

    form: str
    meaning: str
    where_broken: Callable[[Any], Iterable]


def broken(passes: Passes, **needs: Any) -> Iterator[str]:
    """What is not legal in the forms of a program; needs: those of its ``calls``."""
    needs.setdefault("wanted", (PARAMETERS, INPUTS))
    forms: dict[str, Any] = {
        "assignments": passes.assignments,
        "rows": (passes.assignments, passes.rows),
        "groups": passes.colouring,
        "arrays": passes.arrays,
    }
    if not passes.assignments.untold:  # which has no calls
        forms["calls"] = passes.calls(**needs)
    for rule in (rule for rule in RULES if rule.form in forms):
        for where in rule.where_broken(forms[rule.form]):
            yield f"{rule.form}: {rule.meaning}, but not {where}"


# assignments


def unknown_operations(program: Assignments) -> Iterator[str]:
    yield from set(program.used) - set(OPERATIONS)


def operands_too_late(program: Assignments) -> Iterator[int]:
    widths = numpy.diff(program.starts)
    own = program.first + numpy.repeat(numpy.arange(len(program)), widths)
    late = (program.operands < 0) | (program.operands >= own)
    yield from own[late].tolist()


def results_outside(program: Assignments) -> Iterator[int]:
    count = program.first + len(program)
    yield from (slot for slot in program.results if not 0 <= slot < count)


# rows


def rows_too_late(forms: tuple[Assignments, Rows]) -> Iterator[int]:
    program, rows = forms
    done = numpy.zeros(len(rows.aliases), bool)
    done[: program.first] = True
    starts = rows.starts.tolist()
    for slot, start, stop in zip(rows.slots.tolist(), starts, starts[1:]):
        if not done[rows.operands[start:stop]].all():
            yield slot
        done[slot] = True


def results_without_a_row(forms: tuple[Assignments, Rows]) -> Iterator[int]:
    program, rows = forms
    there = {*range(program.first), *rows.slots.tolist()}
    yield from (s for s in rows.aliases[program.results].tolist() if s not in there)


def too_many_factors(forms: tuple[Assignments, Rows]) -> Iterator[int]:
    _, rows = forms
    wrong = 2 * rows.pairs > numpy.diff(rows.starts)
    yield from rows.slots[wrong].tolist()


# groups


def members_of_two_groups(found: Colouring) -> Iterator[int]:
    every = numpy.concatenate([group.members for group in found.groups])
    slots, counts = numpy.unique(every, return_counts=True)
    yield from slots[counts > 1].tolist()


def groups_that_read_later_ones(found: Colouring) -> Iterator[int]:
    for number, group in enumerate(found.groups):
        colours = [colour for _, colour, _ in group.runs]
        colours += [colour for piece in group.pieces for colour in piece.colours]
        if any(not 0 <= colour < number for colour in colours):
            yield number


def runs_of_mixed_colours(found: Colouring) -> Iterator[int]:
    for number, group in enumerate(found.groups):
        column = 0
        for _, colour, count in group.runs:
            slots = group.rows[:, column : column + count]
            column += count
            if (found.colours[slots] != colour).any():
                yield number


# arrays


def reads_outside(program: ArrayProgram) -> Iterator[int]:
    for number, array in enumerate(program.arrays):
        for access in array.reads():
            size, index = program.arrays[access.source].size, access.index
            if index.size and not 0 <= index.min() <= index.max() < size:
                yield number


def arrays_that_read_later_ones(program: ArrayProgram) -> Iterator[int]:
    for number, array in enumerate(program.arrays):
        if any(access.source >= number for access in array.reads()):
            yield number


def arrays_of_another_size(program: ArrayProgram) -> Iterator[int]:
    for number, array in enumerate(program.arrays):
        if numpy.prod(array.shape) != array.size:
            yield number


def leaves_in_one_place(program: ArrayProgram) -> Iterator[str]:
    for kind, places in zip(KINDS, program.places):
        if sorted(places.tolist()) != list(range(len(places))):
            yield kind


# calls


def unknown_kernels(calls: Calls) -> Iterator[str]:
    yield from (call.kernel for call in every(calls) if call.kernel not in KERNELS)


def wrong_operands(calls: Calls) -> Iterator[str]:
    for call in every(calls):
        kinds = KERNELS.get(call.kernel, ())
        fits = len(kinds) == len(call.operands)
        if not fits or not all(map(isinstance, call.operands, kinds)):
            yield str(call)


def views_outside(calls: Calls) -> Iterator[str]:
    for call in every(calls):
        for view in (*call.views(), call.result):
            reach = [(n - 1) * step for n, step in zip(view.shape, view.strides)]
            least = view.base + sum(x for x in reach if x < 0)
            most = view.base + sum(x for x in reach if x > 0)
            if not 0 <= least <= most < calls.buffers[view.buffer].size:
                yield str(call)


def results_that_do_not_fit(calls: Calls) -> Iterator[str]:
    for call in every(calls):
        if call.kernel in (*ELEMENTWISE, *COMPARISONS, *CONNECTIVES, "copy", "choose"):
            shapes = [view.shape for view in call.views()]
            if numpy.broadcast_shapes(*shapes, call.result.shape) != call.result.shape:
                yield str(call)


def writes_to_what_is_given(calls: Calls) -> Iterator[str]:
    given = {i for i, x in enumerate(calls.buffers) if x.content is not None}
    given |= {view.buffer for view in (*calls.leaves.values(), calls.seeds)}
    yield from (str(call) for call in every(calls) if call.result.buffer in given)


def reads_before_anything_is_written(calls: Calls) -> Iterator[str]:
    known = {i for i, x in enumerate(calls.buffers) if x.content is not None}
    known |= {view.buffer for view in (*calls.leaves.values(), calls.seeds)}
    for call in every(calls):
        if any(view.buffer not in known for view in call.views()):
            yield str(call)
        known.add(call.result.buffer)


def results_over_operands(calls: Calls) -> Iterator[str]:
    """Where a result shares memory with an operand that is not the very same view."""
    for call in every(calls):
        for view in call.views():
            shared = view.buffer == call.result.buffer and view != call.result
            if shared and set(elements(view)) & set(elements(call.result)):
                yield str(call)


def elements(view: View) -> list[int]:
    """The places of a view's elements in its buffer."""
    found = numpy.array(view.base)
    for length, stride in zip(view.shape, view.strides):
        found = found[..., None] + numpy.arange(length) * stride
    return found.ravel().tolist()


def every(calls: Calls) -> Iterator[Call]:
    """The calls of both passes."""
    yield from calls.forward
    yield from calls.backward


NUMBER = (View, float)
#: What operands each kernel takes.
KERNELS: dict[str, tuple] = {
    **{name: (NUMBER,) * count for name, count in ELEMENTWISE.items()},
    **dict.fromkeys(COMPARISONS, (NUMBER, NUMBER)),
    **{name: (View,) * (1 if name == "not" else 2) for name in CONNECTIVES},
    **dict.fromkeys(REDUCTIONS, (View,)),
    **dict.fromkeys(SLOPES, (View, View)),
    # copies, where a mask holds too; products of matrices; sums of stretches of the
    # first axis; elements gathered from places along it, put there, or added there
    "copy": (NUMBER,),
    "choose": (NUMBER, View),
    "product": (View, View),
    "segments": (View, Places),
    "take": (View, Places),
    "put": (NUMBER, Places),
    "put_add": (NUMBER, Places),
}

RULES = (
    Rule("assignments", "every operation is one of a row", unknown_operations),
    Rule("assignments", "operands come before what takes them", operands_too_late),
    Rule("assignments", "results are slots", results_outside),
    Rule("rows", "operands come before what takes them", rows_too_late),
    Rule("rows", "every result is a leaf or has a row", results_without_a_row),
    Rule("rows", "factors are among the operands, two by two", too_many_factors),
    Rule("groups", "every slot is in one group", members_of_two_groups),
    Rule("groups", "a group reads those before it", groups_that_read_later_ones),
    Rule("groups", "a run is of one colour", runs_of_mixed_colours),
    Rule("arrays", "what is read is there", reads_outside),
    Rule("arrays", "an array reads those before it", arrays_that_read_later_ones),
    Rule("arrays", "a shape has as many places as elements", arrays_of_another_size),
    Rule("arrays", "every leaf has a place of its own", leaves_in_one_place),
    Rule("calls", "every kernel is known", unknown_kernels),
    Rule("calls", "a kernel gets the operands it takes", wrong_operands),
    Rule("calls", "views are inside of their buffers", views_outside),
    Rule("calls", "operands spread to the result's shape", results_that_do_not_fit),
    Rule("calls", "what is given is not written to", writes_to_what_is_given),
    Rule("calls", "what is read was written", reads_before_anything_is_written),
    Rule("calls", "a result lies on no other operand", results_over_operands),
)
