"""Recording: a function run with Values for its numbers, watched, and compared.

>>> from autograd import Value
>>> w = Value(2.0)
>>> function, arguments = lambda x: w * x, Arguments((3.0,), {})
>>> state = State([function], {})
>>> result = function(3.0)
>>> variant, roles = recorded(function, arguments, ["number"], state, result)
>>> len(variant.assignments), roles
(1, ['number'])
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from operator import is_, mul
from typing import Any
from weakref import ref

import numpy

from autograd.differentiation.derivatives import adjoints, without_none
from autograd.differentiation.structures import is_inner
from autograd.programs.assignments import INPUTS, PARAMETERS, NotReplayable
from autograd.programs.calling.arguments import Arguments, is_nested, settled, unfolded
from autograd.programs.calling.guards import Questions
from autograd.programs.calling.taking.indices import Index
from autograd.programs.calling.variants import Costs, Variant
from autograd.programs.calling.watching.parts import alike
from autograd.programs.calling.watching.state import State
from autograd.programs.calling.watching.watch import Watch, watching
from autograd.programs.machines.machine import Task
from autograd.support.conversion import called
from autograd.support.observing import observing
from autograd.support.switches import enable_grad, recording
from autograd.support.twin import engine
from autograd.value import Value, plain

OTHERWISE = "it does otherwise when it is called anew"
#: What an argument can be; an int can become all that comes after it.
RANKS = ["setting", "int", "number", "static"]
#: Microseconds of eager work, both passes, for an operation, an operand and a call in
#: the function's own code; and of a replay for itself, a leaf of the arguments, a
#: parameter, a guard and an element.
EAGER = (0.02, 0.012, 0.1) if engine == "native" else (1.5, 0.6, 0.3)
REPLAY = (27.0, 0.5, 0.012, 0.06, 0.002)
if engine != "native":
    REPLAY = (30.0, 0.5, 0.5, 0.06, 0.02)


def watched_call(function: Callable, given: tuple, named: dict) -> tuple[Watch, Any]:
    """What ran in a call, and what it returned."""
    with watching() as watch:
        result = called(function, "compile", given, named)
    return watch, result


def recorded(
    function: Callable,
    arguments: Arguments,
    roles: list[str],
    state: State,
    result: Any = None,
) -> tuple[Variant, list[str]]:
    """What the function does with these arguments, and what their leaves are.

    result: what it has returned for them, to compare with, if that is to be done here.
    NotReplayable when a replay would not do the
    same; what the function has changed is then as it was.
    """
    variant, found, questions, roles = unnoticed(function, arguments, roles, state)
    variant.roles, variant.key = roles, key_with(roles, arguments)
    variant.finish(found, questions)
    variant.state = state
    if result is not None:
        difference = agreement(variant, arguments, result, by_slopes=True)
        if difference is not None:
            raise NotReplayable(difference)
    return variant, roles


def unnoticed(
    function: Callable, arguments: Arguments, roles: list[str], state: State
) -> tuple:
    """As ``run``; NotReplayable when the function changes what it reads.

    That is then as it was.
    """
    if state.iterator is not None:
        raise NotReplayable(f"it takes from an iterator, {state.iterator}")
    stand = state.stand()
    try:
        found = run(function, arguments, roles)
    finally:
        moved = state.moved(stand, restore=True)
    if moved is not None:
        raise NotReplayable(moved)
    return found


def reason_of(error: Exception) -> str:
    """Why a function cannot be recorded, in words."""
    if isinstance(error, NotReplayable):
        return str(error)
    return f"it raises {type(error).__name__} while it is recorded: {error}"


def lifted(
    function: Callable, arguments: Arguments, result: Any, state: State
) -> list[int]:
    """Which of the numbers that a function returned are Values while it is recorded."""
    flat, _ = unfolded(result, is_inner)
    floats = [i for i, x in enumerate(flat) if isinstance(x, float)]
    if floats and "number" in (roles := arguments.roles()):
        with suppress(Exception):  # then it is never replayed
            found = unnoticed(function, arguments, roles, state)[1]
            flat, _ = unfolded(found, is_inner)
            return [i for i in floats if isinstance(flat[i], Value)]
    return []


def with_values(result: Any, places: list[int]) -> Any:
    """What was returned, with Values for the numbers in some places."""
    flat, rebuild = unfolded(result, is_inner)
    for i in places:
        if i < len(flat) and isinstance(flat[i], float):
            flat[i] = Value(flat[i])
    return rebuild(flat)


def run(function: Callable, arguments: Arguments, roles: list[str]) -> tuple:
    """A variant not yet finished, what was returned, what was asked, and the roles."""
    while True:
        try:
            variant, result, questions = once(function, arguments, roles)
        except Exception:
            settings = arguments.as_settings(roles)
            if settings == roles:
                raise
            roles = settings  # perhaps it was no int that something wants one
            continue
        old, roles = roles, list(map(new_role, variant.fresh, roles))
        if ("int", "number") not in zip(old, roles):
            return variant, result, questions, roles


def once(function: Callable, arguments: Arguments, roles: list[str]) -> tuple:
    """The same of one call."""
    fresh = arguments.fresh(roles)
    questions = Questions()
    given, named = arguments.rebuild(fresh)
    with enable_grad(), observing(questions), watching() as watch:
        result = function(*given, **named)
    if watch.reason is not None:
        raise NotReplayable(f"it {watch.reason}")
    left, _ = unfolded((given, named), is_nested)
    if len(left) != len(fresh) or not all(map(is_, left, fresh)):
        raise NotReplayable("it changes its arguments")
    variant = Variant(roles, fresh)
    variant.codes = watch.codes
    return variant, settled(result), questions


def key_with(roles: list[str], arguments: Arguments) -> tuple:
    """The structure of arguments, and those ints that are settings."""
    pairs = zip(roles, arguments.leaves)
    return arguments.structure, tuple(int(x) for r, x in pairs if r == "static")


def new_role(leaf: Any, role: str) -> str:
    """The role of an argument after the function has used it."""
    if isinstance(leaf, Index) and leaf.uses:
        return "static" if "static" in leaf.uses else "number"
    return role


def agreement(
    variant: Variant, arguments: Arguments, result: Any, by_slopes: bool = False
) -> str | None:
    """In what a program does not do what a function has done; None if in nothing.

    by_slopes: whether to compare the derivatives of the first Value, too.
    """
    wanted, _ = unfolded(result, is_inner)
    if len(wanted) != len(variant.results):
        return OTHERWISE
    rest = [i for i in range(len(wanted)) if i not in variant.places]
    if not all(alike(wanted[i], variant.results[i]) for i in rest):
        return OTHERWISE
    mine = [wanted[i] for i in variant.places]
    if not all(isinstance(x, (Value, float)) for x in mine):
        return OTHERWISE
    is_value = [isinstance(x, Value) for x in mine]
    numbers = variant.numbers(arguments)
    with variant.runner.lock:  # other threads replay it meanwhile
        machine = variant.runner.run(numbers)
        found = [float(x[0]) for x in machine.results[: len(mine)]]
    if not close(found, [plain(x) for x in mine]):
        return OTHERWISE
    if by_slopes and any(is_value) and recording.get():
        number = is_value.index(True)
        if not close(*slopes(variant, number, arguments, mine[number])):
            return OTHERWISE
    return None


def slopes(variant: Variant, number: int, arguments: Arguments, result: Value) -> tuple:
    """The derivatives of a result by its leaves: the program's, and the function's."""
    numeric = variant.numeric(arguments)
    given = [i for i, x in enumerate(numeric) if isinstance(x, Value)]
    mine = [i for i, x in enumerate(variant.parameters) if x not in variant.made]
    leaves = [*(variant.parameters[i] for i in mine), *(numeric[i] for i in given)]
    seeds = [float(i == number) for i in range(len(variant.assignments.results))]
    numbers, both = variant.numbers(arguments), (PARAMETERS, INPUTS)
    with variant.runner.lock:
        machine = variant.runner.run(numbers, both, seeds)
        found = [machine.derivatives(kind).reshape(-1).copy() for kind in both]
    of_parameters, of_inputs = found
    sums = dict.fromkeys(leaves, 0.0)  # a parameter may be an argument, too
    for leaf, slope in zip(leaves, [*of_parameters[mine], *of_inputs[given]]):
        sums[leaf] += slope
    wanted = adjoints({result: 1.0}, [*sums], False, sums)
    return [*sums.values()], without_none(wanted, "zero")


def close(found: list, wanted: list) -> bool:
    """Whether numbers are the same but for rounding."""
    numbers = numpy.array(wanted, float)
    size = abs(numbers[numpy.isfinite(numbers)]).max(initial=1.0)
    return numpy.allclose(found, numbers, 1e-6, 1e-8 * size, equal_nan=True)


def costs(variant: Variant, watch: Watch, arguments: Arguments) -> Costs:
    """Microseconds of a call of the function and of a replay, both passes, about."""
    program, state, runner = variant.assignments, variant.state, variant.runner
    work = len(program), len(program.operands), watch.calls
    counts: tuple = 1, len(arguments.leaves), program.parameters
    if state is not None:
        counts += len(state.guards) + len(state.contents), state.elements
    replay = runner.kind().cost(Task(runner.passes)) + sum(map(mul, REPLAY, counts))
    return Costs(sum(map(mul, EAGER, work)), replay)


class Shape:
    """What is known of the calls with one structure of arguments.

    roles: what their leaves are; codes: what ran; reason: why the function itself is
    called, if it is; quicker: for which keys it is quicker; objects: those among the
    arguments, which are not kept alive. lifted: which numbers of its results are Values
    while it is recorded, and so at every call.
    """

    def __init__(self, arguments: Arguments) -> None:
        self.structure, self.roles = arguments.structure, arguments.roles()
        self.codes: dict[int, tuple] = {}
        self.reason: str | None = None
        self.calls = self.hits = self.recordings = 0
        self.state: State | None = None
        self.quicker: set[tuple] = set()
        self.lifted: list[int] = []
        self.objects: list[ref] = []

    def may_record(self) -> bool:
        """Whether that is likely to pay: the programs that there are have been used."""
        return self.recordings < 2 or self.hits >= 4 * (self.recordings - 1)

    def returned(self, result: Any) -> Any:
        """What the function returned, with Values where a program would give them."""
        return with_values(result, self.lifted) if self.lifted else result
