"""What an adapter gives: leaves from numbers, and a program differentiated by them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce
from itertools import chain
from operator import add, mul
from time import process_time
from typing import Any

Program = Callable[[Any], Any]
Differentiated = Callable[[Any], tuple[Any, Any]]
FUNCTIONS = ("exp", "log", "tanh", "relu")


class Missing(Exception):
    """The engine lacks something that the work needs."""


class Engine:
    """An engine of scalars; those of tapes take plain numbers as leaves.

    exp, log, tanh, relu: the engine's own functions; None where it has none.
    rule: the rate and the momentum of the steps to come, if any.
    at_once: how many steps ``repeated`` takes at a time.
    """

    dialect = "scalars"
    rule: tuple[float, float] | None = None
    at_once = 1
    exp: Any = None
    log: Any = None
    tanh: Any = None
    relu: Any = None

    def logistic(self, x: Any) -> Any:
        """1 / (1 + exp(-x)), as written, unless the engine has its own."""
        return 1.0 / (self.exp(-x) + 1.0)

    def dot(self, weights: Sequence, inputs: Sequence, bias: Any = None) -> Any:
        """bias + weights[0] inputs[0] + weights[1] inputs[1] + ..."""
        products = map(mul, weights, inputs)
        return self.total(products) if bias is None else sum(products, bias)

    def total(self, terms: Any) -> Any:
        """The sum of some terms, one at least."""
        terms = iter(terms)
        return sum(terms, next(terms))

    def take(self, table: Sequence, index: Any) -> Any:
        """What a table has at an index."""
        return table[index]

    def leaves(self, numbers: list[float], shapes: Any = None) -> Any:
        """What the program is a function of."""
        return list(numbers)

    def differentiator(self, program: Program) -> Differentiated:
        """A function of leaves: the program's result and its derivatives by them."""
        raise NotImplementedError

    def rows(self, numbers: list[float], width: int, shared: int) -> tuple:
        """The inputs at which one program is differentiated, and the shared leaves."""
        last = len(numbers) - shared
        return self.table(numbers[:last], width), self.leaves(numbers[last:])

    def table(self, numbers: list[float], width: int) -> Any:
        """Inputs as rows, a list of lists unless the engine has something better."""
        starts = range(0, len(numbers), width)
        return [numbers[start : start + width] for start in starts]

    def differentiator_of_rows(self, program: Program) -> Differentiated:
        """A function of rows and shared leaves: the sum of the results, its slopes.

        First those by all rows in turn, then those by the shared leaves.
        """
        differentiated = self.differentiator(program)

        def each(given):
            rows, shared = given
            found = [differentiated(self.leaves(row) + shared) for row in rows]
            values, gradients = zip(*found)
            if gradients[0] is None:
                return sum(values), None
            width = len(rows[0])
            by_rows = chain.from_iterable(slopes[:width] for slopes in gradients)
            by_shared = map(sum, zip(*(slopes[width:] for slopes in gradients)))
            return sum(values), [*by_rows, *by_shared]

        return each

    def repeated(self, step: Callable[[], Any]) -> None:
        """Take as many steps as are taken at once."""
        step()

    def moved(self, leaves: Any, gradients: Any, velocity: Any, rule: tuple) -> tuple:
        """The leaves and the velocity after a step with momentum."""
        rate, momentum = rule
        velocity = velocity or [0.0] * len(leaves)
        velocity = [momentum * v - rate * g for v, g in zip(velocity, gradients)]
        return self.shifted(leaves, velocity), velocity

    def shifted(self, leaves: Any, velocity: Any) -> Any:
        """The leaves after a change of each."""
        return [leaf + v for leaf, v in zip(leaves, velocity)]

    def flat(self, gradients: Any) -> list[float]:
        """The derivatives as a flat list of floats."""
        return [float(g) for g in gradients]


class TapeEngine(Engine):
    """An engine that records anew what it does with plain numbers.

    Rows that share leaves go onto one tape, so that those are recorded only once.
    """

    def differentiator_of_rows(self, program):
        each = super().differentiator_of_rows(program)

        def differentiated(given):
            rows, shared = given
            if not shared:
                return each(given)
            whole = self.differentiator(summed(program, len(rows), len(rows[0])))
            return whole([*chain(*rows), *shared])

        return differentiated


def summed(program: Program, count: int, width: int) -> Program:
    """The sum of a program over rows end to end, with the shared leaves behind them."""

    def result(leaves):
        last = count * width
        rows = (leaves[start : start + width] for start in range(0, last, width))
        return reduce(add, (program(row + leaves[last:]) for row in rows))

    return result


class ValueEngine(Engine):
    """An engine of objects with data, grad, backward() and the usual operators.

    kind: the class; its functions are methods, as in ``x.tanh()``.
    blank: what a grad is set to before a pass.
    """

    def __init__(self, kind: type, blank: float | None = 0.0) -> None:
        self.kind, self.blank = kind, blank
        for name in FUNCTIONS:
            setattr(self, name, getattr(kind, name, None))
        if hasattr(kind, "logistic"):
            self.logistic = kind.logistic  # type: ignore[method-assign]

    def leaves(self, numbers, shapes=None):
        return [self.kind(number) for number in numbers]

    def clear(self, leaves):
        for leaf in leaves:
            leaf.grad = self.blank

    def differentiator(self, program):
        def differentiated(leaves):
            self.clear(leaves)
            result = program(leaves)
            result.backward()
            return result.data, [leaf.grad for leaf in leaves]

        return differentiated

    def differentiator_of_rows(self, program):
        def each(given):
            rows, shared = given
            self.clear(shared)
            value, gradients = 0.0, []
            for row in rows:
                leaves = self.leaves(row)
                result = program(leaves + shared)
                result.backward()
                value += result.data
                gradients += [leaf.grad for leaf in leaves]
            return value, gradients + [leaf.grad for leaf in shared]

        return each

    def shifted(self, leaves, velocity):
        for leaf, v in zip(leaves, velocity):
            leaf.data += v
        return leaves

    def phases(
        self, program: Program, leaves: list, built: Callable[[], None]
    ) -> list[float]:
        """The CPU seconds of building, of the backward pass and of freeing the graph.

        built: called in between, with the graph alive.
        """
        self.clear(leaves)
        started = process_time()
        result = program(leaves)
        building = process_time() - started
        built()
        started = process_time()
        result.backward()
        passed = process_time()
        del result
        return [building, passed - started, process_time() - passed]
