"""Hooks, no_grad and detect_anomaly beside each transform, as beside ``backward``."""

import math

import pytest

from autograd import (
    AnomalyError,
    Value,
    backward_steps,
    break_on,
    checkpoint,
    debug,
    detect_anomaly,
    exp,
    grad,
    gradients,
    hessian,
    hvp,
    jacobian,
    jvp,
    log,
    no_grad,
    site_of,
    sparse_hessian,
    sqrt,
    tanh,
    value_and_grad,
    vjp,
)
from autograd.differentiation.derivatives import tangents
from autograd.support.observing import observing

# How each of them asks for the derivative of a function of one number.
REVERSE = {
    "backward": lambda f, x: by_backward(f, x),
    "backward_steps": lambda f, x: by_steps(f, x),
    "gradients": lambda f, x: gradients(f(v := Value(x)), v),
    "recorded gradients": lambda f, x: (
        gradients(f(v := Value(x)), v, create_graph=True).data
    ),
    "grad": lambda f, x: grad(f)(x),
    "value_and_grad": lambda f, x: value_and_grad(f)(x)[1],
    "jacobian": lambda f, x: jacobian(lambda x: [f(x[0])])([x])[0][0],
    "tall jacobian": lambda f, x: jacobian(lambda x: [f(x), 2 * x])(x)[0],
    "vjp": lambda f, x: vjp(f, x)[1](1.0)[0],
    "grad of a Value": lambda f, x: grad(f)(Value(x)).data,
    "checkpoint": lambda f, x: by_backward(lambda v: checkpoint(f, v), x),
    "checkpoint in grad": lambda f, x: grad(lambda v: checkpoint(f, v))(x),
    "checkpoint in checkpoint": lambda f, x: grad(
        lambda v: checkpoint(lambda u: checkpoint(f, u), v)
    )(x),
    "recorded checkpoint": lambda f, x: (
        gradients(checkpoint(f, v := Value(x)), v, create_graph=True).data
    ),
}
every_way = pytest.mark.parametrize("way", REVERSE.values(), ids=REVERSE)


def by_backward(f, x):
    x = Value(x)
    f(x).backward()
    return x.grad


def by_steps(f, x):
    x = Value(x)
    for _ in backward_steps(f(x)):
        pass
    return x.grad


def hooked(hook):
    """3 x^2 with a hook on x^2, whose adjoint is 3."""

    def f(x):
        y = x * x
        y.register_hook(hook)
        return y * 3

    return f


@every_way
def test_a_hook_takes_the_place_of_the_adjoint(way):
    assert way(hooked(lambda adjoint: 10 * adjoint), 2.0) == 120.0
    assert way(hooked(lambda adjoint: adjoint if adjoint < 1 else 1.0), 2.0) == 4.0
    assert way(hooked(lambda adjoint: None), 2.0) == 12.0


@every_way
def test_a_hook_sees_the_whole_adjoint_once(way):
    seen = []
    way(hooked(lambda adjoint: seen.append(float(f"{adjoint:.17g}"))), 2.0)
    assert seen == [3.0]


@every_way
def test_an_answer_that_is_no_number_is_refused(way):
    with pytest.raises(TypeError, match="hook: got str"):
        way(hooked(lambda adjoint: "10"), 2.0)


def test_a_hook_on_an_input_changes_what_is_given():
    x, unused = Value(3.0), []
    x.register_hook(lambda adjoint: 10 * adjoint)
    y = x * x
    y.register_hook(unused.append)
    assert gradients(y * y, [y, x]) == [18.0, 1080.0]
    assert unused == [18.0]
    assert x.grad == 0.0


def test_a_hook_where_nobody_asks_is_not_called():
    x, y, seen = Value(3.0), Value(5.0), []
    (aside := y * y).register_hook(seen.append)
    assert gradients(x * aside, x) == 25.0
    assert seen == []


def test_a_recorded_gradient_knows_what_its_hooks_did():
    f = hooked(lambda adjoint: adjoint * adjoint)
    # the hook sees 3 and makes 9 of it: 18 x
    assert grad(f)(2.0) == 36.0
    assert grad(grad(f))(2.0) == 18.0
    assert hessian(f)(2.0) == hvp(f)(2.0, 1.0) == 18.0
    outer = grad(lambda s: grad(lambda x: s * hooked(lambda a: 10 * a)(x))(2.0))
    assert outer(5.0) == 120.0
    assert grad(grad(lambda x: checkpoint(f, x)))(2.0) == 18.0


def test_a_hessian_that_hooks_have_made_asymmetric_is_so():
    def f(x):
        y = x[0] * 1.0
        y.register_hook(lambda adjoint: 10 * adjoint)
        return y * x[1] + x[2] * x[1]

    expected = [[0.0, 10.0, 0.0], [1.0, 0.0, 1.0], [0.0, 1.0, 0.0]]
    assert hessian(f)([2.0, 3.0, 5.0]) == expected
    found = {(i, j): e for i, row in enumerate(expected) for j, e in enumerate(row)}
    assert sparse_hessian(f)([2.0, 3.0, 5.0]) == {k: v for k, v in found.items() if v}


def test_forward_mode_says_that_it_calls_no_hooks():
    f = hooked(lambda adjoint: 10 * adjoint)
    for forward in (
        lambda f: jvp(f, (2.0,), (1.0,))[1],
        lambda f: jacobian(f, mode="forward")(2.0),
        lambda f: jvp(lambda x: checkpoint(f, x), (2.0,), (1.0,))[1],
    ):
        with pytest.warns(RuntimeWarning, match="forward mode has none: that on"):
            assert forward(f) == 12.0
        assert forward(lambda x: x * x * 3) == 12.0


def test_a_checkpoint_refuses_hooks_that_it_cannot_call_once():
    w = Value(3.0)

    def outside(x):
        w.register_hook(lambda adjoint: 2 * adjoint)
        return x * w

    def argument(x):
        x.register_hook(lambda adjoint: 2 * adjoint)
        return x * w

    def shared(x):
        y = x * w
        y.register_hook(lambda adjoint: 2 * adjoint)
        return y, y * y

    for function, words in [
        (outside, "a hook on Value.3.0"),
        (argument, "a hook on Value.2.0"),
        (shared, "what several of its results depend on"),
    ]:
        with pytest.raises(ValueError, match=words):
            checkpoint(function, Value(2.0))

    def apart(x):
        y = x * w
        y.register_hook(lambda adjoint: 2 * adjoint)
        return y, x * x

    x = Value(2.0)
    first, second = checkpoint(apart, x)
    (first + second).backward()
    assert x.grad == 2 * 3.0 + 4.0


def test_hooks_registered_outside_of_a_checkpoint_are_called_once():
    x, w, seen = Value(2.0), Value(3.0), []
    for v in (x, w):
        v.register_hook(seen.append)
    checkpoint(lambda x: x * w * w, x).backward()
    assert sorted(seen) == [9.0, 12.0]


# no_grad


@pytest.mark.parametrize(
    "slope",
    [
        lambda f, x: grad(f)(x),
        lambda f, x: value_and_grad(f)(x)[1],
        lambda f, x: value_and_grad(f)(x)[0] * 1.5,
        lambda f, x: jacobian(lambda x: [f(x[0])])([x])[0][0],
        lambda f, x: jvp(f, (x,), (1.0,))[1],
        lambda f, x: jvp(f, (2.0,), (x,))[1] / 4 * 2,
        lambda f, x: vjp(f, x)[1](1.0)[0],
        lambda f, x: vjp(f, 2.0)[1](x)[0] / 4 * 2,
        lambda f, x: hvp(f)(x, 1.0),
        lambda f, x: hessian(f)(x),
    ],
)
def test_what_a_transform_gives_inside_no_grad_is_a_number_to_those_around(slope):
    def with_constant(x):
        with no_grad():
            s = slope(lambda y: y * y * 2, x)
        assert s.operands == ()
        return s * x

    expected = slope(lambda y: y * y * 2, Value(2.0)).data
    assert grad(with_constant)(2.0) == expected
    x = Value(2.0)
    with_constant(x).backward()
    assert x.grad == expected


def test_transforms_inside_no_grad_nest_as_ever():
    with no_grad():
        assert grad(grad(lambda x: x**3))(2.0) == 12.0
        assert hessian(lambda x: x**3)(Value(2.0)).data == 12.0
        value, pull_back = vjp(lambda x: x * x, 3.0)
    assert (value, pull_back(1.0)) == (9.0, (6.0,))


def test_no_grad_inside_of_what_is_differentiated_cuts():
    def f(x):
        with no_grad():
            constant = x * x
        return constant * x

    for way in REVERSE.values():
        assert way(f, 2.0) == 4.0
    assert jvp(f, (2.0,), (1.0,)) == (8.0, 4.0)
    assert hessian(f)(2.0) == 0.0


def test_products_with_a_vector_of_Values_know_it():
    v = Value(2.0)
    product = hvp(lambda x: x**3)(5.0, v)
    assert gradients(product, v) == 30.0


# detect_anomaly and others who watch


WAYS = REVERSE | {
    "jvp": lambda f, x: jvp(f, (x,), (1.0,))[1],
    "forward jacobian": lambda f, x: jacobian(f, mode="forward")(x),
    "hessian": lambda f, x: hessian(f)(x),
    "sparse_hessian": lambda f, x: sparse_hessian(f)(x),
    "hvp": lambda f, x: hvp(f)(x, 1.0),
    "grad of grad": lambda f, x: grad(grad(f))(x),
    "jvp through checkpoint": lambda f, x: jvp(
        lambda v: checkpoint(f, v), (x,), (1.0,)
    ),
}


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
@pytest.mark.parametrize(
    ("f", "x"),
    [
        (lambda x: sqrt(x) * x, 0.0),  # the derivative of sqrt is inf, times 0 is nan
        (lambda x: sqrt(x), 0.0),
        (lambda x: log(x * x + 1) * math.inf, 1.0),
        (lambda x: (x * 1e-200) * 1e200 * (x * 1e200) * 1e-200, 1e120),
    ],
)
def test_an_anomaly_is_found(way, f, x):
    with pytest.raises(AnomalyError), detect_anomaly():
        way(f, x)


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_what_is_finite_passes_to_the_same_bits(way):
    def f(x):
        return tanh(exp(x) * x) + 1 / x

    with detect_anomaly(), debug():
        found = way(f, 0.3)
    assert found == way(f, 0.3)


def test_what_is_not_asked_for_is_no_anomaly():
    x, b = Value(-2.0), Value(2.0)
    y = x**b  # by b its derivative is nan
    with detect_anomaly():
        assert gradients(y, x) == -4.0
    with pytest.raises(AnomalyError), detect_anomaly():
        gradients(y, [x, b])


def test_an_anomaly_of_a_pass_says_where_its_Value_was_made():
    def f(x):
        y = sqrt(x)
        return y * 3

    x = Value(0.0, "x")
    with debug():
        y = f(x)
    for derived, words in [
        (lambda: gradients(y, x), "the adjoint 3.0 times inf is inf"),
        (lambda: tangents({x: 1.0}, [y], False), "its part of the tangent is inf"),
    ]:
        with pytest.raises(AnomalyError) as caught, detect_anomaly():
            derived()
        message = str(caught.value)
        assert f"derivative of y (0.0) by x (0.0) is inf: {words}" in message
        assert caught.value.site.expression == "sqrt(x)"


def test_a_tangent_that_overflows_only_in_the_sum_is_found():
    words = "the tangent of add is inf"
    with pytest.raises(AnomalyError, match=words), detect_anomaly():
        jvp(lambda x: x * 1e308 + x * 1e308, (0.1,), (1.0,))


def test_steps_are_told_of_and_stopped_at_in_a_transform(monkeypatch):
    stops = []
    monkeypatch.setattr("sys.breakpointhook", lambda: stops.append(1))
    with break_on("tanh"):
        assert grad(tanh)(0.0) == 1.0
    assert stops == [1]

    def steps(way):
        told = []
        with observing(lambda event, *rest: told.append((event, rest))):
            way()
        return [(x[0].operation, x[2].adjoint) for e, x in told if e == "step"]

    assert steps(lambda: grad(lambda x: 3 * x * 2)(5.0)) == [
        ("mul", 1.0),
        ("mul", 2.0),
        (None, 6.0),
    ]


def test_Values_of_a_transform_have_sites():
    kept = []
    with debug():
        grad(lambda x: kept.append(y := x * x) or y)(2.0)
    assert "x * x" in site_of(kept[0]).expression
