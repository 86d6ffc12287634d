"""Summed: the sum of a function over cases, with its gradient, compiled and batched.

>>> from autograd import Value
>>> w = Value(2.0)
>>> summed = Summed(lambda x, d: (w * x - d) * (w * x - d), [(1.0, 1.0), (3.0, 2.0)])
>>> summed.add([0, 1]), w.grad
(17.0, 26.0)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from itertools import compress
from typing import Any

import numpy

from autograd.backward import hooked
from autograd.differentiation.derivatives import gradients
from autograd.programs.assignments import PARAMETERS, NotReplayable
from autograd.programs.buffers import add_grads, data_of
from autograd.programs.calling.arguments import Arguments
from autograd.programs.calling.batch import blocks, numbers_for
from autograd.programs.calling.compiling import Compiled
from autograd.programs.calling.guards import asked_again, told
from autograd.programs.calling.replays import Variant
from autograd.support.switches import enable_grad

MOST = 32  # different programs; where there are more, they are not worth it


class Summed:
    """A function of one case, to be summed over many: one program for all that it fits.

    cases: the arguments of the function for every case; they are read only once.
    """

    def __init__(self, function: Callable, cases: Iterable[tuple]) -> None:
        self.compiled = Compiled(function, MOST)
        self.given = list(cases)
        self.variants: list[Variant] = []
        self.fitting: list[int | None] = [None] * len(self.given)
        self._tables: dict[int, tuple] = {}
        self.times = 0

    @cached_property
    def cases(self) -> list[Arguments]:
        """The arguments taken apart; TypeError for those that cannot be."""
        return [Arguments(case, {}) for case in self.given]

    def add(self, chosen: Sequence[int]) -> float:
        """The sum over the chosen cases; its gradient is added to the leaves' grad."""
        self._refuse_hooks()
        self.times += 1
        if self.times.bit_count() == 1:  # at the times 1, 2, 4, 8 ...
            self._compare(self.variants[self._known(chosen[0])], chosen[0])
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

    def _refuse_hooks(self):
        """NotReplayable when a hook was registered on a leaf since the recording."""
        for variant in self.variants if hooked else ():
            for x in variant.parameters:
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
        for number, variant in enumerate(self.variants):
            fits = variant.key == self.compiled.key_of(arguments)
            if fits and self._passes(variant, variant.numbers(arguments)):
                return number
        if len(self.variants) == MOST:
            raise NotReplayable(f"it took more than {MOST} programs for its cases")
        variant = self.compiled.recorded(arguments)
        if len(variant.results) != 1 or not variant.places:
            raise NotReplayable("it does not return one Value for a case")
        if variant.unseen is not None:
            raise NotReplayable(f"it {told(variant.unseen)}")
        self._check(variant, case)
        self.variants.append(variant)
        return len(self.variants) - 1

    def _check(self, variant, case):
        """Record once more, with another case: what differs is not in the program."""
        for other in [*reversed(range(len(self.cases))), case]:
            arguments = self.cases[other]
            fits = variant.key == self.compiled.key_of(arguments)
            if fits and self._passes(variant, variant.numbers(arguments)):
                if not do_the_same(variant, self.compiled.recorded(arguments)):
                    raise NotReplayable("its numbers come from what no program can see")
                self._compare(variant, other)
                return

    def _compare(self, variant, case):
        """NotReplayable when the function does otherwise, now and with plain numbers.

        While it is recorded they are Values, which are of another type, and in no set.
        """
        leaves = [x not in variant.made for x in variant.parameters]
        with enable_grad():
            result = self.compiled.function(*self.given[case])
        slopes = gradients(result, [*compress(variant.parameters, leaves)])
        seeds = [1.0] + [0.0] * (len(variant.assignments.results) - 1)
        numbers = variant.numbers(self.cases[case])
        machine = variant.runner.run(numbers, (PARAMETERS,), seeds)
        found = [machine.results[0].item(), *machine.derivatives(PARAMETERS)[leaves]]
        wanted = numpy.array([result.data, *slopes])
        size = abs(wanted[numpy.isfinite(wanted)]).max(initial=1.0)
        if not numpy.allclose(found, wanted, 1e-6, 1e-8 * size, equal_nan=True):
            raise NotReplayable("it does otherwise when it is called anew")

    @staticmethod
    def _passes(variant, numbers):
        machine = variant.runner.run(numbers)
        return bool(passing(variant, machine.results).all())

    def _added(self, number, cases):
        """The sum over cases with one program; and those that it does not fit."""
        variant, table = self.variants[number], self._table(number, cases)
        runner, leaves = variant.runner, variant.parameters
        parameters = data_of(leaves)
        total, failing = 0.0, []
        gradient: Any = numpy.zeros(len(leaves))
        for block, lanes in blocks(runner, len(cases)):
            mine = range(block.start, block.stop)
            while len(mine):
                lanes = None if lanes is None else len(mine)
                numbers = numbers_for(table[:, mine], parameters, lanes)
                machine = runner.run(numbers, (PARAMETERS,), None, lanes)
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
        if len(failing) < len(cases):
            add_grads(leaves, gradient)
        for case in failing:
            self.fitting[case] = None
        return total, failing

    def _table(self, number, cases):
        """The inputs of the cases, a column each; kept while the cases are the same."""
        known = self._tables.get(number)
        if known is None or known[0] != cases:
            variant = self.variants[number]
            rows = [variant.inputs_of(self.cases[case]) for case in cases]
            known = self._tables[number] = (cases, numpy.array(rows, dtype=float).T)
        return known[1]


def do_the_same(first: Variant, second: Variant) -> bool:
    """Whether two recordings differ in no number and, but for fresh leaves, in no leaf.

    Fresh are those that each recording has made for itself.
    """
    if not second.places or not first.assignments.does_as(second.assignments):
        return False
    mine, them = first.parameters, second.parameters
    if data_of(mine).tobytes() != data_of(them).tobytes():
        return False
    pairs = [(a, b) for a, b in zip(mine, them) if a is not b]
    return all(a in first.made and b in second.made for a, b in pairs)


def passing(variant: Variant, results: list) -> Any:
    """Where all guards of a variant have the answers that it was recorded with."""
    asked = map(numpy.ravel, results[len(variant.places) :])
    fits: Any = numpy.ones(1, bool)
    for _, is_same in asked_again(variant.guards, asked):
        fits = fits & is_same
    return fits
