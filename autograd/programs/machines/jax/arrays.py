"""An array program as a pure function of JAX arrays, for jit, grad and vmap.

The derivatives are those of the table, edges too: each operation brings its own to JAX.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, lru_cache
from typing import Any

import jax
import jax.numpy as jnp
import numpy

from autograd.operations import OPERATIONS, Operation
from autograd.programs.arrays import (
    Access,
    Array,
    ArrayProgram,
    Block,
    Products,
    Ragged,
)
from autograd.programs.assignments import CONSTANTS, NotReplayable
from autograd.programs.machines.kernels import names_in
from autograd.support.readings import ARRAYS, KEPT, reading


@cache
def namespace() -> dict[str, Any]:
    """What the names in the table's text mean for JAX arrays."""
    special = jax.scipy.special
    own = {"erf": special.erf, "erfc": special.erfc}
    return names_in(jnp, own, "JAX arrays", ARRAYS)


def refused(rule: Callable, name: str) -> Callable:
    """A user's function is of floats, and JAX has none when it traces."""
    raise NotReplayable(
        f"to_jax: {name} is an operation made of Python functions, which JAX cannot "
        "trace; write it as text"
    )


@lru_cache(KEPT)
def primitive(row: Operation) -> Callable:
    """An operation on JAX arrays, with the derivatives of its row."""
    value, slopes = reading(row, namespace(), "JAX arrays", ARRAYS, refused)

    @jax.custom_jvp
    def function(*operands):
        shape = jnp.broadcast_shapes(*map(jnp.shape, operands))
        return jnp.broadcast_to(value(*operands), shape)  # it may be a constant

    def jvp(primals: tuple, tangents: tuple) -> tuple:
        out = function(*primals)
        total = jnp.zeros_like(out)
        for slope, tangent in zip(slopes, tangents):
            # what is constant sends nothing: its derivative may well be nan
            if not isinstance(tangent, jax.custom_derivatives.SymbolicZero):
                total = total + slope(*primals, out) * tangent
        return out, total

    function.defjvp(jvp, symbolic_zeros=True)
    return function


def extreme(reduction: Callable) -> Callable:
    """The maximum or minimum over the last axis; ties share the derivative."""

    @jax.custom_jvp
    def function(x):
        return reduction(x, axis=-1)

    @function.defjvp
    def jvp(primals, tangents):
        (x,), (tangent,) = primals, tangents
        x = jax.lax.optimization_barrier(x)  # else XLA may round it twice, unlike
        out = function(x)
        winners = jnp.where(x == out[..., None], 1.0, 0.0)
        shares = winners / winners.sum(axis=-1, keepdims=True)
        return out, (shares * tangent).sum(axis=-1)

    return function


def parts_of_sum(x: Any) -> tuple[Any, Any]:
    """The greatest of the last axis, and the exponentials less it: 1 for a tie at inf.

    They are differentiated as if the greatest were a constant, which changes nothing
    in what is computed from them.
    """
    shift = jax.lax.stop_gradient(x.max(axis=-1, keepdims=True))
    is_tie = jnp.logical_and(x == shift, jnp.isinf(shift))
    return shift, jnp.exp(jnp.where(is_tie, 0.0, x - shift))


@jax.custom_jvp
def logsumexp(x: Any) -> Any:
    """The logarithm of the sum of exponentials over the last axis."""
    shift, parts = parts_of_sum(x)
    is_greatest = jnp.arange(x.shape[-1]) == x.argmax(axis=-1, keepdims=True)
    rest = jnp.where(is_greatest, 0.0, parts).sum(axis=-1)
    shift = shift[..., 0]
    return jnp.where(jnp.isfinite(shift), shift + jnp.log1p(rest), shift)


@logsumexp.defjvp
def logsumexp_jvp(primals: tuple, tangents: tuple) -> tuple:
    """With the share of each exponential in their sum; at inf the infinite share it."""
    (x,), (tangent,) = primals, tangents
    _, parts = parts_of_sum(x)
    shares = parts / parts.sum(axis=-1, keepdims=True)
    return logsumexp(x), (shares * tangent).sum(axis=-1)


REDUCTIONS: dict[str, Callable] = {
    "sum": lambda x: x.sum(axis=-1),
    "mean": lambda x: x.mean(axis=-1),
    "prod": lambda x: x.prod(axis=-1),
    "max": extreme(jnp.max),
    "min": extreme(jnp.min),
    "logsumexp": logsumexp,
}


def read(program: ArrayProgram, values: list, access: Access) -> Any:
    """What an access reads, as a slice where that is enough."""
    if access.source == CONSTANTS:
        return program.constants[access.index]
    flat, index = values[access.source], access.index
    start, size = int(index.flat[0]), index.size
    if (index.ravel() == numpy.arange(start, start + size)).all():
        return flat[start : start + size].reshape(access.shape)
    return jnp.take(flat, index)


def computed(program: ArrayProgram, values: list, array: Array) -> Any:
    """The values of one array, flat."""
    if array.ragged:
        return sum(stretches(program, values, part) for part in array.ragged)
    if array.operation == "dot":
        return dots(program, values, array)
    operands = [read(program, values, access) for access in array.operands]
    if array.operation == "join":
        return jnp.concatenate(operands)
    if array.operation in REDUCTIONS:
        return REDUCTIONS[array.operation](jnp.concatenate(operands, axis=-1)).ravel()
    operands = [jnp.asarray(x) for x in operands]
    function = primitive(OPERATIONS[array.operation])
    return jnp.broadcast_to(function(*operands), array.shape).ravel()


def dots(program: ArrayProgram, values: list, array: Array) -> Any:
    """Sums of products: a product of matrices for every block, and single terms."""
    parts = []
    for block, runs in array.blocks:
        found: Any = 0.0
        for pair in runs:
            if array.used is None:
                right = read(program, values, pair.right)
                left = read(program, values, pair.left)
                found = found + jnp.matmul(right, jnp.swapaxes(left, 1, 2))
            else:
                found = found + one_by_one(program, values, array.used, block, pair)
        parts.append(found.ravel())
    out = parts[0] if len(parts) == 1 else jnp.concatenate(parts)
    for access in array.operands:
        out = out + read(program, values, access).sum(axis=-1).ravel()
    return out


def one_by_one(
    program: ArrayProgram, values: list, used: Any, block: Block, pair: Products
) -> Any:
    """Sums of products, of those in a block that are somebody's; 0 for the others."""
    mine = used[(used >= block.start) & (used < block.stop)] - block.start
    grid, row, column = numpy.unravel_index(mine, block.sizes)
    right = Access(pair.right.source, pair.right.index[grid, row])
    left = Access(pair.left.source, pair.left.index[grid, column])
    products = read(program, values, right) * read(program, values, left)
    full = jnp.zeros(block.stop - block.start)
    return full.at[mine].set(products.sum(axis=-1))


def stretches(program: ArrayProgram, values: list, part: Ragged) -> Any:
    """Sums of unequal lengths."""
    count = len(part.starts)
    owners = numpy.repeat(numpy.arange(count), part.lengths)
    terms: Any = 1.0
    for access in part.accesses:
        terms = terms * read(program, values, access)
    return jax.ops.segment_sum(terms, owners, count, indices_are_sorted=True)


def lowered(program: ArrayProgram, several: bool) -> Callable:
    """A function of (parameters, inputs): arrays in the program's order."""
    # where each place of an array of leaves is in the order of the program
    mine, theirs = (numpy.argsort(places) for places in program.places)

    def function(parameters: Any, inputs: Any = ()) -> Any:
        parameters, inputs = jnp.asarray(parameters), jnp.asarray(inputs)
        sizes, needed = (parameters.shape, inputs.shape), (mine.shape, theirs.shape)
        if sizes != needed:
            raise ValueError(f"to_jax: got arrays of shapes {sizes}, needs {needed}")
        values = [parameters[mine], inputs, program.constants]
        if len(inputs):
            values[1] = inputs[theirs]
        for array in program.arrays[3:]:
            values.append(computed(program, values, array))
        results = [values[number][position] for number, position in program.results]
        return jnp.stack(results) if several else results[0]

    return function
