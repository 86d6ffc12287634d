"""Variants: what is kept of a function that was recorded."""

from __future__ import annotations

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
from autograd.programs.calling.indices import Index, place_of
from autograd.programs.calling.watching.state import State
from autograd.programs.passes.pipeline import Passes
from autograd.programs.runner import Runner
from autograd.value import Value, plain


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
        inputs = [x for x in self.fresh if isinstance(x, Value)]
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
        self.masks = masks(found, len(outputs))
        self._leaves: dict[int, tuple] = {}

    def _forget_graph(self, questions):
        """Keep what is needed of results and questions, not the graph below them."""
        self.guards = [guard.kept() for guard in questions.guards]
        self.grads = questions.grads
        self.read = None if questions.read is None else repr(questions.read)
        for place in self.places:
            self.results[place] = None
        _, self.rebuild = unfolded(self.rebuild(self.results), is_inner)
        self.fresh = []  # settings among them may not outlive their last user

    def same_grads(self) -> bool:
        """Whether all derivatives that were asked for are still the same."""
        return all(bits(x.grad) == bits(then or 0.0) for x, then in self.grads) and all(
            x.has_grad == (then is not None) for x, then in self.grads
        )

    def leaves_below(self, number: int) -> tuple[tuple, Any, Any]:
        """The parameters that a result depends on, their places, and those of inputs.

        The places are None where they are all.
        """
        if self.masks is None:
            return self.parameters, None, None
        if number not in self._leaves:
            is_below = [mask >> number & 1 for mask in self.masks]
            slots = self.assignments.leaf_slots
            mine = numpy.flatnonzero(is_below[slots[PARAMETERS]])
            parameters = tuple(self.parameters[i] for i in mine.tolist())
            self._leaves[number] = parameters, mine, is_below[slots[INPUTS]]
        return self._leaves[number]

    def numbers(self, arguments: Arguments) -> tuple[numpy.ndarray, numpy.ndarray]:
        """The inputs for these arguments, and the parameters as they are now."""
        return self.inputs_of(arguments), data_of(self.parameters)

    def inputs_of(self, arguments: Arguments) -> numpy.ndarray:
        """The inputs for these arguments."""
        pairs = zip(arguments.leaves, self.roles)
        numbers = [float(plain(leaf)) for leaf, role in pairs if role == "number"]
        start, found = len(numbers), numpy.zeros(self.assignments.inputs)
        found[:start] = numbers
        for place, length in self.hot:
            found[start + place_of(int(arguments.leaves[place]), length)] = 1.0
            start += length
        return found


def refuse_strange(results: list[Value], made: set[Value]) -> None:
    """NotReplayable for what was computed elsewhere: a program would do it anew."""
    for x in topological_order(*results):
        if x.operands and x not in made:
            raise NotReplayable(f"it uses {x!r:.60}, computed elsewhere or in a thread")


def masks(program: Assignments, outputs: int) -> list[int] | None:
    """For each leaf the results that depend on it, a bit each; None if it is clear."""
    if len(program.results) == 1:
        return None
    found, first = [0] * (program.first + len(program)), program.first
    for number, slot in enumerate(program.results[:outputs]):
        found[slot] |= 1 << number
    starts, operands = program.starts.tolist(), program.operands.tolist()
    for i in reversed(range(len(program))):
        if mask := found[first + i]:
            for slot in operands[starts[i] : starts[i + 1]]:
                found[slot] |= mask
    return found[:first]
