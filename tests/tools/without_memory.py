"""A program whose allocations fail one by one; test_native_memory.py runs it."""

import gc
from array import array
from functools import partial
from operator import attrgetter, gt, mul, neg, truediv

from autograd import Value, dot, logsumexp, max, mean, prod, sum
from autograd.support.twin import native


def rows_and_colours():
    """Two hundred rows, each of a new kind, and the colours of their slots."""
    count = 200
    kinds, operands = array("q", range(count)), array("q", [0] * count)
    starts, pairs = array("q", range(count + 1)), array("q", [0] * count)
    slots = array("q", range(1, count + 1))
    colours = array("q", [0] + [-1] * count)
    return kinds, bytes(count), bytes(count), starts, operands, pairs, slots, colours


def stages(x, y, deep):
    """What is tried, once for each allocation that may fail: some of every kind.

    No function of Python is among them: some versions of Python crash by themselves
    when there is no memory for a call.
    """
    z, name, numbers = x * y, "a name", array("d", [0.0, 0.0])
    hypot = array("i", native.flatten(x.hypot(y))[0][-4:])  # a row that asks Python
    places = array("q", [0, 2]), array("q", [0, 1])
    slots, adjoints = array("d", [1.0, 2.0, 0.0]), array("d", [0.0, 0.0, 1.0])
    active, reached = bytearray(3 * b"\1"), bytearray(3 * b"\1")
    hooked, hooks, knot = x * y, {}, Value(1.0)
    knot.register_hook(lambda adjoint, knot=knot: None)
    operands, slopes = attrgetter("operands"), attrgetter("derivatives")
    return [
        partial(Value, 1.0, name),
        partial(Value, data=1.0, name=name),
        partial(list, map(Value, [0.5] * 30_000)),
        partial(mul, x, y),
        partial(truediv, 2, x),
        partial(neg, x),
        partial(pow, x, y),
        partial(x.hypot, y),
        partial(x.atan2, 2.5),
        x.asinh,
        x.leaky_relu,
        partial(sum, [x, y, 2]),
        partial(prod, [x, y, x]),
        partial(mean, (x, 2)),
        partial(max, x, y, 3.0),
        partial(logsumexp, x, y, 1.0),
        partial(dot, [x, y], [3.0, x], bias=y),
        partial(dot, [1.0], [2.0]),
        partial(setattr, z, "name", name),
        partial(setattr, z, "operation", name),
        partial(setattr, z, "operands", (x, y, 2.0)),
        partial(setattr, z, "derivatives", array("d", [1.0, 1.0])),
        partial(setattr, z, "derivatives", (3.0, 2.0)),
        partial(setattr, hooked, "_hooks", hooks),
        partial(gc.collect),
        partial(native.node, 1.0, name, (x, 2.0, y), (1.0, 2.0)),
        partial(native.flatten, deep, x, z),
        partial(native.read_data, [x, y], numbers),
        partial(native.add_grads, (z, deep), numbers, 0.0),
        partial(native.replay, hypot, *places, slots, bytearray(b"\1\1\0")),
        partial(native.replay, hypot, *places, slots, active, adjoints, reached),
        partial(native.coloured, *rows_and_colours()),
        partial(operands, x * 2.5),
        partial(slopes, z),
        partial(deep.backward, 0.5),
        partial(getattr, x, "data"),
        partial(getattr, x, "grad"),
        partial(gt, x, 3),
    ]


def failed(stage, start, count):
    """Whether a stage runs out of memory when these of its allocations fail."""
    from _testcapi import remove_mem_hooks, set_nomemory

    try:
        try:
            set_nomemory(start, start + count)
            stage()
        finally:
            remove_mem_hooks()
    except MemoryError:
        return True
    return False


def main():
    """Let everything fail everywhere; afterwards all is as it was."""
    x, y = Value(2.0, name="x"), Value(3.0)
    deep = x
    for _ in range(400):
        deep = deep * y
    failures = 0
    for stage in stages(x, y, deep):
        for count in (1, 2, 5):
            failures += [failed(stage, start, count) for start in range(60)].count(True)
    x.grad = 0
    result = x * y + dot([x], [y])
    result.backward()
    deep.backward()
    assert (result.data, result.operands[0].grad, failures > 100) == (12.0, 1.0, True)
    print("survived")
