"""Graphs of a million nodes, deep and wide, under Python's usual recursion limit."""

import copy
import gc
import pickle
import sys
import time
import weakref

import pytest

import autograd
from autograd import Value, topological_order

DEEP = 1_000_000


@pytest.fixture(scope="module", autouse=True)
def collector_off():
    """Reference counts alone free these graphs; what other tests left is set aside."""
    gc.collect()
    gc.freeze()
    gc.disable()
    yield
    gc.enable()
    gc.unfreeze()


@pytest.fixture(scope="module")
def chain():
    """x, and a result a million nodes away: y = y * 1 + x, over and over."""
    assert sys.getrecursionlimit() <= 1000
    x = Value(1.0, name="x")
    y = x
    for _ in range(DEEP // 2):
        y = y * 1.0 + x
    return x, y


def test_a_deep_chain_is_sorted(chain):
    x, y = chain
    order = topological_order(y)
    assert len(order) == DEEP + 1
    assert order[0] is x
    assert order[-1] is y


def test_a_deep_chain_is_differentiated(chain):
    x, y = chain
    y.backward()
    assert (y.data, x.grad) == (DEEP / 2 + 1, DEEP / 2 + 1)


def test_a_deep_chain_is_deep_copied(chain):
    x, y = chain
    twin = copy.deepcopy(y)
    twin_x = twin.operands[1]
    before = x.grad
    twin_x.grad = 0
    twin.backward()
    assert twin_x is not x
    assert (twin.data, twin_x.grad, x.grad) == (y.data, DEEP / 2 + 1, before)


def test_a_deep_chain_is_pickled(chain):
    _, y = chain
    twin = pickle.loads(pickle.dumps(y))
    assert twin.data == y.data
    assert len(topological_order(twin)) == DEEP + 1


def test_a_deep_chain_is_freed_at_once_and_leaves_no_garbage():
    y = Value(1.0)
    for _ in range(DEEP // 2):
        y = -(y * 1.0)
    middle = weakref.ref(y.operands[0].operands[0])
    y.backward()
    del y
    assert middle() is None
    assert gc.collect() == 0


def test_garbage_of_the_shared_chain(chain):
    """After sorting, differentiating, copying and pickling there is none."""
    assert gc.collect() == 0


def test_an_interrupted_pass_over_a_deep_chain(chain):
    _, y = chain
    steps = y.backward_steps()
    for _ in range(10):
        step = next(steps)
    steps.close()
    assert step.adjoint == 1.0


def test_a_wide_sum():
    values = [Value(1.0) for _ in range(100_000)]
    autograd.sum(values).backward()
    autograd.logsumexp(values).backward()
    assert {x.grad for x in values} == {1.0 + 1 / 100_000}


def test_a_wide_dot_product_uses_one_value_everywhere():
    w = Value(2.0)
    autograd.dot([w] * 100_000, [w] * 100_000).backward()
    assert w.grad == 100_000 * 2 * 2.0


def test_shared_nodes_cost_their_number_and_not_their_paths():
    """Fibonacci's recursion: 300 nodes, some 10^62 paths."""
    began = time.process_time()
    x = Value(1.0)
    older, newer = x, x * 1.0
    below, paths = 1, 1
    for _ in range(300):
        older, newer = newer, older + newer
        below, paths = paths, below + paths
    newer.backward()
    twin = pickle.loads(pickle.dumps(copy.deepcopy(newer)))
    assert len(topological_order(newer)) == len(topological_order(twin)) == 302
    assert newer.data == pytest.approx(paths, rel=1e-13)
    assert x.grad == pytest.approx(paths, rel=1e-13)
    assert time.process_time() - began < 20


def test_a_stack_of_squares_doubles_exactly():
    """1,000 nodes each used twice: 2^1000 paths, all of them exact."""
    x = Value(1.0)
    y = x
    for _ in range(1000):
        y = y + y
    y.backward()
    assert x.grad == 2.0**1000
