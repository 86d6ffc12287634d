"""Summed: the sum of a function over cases, with its gradient, compiled and batched.

>>> from autograd import Value
>>> w = Value(2.0)
>>> cases = [(1.0, 1.0), (3.0, 2.0)]
>>> summed = Summed(lambda x, d: (w * x - d) * (w * x - d), cases, [w])
>>> summed.rehearsed(0.0, [0, 1]), w.grad
((17.0, None), 26.0)
>>> w.grad = None
>>> summed.added([0, 1]), w.grad
(17.0, 26.0)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from operator import mul
from typing import Any

import numpy

from autograd.backward import hooked, topological_order
from autograd.programs.assignments import PARAMETERS, NotReplayable
from autograd.programs.buffers import add_grads, data_of
from autograd.programs.calling.arguments import Arguments
from autograd.programs.calling.batch import blocks, numbers_for
from autograd.programs.calling.guards import Questions, asked_again, told
from autograd.programs.calling.recording import (
    EAGER,
    OTHERWISE,
    close,
    key_with,
    reason_of,
    recorded,
)
from autograd.programs.calling.taking.rows import RowsOfCases
from autograd.programs.calling.variants import Variant
from autograd.programs.calling.watching.state import State
from autograd.programs.calling.watching.watch import Watch, watching
from autograd.programs.machines.machine import Task
from autograd.programs.runner import CALL
from autograd.support.observing import observing
from autograd.support.switches import enable_grad
from autograd.value import Value

#: Microseconds of a step and of a comparison, whatever is computed, and for each leaf.
STEP, CHECK = (60.0, 0.05), (100.0, 1.5)
MOST = 32  # different programs; where there are more, they are not worth it


class Summed:
    """A function of one case, to be summed over many: one program for all that it fits.

    cases: the arguments of the function for every case; leaves: Values that get a grad,
    others may come to them. eager, size: microseconds for a case without a program, and
    operands in its graph, about, once one was done.
    """

    def __init__(
        self, function: Callable, cases: Iterable[tuple], leaves: Iterable[Value]
    ) -> None:
        self.function, self.given = function, list(cases)
        self.own = tuple(leaves)
        self.others: dict[Value, None] = {}
        self.variants: list[Variant] = []
        self.fitting: list[int | None] = [None] * len(self.given)
        self.eager = self.size = 0.0
        self._codes: dict[int, tuple] = {}
        self._roles: dict[Any, list[str]] = {}
        self._tables: dict[int, tuple] = {}
        self._inputs: dict[tuple[int, int], numpy.ndarray] = {}

    @cached_property
    def cases(self) -> list[Arguments]:
        """The arguments taken apart; TypeError for those that cannot be."""
        return [Arguments(case, {}) for case in self.given]

    @cached_property
    def state(self) -> State:
        """What the function reads by itself, when programs began."""
        return State([self.function], self._codes)

    @cached_property
    def data(self) -> State:
        """What the cases contained then."""
        return State([self.given], {})

    def looked(self, E: float, chosen: Sequence[int]) -> tuple[float, str | None]:
        """E with the sum added, watched; and why no program can do that, if none can.

        The gradient is added to the leaves' grad.
        """
        questions, counts, moved = Questions(), [0, 0, 0], None
        watch = Watch()
        for number, case in enumerate(chosen):  # to do both at a time takes longer
            looking = observing(questions) if number else watching(watch)
            stand = self.state.stand() if number else []
            with enable_grad(), looking:
                error = self.function(*self.given[case])
            moved = self.state.moved(stand) if number else None
            self._codes |= watch.codes
            order = topological_order(error)
            sizes = [len(x.operands) for x in order]
            counts = [len(order) - sizes.count(0), sum(sizes), watch.calls]
            error.backward()
            E += error.data
        self.eager, self.size = sum(map(mul, EAGER, counts)), counts[1]
        reason = None
        if watch.blind:
            reason = ""  # a profiler is there, and wants to see what is called
        elif watch.reason is not None:
            reason = f"it {watch.reason}"
        elif self.state.iterator is not None:
            reason = f"it takes from an iterator, {self.state.iterator}"
        elif moved is not None:
            reason = moved
        elif questions.unseen is not None:
            reason = f"it {told(questions.unseen)}"
        elif questions.read is not None:
            reason = f"it reads the data of {questions.read!r}"
        return E, reason

    def begin(self) -> None:
        """Programs begin: what is read by now is what they are made for."""
        vars(self).pop("state", None)
        vars(self).pop("data", None)

    def rehearsed(self, E: float, chosen: Sequence[int]) -> tuple[float, str | None]:
        """E with the sum by programs added, compared with that of the function.

        Also why they are not the same, if they are not: then it is the function's.
        """
        reason, total = None, E
        try:
            for case in chosen:
                self._variant_for(case)
        except Exception as error:
            reason = reason_of(error)
        before, stand = grads(self.leaves()), self.state.stand()
        with enable_grad():
            for case in chosen:
                result = self.function(*self.given[case])
                result.backward()
                total += result.data
        reason = reason or self.state.moved(stand)
        if reason is not None:
            return total, reason
        wanted = grads(before)
        put_grads(before)
        try:
            found = E + self.added(chosen)
        except Exception as error:
            reason = reason_of(error)
        else:
            if same_grads(grads(before), wanted) and close([found], [total]):
                return found, None
        put_grads(wanted)
        return total, reason or OTHERWISE

    def added(self, chosen: Sequence[int]) -> float:
        """The sum by programs; NotReplayable for what they cannot do."""
        self._refuse_hooks()
        if not self.state.same():
            raise NotReplayable(self.state.change() or OTHERWISE)
        total, waiting = 0.0, list(chosen)
        while waiting:
            groups: dict[int, list[int]] = {}
            for case in waiting:
                groups.setdefault(self._variant_for(case), []).append(case)
            waiting = []
            for number, cases in groups.items():
                found, failing = self._added(number, cases)
                total += found
                waiting += failing
        return total

    def check(self, case: int) -> None:
        """NotReplayable when the function does otherwise than its program by now."""
        self._refuse_hooks()
        if not (self.state.same() and self.data.same()):
            change = self.state.change() or self.data.change()
            raise NotReplayable(change or OTHERWISE)
        if not self._passes(self.variants[self._variant_for(case)], self.cases[case]):
            self.fitting[case] = None
        variant = self.variants[self._variant_for(case)]
        self._learn(in_tables(variant, [self.cases[case]]), variant.made)
        leaves, stand = self.leaves(), self.state.stand()
        before = [x.grad if x.has_grad else None for x in leaves]
        for x in leaves:
            x.grad = None
        with enable_grad():
            error = self.function(*self.given[case])
            error.backward()
        parameters, slopes = self._slopes(variant, case)
        reached = sum([x.has_grad for x in leaves])
        wanted = [error.data, *(x.grad for x in parameters)]
        is_same = reached == sum([x.has_grad for x in parameters]) == len(parameters)
        for x, grad in zip(leaves, before):
            x.grad = grad
        reason = self.state.moved(stand, restore=True)
        if reason is not None or not is_same or not close(slopes, wanted):
            raise NotReplayable(reason or OTHERWISE)

    def _slopes(self, variant, case):
        """Leaves, and the value of a case and its slopes by them, by its program."""
        numbers = variant.numbers(self.cases[case])
        seeds = [1.0] + [0.0] * (len(variant.assignments.results) - 1)
        machine = variant.runner.run(numbers, variant.wanted, seeds)
        cases = [self.cases[case]]
        parameters, places, _ = variant.leaves_below(0, chosen_by(variant, cases))
        slopes = machine.derivatives(PARAMETERS).reshape(-1)
        slopes = (slopes if places is None else slopes[places]).tolist()
        rows = self._rows(variant, cases)
        sums = dict.fromkeys(parameters, 0.0)
        for x, slope in zip(parameters, slopes):
            sums[x] += slope
        slopes = rows.sums(machine, [0]).tolist()
        for i in {*rows.places[:, 0][rows.below].tolist()}:
            sums[rows.leaves[i]] = sums.get(rows.leaves[i], 0.0) + slopes[i]
        known = {*self.own, *self.others}  # none of those made inside
        mine = [x for x in sums if x in known]
        return mine, [machine.results[0].item(), *map(sums.get, mine)]

    def leaves(self) -> list[Value]:
        """All Values that get a grad."""
        return [*self.own, *self.others]

    def _learn(self, leaves, made):
        """Other Values get a grad, too."""
        found = set(leaves).difference(made, self.own)
        self.others |= dict.fromkeys(x for x in leaves if x in found)

    def kept(self) -> dict:
        """The derivatives of those leaves that do not begin each step without one."""
        return grads(self.others)

    def restore(self, kept: dict) -> None:
        """Put the derivatives back as they were when a step began."""
        put_grads(dict.fromkeys(self.own) | kept)

    reason_of = staticmethod(reason_of)

    def costs(self, steps: int) -> float:
        """Microseconds of a sweep of so many steps by programs, about."""
        count = len(self.own) + len(self.others)
        checks = 1 if steps == 1 else 2  # before the steps of a sweep, and after them
        total = steps * (STEP[0] + STEP[1] * count)
        total += checks * (1.3 * self.eager + CHECK[0] + CHECK[1] * count)
        for number, variant in enumerate(self.variants):
            runner, passes = variant.runner, variant.runner.passes
            for _, lanes in blocks(runner, -(-self.fitting.count(number) // steps)):
                total += steps * (CALL + runner.kind(lanes).cost(Task(passes, lanes)))
        return total

    def _refuse_hooks(self):
        """NotReplayable when a hook was registered on a leaf since the recording."""
        for variant in self.variants if hooked else ():
            for x in (*variant.parameters, *self.leaves()):
                if x._hooks:
                    raise NotReplayable(f"a hook is registered on {x!r}")

    def _variant_for(self, case):
        number = self.fitting[case]
        if number is None:
            number = self.fitting[case] = self._known(case)
        return number

    def _known(self, case):
        """A program that fits the case, recorded if there is none."""
        arguments = self.cases[case]
        roles = self._roles.get(arguments.structure) or arguments.roles()
        key = key_with(roles, arguments)
        for number, variant in enumerate(self.variants):
            if variant.key == key and self._passes(variant, arguments):
                return number
        if len(self.variants) == MOST:
            raise NotReplayable(f"it took more than {MOST} programs for its cases")
        variant, roles = recorded(self.function, arguments, roles, self.state)
        self._roles[arguments.structure] = roles
        if len(variant.results) != 1:
            raise NotReplayable("it does not return one Value for a case")
        if variant.read is not None:
            raise NotReplayable(f"it reads the data of {variant.read}")
        if variant.grads:
            raise NotReplayable(f"it reads the grad of {variant.grads[0][0]!r}")
        self.variants.append(variant)
        if variant.codes.keys() - self._codes.keys():
            self._codes |= variant.codes
            self.state = State([self.function], self._codes)
        self._learn(variant.parameters, variant.made)
        number = self.fitting[case] = len(self.variants) - 1
        self.check(case)
        return number

    @staticmethod
    def _passes(variant, arguments):
        machine = variant.runner.run(variant.numbers(arguments))
        return bool(passing(variant, machine.results).all())

    def _added(self, number, cases):
        """The sum over cases with one program; and those that it does not fit."""
        variant, (table, rows) = self.variants[number], self._table(number, cases)
        rows.put_into(table)
        runner, leaves = variant.runner, variant.parameters
        parameters = data_of(leaves)
        total, failing = 0.0, []
        gradient: Any = numpy.zeros(len(leaves))
        of_rows: Any = numpy.zeros(len(rows.leaves))
        for block, lanes in blocks(runner, len(cases)):
            mine = range(block.start, block.stop)
            while len(mine):
                lanes = None if lanes is None else len(mine)
                numbers = numbers_for(table[:, mine], parameters, lanes)
                machine = runner.run(numbers, variant.wanted, None, lanes)
                fits = passing(variant, machine.results) & numpy.ones(len(mine), bool)
                if fits.all():
                    break
                failing += [cases[i] for i, fit in zip(mine, fits) if not fit]
                mine = [i for i, fit in zip(mine, fits) if fit]
            if len(mine):
                seeds = numpy.zeros(machine.seeds.shape)
                seeds[0] = 1.0
                machine = runner.differentiated(machine, numbers, seeds, False)
                results: Any = machine.results[0] * numpy.ones(len(mine))
                with numpy.errstate(all="ignore"):  # inf and -inf may meet
                    total += float(results.sum())
                    gradient += machine.derivatives(PARAMETERS).reshape(-1)
                    of_rows += rows.sums(machine, mine)
        if variant.hot and not numpy.isfinite(gradient).all():
            raise NotReplayable("a row that it does not take may have sent nan")
        done = [i for i, case in enumerate(cases) if case not in failing]
        if done:
            chosen = chosen_by(variant, [self.cases[cases[i]] for i in done])
            below, places, _ = variant.leaves_below(0, chosen)
            add_grads(below, gradient if places is None else gradient[places])
            rows.add_grads(of_rows, done)
        for case in failing:
            self.fitting[case] = None
        return total, failing

    @staticmethod
    def _rows(variant, cases):
        """The rows that cases take, as inputs of the result."""
        below = variant.leaves_below(0, chosen_by(variant, cases))[2]
        return RowsOfCases(variant.rows, cases, variant.roles.count("number"), below)

    def _table(self, number, cases):
        """The inputs of the cases, a column each, and the rows that they take.

        They are kept while the cases are the same.
        """
        known = self._tables.get(number)
        if known is None or known[0] != cases:
            variant, mine = self.variants[number], [self.cases[case] for case in cases]
            rows = self._rows(variant, mine)
            self._learn(in_tables(variant, mine), variant.made)
            found = [self._row(number, case) for case in cases]
            table = numpy.array(found, dtype=float).T
            known = self._tables[number] = (cases, (table, rows))
        return known[1]

    def _row(self, number, case):
        if (number, case) not in self._inputs:
            variant, mine = self.variants[number], self.cases[case]
            found = variant.inputs_of(mine, variant.numeric(mine))
            self._inputs[number, case] = found
        return self._inputs[number, case]


def in_tables(variant: Variant, cases: list[Arguments]) -> list[Value]:
    """The Values in the rows that cases take."""
    if not variant.rows.taken:
        return []
    found = [x for case in cases for x in variant.rows.leaves(case.leaves)]
    return [x for x in found if isinstance(x, Value)]


def chosen_by(variant: Variant, cases: list[Arguments]) -> frozenset[tuple]:
    """What cases choose from rows that are computed for nothing else."""
    if not variant.has_gaps:
        return frozenset([()])
    return frozenset(map(variant.chosen, cases))


def passing(variant: Variant, results: list) -> Any:
    """Where all guards of a variant have the answers that it was recorded with."""
    asked = map(numpy.ravel, results[len(variant.places) :])
    fits: Any = numpy.ones(1, bool)
    if variant.hot:  # a row that is not taken may be infinite
        fits = numpy.isfinite(results[0].ravel())
    for _, is_same in asked_again(variant.guards, asked):
        fits = fits & is_same
    return fits


def grads(leaves: Iterable[Value]) -> dict[Value, float | None]:
    """The derivative of each leaf, or None."""
    return {x: x.grad if x.has_grad else None for x in leaves}


def put_grads(found: dict) -> None:
    """Give leaves the derivatives that they had."""
    for x, grad in found.items():
        x.grad = grad


def same_grads(found: dict, wanted: dict) -> bool:
    """Whether leaves have the same derivatives but for rounding, or none."""
    if any((found[x] is None) != (grad is None) for x, grad in wanted.items()):
        return False
    mine = [x for x, grad in wanted.items() if grad is not None]
    return close([found[x] for x in mine], [wanted[x] for x in mine])
