"""Derivatives as functions of functions: grad, jacobian, hessian, jvp, vjp, hvp.

They take functions of numbers (or of lists, tuples, dicts and NumPy arrays of numbers)
and never touch ``.grad``. They nest to any order, since a derivative is itself recorded
wherever a derivative of it may be asked for.

    >>> from autograd import tanh
    >>> round(grad(grad(grad(tanh)))(0.5), 6)
    -0.565209
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from typing import Any, ParamSpec

from autograd.backward import hooks_below
from autograd.differentiation.derivatives import adjoints, tangents, without_none
from autograd.differentiation.sparsity import hessian_entries
from autograd.differentiation.structures import (
    array,
    as_number,
    flattened,
    is_array,
    is_container,
    matching,
    values,
)
from autograd.differentiation.tracing import (
    Argnums,
    inside_transform,
    name_of,
    one_number,
    traced,
)
from autograd.support.conversion import function_from, listed, one_of
from autograd.value import Value

P = ParamSpec("P")


def derivatives_of(result, trace, unused="zero"):
    """The derivatives of one result by the inputs of a trace, flat."""
    seeds = {result: 1.0} if isinstance(result, Value) else {}
    with inside_transform():
        found = adjoints(seeds, trace.inputs, trace.nested)
    return without_none(found, unused)


def grad(
    f: Callable[P, Any], argnums: Argnums = 0, unused: str = "zero"
) -> Callable[P, Any]:
    """The gradient of f as a function of the same arguments.

    argnums: which argument to differentiate by, or a tuple of several.
    In a thread started inside a function that is being differentiated itself, call it
    through ``contextvars.copy_context().run``: else it knows nothing of the outer one.
    unused: what an input gets that the result does not depend on: "zero", or "error".

        >>> grad(lambda x, y: x * y**2, argnums=(0, 1))(2.0, 3.0)
        (9.0, 12.0)
        >>> grad(lambda p: p["w"] * p["x"] + p["b"])({"w": 2.0, "x": 5.0, "b": 1.0})
        {'w': 5.0, 'x': 2.0, 'b': 1.0}
    """
    function_from(f, "grad")
    with_value = value_and_grad(f, argnums, unused)

    def gradient(*arguments: P.args, **keywords: P.kwargs) -> Any:
        return with_value(*arguments, **keywords)[1]

    return gradient


def value_and_grad(
    f: Callable[P, Any], argnums: Argnums = 0, unused: str = "zero"
) -> Callable[P, tuple[Any, Any]]:
    """A function that returns the pair of f's value and f's gradient.

    >>> value_and_grad(lambda x: x**3)(2.0)
    (8.0, 12.0)
    """
    function_from(f, "value_and_grad")

    def pair(*arguments: P.args, **keywords: P.kwargs) -> tuple[Any, Any]:
        trace = traced(f, arguments, keywords, argnums)
        result = one_number(trace.result, f)
        found = trace.given(derivatives_of(result, trace, unused))
        return trace.given([result])[0], trace.rebuild(found)

    return pair


def jacobian(
    f: Callable[P, Any], argnums: Argnums = 0, mode: str | None = None
) -> Callable[P, Any]:
    """All derivatives of all results of f: for each result what ``grad`` would give.

    mode: "reverse" goes once through the graph for each result, "forward" once for each
        input; None takes the cheaper, where no hooks ask for reverse mode.

        >>> jacobian(lambda x: [x[0] * x[1], x[0] ** 2, 7.0])([2.0, 3.0])
        [[3.0, 2.0], [4.0, 0.0], [0.0, 0.0]]
    """
    function_from(f, "jacobian")
    mode = one_of(mode, ("reverse", "forward", None), "mode")

    def matrix(*arguments: P.args, **keywords: P.kwargs) -> Any:
        trace = traced(f, arguments, keywords, argnums)
        results, _ = results_of(trace, f)
        is_tall = len(results) > len(trace.inputs) and not hooks_below(values(results))
        forward = mode == "forward" or (mode is None and is_tall)
        rows = (rows_forward if forward else rows_reverse)(results, trace)
        return blocks([trace.given(row) for row in rows], trace.result, trace.arguments)

    return matrix


def results_of(trace, f):
    """The results of f, flat and checked, and how to put others in their places."""
    place = f"a result of {name_of(f)}"
    results, rebuild = flattened(trace.result, place=place)
    return [as_number(x, place) for x in results], rebuild


def rows_reverse(results, trace):
    """The rows of a Jacobian, one backward pass each."""
    return [derivatives_of(result, trace) for result in results]


def rows_forward(results, trace):
    """The rows of a Jacobian, its columns computed by one forward pass each."""
    warn_of_hooks(results)
    columns = [_moved(results, {x: 1.0}, trace.nested) for x in trace.inputs]
    return [list(row) for row in zip(*columns)]


def blocks(rows: list[list], results: Any, inputs: Any) -> Any:
    """A matrix cut up as the results and, inside, as the inputs are structured."""
    out_parts, rebuild_out = flattened(results, is_container)
    in_parts, rebuild_in = flattened(inputs, is_container)
    found, top = [], 0
    for out in out_parts:
        bottom, left, line = top + size(out), 0, []
        for x in in_parts:
            right = left + size(x)
            entries = [e for row in rows[top:bottom] for e in row[left:right]]
            shape = shape_of(out) + shape_of(x)
            line.append(array(entries, shape) if shape else entries[0])
            left = right
        found.append(rebuild_in(line))
        top = bottom
    return rebuild_out(found)


def size(part: Any) -> int:
    """How many numbers a part is: an array, or one."""
    return part.size if is_array(part) else 1


def shape_of(part: Any) -> tuple:
    """The shape of an array; () of a number."""
    return part.shape if is_array(part) else ()


def hessian(f: Callable[P, Any], argnums: Argnums = 0) -> Callable[P, Any]:
    """The second derivatives of f, for each input a row shaped as the inputs.

    Only the entries that can differ from 0 are computed, several in one pass when they
    cannot meet: a chain of 1,000 inputs costs as many passes as one of 10.

        >>> hessian(lambda x: x[0] ** 2 * x[1])([3.0, 5.0])
        [[10.0, 6.0], [6.0, 0.0]]
    """
    function_from(f, "hessian")

    def matrix(*arguments: P.args, **keywords: P.kwargs) -> Any:
        trace, entries = _second_derivatives(f, argnums, arguments, keywords)
        count = range(len(trace.inputs))
        rows = [[entries.get((i, j), 0.0) for j in count] for i in count]
        rows = [trace.given(row) for row in rows]
        return blocks(rows, trace.arguments, trace.arguments)

    return matrix


def sparse_hessian(
    f: Callable[P, Any], argnums: Argnums = 0
) -> Callable[P, dict[tuple[int, int], Any]]:
    """The second derivatives of f that can differ from 0, as {(i, j): number}.

    i, j: the numbers of the inputs, counted through all structures in order.

        >>> sparse_hessian(lambda x: x[0] ** 2 + x[1] * x[2])([3.0, 5.0, 7.0])
        {(0, 0): 2.0, (1, 2): 1.0, (2, 1): 1.0}
    """
    function_from(f, "sparse_hessian")

    def entries(*arguments: P.args, **keywords: P.kwargs) -> dict[tuple[int, int], Any]:
        trace, found = _second_derivatives(f, argnums, arguments, keywords)
        return dict(zip(found, trace.given(found.values())))

    return entries


def _second_derivatives(f, argnums, arguments, keywords):
    trace, slopes = _recorded_slopes(f, argnums, arguments, keywords)
    is_symmetric = not hooks_below(values([trace.result]))
    with inside_transform():
        found = hessian_entries(slopes, trace.inputs, trace.nested, is_symmetric)
    return trace, found


def _recorded_slopes(f, argnums, arguments, keywords):
    trace = traced(f, arguments, keywords, argnums)
    result = one_number(trace.result, f)
    return trace, derivatives_of(result, trace._replace(nested=True))


def hvp(f: Callable[..., Any], argnums: Argnums = 0) -> Callable[..., Any]:
    """The Hessian of f times a vector, without the Hessian: forward over reverse.

    The function takes f's arguments and then the vector, shaped as what f is
    differentiated by.

        >>> hvp(lambda x: x[0] ** 2 * x[1])([3.0, 5.0], [1.0, 0.0])
        [10.0, 6.0]
    """
    function_from(f, "hvp")

    def product(*arguments: Any, **keywords: Any) -> Any:
        if not arguments:
            raise TypeError(
                "hvp: got no arguments, needs those of f and then the vector"
            )
        *given, vector = arguments
        trace, slopes = _recorded_slopes(f, argnums, tuple(given), keywords)
        trace, seeds = trace.seeded(matching(vector, trace.arguments, "vector"))
        moved = _moved(slopes, dict(zip(trace.inputs, seeds)), trace.nested)
        return trace.rebuild(trace.given(moved))

    return product


def _moved(results, seeds, nested):
    """The tangents of results, some of them plain numbers."""
    active = values(results)
    with inside_transform():
        found = dict(zip(active, tangents(seeds, active, nested)))
    numbers = [found.get(x) if isinstance(x, Value) else None for x in results]
    return without_none(numbers, "zero")


def jvp(
    f: Callable[..., Any], primals: Sequence[Any], tangents: Sequence[Any]
) -> tuple[Any, Any]:
    """The value of f and how it moves when the arguments move: forward mode.

    primals: the arguments; tangents: how fast each moves, in the same structure.

        >>> jvp(lambda x, y: x * y, (2.0, 3.0), (1.0, 10.0))
        (6.0, 23.0)
    """
    function_from(f, "jvp")
    primals = listed(primals, "jvp: primals", "a list or tuple of arguments")
    tangents = listed(tangents, "jvp: tangents", "a list or tuple like the primals")
    trace = traced(f, tuple(primals), {}, tuple(range(len(primals))))
    moves = matching(tuple(tangents), trace.arguments, "tangents")
    trace, moves = trace.seeded(moves)
    results, rebuild = results_of(trace, f)
    warn_of_hooks(results)
    moved = _moved(results, dict(zip(trace.inputs, moves)), trace.nested)
    return rebuild(trace.given(results)), rebuild(trace.given(moved))


def warn_of_hooks(results: list) -> None:
    """Say that the hooks below results are not called."""
    if found := hooks_below(values(results)):
        warnings.warn(
            f"hooks are called with adjoints, and forward mode has none: that on "
            f"{found[0]!r} is not called; grad, vjp and mode='reverse' call it",
            RuntimeWarning,
            stacklevel=3,
        )


def vjp(
    f: Callable[..., Any], *primals: Any
) -> tuple[Any, Callable[[Any], tuple[Any, ...]]]:
    """The value of f, and a function from weights of the results to gradients.

    That function gives, for each argument, the derivative of the weighted sum of the
    results: reverse mode, once through the graph for all of them.

        >>> value, pull_back = vjp(lambda x, y: (x * y, x + y), 2.0, 3.0)
        >>> value, pull_back((1.0, 10.0))
        ((6.0, 5.0), (13.0, 12.0))
    """
    function_from(f, "vjp")
    trace = traced(f, primals, {}, tuple(range(len(primals))))
    results, rebuild = results_of(trace, f)

    def pull_back(weights: Any) -> tuple:
        pull, flat = trace.seeded(matching(weights, trace.result, "weights"))
        seeds: dict = {}
        for result, weight in zip(results, flat):
            if isinstance(result, Value):
                seeds[result] = seeds[result] + weight if result in seeds else weight
        with inside_transform():
            found = adjoints(seeds, trace.inputs, pull.nested)
        return pull.rebuild(pull.given(without_none(found, "zero")))

    return rebuild(trace.given(results)), pull_back
