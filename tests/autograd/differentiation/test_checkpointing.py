"""checkpoint: the same gradients, without the graph in between."""

import copy
import gc
import pickle
import tracemalloc

import pytest

from autograd import (
    Value,
    checkpoint,
    exp,
    grad,
    gradients,
    hessian,
    no_grad,
    sin,
    tanh,
    topological_order,
)
from autograd.support.twin import engine


def wave(x, y):
    for _ in range(5):
        x, y = sin(x * y) + y, tanh(x - y)
    return x * y


def test_gradients_have_the_same_bits():
    x, y = Value(0.3), Value(-0.7)
    wave(x, y).backward()
    u, v = Value(0.3), Value(-0.7)
    checkpoint(wave, u, v).backward()
    assert (u.grad, v.grad) == (x.grad, y.grad)


def test_the_function_is_called_again_in_each_backward_pass():
    calls = []

    def counted(x):
        calls.append(1)
        return exp(x)

    y = checkpoint(counted, Value(1.0))
    assert len(calls) == 1
    y.backward()
    assert len(calls) == 2


def test_inner_nodes_are_gone():
    x = Value(0.3)
    y = checkpoint(lambda x: wave(x, x), x)
    assert topological_order(y) == [x, y]


def test_weights_that_the_function_reaches_by_itself_get_gradients():
    w, x = Value(2.0), Value(3.0)
    checkpoint(lambda x: w * w * x, x).backward()
    assert (w.grad, x.grad) == (12.0, 4.0)


def test_structures_go_in_and_out():
    x = [Value(2.0), Value(5.0)]
    found = checkpoint(lambda x: {"sum": x[0] + x[1], "rest": (x[0] * x[1], 1.0)}, x)
    assert found["rest"][1] == 1.0
    (found["sum"] * 10 + found["rest"][0]).backward()
    assert [v.grad for v in x] == [15.0, 12.0]


def test_second_derivatives_go_through():
    def plain(x):
        return wave(x[0], x[1]) * x[0]

    def saved(x):
        return checkpoint(wave, x[0], x[1]) * x[0]

    for a, b in zip(hessian(plain)([0.3, -0.7]), hessian(saved)([0.3, -0.7])):
        assert a == pytest.approx(b, rel=1e-12)
    third = grad(grad(grad(lambda x: saved([x, x]))))(0.4)
    assert third == pytest.approx(
        grad(grad(grad(lambda x: plain([x, x]))))(0.4), rel=1e-11
    )


def test_inside_no_grad_nothing_is_recorded():
    with no_grad():
        y = checkpoint(exp, Value(1.0))
    assert y.operands == ()


def peak_of(run):
    gc.collect()
    tracemalloc.start()
    run()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


@pytest.mark.skipif(
    engine == "native",
    reason="tracemalloc does not see native nodes: set AUTOGRAD_ENGINE=python",
)
def test_memory_of_a_long_computation_falls():
    """32 parts of 300 nodes: one part at a time, one node for each of the others."""

    def part(x):
        for _ in range(150):
            x = tanh(x * 1.01)
        return x

    def run(through):
        def whole():
            x = y = Value(0.5)
            for _ in range(32):
                y = through(y)
            y.backward()
            assert x.has_grad

        return whole

    whole, saved = peak_of(run(part)), peak_of(run(lambda x: checkpoint(part, x)))
    assert saved < whole / 8


# What a function reaches by itself.


def test_an_inner_value_that_is_captured_is_differentiated_through():
    def squared(x):
        return checkpoint(lambda a: a * x, x)

    def cubed(w):
        z = w * w
        return checkpoint(lambda v: v * z * z, 3.0)

    assert grad(squared)(3.0) == 6.0
    assert grad(grad(squared))(3.0) == 2.0
    assert grad(grad(cubed))(2.0) == 144.0


def test_a_captured_value_and_what_it_was_made_of_count_once_each():
    w = Value(2.0)
    z = w * w
    y = checkpoint(lambda v: v * z * w, Value(3.0))
    assert gradients(y, z) == 6.0
    y.backward()
    assert w.grad == 36.0


def test_a_long_chain_of_captured_checkpoints():
    h, plain = x, y = Value(0.5), Value(0.5)
    for _ in range(3000):
        h, plain = checkpoint(lambda p=h: tanh(p) + 0.1), tanh(plain) + 0.1
    (h * 1e300).backward()
    (plain * 1e300).backward()
    assert x.grad == y.grad != 0


def test_a_recomputation_that_differs_is_refused():
    w, x = Value(2.0), Value(3.0)
    y = checkpoint(lambda v: v * w, x)
    w.data = 100.0
    with pytest.raises(ValueError, match=r"gave 6.0 at first, and 300.0 now"):
        y.backward()


def test_copies_are_refused_in_one_sentence():
    y = checkpoint(exp, Value(2.0))
    for copied in (copy.deepcopy, pickle.dumps):
        with pytest.raises(TypeError, match="copy first, then checkpoint"):
            copied(y)
