"""Garbage that holds itself is collected on both twins, whatever ties the knot."""

import gc
import weakref

import pytest

from autograd import Value, checkpoint
from tests.autograd.native.test_native import both


def by_a_hook(autograd):
    x = autograd.Value(2.0)
    y = x * x
    z = y + 1
    y.register_hook(lambda adjoint: z.data)
    return z, y, x


def by_hooks_of_two_nodes(autograd):
    x, y = autograd.Value(2.0), autograd.Value(3.0)
    left, right = x * 2, y * 3
    left.register_hook(lambda adjoint: right.data)
    right.register_hook(lambda adjoint: (left + 1).data)
    return x, y, left, right


def by_an_attribute(autograd):
    class Named(autograd.Value):
        pass

    x = Named(2.0)
    x.result = [{"y": x * 2}]
    return x, x.result[0]["y"]


def by_a_slot(autograd):
    class Slotted(autograd.Value):
        __slots__ = ("result",)

    x = Slotted(2.0)
    x.result = autograd.sum([x, x * 2, 1.0])
    return x, x.result


def by_a_class(autograd):
    class Best(autograd.Value):
        __slots__ = ("kept",)

    x = Best(2.0)
    Best.best = x * 2
    return x, Best.best


def by_derivatives(autograd):
    class Slopes:
        def __len__(self):
            return 1

        def __iter__(self):
            yield 1.0

    x, slopes = autograd.Value(2.0), Slopes()
    y = autograd.value.node(3.0, "mine", (x,), slopes)
    slopes.result = y * 2
    return x, y, slopes.result


def by_operands(autograd):
    x = autograd.Value(2.0)
    y = x * 2
    x.operands = (y + 1,)
    return x, y


def by_a_generator(autograd):
    def numbers():
        x = autograd.Value(2.0)
        y = x * x
        y.register_hook(lambda adjoint: next(running))
        yield x
        yield y

    running = numbers()
    return next(running), next(running)


KNOTS = [knot for name, knot in list(globals().items()) if name.startswith("by_")]
every_knot = pytest.mark.parametrize("knot", KNOTS, ids=lambda knot: knot.__name__)


@both
@every_knot
def test_a_knot_does_not_survive_a_collection(autograd, knot):
    gone = [weakref.ref(node) for _ in range(20) for node in knot(autograd)]
    gc.collect()
    assert sum(node() is not None for node in gone) == 0


def portrait_of(node):
    return repr((node, node.operands, node.derivatives, node._hooks))


@both
@every_knot
def test_a_knot_that_is_held_stays_whole(autograd, knot):
    held, *others = knot(autograd)
    seen = [weakref.ref(node) for node in (held, *others)]
    before = [portrait_of(node) for node in (held, *others)]
    del others
    gc.collect()
    after = [node() and portrait_of(node()) for node in seen]
    assert after[0] == before[0]
    assert all(now in (None, then) for now, then in zip(after, before))


@both
def test_finalizers_run_once_and_see_all_that_was(autograd):
    told = []

    class Last(autograd.Value):
        def __del__(self):
            told.append((self.result.data, self.result.operands[0] is self))

    x = Last(2.0)
    x.result = x * 2
    x.result.register_hook(lambda adjoint, x=x: x.data)
    gone = weakref.ref(x.result)
    del x
    gc.collect()
    assert told == [(4.0, True)]
    assert gone() is None


@both
def test_a_finalizer_may_keep_what_was_garbage(autograd):
    kept = []

    class Stubborn(autograd.Value):
        def __del__(self):
            kept.append(self)

    x = Stubborn(2.0)
    x.result = x * 3
    del x
    gc.collect()
    kept[0].result.backward()
    assert (kept[0].grad, kept[0].result.data) == (3.0, 6.0)
    gone = weakref.ref(kept[0].result)
    kept.clear()
    gc.collect()
    assert gone() is None


def test_checkpoints_that_mention_their_result():
    gone = []
    for _ in range(10):
        holder = []
        x = Value(2.0)
        y = checkpoint(lambda x, holder=holder: x * 2, x)
        holder.append(y)
        gone.append(weakref.ref(y))
        del x, y, holder
    gc.collect()
    assert sum(node() is not None for node in gone) == 0


@both
def test_a_collection_changes_nothing_that_is_alive(autograd):
    x = autograd.Value(2.0, name="x")
    nodes = [x]
    for i in range(1000):
        nodes.append(nodes[-1] * 1.0 + x)
        if i % 100 == 0:
            nodes[-1].register_hook(lambda adjoint, nodes=nodes: None)
    nodes[-1].backward()
    before = x.grad
    gc.collect()
    nodes[-1].backward()
    assert x.grad == 2 * before == 2 * 1001.0
