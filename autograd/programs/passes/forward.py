"""The forward pass of an array program as calls: each array from those before it."""

from __future__ import annotations

import numpy

from autograd.operations import OPERATIONS
from autograd.programs.arrays import Array, Block, Products
from autograd.programs.calls import REDUCTIONS, Places, View
from autograd.programs.passes.elementwise import texts_of, write_into
from autograd.programs.passes.writer import Writer

Names = dict[str, View | float]


def write_forward(writer: Writer) -> dict[int, Names]:
    """Write the forward pass; returned are the operands the backward pass will need."""
    left: dict[int, Names] = {}
    for number, array in enumerate(writer.program.arrays[3:], start=3):
        if array.operation == "join":
            write_join(writer, number, array)
        elif array.ragged:
            write_ragged(writer, number, array)
        elif array.operation == "dot":
            write_dots(writer, number, array)
        elif array.operation in REDUCTIONS:
            left[number] = write_reduction(writer, number, array)
        else:
            left[number] = write_elementwise(writer, number, array)
        writer.release()
    return left


def write_elementwise(writer: Writer, number: int, array: Array) -> Names:
    """One operation on every element; returned are the operands by letter."""
    row = OPERATIONS[array.operation]
    texts = texts_of(row, writer.careful)
    out = writer.whole(number)
    names: Names = dict(zip(row.letters, map(writer.read, array.operands)))
    for letter, text in texts.saved.items():
        names[letter] = saved = writer.buffer(out.shape, "s")
        write_into(writer, text, names, saved)
    write_into(writer, texts.value, names, out)
    return names


def cut(out: View, block: Block) -> View:
    """The part of a flat array that belongs to a block: (grids, rows, columns)."""
    part = out.between(0, block.start, block.stop)
    return part.reshaped(block.sizes + out.shape[1:])


def write_dots(writer: Writer, number: int, array: Array) -> None:
    """Sums of products: a matrix product for every block, and single terms added."""
    flat = writer.values[number]
    for block, runs in array.blocks:
        out = cut(flat, block)
        for i, pair in enumerate(runs):
            shape = block.sizes + writer.read_array(pair.right).shape[3:]
            found = out if i == 0 and shape == out.shape else writer.scratch(shape)
            write_products(writer, pair, found)
            put_together(writer, found, out, i == 0)
    out = writer.whole(number)
    axis = len(array.shape)
    for access in array.operands:
        term = read = writer.read_array(access)
        if access.shape[-1] > 1:
            shape = (*read.shape[:axis], 1, *read.shape[axis + 1 :])
            term = writer.scratch(shape)
            writer.sum(read, (axis,), term)
        writer.write("add", (out, term.dropped(axis)), out)


def put_together(writer: Writer, found: View, out: View, is_first: bool) -> None:
    """Add what was found to the result, or copy it there, if it is not there."""
    if not is_first:
        writer.write("add", (out, found), out)
    elif found != out:
        writer.write("copy", (found,), out)


def write_products(writer: Writer, pair: Products, out: View) -> None:
    """Sum over k of left[n, c, k] * right[n, r, k], into out[n, r, c]."""
    left, right = writer.read_array(pair.left), writer.read_array(pair.right)
    if writer.lanes is None:
        product(writer, right, left.swapped(1, 2), out)
    elif right.shape[-1] == 1 and left.shape[-1] == 1:
        left, right = left.dropped(-1), right.dropped(-1)
        product(writer, right, left.swapped(1, 2), out.dropped(-1))
    elif left.shape[-1] == 1:  # out[n, r, c, :] = left[n, c, k] @ right[n, r, k, :]
        product(writer, left.dropped(-1).expanded(1), right, out)
    else:  # both differ from lane to lane
        write_sum_of_products(writer, right.expanded(2), left.expanded(1), 3, out)


def product(writer: Writer, a: View, b: View, out: View) -> None:
    """Matrix products a @ b, or what is faster where they are thin."""
    rows, inner, columns = a.shape[-2], a.shape[-1], b.shape[-1]
    if inner == 1 and not writer.careful:
        a, b, out = squeezed(a, b, out)
        if len(a.shape) == 2 and out.size > 1 and out.is_contiguous:
            # takes half the time of a multiply that spreads
            writer.write("product", (a, b), out)
        else:
            writer.write("mul", (a, b), out)
    elif rows == columns == 1 and out.size > 1:
        last = len(b.shape) - 1
        b = b.swapped(last, last - 1)
        write_sum_of_products(writer, a, b, len(a.shape) - 1, out.dropped(-1))
    else:
        a, b, out = squeezed(a, b, out)
        writer.write("product", (a, b), out)


def squeezed(*views: View) -> list[View]:
    """The views without leading axes that have length 1 in all of them."""
    count, most = 0, len(views[0].shape) - 2
    while count < most and all(x.shape[count] == 1 for x in views):
        count += 1
    return [View(*x[:2], x.shape[count:], x.strides[count:]) for x in views]


def write_sum_of_products(
    writer: Writer, a: View, b: View, axis: int, out: View
) -> None:
    """The sum of a * b over an axis, which the result has not."""
    shape = numpy.broadcast_shapes(a.shape, b.shape)
    products = writer.combined("mul", a, b, shape)
    writer.sum(products, (axis,), out.expanded(axis))


def write_reduction(writer: Writer, number: int, array: Array) -> Names:
    """An operation on many operands; returned is the one array of them all."""
    out, axis = writer.whole(number), len(array.shape)
    if array.operation == "sum":
        write_sums(writer, array, out, axis)
        return {}
    x = joined(writer, array, axis, out)
    writer.write(array.operation, (x,), out.expanded(axis), (axis,))
    return {"x": x}


def write_sums(writer: Writer, array: Array, out: View, axis: int) -> None:
    """The sum of the operands of every run."""
    for i, access in enumerate(array.operands):
        read = writer.read_array(access)
        target = out if i == 0 else writer.scratch(out.shape)
        if writer.lanes is not None and read.shape[-1] == 1 != target.shape[-1]:
            read = read.spread(read.shape[:-1] + target.shape[-1:])
        writer.sum(read, (axis,), target.expanded(axis))
        put_together(writer, target, out, i == 0)


def write_join(writer: Writer, number: int, array: Array) -> None:
    """The operands, one behind the other."""
    out, start = writer.values[number], 0
    for access in array.operands:
        part = out.between(0, start, start := start + access.index.size)
        source = writer.values[access.source]
        if access.affine is None and source.shape[1:] == part.shape[1:]:
            writer.write("take", (source, Places((access.index,))), part)
        else:
            writer.write("copy", (writer.read(access),), part)


def write_ragged(writer: Writer, number: int, array: Array) -> None:
    """Sums of stretches of terms or of products."""
    out = writer.values[number]
    for i, (accesses, starts) in enumerate(array.ragged):
        terms = [writer.read_array(access) for access in accesses]
        found = terms[0]
        if len(terms) > 1:
            shape = numpy.broadcast_shapes(*(term.shape for term in terms))
            found = writer.combined("mul", terms[0], terms[1], shape)
        width = (len(starts), *found.shape[1:])
        target = out if i == 0 and width == out.shape else writer.scratch(width)
        writer.write("segments", (found, Places((starts,))), target)
        put_together(writer, target, out, i == 0)


def joined(writer: Writer, array: Array, axis: int, out: View) -> View:
    """The operands of all runs side by side: one of them, or a copy of several."""
    reads = [writer.read_array(access) for access in array.operands]
    if len(reads) == 1 and reads[0].dropped(axis).shape == out.shape:
        return reads[0]
    count = sum(read.shape[axis] for read in reads)
    whole = writer.buffer((*out.shape[:axis], count, *out.shape[axis:]))
    start = 0
    for read in reads:
        stop = start + read.shape[axis]
        writer.write("copy", (read,), whole.between(axis, start, stop))
        start = stop
    return whole
