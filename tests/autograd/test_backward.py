"""The order of the nodes, the steps of the backward pass and where gradients add up."""

import gc
import math
import weakref

import pytest

from autograd import Contribution, Step, Value, backward_steps, topological_order
from autograd.backward import backward, hooked


def test_a_second_pass_doubles_the_leaves_and_not_the_inner_nodes():
    x = Value(3.0)
    y = x * x
    z = y + y
    z.backward()
    assert (x.grad, y.grad, z.grad) == (12.0, 2.0, 1.0)
    z.backward()
    assert (x.grad, y.grad, z.grad) == (24.0, 2.0, 1.0)


def test_two_results_that_share_a_node_give_the_sum():
    x = Value(2.0)
    shared = x * x
    first, second = 3 * shared, 5 * shared
    first.backward()
    assert shared.grad == 3.0
    second.backward()
    assert shared.grad == 5.0
    assert x.grad == (3.0 + 5.0) * 4.0


def test_passes_from_inside_the_graph_stay_apart():
    x = Value(2.0)
    y = x * 3
    z = y * y
    y.backward()
    assert (x.grad, y.grad, z.has_grad) == (3.0, 1.0, False)
    z.backward()
    assert (x.grad, y.grad) == (3.0 + 36.0, 12.0)


def test_zeroing_the_leaves_starts_anew():
    x = Value(3.0)
    y = x * x
    y.backward()
    x.grad = 0
    y.backward()
    assert x.grad == 6.0


def test_a_leaf_is_its_own_derivative():
    x = Value(3.0)
    x.backward()
    x.backward()
    assert x.grad == 2.0


def test_a_constant_gets_no_node_and_an_unused_value_no_gradient():
    x, unused = Value(3.0), Value(4.0)
    y = x * 2 + 1
    y.backward()
    assert len(topological_order(y)) == 3
    assert (unused.grad, unused.has_grad) == (0.0, False)


def test_the_seed_scales_every_gradient():
    x = Value(3.0)
    y = x * x
    y.backward(seed=0.5)
    assert (y.grad, x.grad) == (0.5, 3.0)
    backward(y, 2)
    assert x.grad == 3.0 + 12.0


@pytest.mark.parametrize("seed", ["2", None, [1.0], 1j, Value(1.0)], ids=repr)
def test_a_seed_that_is_no_number_is_refused(seed):
    x = Value(3.0)
    with pytest.raises(TypeError):
        (x * x).backward(seed)
    assert not x.has_grad


def test_the_order_has_operands_first_each_once_in_their_order():
    a, b, c = Value(1.0), Value(2.0), Value(3.0)
    left, right = a * b, b * c
    result = left + right
    assert list(map(id, topological_order(result))) == list(
        map(id, [a, b, left, c, right, result])
    )


def test_the_order_of_several_results_has_every_node_once():
    x = Value(2.0)
    y = x * x
    z = y + 1
    assert list(map(id, topological_order(y, z))) == list(map(id, [x, y, z]))
    assert list(map(id, topological_order(z, y))) == list(map(id, [x, y, z]))


def test_the_order_does_not_mistake_equal_numbers_for_one_node():
    x, y = Value(2.0), Value(2.0)
    assert len(topological_order(x * y)) == 3


@pytest.mark.parametrize("kind", [tuple, list, set, iter])
def test_the_order_stops_at_leaves_and_at_no_equal_number(kind):
    x = Value(1.0)
    leaf, equal = x * 1.0, x * 1.0
    found = topological_order(z := leaf + equal, leaves=kind([leaf]))
    assert list(map(id, found)) == list(map(id, (leaf, x, equal, z)))


@pytest.mark.parametrize("leaves", [None, 0, [3.0], (3.0,)])
def test_leaves_that_are_no_values_are_refused(leaves):
    with pytest.raises(TypeError, match=r"topological_order: leaves: got .*Values"):
        topological_order(Value(1.0), leaves=leaves)


def test_steps_of_what_is_no_value_are_refused_by_their_own_name():
    with pytest.raises(TypeError, match=r"backward_steps: got 3\.0"):
        next(backward_steps(3.0))


def test_steps_come_in_reverse_order_with_complete_adjoints():
    x, y = Value(2.0, name="x"), Value(5.0, name="y")
    product = x * y
    result = product + x
    steps = list(result.backward_steps())
    assert [id(step.node) for step in steps] == list(
        map(id, reversed(topological_order(result)))
    )
    assert [step.adjoint for step in steps] == [1.0, 1.0, 2.0, 6.0]
    assert all(isinstance(step, Step) for step in steps)


def test_a_step_names_its_contributions_in_the_order_of_the_operands():
    x, y = Value(2.0), Value(5.0)
    step = next(backward_steps(x * y))
    first, second = step.contributions
    assert isinstance(first, Contribution)
    assert first.operand is x
    assert (first.derivative, first.amount) == (5.0, 5.0)
    assert second.operand is y
    assert (second.derivative, second.amount) == (2.0, 2.0)


def test_a_node_with_hooks_is_known_as_long_as_it_lives():
    x, others = Value(3.0), set(hooked)
    x.register_hook(lambda adjoint: None)
    assert set(hooked) - others == {x}
    del x
    gc.collect()
    assert set(hooked) == others


def test_a_hook_is_a_function():
    x = Value(3.0)
    with pytest.raises(TypeError, match="register_hook: got float, needs a function"):
        x.register_hook(10.0)
    assert x not in hooked


def test_an_operand_used_twice_has_two_contributions():
    x = Value(3.0)
    step = next(backward_steps(x * x))
    assert [(c.operand is x, c.amount) for c in step.contributions] == [(True, 3.0)] * 2


def test_contributions_skip_plain_numbers():
    x = Value(3.0)
    step = next(backward_steps(2 / x))
    assert [c.operand is x for c in step.contributions] == [True]
    assert step.contributions[0].derivative == pytest.approx(-2 / 9)


def test_contributions_to_a_node_add_up_to_its_adjoint():
    x = Value(0.7)
    y = x.tanh()
    result = y * y + 3 * y + x
    sums = {id(result): 1.0}
    for step in result.backward_steps():
        assert sums[id(step.node)] == step.adjoint
        for contribution in step.contributions:
            before = sums.get(id(contribution.operand), 0.0)
            sums[id(contribution.operand)] = before + contribution.amount


def test_a_step_reads_as_the_chain_rule():
    x = Value(3.0, name="x")
    first, second = (x * 2).backward_steps()
    assert str(first) == "mul: adjoint 1.0; to x 1.0 × 2.0 = 2.0"
    assert str(second) == "x: adjoint 2.0"
    assert str(next(Value(7.0).backward_steps())) == "7.0: adjoint 1.0"


def test_draining_the_steps_is_the_backward_pass():
    def gradients(run):
        x, y = Value(0.3), Value(-1.7)
        result = (x * y).tanh() * x + y**3 / x
        run(result)
        return x.grad, y.grad

    assert gradients(Value.backward) == gradients(lambda z: list(z.backward_steps()))


def test_nothing_happens_before_the_first_step_is_asked_for():
    x = Value(3.0)
    y = x * x
    steps = y.backward_steps()
    assert not y.has_grad
    next(steps)
    assert y.grad == 1.0
    assert not x.has_grad


def test_an_interrupted_pass_leaves_what_it_reached_and_nothing_else():
    x = Value(3.0)
    y = x * x
    z = y * 2
    steps = z.backward_steps()
    next(steps)
    next(steps)
    steps.close()
    assert (z.grad, y.grad, x.has_grad) == (1.0, 2.0, False)
    z.backward()
    assert (z.grad, y.grad, x.grad) == (1.0, 2.0, 12.0)


def test_two_interleaved_passes_do_not_mix():
    x = Value(3.0)
    y, z = x * x, x * 5
    for _ in zip(y.backward_steps(), z.backward_steps()):
        pass
    assert x.grad == 6.0 + 5.0


def test_a_zero_derivative_times_an_infinite_adjoint_is_nan_as_in_ieee():
    x = Value(0.0)
    (x.square()).sqrt().backward()
    assert math.isnan(x.grad)


def test_data_changed_after_the_fact_does_not_change_the_gradient():
    x, y = Value(3.0), Value(4.0)
    z = x * y
    x.data, y.data = 100.0, 200.0
    z.backward()
    assert (z.data, x.grad, y.grad) == (12.0, 4.0, 3.0)


def test_hooks_are_called_in_order_and_replace_the_adjoint():
    x = Value(3.0)
    y = x * 2
    seen = []
    y.register_hook(seen.append)
    y.register_hook(lambda adjoint: adjoint * 10)
    y.register_hook(seen.append)
    y.backward()
    assert seen == [1.0, 10.0]
    assert (y.grad, x.grad) == (10.0, 20.0)


def test_a_removed_hook_is_silent_and_may_be_removed_twice():
    x = Value(3.0)
    hook = x.register_hook(lambda adjoint: 0.0)
    hook.remove()
    hook.remove()
    (x * 2).backward()
    assert x.grad == 2.0


def test_a_hook_may_remove_itself():
    x = Value(3.0)
    calls = []

    def once(adjoint):
        calls.append(adjoint)
        hook.remove()

    hook = x.register_hook(once)
    y = x * 2
    y.backward()
    y.backward()
    assert (calls, x.grad) == ([2.0], 4.0)


def test_a_hook_that_fails_stops_the_pass_with_its_own_error():
    x = Value(3.0)
    y = x * 2
    y.register_hook(lambda adjoint: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        y.backward()
    assert not x.has_grad


def test_hooks_do_not_keep_a_graph_alive():
    x = Value(3.0)
    y = x * 2
    y.register_hook(lambda adjoint: None)
    gone = weakref.ref(y)
    del y
    assert gone() is None
