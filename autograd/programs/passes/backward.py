"""The backward pass of an array program as calls, from the table's derivatives."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

import numpy

from autograd.operations import OPERATIONS
from autograd.programs.arrays import Access, Array, Products
from autograd.programs.calls import REDUCTIONS, View
from autograd.programs.passes.adjoints import Adjoints
from autograd.programs.passes.elementwise import texts_of, written
from autograd.programs.passes.forward import (
    Names,
    cut,
    product,
    write_sum_of_products,
)
from autograd.programs.passes.writer import Writer


def write_backward(
    writer: Writer, left: dict[int, Names], wanted: Iterable[int], seeds: View
) -> Adjoints:
    """Write the backward pass from all results but asides; returned are the adjoints.

    From asides nothing is sent, not even 0: at an infinite slope that would be nan.
    """
    adjoints = Adjoints(writer, wanted)
    arrays, results = writer.program.arrays, writer.program.results
    for i in range(len(results) - writer.program.asides):
        adjoints.seed(*results[i], seeds.between(0, i, i + 1))
        writer.release()
    for number in reversed(range(3, len(arrays))):
        if number in adjoints.active and not adjoints.fresh[number].all():
            array = arrays[number]
            adjoints.complete(number)
            if array.operation == "join":
                send_parts(adjoints, number, array)
            elif array.ragged:
                send_to_stretches(writer, adjoints, number, array)
            elif array.operation == "dot":
                send_to_factors(writer, adjoints, number, array)
            elif array.operation == "sum":
                send_itself(adjoints, number, array, array.operands)
            elif array.operation in REDUCTIONS:
                send_to_all(writer, adjoints, number, array, left[number]["x"])
            else:
                send_to_operands(writer, adjoints, number, array, left[number])
            adjoints.release(number)
        writer.release()
    return adjoints


def send_to_operands(
    writer: Writer, adjoints: Adjoints, number: int, array: Array, names: Names
) -> None:
    """The adjoint times the local derivative, to every operand of an operation."""
    texts = texts_of(OPERATIONS[array.operation], writer.careful)
    adjoint = adjoints.whole(number)
    names = names | {"out": writer.whole(number)}
    lanes = adjoint.shape[-1] if writer.lanes is not None else None
    passed = []
    for access, text in zip(array.operands, texts.derivatives):
        if not adjoints.wants(access):
            continue
        if text == "1.0":
            passed.append(access)
            continue

        def produce(out: View, text: str = text) -> None:
            slope = written(writer, text, names, out)
            writer.write("mul", (adjoint, slope), out)

        adjoints.produced(access, produce, lanes)
    send_itself(adjoints, number, array, passed)


def send_itself(
    adjoints: Adjoints, number: int, array: Array, accesses: list[Access]
) -> None:
    """The adjoint as it is, to what was added up; the last may take it over."""
    adjoint, axis = adjoints.whole(number), len(array.shape)
    for i, access in enumerate(accesses):
        last = i == len(accesses) - 1  # nobody else needs it after that
        if not adjoints.wants(access) or (last and adjoints.take_over(access, number)):
            continue
        part = adjoint
        if len(access.shape) > axis:  # several for each sum
            part = part.expanded(axis)
            shape = part.shape[:axis] + access.shape[-1:] + part.shape[axis + 1 :]
            part = part.spread(shape)
        adjoints.add(access, part)


def send_parts(adjoints: Adjoints, number: int, array: Array) -> None:
    """Parts of the adjoint as they are, to what was joined."""
    adjoint, start = adjoints.of(number), 0
    for access in array.operands:
        part = adjoint.between(0, start, start := start + access.index.size)
        adjoints.add(access, part)


def send_to_all(
    writer: Writer, adjoints: Adjoints, number: int, array: Array, x
) -> None:
    """The adjoint times the slopes of an operation on many, to every operand."""
    axis = len(array.shape)
    found, out = writer.scratch(x.shape), writer.whole(number).expanded(axis)
    writer.write(f"{array.operation}_slopes", (x, out), found, (axis,))
    writer.write("mul", (found, adjoints.whole(number).expanded(axis)), found)
    start = 0
    for access in array.operands:
        stop = start + access.shape[-1]
        adjoints.add(access, found.between(axis, start, stop))
        start = stop


def send_to_factors(
    writer: Writer, adjoints: Adjoints, number: int, array: Array
) -> None:
    """The adjoint to the factors of every product, and to the terms added to them."""
    for block, runs in array.blocks:
        d = cut(adjoints.of(number), block)
        for pair in runs:
            ours = d
            if writer.read_array(pair.right).shape[3:] != d.shape[3:]:  # in all lanes
                ours = writer.scratch((*d.shape[:3], 1))
                writer.sum(d, (3,), ours)
            is_square = pair.left.key == pair.right.key
            if is_square and block.sizes[1:] == (1, 1):  # twice the one, not one twice
                double = writer.combined("add", ours, ours, ours.shape)
                send_to_right(writer, adjoints, pair, double)
                continue
            send_to_right(writer, adjoints, pair, ours)
            send_to_left(writer, adjoints, pair, ours)
    send_itself(adjoints, number, array, array.operands)


def send_to_stretches(
    writer: Writer, adjoints: Adjoints, number: int, array: Array
) -> None:
    """The adjoint of each sum to what was added up in it."""
    adjoint = adjoints.of(number)
    for part in array.ragged:
        owners = numpy.repeat(numpy.arange(array.size), part.lengths)
        spread = writer.gathered(adjoint, owners)
        if len(part.accesses) == 1:
            adjoints.add(part.accesses[0], spread)
            continue
        for access, other in (part.accesses, part.accesses[::-1]):
            factors = spread, writer.read_array(other)
            produce = partial(writer.write, "mul", factors)
            adjoints.produced(access, produce, spread.shape[-1])


def send_to_right(writer: Writer, adjoints: Adjoints, pair: Products, d) -> None:
    """d[n, r, c] * left[n, c, k] summed over c, to right[n, r, k]."""
    if not adjoints.wants(pair.right):
        return
    left = writer.read_array(pair.left)

    def produce(out: View) -> None:
        if writer.lanes is None:
            product(writer, d, left, out)
        elif d.shape[-1] == 1:
            product(writer, *(x.dropped(-1) for x in (d, left, out)))
        elif left.shape[-1] == 1:
            transposed = left.dropped(-1).expanded(1).swapped(2, 3)
            product(writer, transposed, d, out)
        else:
            write_sum_of_products(writer, d.expanded(3), left.expanded(1), 2, out)

    adjoints.produced(pair.right, produce, d.shape[-1])


def send_to_left(writer: Writer, adjoints: Adjoints, pair: Products, d) -> None:
    """d[n, r, c] * right[n, r, k] summed over r, to left[n, c, k]."""
    if not adjoints.wants(pair.left):
        return
    right = writer.read_array(pair.right)
    lanes: int | None = d.shape[-1]

    def produce(out: View) -> None:
        if writer.lanes is None:
            product(writer, d.swapped(1, 2), right, out)
        elif d.shape[-1] == 1:
            a, b, c = (x.dropped(-1) for x in (d, right, out))
            product(writer, a.swapped(1, 2), b, c)
        elif out.shape[-1] == 1:  # lanes are summed, as rows are
            write_lane_products(writer, d, right, out.dropped(-1))
        else:
            a, b = d.expanded(3), right.expanded(2)
            write_sum_of_products(writer, a, b, 1, out)

    if writer.lanes is not None and writer.read_array(pair.left).shape[-1] == 1:
        lanes = 1
    adjoints.produced(pair.left, produce, lanes)


def write_lane_products(writer: Writer, d: View, right: View, out: View) -> None:
    """d[n, r, c, l] * right[n, r, k, l] summed over r and l, into out[n, c, k]."""
    across = right.swapped(2, 3)
    if d.shape[1] == 1:
        product(writer, d.dropped(1), across.dropped(1), out)
        return
    found = writer.combined("product", d, across, (*d.shape[:3], right.shape[2]))
    writer.sum(found, (1,), out.expanded(1))
