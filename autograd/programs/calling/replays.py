"""What compile keeps of a function, and one call of it replayed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy

from autograd.backward import backward, hooked
from autograd.differentiation.derivatives import adjoints, without_none
from autograd.differentiation.structures import flattened, is_inner
from autograd.programs.assignments import INPUTS, PARAMETERS, recorded
from autograd.programs.buffers import add_grads, data_of
from autograd.programs.calling.arguments import Arguments, unfolded
from autograd.programs.calling.guards import Guard, Questions, asked_again
from autograd.programs.calling.indices import Index, place_of
from autograd.programs.passes.pipeline import Passes
from autograd.programs.runner import Runner
from autograd.support.copying import restored
from autograd.support.observing import observers
from autograd.support.switches import enable_grad, recording
from autograd.value import Value, node, plain


class Variant:
    """What was recorded for one structure of arguments and one set of answers."""

    def __init__(self, arguments: Arguments, roles: list[str], fresh: list) -> None:
        self.roles, self.fresh = roles, fresh
        self.key: Any = None
        self.unseen: tuple[str, Value] | None = None

    def finish(self, result: Any, questions: Questions) -> None:
        """Fold what was recorded: the results and what the guards ask about."""
        self.results, self.rebuild = unfolded(result, is_inner)
        self.places = [i for i, x in enumerate(self.results) if isinstance(x, Value)]
        self.guards: list[Guard] = questions.guards
        self.unseen = questions.unseen
        if not self.places:
            return
        fresh = enumerate(self.fresh)
        indices = [(place, x) for place, x in fresh if isinstance(x, Index)]
        self.hot = [(place, length) for place, x in indices for length in x.hot]
        inputs = [x for x in self.fresh if isinstance(x, Value)]
        for place, length in self.hot:
            inputs += self.fresh[place].hot[length]
        outputs = [self.results[i] for i in self.places]
        asked = [x for guard in self.guards for x in guard.operands()]
        found, _, parameters = recorded(outputs + asked, inputs, asides=len(asked))
        self.assignments, self.parameters = found, tuple(parameters)
        self.made = questions.leaves.intersection(self.parameters)
        self.runner = Runner(Passes(found))
        self.fresh = []  # settings among them may not outlive their last user

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


class Replay:
    """One call of a variant: what is needed to differentiate its results later."""

    def __init__(
        self, function: Callable, variant: Variant, arguments: Arguments
    ) -> None:
        self.function, self.variant, self.arguments = function, variant, arguments
        self.numbers = variant.numbers(arguments)
        pairs = list(zip(arguments.leaves, variant.roles))
        numeric = [leaf for leaf, role in pairs if role == "number"]
        self.given = [i for i, x in enumerate(numeric) if isinstance(x, Value)]
        self.values = tuple(numeric[i] for i in self.given)
        self.operands = variant.parameters + self.values
        self.of_leaves = not any(x.operands for x in self.values)
        self.wanted = (PARAMETERS, INPUTS) if self.given else (PARAMETERS,)
        with variant.runner.lock:
            self.machine = variant.runner.run(self.numbers, self.wanted)
            self.turn = self.machine.turn
            self.found = [float(result[0]) for result in self.machine.results]

    def failing(self) -> Guard | None:
        """The guard that these arguments do not pass, if there is one."""
        outputs = len(self.variant.places)
        for guard, is_same in asked_again(self.variant.guards, self.found[outputs:]):
            if not is_same:
                return guard
        return None

    def returned(self) -> Any:
        """The results, as nodes that can tell their derivatives by the operands."""
        results = list(self.variant.results)
        for number, place in enumerate(self.variant.places):
            results[place] = self._result(number)
        return self.variant.rebuild(results)

    def _result(self, number):
        data, slopes = self.found[number], Slopes(self, number)
        is_direct = self.operands and self.of_leaves and not observers.get()
        if is_direct and recording.get():
            return restored(
                None, Result, data, None, None, "program", self.operands, slopes, None
            )
        return node(data, "program", self.operands, slopes)

    def derivatives(self, number: int) -> tuple[numpy.ndarray, list[float]]:
        """The derivatives of one result by the parameters and by the Values given."""
        seeds = [0.0] * len(self.found)
        seeds[number] = 1.0
        runner = self.variant.runner
        with runner.lock:
            again = self.machine.turn != self.turn  # another call has used the machine
            machine = runner.differentiated(self.machine, self.numbers, seeds, again)
            self.machine, self.turn = machine, machine.turn
            found = numpy.array(machine.derivatives(PARAMETERS))
            if not self.given:
                return found, []
            return found, machine.derivatives(INPUTS)[self.given].tolist()

    def send(self, number: int, seed: float) -> None:
        """Add the derivatives of one result, times a seed, to the operands' grads."""
        found, of_values = self.derivatives(number)
        add_grads(self.variant.parameters, found, seed)
        for x, slope in zip(self.values, of_values):
            x.grad += seed * slope

    def recorded(self, number: int) -> list:
        """The derivatives as Values, from calling the function itself."""
        self._refuse_changed(number)
        given = [
            x * 1.0 if isinstance(x, Value) and role == "number" else x
            for x, role in zip(self.arguments.leaves, self.variant.roles)
        ]
        inner = [x for x in given if isinstance(x, Value)]
        arguments, named = self.arguments.rebuild(given)
        with enable_grad():
            results, _ = flattened(self.function(*arguments, **named))
            wanted = [*self.variant.parameters, *inner]
            result = results[self.variant.places[number]]
            seeds = {result: 1.0} if isinstance(result, Value) else {}
            return without_none(adjoints(seeds, wanted, True), "zero")

    def _refuse_changed(self, number):
        """ValueError when the numbers of the call are no longer the operands' data."""
        pairs = zip(self.numbers, self.variant.numbers(self.arguments))
        if any(then.tobytes() != now.tobytes() for then, now in pairs):
            raise ValueError(
                f"a compiled function gave {self.found[number]}, and data were changed "
                "since then; call it again before differentiating its derivatives"
            )


class Result(Value):
    """A result of leaves alone, which gives them their derivatives without a walk."""

    __slots__ = ()

    def backward(self, seed: float = 1.0) -> None:
        """Differentiate this result by the leaves it was computed from."""
        slopes: Any = self.derivatives
        if hooked or observers.get() or not isinstance(slopes, Slopes):
            backward(self, seed)  # somebody wants to see every step, or has changed it
            return
        self.grad = seed = float(seed)
        slopes.replay.send(slopes.number, seed)


class Slopes:
    """The local derivatives of one result, computed when they are asked for."""

    def __init__(self, replay: Replay, number: int) -> None:
        self.replay, self.number = replay, number

    def __len__(self) -> int:
        return len(self.replay.operands)

    def __iter__(self) -> Iterator[float]:
        found, of_values = self.replay.derivatives(self.number)
        return iter(found.tolist() + of_values)

    def recorded(self) -> list:
        """The derivatives as Values that know how they were made."""
        return self.replay.recorded(self.number)

    def __reduce__(self) -> tuple:
        return tuple, (list(self),)  # a copy has operands of its own
