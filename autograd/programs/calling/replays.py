"""What compile keeps of a function, and one call of it replayed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from math import isfinite
from typing import Any

import numpy

from autograd.backward import backward, hooked
from autograd.differentiation.derivatives import adjoints, without_none
from autograd.differentiation.structures import flattened
from autograd.programs.assignments import (
    INPUTS,
    PARAMETERS,
)
from autograd.programs.buffers import add_grads, data_of
from autograd.programs.calling.arguments import Arguments
from autograd.programs.calling.guards import asked_again
from autograd.programs.calling.variants import Variant
from autograd.support.copying import restored
from autograd.support.observing import observers
from autograd.support.switches import enable_grad, recording
from autograd.value import Value, node, plain


class Replay:
    """One call of a variant: what is needed to differentiate its results later."""

    def __init__(
        self, function: Callable, variant: Variant, arguments: Arguments
    ) -> None:
        self.function, self.variant, self.arguments = function, variant, arguments
        self.numeric = variant.numeric(arguments)
        self.chosen = frozenset([variant.chosen(arguments)])
        inputs = variant.inputs_of(arguments, self.numeric)
        self.numbers = inputs, data_of(variant.parameters)
        self.given = [i for i, x in enumerate(self.numeric) if isinstance(x, Value)]
        self.of_leaves = not any(self.numeric[i].operands for i in self.given)
        self.wanted = (PARAMETERS, INPUTS) if self.given else (PARAMETERS,)
        self.differentiated: set[int] = set()
        with variant.runner.lock:
            self.machine = variant.runner.run(self.numbers, self.wanted)
            self.turn = self.machine.turn
            self.found = [float(result[0]) for result in self.machine.results]

    def failing(self) -> str | None:
        """Why the program is not the one for these arguments, if it is not."""
        variant, outputs = self.variant, len(self.variant.places)
        for guard, is_same in asked_again(variant.guards, self.found[outputs:]):
            if not is_same:
                return f"new answers to comparisons ({guard.question} of {guard.value})"
        if variant.hot and not all(map(isfinite, self.found)):
            return "a row of a table that is not finite"
        return None

    def returned(self) -> Any:
        """The results, as nodes that can tell their derivatives by the operands."""
        results = list(self.variant.results)
        for number, place in enumerate(self.variant.places):
            results[place] = self._result(number)
        return self.variant.rebuild(results)

    def _result(self, number):
        data, slopes = self.found[number], Slopes(self, number)
        is_direct = slopes.operands and self.of_leaves and not observers.get()
        if is_direct and recording.get():
            return restored(
                None, Result, data, None, None, "program", slopes.operands, slopes, None
            )
        return node(data, "program", slopes.operands, slopes)

    def derivatives(self, number: int) -> tuple[numpy.ndarray, list[float]]:
        """The derivatives of one result by the parameters and by the Values below."""
        seeds = [0.0] * len(self.found)
        seeds[number] = 1.0
        runner = self.variant.runner
        _, mine, _ = self.below(number)
        self._count(number)
        with runner.lock:
            again = self.machine.turn != self.turn  # another call has used the machine
            machine = runner.differentiated(self.machine, self.numbers, seeds, again)
            self.machine, self.turn = machine, machine.turn
            found = numpy.array(machine.derivatives(PARAMETERS))
            found = found if mine is None else found[mine]
            given, of_given = self.given_below(number), []
            if given:
                of_given = machine.derivatives(INPUTS)[given].tolist()
        if self.variant.hot and not all(map(isfinite, (*found, *of_given))):
            # a row that is not taken may have sent nan
            slopes = [plain(x) for x in self.recorded(number)]
            return numpy.array(slopes[: len(found)]), slopes[len(found) :]
        return found, of_given

    def _count(self, number):
        """Note where so many results are differentiated that a graph is quicker."""
        self.differentiated.add(number)
        costs, count = self.variant.costs, len(self.differentiated)
        if costs and count > 1 and count * costs.replay > costs.eager:
            self.variant.is_worth = False

    def send(self, number: int, seed: float) -> None:
        """Add the derivatives of one result, times a seed, to the operands' grads."""
        found, of_values = self.derivatives(number)
        parameters, _, _ = self.below(number)
        add_grads(parameters, found, seed)
        for i, slope in zip(self.given_below(number), of_values):
            self.numeric[i].grad += seed * slope

    def below(self, number: int) -> tuple[tuple, Any, Any]:
        """The leaves that a result depends on, as the variant tells them."""
        return self.variant.leaves_below(number, self.chosen)

    def given_below(self, number: int) -> list[int]:
        """Which numbers among the arguments are Values that a result depends on."""
        is_below = self.below(number)[2]
        return [i for i in self.given if is_below is None or is_below[i]]

    def recorded(self, number: int) -> list:
        """The derivatives as Values, from calling the function itself."""
        self._refuse_changed(number)
        given = [
            x * 1.0 if isinstance(x, Value) and role == "number" else x
            for x, role in zip(self.arguments.leaves, self.variant.roles)
        ]
        pairs = zip(given, self.variant.roles)
        numeric = [x for x, role in pairs if role == "number"]
        numeric += self.numeric[len(numeric) :]
        inner = [numeric[i] for i in self.given_below(number)]
        arguments, named = self.arguments.rebuild(given)
        with enable_grad():
            results, _ = flattened(self.function(*arguments, **named))
            wanted = [*self.below(number)[0], *inner]
            result = results[self.variant.places[number]]
            seeds = {result: 1.0} if isinstance(result, Value) else {}
            each = dict.fromkeys(wanted)  # a row may have been taken more than once
            found = dict(zip(each, adjoints(seeds, [*each], True)))
            return without_none([found.pop(x, None) for x in wanted], "zero")

    def _refuse_changed(self, number):
        """ValueError when the numbers of the call are no longer the operands' data."""
        pairs = zip(self.numbers, self.variant.numbers(self.arguments))
        state = self.variant.state
        is_same = all(then.tobytes() == now.tobytes() for then, now in pairs)
        if not is_same or (state is not None and not state.same()):
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
        parameters, given = replay.below(number)[0], replay.given
        given = [replay.numeric[i] for i in replay.given_below(number)] if given else []
        self.operands = (*parameters, *given) if given else parameters

    def __len__(self) -> int:
        return len(self.operands)

    def __iter__(self) -> Iterator[float]:
        self.replay.variant.walk(len(self.operands))
        found, of_values = self.replay.derivatives(self.number)
        return iter(found.tolist() + of_values)

    def recorded(self) -> list:
        """The derivatives as Values that know how they were made."""
        return self.replay.recorded(self.number)

    def __reduce__(self) -> tuple:
        return tuple, (list(self),)  # a copy has operands of its own
