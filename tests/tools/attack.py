"""Everything that has crashed an extension once, at random and all at once.

    python -m tests.tools.attack [seed [actions]]     # the twin in use
    python -m tests.tools.sanitized attack [seed ...]  # under ASan and UBSan

Objects that act again while they are converted, iterated, compared and freed; the
collector at every allocation, with garbage that acts; weak references and signals that
act; threads, forks and interpreters beside each other; and an end with all of it alive.
It ends with "survived"; equal seeds act alike, but for signals and threads.
"""

import copy
import gc
import importlib
import importlib.util
import os
import pickle
import signal
import sys
import threading
import weakref
from array import array
from contextlib import contextmanager, suppress
from random import Random

import autograd
from autograd import Value
from autograd.support.observing import observing
from autograd.support.twin import engine, native
from autograd.value import node

MOST_INSIDE = 8  # actions inside of an action
UNARY = [autograd.exp, autograd.tanh, autograd.relu, autograd.abs, autograd.asinh]
BINARY = [autograd.maximum, autograd.atan2, autograd.hypot, autograd.pow]
MANY = [autograd.sum, autograd.prod, autograd.max, autograd.mean, autograd.logsumexp]


class Named(Value):
    """With attributes: the collector knows of it."""


class Slotted(Value):
    """Without attributes: it does not."""

    __slots__ = ()


class Text(str):
    """Text that holds something."""

    def __new__(cls, text, attack):
        made = super().__new__(cls, text)
        made.held = Evil(attack)
        return made


class Evil:
    """Whatever is asked of it, it first does something else."""

    def __init__(self, attack):
        self.attack = attack

    def number(self, *_):
        self.attack.act()
        return self.attack.random.choice([1.5, 2.0, 10**400, "x"])

    def value(self, *_):
        self.attack.act()
        return self.attack.random.choice([NotImplemented, self.attack.any()])

    def __len__(self):
        self.attack.act()
        return 2

    def __iter__(self):
        for _ in range(2):
            self.attack.act()
            yield self.attack.any()

    def __eq__(self, other):
        return self.number() == other

    def __del__(self):
        self.attack.act()

    def __reduce__(self):
        self.attack.act()
        raise TypeError("evil is not copied")

    __hash__ = object.__hash__
    __float__ = number
    __call__ = number  # as a hook, an observer, a callback
    __radd__ = __rmul__ = __rpow__ = __rtruediv__ = value


class Attack:
    """A pool of Values and a random choice of things to do with them."""

    def __init__(self, seed):
        self.random = Random(seed)
        self.pool = [Value(float(i)) for i in range(40)]
        self.inside = threading.local()

    def act(self):
        """Do one thing; what goes wrong is an exception, and that is right."""
        left = getattr(self.inside, "left", None)
        if left == 0:
            return
        self.inside.left = MOST_INSIDE if left is None else left - 1
        try:
            self.random.choice(ACTIONS)(self)
        except Exception:
            pass
        finally:
            if left is None:
                self.inside.left = None

    def any(self):
        """A Value of the pool."""
        return self.random.choice(self.pool)

    def operand(self):
        """A Value, a number, or what pretends to be one."""
        kinds = [self.any, self.any, self.any, self.random.random, lambda: 3]
        return self.random.choice([*kinds, lambda: 1 << 70, lambda: Evil(self)])()

    def operands(self):
        """Some operands, in what may be a sequence."""
        found = [self.operand() for _ in range(self.random.randrange(1, 40))]
        return self.random.choice([list, tuple, iter, lambda _: Evil(self)])(found)

    def keep(self, x):
        """Put a Value into the pool, and let go of another."""
        if isinstance(x, Value):
            self.pool[self.random.randrange(len(self.pool))] = x


def computes(attack):
    a, b = attack.operand(), attack.operand()
    choices = [
        lambda: a + b,
        lambda: a * b,
        lambda: a / b,
        lambda: a > b,
        lambda: attack.random.choice(UNARY)(a),
        lambda: attack.random.choice(BINARY)(a, b),
        lambda: attack.random.choice(MANY)(attack.operands()),
        lambda: autograd.dot(attack.operands(), attack.operands(), a),
        lambda: node(1.0, Text("evil", attack), attack.operands(), attack.operands()),
    ]
    attack.keep(attack.random.choice(choices)())


def begins(attack):
    kind = attack.random.choice([Value, Named, Slotted])
    made = kind(attack.operand(), Text("x", attack))
    if kind is Named:
        made.evil, made.other = Evil(attack), attack.any()
    attack.keep(made)


def assigns(attack):
    name = attack.random.choice(
        ["operands", "derivatives", "name", "operation", "data"]
    )
    found = attack.operands() if name[0] in "od" else Text("sum", attack)
    setattr(attack.any(), name, attack.operand() if name == "data" else found)


def asks(attack):
    x = attack.any()
    for name in ("operands", "derivatives", "name", "operation", "_hooks", "data"):
        repr(getattr(x, name))


def begins_again(attack):
    attack.any().__init__(attack.operand(), None)


def differentiates(attack):
    attack.any().backward(attack.operand())


def hooks(attack):
    hook = attack.any().register_hook(Evil(attack))
    if attack.random.random() < 0.5:
        hook.remove()


def flattens(attack):
    native.flatten(attack.any(), attack.any())
    numbers = array("d", range(len(attack.pool)))
    native.read_data(attack.pool, numbers)
    native.add_grads(attack.pool, numbers, 0.5)


def replays(attack):
    def some(kind, count):
        return array(kind, [attack.random.randrange(-1, 4) for _ in range(count)])

    slots, adjoints = array("d", [1.0] * 6), array("d", [1.0] * 6)
    starts = attack.random.choice([array("q", [0, 1, 3]), some("q", 3)])
    codes, active, reached = some("i", 2), bytearray(6), bytearray(b"\1" * 6)
    shared = memoryview(slots).cast("B").cast("q")
    operands = attack.random.choice([some("q", 4), array("q", [0, 1, 2]), shared])
    numbers = attack.random.choice([adjoints, slots])
    places = array("q", [0] * 4)
    pairs = attack.random.choice([some("q", 4), places])
    ends = array("q", [0, 1, 2, 3, 4])
    colours = attack.random.choice([some("q", 4), places, pairs])
    for replay in (
        lambda: native.replay(codes, starts, operands, slots, active),
        lambda: native.replay(codes, starts, operands, slots, active, numbers, reached),
        lambda: native.coloured(
            array("q", [0] * 4), bytes(1), bytes(4), ends, places, pairs, pairs, colours
        ),
    ):
        with suppress(ValueError):
            replay()


def copies(attack):
    x = attack.any()
    twin = attack.random.choice(
        [copy.deepcopy, lambda x: pickle.loads(pickle.dumps(x))]
    )
    attack.keep(twin(x))


def litters(attack):
    evil = Evil(attack)
    evil.me = evil, attack.any()
    weakref.finalize(attack.any(), evil)
    weakref.ref(attack.any(), evil)


def collects(attack):
    gc.collect(attack.random.randrange(3))


@contextmanager
def in_peace(context):
    """A context entered and left without the collector: Python 3.11 itself crashes when
    that runs while a context variable is set, and sets it again."""
    gc.disable()
    with context:
        gc.enable()
        yield
        gc.disable()
    gc.enable()


def observes(attack):
    with in_peace(autograd.no_grad()):
        attack.act()
    with in_peace(observing(lambda *_: attack.act())):
        attack.act()


ACTIONS = [computes] * 6 + [begins] * 2 + [assigns] * 2 + [asks] * 2
ACTIONS += [begins_again, differentiates, hooks, litters, collects, observes]
ACTIONS += [copies, flattens, replays] if engine == "native" else [copies]


@contextmanager
def signals(attack):
    """A handler that acts, called hundreds of times a second."""
    before = signal.signal(signal.SIGALRM, lambda *_: attack.act())
    signal.setitimer(signal.ITIMER_REAL, 0.002, 0.002)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def in_threads(attack, actions):
    """The same from four threads, which take turns as often as can be."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)

    def several():
        for _ in range(actions // 4):
            attack.act()

    threads = [threading.Thread(target=several) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    sys.setswitchinterval(before)


def in_a_fork(attack, actions):
    """The same in a copy of the process, which ends as a whole."""
    child = os.fork()
    if child == 0:
        for _ in range(actions):
            attack.act()
        os._exit(0)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert status == 0, f"the forked process ended with {status}"


def in_interpreters(seed, actions):
    """The same in interpreters of their own, one after the other."""
    names = "_interpreters", "_xxsubinterpreters"  # from Python 3.13 on, and before
    found = [name for name in names if importlib.util.find_spec(name)]
    if not found:
        return
    interpreters = importlib.import_module(found[0])
    run = getattr(interpreters, "exec", None) or interpreters.run_string
    code = f"import sys; sys.path[:] = {sys.path!r}\n"
    code += "from tests.tools.attack import Attack\n"
    for number in range(3):
        act = f"attack = Attack({seed + number})\nfor _ in range({actions}):\n"
        made = interpreters.create()
        failed = run(made, code + act + "    attack.act()")
        assert failed is None, failed
        interpreters.destroy(made)


def main(seed=0, actions=4000):
    """All of it; what does not crash ends with a word."""
    attack = Attack(seed)
    gc.freeze()  # what is there already is not what this is about
    gc.set_threshold(1, 10, 10)
    for _ in range(actions):
        attack.act()
    in_threads(attack, actions)
    if hasattr(signal, "setitimer"):
        with signals(attack):
            for _ in range(actions):
                attack.act()
    if hasattr(os, "fork"):
        in_a_fork(attack, actions // 4)
    gc.set_threshold(700, 10, 10)
    in_interpreters(seed, actions // 8)
    x = Value(3.0)
    (x * x).backward()
    assert x.grad == 6.0
    sys.left = attack, [Evil(attack) for _ in range(20)]  # the end finds it alive
    print("survived", flush=True)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
