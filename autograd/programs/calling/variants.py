"""Variants: what is kept of a function that was recorded."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, NamedTuple

import numpy

from autograd.backward import topological_order
from autograd.differentiation.structures import is_inner
from autograd.programs.assignments import (
    INPUTS,
    PARAMETERS,
    Assignments,
    NotReplayable,
    recorded,
)
from autograd.programs.buffers import data_of
from autograd.programs.calling.arguments import Arguments, unfolded
from autograd.programs.calling.guards import Questions, bits, told
from autograd.programs.calling.taking.indices import Index, place_of
from autograd.programs.calling.taking.rows import Rows
from autograd.programs.calling.watching.state import State
from autograd.programs.passes.pipeline import Passes
from autograd.programs.runner import Runner
from autograd.support.twin import engine
from autograd.value import Value, plain

KEPT = 256  # of what was chosen from tables of computed rows
WALK = 0.4  # microseconds for each operand of what a backward pass goes through


class Costs(NamedTuple):
    """Microseconds of a call of the function and of a replay, about."""

    eager: float
    replay: float


class Variant:
    """What was recorded for one structure of arguments and one set of answers.

    state: what it was recorded in; None for whoever looks after that by himself.
    costs: of a call, if known; is_worth: whether replaying is quicker than the function
    itself, as far as has been seen.
    """

    state: State | None = None
    costs: Costs | None = None
    is_worth = True

    def __init__(self, roles: list[str], fresh: list) -> None:
        self.roles, self.fresh = roles, fresh
        self.key: Any = None
        self.codes: dict[int, tuple] = {}  # what ran, while it was recorded

    def finish(self, result: Any, questions: Questions) -> None:
        """Fold what was recorded: the results and what the guards ask about.

        NotReplayable when it is not the function of its arguments and leaves that the
        graph shows.
        """
        if questions.unseen is not None:
            raise NotReplayable(f"it {told(questions.unseen)}")
        self.results, self.rebuild = unfolded(result, is_inner)
        self.places = [i for i, x in enumerate(self.results) if isinstance(x, Value)]
        if not self.places:
            raise NotReplayable("it returned no Value")
        fresh = enumerate(self.fresh)
        indices = [(place, x) for place, x in fresh if isinstance(x, Index)]
        self.hot = [(place, length) for place, x in indices for length in x.hot]
        self.rows = Rows(self.fresh)
        inputs = [x for x in self.fresh if isinstance(x, Value)] + self.rows.values
        for place, length in self.hot:
            inputs += self.fresh[place].hot[length]
        outputs = [self.results[i] for i in self.places]
        asked = [x for guard in questions.guards for x in guard.operands()]
        refuse_strange([*outputs, *asked], questions.made)
        found, _, parameters = recorded(outputs + asked, inputs, asides=len(asked))
        self.assignments, self.parameters = found, tuple(parameters)
        self.made = questions.made.intersection(self.parameters)
        self.runner = Runner(Passes(found))
        self._forget_graph(questions)
        rows = sum(length for _, length in self.hot)
        self._first_hot = found.inputs - rows
        everywhere = masks(found, len(outputs), self._first_hot, range(found.inputs))
        nowhere = (
            masks(found, len(outputs), self._first_hot, ()) if rows else everywhere
        )
        self.has_gaps = everywhere != nowhere
        self._masks: dict[tuple, list[int] | None] = {(): everywhere}
        self._leaves: dict[tuple, tuple] = {}

    def _forget_graph(self, questions):
        """Keep what is needed of results and questions, not the graph below them."""
        self.guards = [guard.kept() for guard in questions.guards]
        self.grads = questions.grads
        self.read = None if questions.read is None else repr(questions.read)
        for place in self.places:
            self.results[place] = None
        _, self.rebuild = unfolded(self.rebuild(self.results), is_inner)
        self.fresh = []  # settings among them may not outlive their last user

    def walk(self, operands: int) -> None:
        """Note that a backward pass goes through a result of so many operands."""
        costs = self.costs
        if costs and engine == "native":  # it walks in Python for that, not in C
            self.is_worth &= costs.replay + WALK * operands < costs.eager

    def same_grads(self) -> bool:
        """Whether all derivatives that were asked for are still the same."""
        return all(bits(x.grad) == bits(then or 0.0) for x, then in self.grads) and all(
            x.has_grad == (then is not None) for x, then in self.grads
        )

    def chosen(self, arguments: Arguments) -> tuple[int, ...]:
        """The inputs that choose from what is computed for nothing but to be chosen."""
        found, start = [], self._first_hot
        for place, length in self.hot if self.has_gaps else ():
            found.append(start + place_of(int(arguments.leaves[place]), length))
            start += length
        return tuple(found)

    def leaves_below(
        self, number: int, cases: frozenset[tuple] = frozenset([()])
    ) -> tuple[tuple, Any, Any]:
        """The parameters that a result depends on, their places, and those of inputs.

        The places are None where they are all. cases: what each has ``chosen``.
        """
        if not self.has_gaps and self._masks[()] is None:
            return self.parameters, None, None
        key = number, cases
        if key not in self._leaves:
            if len(self._leaves) > KEPT:
                self._leaves.clear()
            found = numpy.array([self._masks_of(chosen) for chosen in cases], object)
            is_below: Any = (found >> number & 1).astype(bool).any(axis=0)
            slots = self.assignments.leaf_slots
            mine = numpy.flatnonzero(is_below[slots[PARAMETERS]])
            parameters = tuple(self.parameters[i] for i in mine.tolist())
            self._leaves[key] = parameters, mine, is_below[slots[INPUTS]]
        return self._leaves[key]

    def _masks_of(self, chosen):
        """The masks of leaves where these inputs choose."""
        if chosen not in self._masks:
            if len(self._masks) > KEPT:
                self._masks = {(): self._masks[()]}
            outputs, first = len(self.places), self._first_hot
            self._masks[chosen] = masks(self.assignments, outputs, first, chosen)
        return self._masks[chosen]

    def numbers(self, arguments: Arguments) -> tuple[numpy.ndarray, numpy.ndarray]:
        """The inputs for these arguments, and the parameters as they are now."""
        inputs = self.inputs_of(arguments, self.numeric(arguments))
        return inputs, data_of(self.parameters)

    def numeric(self, arguments: Arguments) -> list:
        """The arguments that are inputs, and the leaves of the rows that are taken."""
        pairs = zip(arguments.leaves, self.roles)
        found = [leaf for leaf, role in pairs if role == "number"]
        return found + self.rows.leaves(arguments.leaves) if self.rows.taken else found

    @property
    def wanted(self) -> tuple[int, ...]:
        """By which leaves to differentiate for the grads of those not given."""
        return (PARAMETERS, INPUTS) if self.rows.taken else (PARAMETERS,)

    def inputs_of(self, arguments: Arguments, numeric: list) -> numpy.ndarray:
        """The inputs for these arguments, of which those that are numbers are known."""
        start, found = len(numeric), numpy.zeros(self.assignments.inputs)
        found[:start] = [float(plain(leaf)) for leaf in numeric]
        for place, length in self.hot:
            found[start + place_of(int(arguments.leaves[place]), length)] = 1.0
            start += length
        return found


def refuse_strange(results: list[Value], made: set[Value]) -> None:
    """NotReplayable for what was computed elsewhere: a program would do it anew."""
    for x in topological_order(*results):
        if x.operands and x not in made:
            raise NotReplayable(f"it uses {x!r:.60}, computed elsewhere or in a thread")


def masks(
    program: Assignments, outputs: int, first_hot: int, chosen: Collection[int]
) -> list[int] | None:
    """For each leaf the results that depend on it, a bit each; None if it is clear.

    The inputs from first_hot on choose, and only of what is chosen anything depends.
    """
    if len(program.results) == 1 and first_hot == program.inputs:
        used = {*program.results, *program.operands.tolist()}
        if used.issuperset(range(first_hot)):
            return None
    found, first = [0] * (program.first + len(program)), program.first
    for number, slot in enumerate(program.results[:outputs]):
        found[slot] |= 1 << number
    starts, operands = program.starts.tolist(), program.operands.tolist()
    for i in reversed(range(len(program))):
        if mask := found[first + i]:
            mine = operands[starts[i] : starts[i + 1]]
            if first_hot <= mine[-2:][0] < program.inputs:  # a dot that chooses
                pairs = zip(mine[-2::-2], mine[-1::-2])
                mine = [x for hot, x in pairs if hot in chosen]
            for slot in mine:
                found[slot] |= mask
    return found[:first]
