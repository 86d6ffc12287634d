"""A program of a user who has types checked: ``mypy --strict`` finds nothing in it."""

from collections.abc import Callable
from typing import Any, assert_type

import autograd
from autograd import (
    Value,
    check_gradients,
    checkpoint,
    compile,
    dot,
    draw,
    exp,
    grad,
    gradients,
    no_grad,
    record,
    softmax,
    stop_gradient,
    sum,
    tanh,
    topological_order,
    value_and_grad,
    vjp,
    where,
)
from nn import MLP, SGD, Layer, fit, squared_error

x, w = Value(0.5, name="x"), Value(-2)
numbers: list[Value | float] = [x, 1.0]

# arithmetic
assert_type(x * w, Value)
assert_type(2 * x - w / 3, Value)
assert_type(2.0**x, Value)
assert_type(-(abs(x) ** 2), Value)
assert_type(x.leaky_relu(slope=0.1), Value)
assert_type(x.sigmoid(), Value)
assert_type(x > w, bool)
assert_type(x.data, float)

# functions
assert_type(tanh(x), Value)
assert_type(tanh(0.5), float)
assert_type(exp(1), float)
assert_type(autograd.elu(x, alpha=0.5), Value)
assert_type(autograd.elu(0.5, x), Value)
assert_type(autograd.elu(0.5), float)
assert_type(where(x > 0, x, 0.0), Value)
assert_type(where(True, 1, 0.0), float)
assert_type(sum([x, w]), Value)
assert_type(sum(x * k for k in range(3)), Value)
assert_type(sum([1, 2.5]), float)
assert_type(autograd.max(x, w, 1.0), Value)
assert_type(autograd.max(numbers), Value)
assert_type(softmax([x, w]), list[Value])
assert_type(softmax(1.0, 2.0), list[float])
assert_type(dot([x, w], [1, 2.0], bias=w), Value)
assert_type(dot([1.0, 2.0], [x, w]), Value)
assert_type(dot([1.0], [2.0]), float)


# functions of functions
@compile
def loss(a: float, target: float = 1.0) -> Value:
    return squared(tanh(w * a) - target)


@compile(limit=8)
def limited(a: float) -> Value:
    return w * a


@no_grad()
def number(a: float) -> float:
    return (w * a).data


def squared(a: Value) -> Value:
    return a * a


def forgotten(a: Value) -> Value:
    return checkpoint(squared, stop_gradient(a))


def applied(function: Callable[[float], Value]) -> Value:
    return function(0.5)


assert_type(loss(0.5, target=0.0), Value)
assert_type(loss.recordings, int)
assert_type(applied(limited), Value)
assert_type(number(0.5), float)
slope = grad(limited)
assert_type(slope(0.5), Any)
assert_type(value_and_grad(limited)(0.5), tuple[Any, Any])
result, pull_back = vjp(limited, 0.5)
pull_back(1.0)
check_gradients(squared, 2.0)
assert_type(forgotten(x), Value)

# graphs
error = tanh(w * x)
error.backward()
for step in error.backward_steps():
    assert_type(step.adjoint, Any)
    str(step.contributions[0].amount if step.contributions else step.node)
gradients(error, [x])
topological_order(error, leaves=[x])
record(error, [x])
assert_type(draw(error, {"w": w}).dot, str)

# networks
model = MLP(2, [2, 1], seed=0)
assert_type(model.parameters(), list[Value])
assert_type(Layer(2, 1).outputs([0.5, x]), list[Value])
squared_error(model([0.0, 1.0]), 1.0).backward()
optimizer = SGD(model.parameters(), rate=0.1)
history = fit(model, [([0, 1], 1)], optimizer=optimizer, sweeps=2)
assert_type(history.sweeps, int)
