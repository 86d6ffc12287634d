"""The native twin's memory: its size, leaks, depth, ends, interruptions, none left."""

import gc
import os
import signal
import subprocess
import sys
import time
import weakref
from array import array
from pathlib import Path

import pytest

from tests.tools.sanitized import sanitizer
from tests.tools.soak import resident
from tests.tools.twins import IS_BUILT, needs_native, twin

pytestmark = needs_native

ROOT = Path(__file__).parents[3]
fast = twin("native") if IS_BUILT else None


linux = pytest.mark.skipif(
    not Path("/proc/self/statm").exists(), reason="reads /proc: run it on Linux"
)


timers = pytest.mark.skipif(
    not hasattr(signal, "setitimer"), reason="no setitimer: run it on Unix"
)


def output(code, **environment):
    """What a Python of its own prints; an error unless it ends well."""
    return subprocess.run(
        [sys.executable, "-W", "error", "-X", "faulthandler", "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        env=os.environ | {"AUTOGRAD_ENGINE": "native"} | environment,
    ).stdout


def chain(x, length, factor=0.5):
    for _ in range(length // 2):
        x = x * factor + 1.0
    return x


def test_a_node_takes_eighty_bytes():
    x = fast.Value(1.0)
    assert sys.getsizeof(x) == sys.getsizeof(x * x) == 80


@linux
def test_a_million_nodes_take_eighty_megabytes():
    code = """
from autograd import Value
from tests.autograd.native.test_memory import chain
from tests.tools.soak import resident
x = Value(1.0)
before = resident()
y = chain(x, 1_000_000)
print((resident() - before) / 1_000_000)
"""
    assert float(output(code)) < 84


@linux
def test_a_million_graphs_take_no_more_memory_than_a_thousand():
    x, y = fast.Value(1.0, name="x"), fast.Value(2.0)

    def graphs(count):
        for _ in range(count):
            z = fast.sum([x * y, fast.dot([x, y], [3.0, y]), (-x).exp()])
            z.name = "loss"
            z.backward()

    graphs(1000)
    gc.collect()
    before = resident(), sys.getrefcount(x), sys.getrefcount(None)
    graphs(1_000_000 if os.environ.get("AUTOGRAD_LONG_TESTS") else 100_000)
    assert resident() - before[0] < 1_000_000
    assert sys.getrefcount(x) == before[1]
    assert abs(sys.getrefcount(None) - before[2]) < 100


@linux
def test_large_graphs_come_and_go():
    sizes = []
    for _ in range(6):
        y = chain(fast.Value(1.0), 500_000)
        y.backward()
        fast.flattening.flatten(y)
        del y
        sizes.append(resident())
    assert max(sizes[2:]) - sizes[1] < 4_000_000


def test_every_way_to_make_and_drop_values_keeps_the_references_in_balance():
    class Sub(fast.Value):
        pass

    x, names = fast.Value(2.0), ["a name of its own"]
    native, numbers = fast.flattening.native, array("d", [0.0, 0.0])
    sub = Sub(3.0)

    def everything():
        y = fast.Value(1.0, names[0])
        y = y * x + sub
        y.name = names[0]
        y.operation = names[0]
        y.operands, y.derivatives = (x, 1.0, sub), (2.0, 3.0)
        y.operands, y.derivatives = (x,), [1.0]
        y.derivatives = (1.0,)
        y.__init__(2.0)
        y = fast.sum([x, sub, 2]) + fast.sum(v for v in [x, sub]) + fast.max(x, sub)
        y = fast.prod([x, sub]) * fast.logsumexp([x, sub]) * fast.mean([x])
        y = fast.dot([x], [sub], bias=x).hypot(sub).atan2(2) * fast.exp(x) ** 2
        for wrong in (lambda: x + "1", lambda: fast.sum([x, "1"]), lambda: x.exp(1)):
            with pytest.raises(TypeError):
                wrong()
        y.backward()
        fast.flattening.flatten(y, x)
        for values in ([x, y], (x, y)):
            assert native.read_data(values, numbers)
            assert native.add_grads(values, numbers, 0.5)
        for values in ([x, sub], [x], [x, 2.0], {x: y}, None):
            assert not native.read_data(values, numbers)
            assert not native.add_grads(values, numbers, 0.5)
        for wrong in ([0.0, 0.0], b"0" * 16, array("f", [0.0] * 4), None):
            assert not native.read_data([x, y], wrong)
            assert not native.add_grads([x, y], wrong, 0.5)
        y.data, y.grad = 3, None
        assert (y > x) | (y != sub) | bool(y)
        with fast.no_grad():
            y = x * sub + fast.sum([x, sub])
        with fast.observing.observing(lambda *event: None):
            y = x * sub
            assert y.data == 6.0
            assert y > 1

    def counts():
        objects = [x, sub, names[0], numbers, Sub, fast.Value, None, fast.exp, 2.0]
        return [sys.getrefcount(thing) for thing in objects]

    def growth():
        gc.collect()
        before = counts()
        for _ in range(50):
            everything()
        gc.collect()
        return [b - a for a, b in zip(before, counts())]

    everything()
    # a leak is there every time; what other tests left, a thread or garbage, is not
    rounds = [growth() for _ in range(3)]
    leaks = [min(counts, key=abs) for counts in zip(*rounds)]
    assert max(map(abs, leaks)) < 5, rounds


def test_a_module_that_was_imported_goes_away():
    code = """
import gc, sys, weakref
import tests.tools.twins
old = [tests.tools.twins.twin("native") for _ in range(3)]
values = [package.Value(1.0) * 2 for package in old]
types = [weakref.ref(package.Value) for package in old]
del old
gc.collect()
for value in values:  # they outlive their module's name, and still compute
    (value * 2).backward()
del value, values
for _ in range(3):
    gc.collect()
print(sum(kind() is not None for kind in types))
"""
    assert output(code) == "0\n"


def test_ten_million_nodes_deep():
    y = chain(fast.Value(1.0), 10_000_000)
    y.backward()
    begin = time.process_time()
    del y
    assert time.process_time() - begin < 5


def test_the_interpreter_ends_with_graphs_alive():
    code = """
import atexit, sys, threading
from autograd import Value, exp
class Last(Value):
    def __del__(self):
        try:
            (self * 2 + 1).exp().backward()
        except RuntimeError as error:
            assert "shuts down" in str(error)
x = Value(1.0, name="x")
y = x
for _ in range(100_000):
    y = y * 1.0 + x
sys.kept = y, Last(2.0), [Value(i) for i in range(1000)]
Value.kept = Last(3.0)
exp.__wrapped__.kept = Last(4.0), y
atexit.register(lambda: y.backward())
threading.Thread(target=lambda: y.backward()).start()
cycle = [y]
cycle.append(cycle)
"""
    assert output(code) == ""


@timers
def test_an_interrupted_backward_pass_leaves_no_gradient():
    class Interrupted(Exception):
        pass

    def interrupt(*_):
        raise Interrupted

    x = fast.Value(1.0)
    y = chain(x, 4_000_000)

    def repeat():
        signal.setitimer(signal.ITIMER_REAL, 0.003)
        while True:
            x.grad = None
            y.backward()

    before = signal.signal(signal.SIGALRM, interrupt)
    try:
        with pytest.raises(Interrupted):
            repeat()
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    assert not x.has_grad
    y.backward()
    assert x.grad == 0.5**2_000_000


@timers
def test_a_signal_may_differentiate_the_same_graph_meanwhile():
    """The handler's pass takes every node's place; the pass around it begins again."""
    x = fast.Value(1.0)
    middle = chain(x * 1.0, 1_000_000, factor=1.0)
    y = middle * 1.0
    nested, inside = [], []

    def differentiate(*_):
        if not inside:
            inside.append(True)
            middle.backward(0.0)
            middle.operands, middle.derivatives = middle.operands, middle.derivatives
            nested.append(middle.grad)
            inside.clear()

    for _ in range(1_000):
        y = y + 1.0
    before = signal.signal(signal.SIGALRM, differentiate)
    try:
        signal.setitimer(signal.ITIMER_REAL, 0.002, 0.05)
        for _ in range(20):
            y.backward()
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    assert set(nested) == {0.0}
    assert (x.grad, y.grad) == (20.0, 1.0)


def test_running_out_of_memory_at_every_allocation_is_an_error_and_no_crash():
    pytest.importorskip(
        "_testcapi", reason="no _testcapi: run a Python that has its tests"
    )
    assert output("from tests.tools.without_memory import main; main()") == "survived\n"


def test_an_attack_with_everything_at_once_is_survived():
    assert output("from tests.tools.attack import main; main(1, 400)") == "survived\n"


@pytest.mark.skipif(
    sanitizer() is None, reason="no AddressSanitizer: install a compiler that has it"
)
def test_an_attack_is_survived_under_the_sanitizers():
    said = subprocess.run(
        [sys.executable, "-m", "tests.tools.sanitized", "attack", "2", "100"],
        capture_output=True,
        text=True,
        cwd=ROOT,
    )
    assert (said.returncode, said.stdout) == (0, "survived\n"), said.stderr[-3000:]


class Slotted(fast.Value if IS_BUILT else object):
    """Without attributes."""

    __slots__ = ()


class Finalized(Slotted):
    """Without attributes, too, and with something to do at its end."""

    __slots__ = ()
    ended = 0

    def __del__(self):
        Finalized.ended += 1


def slotted_chain(length, kind=Slotted):
    """A chain of instances of a subclass, none a result."""
    x = kind(1.0)
    for _ in range(length):
        above = kind(1.0)
        above.operands = (x,)
        x = above
    return x


def attribute_chain(length):
    class Named(fast.Value):
        pass

    x = Named(1.0)
    for _ in range(length):
        above = Named(1.0)
        above.below = x * 2.0
        x = above
    return x


def checkpoint_chain(length):
    class Kept:
        __slots__ = ("node",)

        def __len__(self):
            return 1

        def __iter__(self):
            yield 1.0

    x = fast.Value(1.0)
    for _ in range(length):
        slopes = Kept()
        slopes.node = x
        x = fast.value.node(1.0, "mine", (1.0,), slopes)
    return x


@pytest.mark.parametrize("chain", [slotted_chain, attribute_chain, checkpoint_chain])
def test_chains_through_whatever_a_node_holds_are_freed(chain):
    x = chain(300_000)
    gone = weakref.ref(x)
    del x
    assert gone() is None


def test_arrays_that_share_memory_or_lie_askew_are_refused():
    native, slots = fast.flattening.native, array("d", [1.0, 2.0, 0.0])
    codes, starts = array("i", [0]), array("q", [0, 2])
    operands, active = array("q", [0, 1]), bytearray(3)
    native.replay(codes, starts, operands, slots, active)
    assert slots[2] == 3.0
    inside = memoryview(slots).cast("B").cast("q")[:2]
    with pytest.raises(ValueError, match="do not fit"):
        native.replay(codes, starts, inside, slots, active)
    with pytest.raises(ValueError, match="do not fit"):
        native.replay(codes, starts, operands, slots, active, slots, bytearray(3))
    askew = memoryview(bytearray(17))[1:].cast("d")
    x = fast.Value(1.0)
    assert not native.read_data([x, x], askew)
    assert not native.add_grads([x, x], askew, 1.0)


def test_every_finalizer_in_a_chain_runs_once():
    Finalized.ended = 0
    x = slotted_chain(100_000, Finalized)
    assert Finalized.ended == 0
    del x
    assert Finalized.ended == 100_001
