"""The forward pass of a folded program: each array from those before it."""

from __future__ import annotations

from functools import partial

import numpy

from autograd.operations import OPERATIONS
from autograd.programs.machines.kernels import REDUCTIONS
from autograd.programs.passes.expressions import Expression
from autograd.programs.passes.grids import Block
from autograd.programs.passes.layout import Array, Products
from autograd.programs.passes.spellings import spelling
from autograd.programs.passes.writer import Writer


def write_forward(writer: Writer) -> dict[int, dict[str, str]]:
    """Write the forward pass; returned are the names the backward pass will need."""
    left: dict[int, dict[str, str]] = {}
    for number, array in enumerate(writer.layout.arrays[3:], start=3):
        if array.ragged:
            write_ragged(writer, number, array)
        elif array.operation == "dot":
            write_dots(writer, number, array)
        elif array.operation in REDUCTIONS:
            left[number] = write_reduction(writer, number, array)
        else:
            left[number] = write_elementwise(writer, number, array)
        writer.release()
    return left


def whole(writer: Writer, number: int) -> numpy.ndarray:
    """The values of an array in its shape."""
    array, flat = writer.layout.arrays[number], writer.values[number]
    return flat.reshape(array.shape + flat.shape[1:])


def write_elementwise(writer: Writer, number: int, array: Array) -> dict[str, str]:
    """One operation on every element; returned are the operands' names by letter."""
    row = OPERATIONS[array.operation]
    words = spelling(row, writer.careful)
    out = whole(writer, number)
    names = dict(zip(row.letters, map(writer.read, array.operands)))
    for letter, text in words.saved.items():
        names[letter] = writer.name(numpy.zeros_like(out), "s")
        write_expression(writer, text, names, names[letter])
    write_expression(writer, words.value, names, writer.name(out, "v"))
    return names


def write_expression(writer: Writer, text: str, names: dict, out: str) -> None:
    """Compute an expression into an array."""
    found = expression(writer, text, names, out)
    if found != out:
        writer.write("copyto", out, writer.named(found))


def expression(writer: Writer, text: str, names: dict, out: str) -> str:
    """Compute an expression, if need be into an array; the name of its result."""
    scratch = partial(writer.scratch, writer.array_of(out).shape)
    return Expression(text).write(names, out, writer.lines, scratch, writer.number)


def cut(out: numpy.ndarray, block: Block) -> numpy.ndarray:
    """The part of a flat array that belongs to a block: (grids, rows, columns)."""
    return out[block.start : block.stop].reshape(block.sizes + out.shape[1:])


def write_dots(writer: Writer, number: int, array: Array) -> None:
    """Sums of products: a matrix product for every block, and single terms added."""
    flat = writer.values[number]
    for block, runs in array.blocks:
        out = cut(flat, block)
        for i, pair in enumerate(runs):
            last = writer.read_array(pair.right).shape[3:]
            if i == 0 and last == out.shape[3:]:
                write_products(writer, pair, out)
                continue
            more = writer.array_of(writer.scratch(block.sizes + last))
            write_products(writer, pair, more)
            writer.write(*(("add", out, more, out) if i else ("copyto", out, more)))
    out = whole(writer, number)
    axis = len(array.shape)
    for access in array.operands:
        read = writer.read_array(access)
        if access.shape[-1] == 1:
            term = read.reshape(read.shape[:axis] + read.shape[axis + 1 :])
        else:
            term = writer.array_of(
                writer.scratch(read.shape[:axis] + read.shape[axis + 1 :])
            )
            writer.sum(read, (axis,), numpy.expand_dims(term, axis))
        writer.write("add", out, term, out)


def write_products(writer: Writer, pair: Products, out: numpy.ndarray) -> None:
    """Sum over k of left[n, c, k] * right[n, r, k], into out[n, r, c]."""
    left, right = writer.read_array(pair.left), writer.read_array(pair.right)
    if writer.lanes is None:
        product(writer, right, left.swapaxes(1, 2), out)
    elif right.shape[-1] == 1 and left.shape[-1] == 1:
        product(writer, right[..., 0], left[..., 0].swapaxes(1, 2), out[..., 0])
    elif left.shape[-1] == 1:  # out[n, r, c, :] = left[n, c, k] @ right[n, r, k, :]
        product(writer, left[:, None, :, :, 0], right, out)
    else:  # both differ from lane to lane
        write_sum_of_products(writer, right[:, :, None], left[:, None], 3, out)


def product(
    writer: Writer, a: numpy.ndarray, b: numpy.ndarray, out: numpy.ndarray
) -> None:
    """Matrix products a @ b, or what is faster where they are thin."""
    rows, inner, columns = a.shape[-2], a.shape[-1], b.shape[-1]
    if inner == 1:
        a, b, out = squeezed(a, b, out)
        if a.ndim == 2 and out.size > 1 and out.flags.c_contiguous:
            writer.product(a, b, out)  # takes half the time of a multiply that spreads
        else:
            writer.write("multiply", a, b, out)
    elif rows == columns == 1 and out.size > 1:
        b = b.swapaxes(-1, -2)
        write_sum_of_products(writer, a, b, a.ndim - 1, out[..., 0])
    else:
        writer.product(*squeezed(a, b, out))


def squeezed(*arrays: numpy.ndarray) -> list[numpy.ndarray]:
    """The arrays without leading axes that have length 1 in all of them."""
    found = list(arrays)
    while found[0].ndim > 2 and all(x.shape[0] == 1 for x in found):
        found = [x[0] for x in found]
    return found


def write_sum_of_products(
    writer: Writer, a: numpy.ndarray, b: numpy.ndarray, axis: int, out: numpy.ndarray
) -> None:
    """The sum of a * b over an axis."""
    shape = numpy.broadcast_shapes(a.shape, b.shape)
    products = writer.array_of(writer.scratch(shape))
    writer.write("multiply", a, b, products)
    writer.write("total", products, str(axis), "None", out)


def write_reduction(writer: Writer, number: int, array: Array) -> dict[str, str]:
    """An operation on many operands; returned is the name of them all, as one array."""
    out, axis = whole(writer, number), len(array.shape)
    if array.operation == "sum":
        write_sums(writer, array, out, axis)
        return {}
    reads = [writer.read_array(access) for access in array.operands]
    x = joined(writer, reads, axis, out)
    name = REDUCTIONS[array.operation]
    if name == "logsumexp":
        writer.write(name, x, str(axis), out)
    else:
        writer.write(name, x, str(axis), "None", out)
    if array.operation == "mean":
        writer.write("divide", out, writer.number(str(float(x.shape[axis]))), out)
    return {"x": writer.name(x)}


def write_sums(writer: Writer, array: Array, out: numpy.ndarray, axis: int) -> None:
    """The sum of the operands of every run."""
    for i, access in enumerate(array.operands):
        read = writer.read_array(access)
        target = out if i == 0 else writer.array_of(writer.scratch(out.shape))
        if read.shape[-1] == 1 != target.shape[-1] and writer.lanes is not None:
            read = numpy.broadcast_to(read, read.shape[:-1] + target.shape[-1:])
        writer.sum(read, (axis,), numpy.expand_dims(target, axis))
        if i:
            writer.write("add", out, target, out)


def write_ragged(writer: Writer, number: int, array: Array) -> None:
    """Sums of stretches of terms or of products."""
    out = writer.values[number]
    for i, (accesses, starts) in enumerate(array.ragged):
        terms = [writer.read_array(access) for access in accesses]
        found = terms[0]
        if len(terms) > 1:
            shape = numpy.broadcast_shapes(*(term.shape for term in terms))
            found = writer.array_of(writer.scratch(shape))
            writer.write("multiply", *terms, found)
        width = (len(starts), *found.shape[1:])
        target = out
        if i or out.shape != width:
            target = writer.array_of(writer.scratch(width))
        writer.write("segments", found, starts, "0", "None", target)
        if i:
            writer.write("add", out, target, out)
        elif target is not out:
            writer.write("copyto", out, target)


def joined(
    writer: Writer, reads: list[numpy.ndarray], axis: int, out: numpy.ndarray
) -> numpy.ndarray:
    """The operands of all runs side by side: one of them, or a copy of several."""
    if (
        len(reads) == 1
        and reads[0].shape[:axis] + reads[0].shape[axis + 1 :] == out.shape
    ):
        return reads[0]
    count = sum(read.shape[axis] for read in reads)
    whole = numpy.zeros((*out.shape[:axis], count, *out.shape[axis:]))
    start = 0
    for read in reads:
        part = [slice(None)] * axis + [slice(start, start + read.shape[axis])]
        writer.write("copyto", whole[tuple(part)], read)
        start += read.shape[axis]
    return whole
