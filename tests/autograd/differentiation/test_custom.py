"""Operations of a user's own, stopped gradients."""

import math

import pytest

from autograd import (
    Value,
    backward_steps,
    check_operation,
    grad,
    operation,
    stop_gradient,
    tanh,
)
from autograd.operations import OPERATIONS


def test_an_operation_written_as_text_differentiates_to_third_order():
    cube = operation("cube", "a * a * a", ["3 * a * a"], label="³")
    assert cube(2.0) == 8.0
    assert [f(2.0) for f in (grad(cube), grad(grad(cube)))] == [12.0, 12.0]
    assert grad(grad(grad(cube)))(2.0) == 6.0
    assert check_operation("cube") < 1e-9


def test_an_operation_written_as_functions():
    arctangent = operation(
        "arctangent", math.atan, [lambda a, out: 1 / (1 + a * a)], domain=(-5, 5)
    )
    x = Value(0.5)
    arctangent(2 * x).backward()
    assert x.grad == 1.0
    assert grad(grad(arctangent))(0.5) == pytest.approx(-1 / 1.25**2, rel=1e-15)
    assert check_operation("arctangent") < 1e-6


def test_it_steps_and_draws_like_a_built_in():
    from autograd import draw

    cube = operation("cube", "a * a * a", ["3 * a * a"], label="cubed")
    x = Value(2.0, name="x")
    assert (
        str(next(backward_steps(cube(x))))
        == "cube: adjoint 1.0; to x 1.0 × 12.0 = 12.0"
    )
    assert "cubed" in draw(cube(x)).dot


def test_two_operands_and_a_default():
    power = operation(
        "scaled", "a * b", ["b", "a"], defaults=(10.0,), domain=(0.5, 2.0)
    )
    assert power(3.0) == 30.0
    assert power(3.0, 2.0) == 6.0
    assert grad(power, argnums=(0, 1))(3.0, 2.0) == (2.0, 3.0)
    with pytest.raises(TypeError, match="got 3 operands, needs 1 to 2"):
        power(1.0, 2.0, 3.0)


def test_a_text_meets_the_edges_as_the_table_does():
    softsign = operation("inverse", "1 / a", ["-out * out"])
    assert softsign(0.0) == math.inf
    x = Value(0.0)
    softsign(x).backward()
    assert x.grad == -math.inf


def test_defining_a_name_again_replaces_it():
    operation("again", "a", ["1.0"])
    assert operation("again", "2 * a", ["2.0"])(3.0) == 6.0
    assert OPERATIONS["again"].value == "2 * a"


@pytest.mark.parametrize(
    ("arguments", "error", "words"),
    [
        (("tanh", "a", ["1.0"]), ValueError, "'tanh' is in the table"),
        (("not a name", "a", ["1.0"]), ValueError, "needs an identifier"),
        (("wrong", "a **2", ["1.0"]), ValueError, r"uses \*\*"),
        (("wrong", "a +", ["1.0"]), ValueError, "is no expression"),
        (("wrong", "a", ["quux(a)"]), ValueError, "uses 'quux'"),
        (("wrong", "a + b", ["1.0"]), ValueError, "uses 'b'"),
        (("wrong", 3.0, ["1.0"]), TypeError, "got float"),
    ],
)
def test_bad_definitions_are_refused_and_leave_nothing(arguments, error, words):
    before = dict(OPERATIONS)
    with pytest.raises(error, match=words):
        operation(*arguments)
    assert before == OPERATIONS


def test_stop_gradient_of_values_numbers_and_structures():
    x = Value(3.0)
    (x * stop_gradient(x)).backward()
    assert x.grad == 3.0
    assert stop_gradient(2.0) == 2.0
    kept = stop_gradient({"a": [tanh(x), 1.0]})
    assert kept["a"][0].operands == ()


def test_a_hook_replaces_an_adjoint_until_it_is_removed():
    x = Value(3.0)
    y = x * x
    seen = []
    watch = y.register_hook(seen.append)
    clip = y.register_hook(lambda adjoint: min(adjoint, 0.5))
    (4 * y).backward()
    assert (seen, y.grad, x.grad) == ([4.0], 0.5, 3.0)
    clip.remove()
    watch.remove()
    watch.remove()
    x.grad = 0
    (4 * y).backward()
    assert (seen, x.grad) == ([4.0], 24.0)


def test_a_hook_on_a_leaf_sees_each_pass_by_itself():
    x = Value(3.0)
    seen = []
    x.register_hook(seen.append)
    y = x * x
    y.backward()
    y.backward()
    assert (seen, x.grad) == ([6.0, 6.0], 12.0)
