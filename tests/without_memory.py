"""A program whose allocations fail one by one; test_native_memory.py runs it."""

from functools import partial
from operator import attrgetter, gt, mul, neg, truediv

from autograd import Value, dot, logsumexp, max, mean, prod, sum
from autograd.engine import native


def stages(x, y, deep):
    """What is tried, once for each allocation that may fail: some of every kind.

    No function of Python is among them: some versions of Python crash by themselves
    when there is no memory for a call.
    """
    z, name = x * y, "a name"
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
        partial(setattr, z, "derivatives", [1.0, 1.0]),
        partial(setattr, z, "derivatives", (3.0, 2.0)),
        partial(native.node, 1.0, name, (x, 2.0, y), (1.0, 2.0)),
        partial(native.flatten, deep, x, z),
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
