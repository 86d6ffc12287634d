"""The backward pass of a folded program, from the same table as the forward pass."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

import numpy

from autograd.operations import OPERATIONS
from autograd.programs.passes.adjoints import Adjoints
from autograd.programs.passes.forward import (
    cut,
    expression,
    product,
    whole,
    write_sum_of_products,
)
from autograd.programs.passes.layout import Array, Products
from autograd.programs.passes.spellings import spelling
from autograd.programs.passes.writer import Writer


def write_backward(
    writer: Writer,
    left: dict[int, dict[str, str]],
    wanted: set[int],
    seeds: numpy.ndarray,
    chosen: Iterable[int],
) -> Adjoints:
    """Write the backward pass from the chosen results; returned are the adjoints."""
    adjoints = Adjoints(writer, wanted)
    for i in chosen:
        write_seed(writer, adjoints, seeds, i)
    arrays = writer.layout.arrays
    for number in reversed(range(3, len(arrays))):
        if number in adjoints.active and not adjoints.fresh[number].all():
            array = arrays[number]
            rest = adjoints.complete(number)
            if array.ragged:
                send_to_stretches(writer, adjoints, number, array)
            elif array.operation == "dot":
                send_to_factors(writer, adjoints, number, array)
            elif "x" in left.get(number, {}) or array.operation == "sum":
                x = left[number].get("x", "")
                send_to_all(writer, adjoints, number, array, x, rest)
            else:
                send_to_operands(writer, adjoints, number, array, left[number], rest)
            adjoints.release(number)
        writer.release()
    return adjoints


def write_seed(
    writer: Writer, adjoints: Adjoints, seeds: numpy.ndarray, i: int
) -> None:
    """Begin with the derivative of what is differentiated by a result."""
    number, position = writer.layout.results[i]
    if number not in adjoints.active:
        return
    flat, fresh = adjoints.of(number), adjoints.fresh[number]
    sign = "=" if fresh[position] else "+="
    fresh[position] = False
    seed = f"{writer.name(seeds)}[{i}]"
    if flat.ndim > 1 and flat.shape[1] == 1:  # the same result in every lane
        seed += ".sum()"
    writer.lines.append(f"{writer.name(flat)}[{position}] {sign} {seed}")


def silence(
    writer: Writer, out: numpy.ndarray, array: Array, rest: numpy.ndarray
) -> None:
    """Send nothing from elements that got nothing, also where a slope is infinite."""
    if len(rest):
        places = numpy.unravel_index(rest, array.shape)
        writer.lines.append(f"{writer.name(out)}[{writer.name(places)}] = 0.0")


def send_to_operands(
    writer: Writer, adjoints: Adjoints, number: int, array: Array, names: dict, rest
) -> None:
    """The adjoint times the local derivative, to every operand of an operation.

    rest: the places of elements that nothing was sent to.
    """
    row = OPERATIONS[array.operation]
    words = spelling(row, writer.careful)
    adjoint = adjoints.whole(number)
    names = names | {"out": writer.name(whole(writer, number), "v")}
    lanes = adjoint.shape[-1] if writer.lanes is not None else None
    passed = []
    for access, text in zip(array.operands, words.derivatives):
        if not adjoints.wants(access):
            continue
        if text == "1.0":
            passed.append(access)
            continue

        def produce(out: numpy.ndarray, text: str = text) -> None:
            write_contribution(writer, text, names, adjoint, out)
            silence(writer, out, array, rest)

        adjoints.produced(access, produce, lanes)
    for i, access in enumerate(passed):
        last = i == len(passed) - 1  # who takes the adjoint over has to be the last
        if not (last and adjoints.take_over(access, number)):
            adjoints.add(access, adjoint)


def write_contribution(
    writer: Writer, text: str, names: dict, adjoint: numpy.ndarray, out: numpy.ndarray
) -> None:
    """The adjoint times a derivative, into an array."""
    if text == "-1.0":
        writer.write("multiply", writer.number("-1.0"), adjoint, out)
    else:
        target = writer.name(out)
        slope = expression(writer, text, names, target)
        writer.write("multiply", adjoint, writer.named(slope), target)


def send_to_all(
    writer: Writer, adjoints: Adjoints, number: int, array: Array, x: str, rest
) -> None:
    """The adjoint to every operand of an operation on many."""
    adjoint, axis = adjoints.whole(number), len(array.shape)
    spread = numpy.expand_dims(adjoint, axis)
    if array.operation != "sum":
        values = writer.array_of(x)
        found = writer.array_of(writer.scratch(values.shape))
        out = numpy.expand_dims(whole(writer, number), axis)
        writer.write(f"{array.operation}_slopes", values, out, str(axis), found)
        writer.write("multiply", found, spread, found)
        silence(writer, found, array, rest)
        spread = found
    start = 0
    for access in array.operands:
        count = access.shape[-1]
        part = spread
        if array.operation != "sum":
            part = spread[(slice(None),) * axis + (slice(start, start + count),)]
        shape = (*part.shape[:axis], count, *part.shape[axis + 1 :])
        adjoints.add(access, numpy.broadcast_to(part, shape))
        start += count


def send_to_factors(
    writer: Writer, adjoints: Adjoints, number: int, array: Array
) -> None:
    """The adjoint to the factors of every product, and to the terms added to them."""
    for block, runs in array.blocks:
        d = cut(adjoints.of(number), block)
        for pair in runs:
            ours = d
            if writer.read_array(pair.right).shape[3:] != d.shape[3:]:  # in all lanes
                ours = writer.array_of(writer.scratch((*d.shape[:3], 1)))
                writer.sum(d, (3,), ours)
            is_square = pair.left.key == pair.right.key
            if is_square and block.sizes[1:] == (1, 1):  # twice the one, not one twice
                double = writer.array_of(writer.scratch(ours.shape))
                writer.write("add", ours, ours, double)
                send_to_right(writer, adjoints, pair, double)
                continue
            send_to_right(writer, adjoints, pair, ours)
            send_to_left(writer, adjoints, pair, ours)
    send_to_terms(adjoints, number, array)


def send_to_stretches(
    writer: Writer, adjoints: Adjoints, number: int, array: Array
) -> None:
    """The adjoint of each sum to what was added up in it."""
    adjoint = adjoints.of(number)
    for part in array.ragged:
        owners = numpy.repeat(numpy.arange(array.size), part.lengths)
        spread = writer.array_of(writer.gathered(adjoint, owners))
        if len(part.accesses) == 1:
            adjoints.add(part.accesses[0], spread)
            continue
        for access, other in (part.accesses, part.accesses[::-1]):
            factors = spread, writer.read_array(other)
            produce = partial(writer.write, "multiply", *factors)
            adjoints.produced(access, produce, spread.shape[-1])


def send_to_terms(adjoints: Adjoints, number: int, array: Array) -> None:
    """The adjoint to what was added to products; the last term may take it over."""
    adjoint, axis = adjoints.whole(number), len(array.shape)
    for i, access in enumerate(array.operands):
        last = i == len(array.operands) - 1
        if not adjoints.wants(access) or (last and adjoints.take_over(access, number)):
            continue
        part = numpy.expand_dims(adjoint, axis)
        shape = part.shape[:axis] + access.shape[-1:] + part.shape[axis + 1 :]
        adjoints.add(access, numpy.broadcast_to(part, shape))


def send_to_right(writer: Writer, adjoints: Adjoints, pair: Products, d) -> None:
    """d[n, r, c] * left[n, c, k] summed over c, to right[n, r, k]."""
    if not adjoints.wants(pair.right):
        return
    left = writer.read_array(pair.left)

    def produce(out: numpy.ndarray) -> None:
        if writer.lanes is None:
            product(writer, d, left, out)
        elif d.shape[-1] == 1:
            product(writer, d[..., 0], left[..., 0], out[..., 0])
        elif left.shape[-1] == 1:
            transposed = left[:, None, :, :, 0].swapaxes(2, 3)
            product(writer, transposed, d, out)
        else:
            write_sum_of_products(writer, d[:, :, :, None], left[:, None], 2, out)

    adjoints.produced(pair.right, produce, d.shape[-1])


def send_to_left(writer: Writer, adjoints: Adjoints, pair: Products, d) -> None:
    """d[n, r, c] * right[n, r, k] summed over r, to left[n, c, k]."""
    if not adjoints.wants(pair.left):
        return
    right = writer.read_array(pair.right)
    lanes: int | None = d.shape[-1]

    def produce(out: numpy.ndarray) -> None:
        if writer.lanes is None:
            product(writer, d.swapaxes(1, 2), right, out)
        elif d.shape[-1] == 1:
            product(writer, d[..., 0].swapaxes(1, 2), right[..., 0], out[..., 0])
        elif out.shape[-1] == 1:  # lanes are summed, as rows are
            write_lane_products(writer, d, right, out[..., 0])
        else:
            a, b = d[:, :, :, None], right[:, :, None]
            write_sum_of_products(writer, a, b, 1, out)

    if writer.lanes is not None and writer.read_array(pair.left).shape[-1] == 1:
        lanes = 1
    adjoints.produced(pair.left, produce, lanes)


def write_lane_products(writer: Writer, d, right, out: numpy.ndarray) -> None:
    """d[n, r, c, l] * right[n, r, k, l] summed over r and l, into out[n, c, k]."""
    across = right.swapaxes(2, 3)
    if d.shape[1] == 1:
        product(writer, d[:, 0], across[:, 0], out)
        return
    shape = (*d.shape[:3], right.shape[2])
    found = writer.array_of(writer.scratch(shape))
    writer.product(d, across, found)
    writer.sum(found, (1,), out[:, None])
