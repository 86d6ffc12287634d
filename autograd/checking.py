"""Gradients compared with numerical ones, which know nothing of the table.

>>> from autograd import exp, operation
>>> check_gradients(lambda x, y: exp(x * y), 0.5, 2.0) < 1e-9
True
>>> wrong = operation("wrong", "a * a", ["2.001 * a"])
>>> check_gradients(lambda x: 3 * wrong(x), 1.5)
Traceback (most recent call last):
...
autograd.checking.GradientError: by x of <lambda>: the gradient says 9.0045, central \
differences 9 (relative error 0.0005); worst operation: wrong, by a at a=1.5: the \
table says 3.0015, the complex step 3 (relative error 0.0005)
"""

from __future__ import annotations

import inspect
import random
import sys
from collections.abc import Callable
from contextlib import suppress
from math import isfinite
from random import Random
from typing import Any, NamedTuple

from autograd.backward import topological_order
from autograd.differentiation.comparing import TOLERANCE, Comparison, compared, told
from autograd.differentiation.derivatives import value_reading
from autograd.differentiation.structures import (
    as_number,
    children,
    flattened,
    is_inner,
    keys,
    values,
)
from autograd.differentiation.tracing import name_of, one_number
from autograd.operations import OPERATIONS, Operation
from autograd.support.conversion import (
    called,
    float_from,
    function_from,
    one_of,
    refusal,
    whole,
)
from autograd.support.readings import careful_reading
from autograd.support.switches import no_grad
from autograd.transforms import grad
from autograd.value import Value, apply, plain

#: How often a function is called to see whether it does the same.
TRIES = 8


class GradientError(ArithmeticError):
    """A gradient that differs from the numerical one by more than their errors."""


def check_gradients(
    f: Callable[..., Any],
    *arguments: Any,
    order: int = 1,
    tolerance: float = TOLERANCE,
) -> float:
    """Compare f's gradient by every argument with a numerical one.

    f gets Values, as in ``grad``. Numerical means extrapolated differences whose steps
    stay where f is finite, or the complex step where f takes complex numbers and is
    analytic. Their own error is bounded and allowed for, so an ill-conditioned function
    passes; at a kink any slope between the two sides does.

    order: 1 for first derivatives; 2 also for second ones, in a random direction.
    tolerance: the relative difference that is accepted.
    Returns the largest relative difference seen that numerical errors do not explain.
    GradientError names the argument, both numbers and the operation that is most wrong.
    ValueError where nothing can be compared: of a function that draws at random or
    gives something else at each call, or that is not finite there.
    """
    function_from(f, "check_gradients")
    order, tolerance = one_of(order, (1, 2), "order"), checked(tolerance)
    flat, rebuild = flattened(arguments, place="check_gradients: arguments")
    if not flat:
        raise TypeError("check_gradients: got no arguments, needs those of f")
    flat = [plain(as_number(x, f"an argument of {name_of(f)}")) for x in flat]
    names = argument_names(f, arguments)

    def function(*numbers: Any) -> Any:
        given = rebuild(list(numbers))
        return one_number(called(f, "check_gradients", given, {}), f)

    refuse_chance(function, flat, name_of(f))
    places = tuple(range(len(flat)))
    gradient = grad(function, places)
    case = _Case(function, flat, names, tolerance, name_of(f))
    worst = case.compare(gradient, function, 1)
    if order == 2:
        chance = Random(0)
        weights = [chance.uniform(0.5, 1.5) for _ in flat]

        def slope(*numbers: Any) -> Any:
            return sum(w * g for w, g in zip(weights, gradient(*numbers)))

        worst = max(worst, case.compare(grad(slope, places), slope, 2))
    return worst


def checked(tolerance: Any) -> float:
    """A tolerance that is a number of at least 0; else TypeError or ValueError."""
    found = float_from(tolerance, "tolerance")
    if not found >= 0:
        raise refusal(tolerance, "tolerance", "a number of at least 0", ValueError)
    return found


class _Case(NamedTuple):
    """One function at one point, checked order by order."""

    function: Callable
    flat: list
    names: list[str]
    tolerance: float
    title: str

    def compare(self, gradient, differentiated, order):
        worst = 0.0
        claims = zip(gradient(*self.flat), self.names, self.flat)
        for place, (claimed, name, x) in enumerate(claims):
            alone = _along(differentiated, self.flat, place, Value)
            found = compared(claimed, alone, x, self.tolerance)
            if not found.agrees(self.tolerance):
                blame = worst_operation(self.function, self.flat, order, self.tolerance)
                raise GradientError(f"by {name} of {self.title}: {told(found)}{blame}")
            worst = max(worst, found.excess)
        return worst


def _along(function, flat, place, number=float):
    """The function of one number, the others staying where they are.

    number: what the function takes; complex numbers it gets as they are.
    """

    def alone(x):
        numbers = [*flat[:place], x, *flat[place + 1 :]]
        if not isinstance(x, complex):
            numbers = map(number, numbers)
        with no_grad():
            return plain(function(*numbers))

    return alone


def refuse_chance(function: Callable, flat: list, title: str) -> None:
    """ValueError for a function that is not one, or not finite where it is asked."""
    answers, states = [], []
    for _ in range(TRIES):
        answers.append(_along(function, flat, 0, Value)(flat[0]))
        states.append(generators())
    if not isfinite(answers[0]):
        raise ValueError(
            f"check_gradients: {title} gives {answers[0]} there, and differences tell "
            "nothing; choose arguments where it is finite"
        )
    others = [x for x in answers if x != answers[0]]
    if others or states[-1] != states[-2]:
        got = f"{answers[0]} and then {others[0]}" if others else "what it draws"
        raise ValueError(
            f"check_gradients: {title} gives {got} for the same arguments; it has to "
            "give the same at every call: draw at random before, or seed inside of it"
        )


def generators() -> tuple:
    """The states of the generators of random numbers that all share."""
    numpy = sys.modules.get("numpy.random")
    state = numpy.get_state() if numpy else ()
    return random.getstate(), *[getattr(x, "tolist", lambda x=x: x)() for x in state]


def argument_names(f: Callable, arguments: tuple) -> list[str]:
    """What to call each number among the arguments: ``x``, ``p['w'][0]``."""
    try:
        names = list(inspect.signature(f).parameters)
    except (TypeError, ValueError):
        names = []
    names += [f"argument {i}" for i in range(len(names), len(arguments))]
    return [n for x, name in zip(arguments, names) for n in _paths(x, name)]


def _paths(structure, name):
    if not is_inner(structure):
        return [name]
    pairs = zip(keys(structure), children(structure))
    return [path for key, part in pairs for path in _paths(part, f"{name}[{key!r}]")]


def worst_operation(
    function: Callable, flat: list, order: int, tolerance: float
) -> str:
    """The operation in f's graph whose own derivative is most wrong, in words."""
    result = function(*map(Value, flat))
    found = []
    for node in topological_order(*values([result])):
        if node.operation in OPERATIONS and not OPERATIONS[node.operation].variadic:
            numbers = [plain(x) for x in node.operands]
            with suppress(ValueError):  # nothing can be said where it is not finite
                found += row_comparisons(OPERATIONS[node.operation], numbers, order)
    found = [entry for entry in found if not entry[1].agrees(tolerance)]
    if not found:
        return "; each operation by itself is right there"
    words, worst = max(found, key=lambda entry: entry[1].relative_error)
    return f"; worst operation: {words}: {told(worst, 'the table')}"


def row_comparisons(
    operation: Operation, numbers: list[float], order: int
) -> list[tuple[str, Comparison]]:
    """The derivatives of one row at some operands beside numerical ones, with words."""
    at = ", ".join(f"{a}={x:.6g}" for a, x in zip(operation.letters, numbers))
    found = []
    for words, function, claims in _differentiated(operation, numbers, order):
        for place, (letter, claimed) in enumerate(zip(operation.letters, claims)):
            alone = _along(function, numbers, place)
            comparison = compared(claimed, alone, numbers[place])
            found.append((f"{words} {letter} at {at}", comparison))
    return found


def _differentiated(operation, numbers, order):
    """The row, or each of its derivatives, with its own derivatives by each operand."""
    value, slopes = careful_reading(operation)
    if order == 1:
        out = value(*numbers)
        yield f"{operation.name}, by", value, [slope(*numbers, out) for slope in slopes]
        return
    for place, letter in enumerate(operation.letters):

        def first(*xs, slope=slopes[place]):
            return slope(*xs, value(*xs))

        claims = _second_derivatives(operation, place, numbers)
        yield f"{operation.name}, by {letter} and", first, claims


def _second_derivatives(operation, place, numbers):
    """The derivatives of one derivative of a row, by each operand."""
    _, slopes = value_reading(operation)
    every = tuple(range(len(numbers)))
    return grad(lambda *xs: slopes[place](*xs, apply(operation, *xs)), every)(*numbers)


def row_of(operation: str | Operation | Callable) -> Operation:
    """The row that a name, a function or the row itself stands for."""
    if isinstance(operation, Operation):
        return operation
    name = operation if isinstance(operation, str) else name_of(operation)
    if name not in OPERATIONS:
        needs = "the name or the function of one of the table, or a row"
        raise refusal(operation, "operation", needs, ValueError)
    return OPERATIONS[name]


def check_operation(
    operation: str | Operation | Callable[..., Any],
    order: int = 2,
    samples: int = 20,
    seed: int = 0,
) -> float:
    """Compare all derivatives of one operation with numerical ones, over its domain.

    operation: its name, its function or its row; operands come from its ``domain``.
    order: 1 for first derivatives; 2 also for second ones.
    Returns the largest relative error seen; GradientError tells the first disagreement.

        >>> check_operation("tanh") < 1e-6
        True
    """
    row, order = row_of(operation), one_of(order, (1, 2), "order")
    samples, seed = whole(samples, "samples"), whole(seed, "seed", None)
    if row.variadic:
        needs = "one of the table with operands a, b ...; check_gradients is for others"
        raise refusal(row.name, "operation", needs, ValueError)
    chance = Random(seed)
    domains = row.domain
    if not isinstance(domains[0], tuple):
        domains = (row.domain,) * len(row.letters)
    worst = 0.0
    for _ in range(samples):
        numbers = [chance.uniform(*domain) for domain in domains]
        for each in range(1, order + 1):
            for words, found in row_comparisons(row, numbers, each):
                if not found.agrees(TOLERANCE):
                    raise GradientError(f"{words}: {told(found, 'the row')}")
                worst = max(worst, found.excess)
    return worst
