"""Losses, against their definitions in 50 digits and against numbers by hand."""

import math
from fractions import Fraction

import mpmath
import numpy
import pytest
from hypothesis import given, settings, strategies as st

from autograd import Value, compile, grad, topological_order
from nn import (
    binary_cross_entropy,
    cross_entropy,
    hinge,
    mean_squared_error,
    squared_error,
)

Y, D = [0.75, -1.5, 2.25], [1, 0.5, -0.25]
LOGITS = [0.5, -2.0, 3.25]
finite = st.floats(-50, 50)


def gradients(loss, outputs, targets):
    """E and its derivatives by the outputs."""
    values = [Value(y) for y in outputs]
    error = loss(values, targets)
    error.backward()
    return error.data, [v.grad for v in values]


def precisely(definition, outputs):
    """E and its derivatives by a definition in mpmath, with 50 digits."""
    with mpmath.workdps(50):
        points = [mpmath.mpf(y) for y in outputs]

        def slope(i):
            def along(x):
                return definition([*points[:i], x, *points[i + 1 :]])

            return float(mpmath.diff(along, points[i]))

        error = float(definition(points))
        return error, [slope(i) for i in range(len(points))]


def test_squared_error_is_half_the_sum_exactly():
    y, d = [*map(Fraction, Y)], [*map(Fraction, D)]
    error, slopes = gradients(squared_error, Y, D)
    assert error == sum((a - b) ** 2 for a, b in zip(y, d)) / 2
    assert slopes == [a - b for a, b in zip(y, d)]  # eq. 4


def test_mean_squared_error():
    y, d = [*map(Fraction, Y)], [*map(Fraction, D)]
    error, slopes = gradients(mean_squared_error, Y, D)
    assert error == pytest.approx(float(sum((a - b) ** 2 for a, b in zip(y, d)) / 3))
    assert slopes == pytest.approx([float(2 * (a - b) / 3) for a, b in zip(y, d)])


@pytest.mark.parametrize("targets", [[0, 1, 1], [0.25, 0.5, 1.0], [True, False, 0]])
def test_binary_cross_entropy(targets):
    def definition(logits):
        ys = [1 / (1 + mpmath.exp(-x)) for x in logits]
        terms = (
            d * mpmath.log(y) + (1 - d) * mpmath.log(1 - y) for d, y in zip(d_, ys)
        )
        return -sum(terms)

    d_ = [*map(float, targets)]
    error, slopes = gradients(binary_cross_entropy, LOGITS, targets)
    expected, expected_slopes = precisely(definition, LOGITS)
    assert error == pytest.approx(expected, rel=1e-14)
    assert slopes == pytest.approx(expected_slopes, rel=1e-13)


@pytest.mark.parametrize("target", [0.0, 0.25, 0.5, 0.75, 1.0])
@pytest.mark.parametrize("logit", [2.0, -3.0, 0.0, 1e-20, 1000.0])
def test_binary_cross_entropy_by_a_target_is_less_the_logit(logit, target):
    d = Value(target)
    binary_cross_entropy(logit, d).backward()
    assert d.grad == grad(binary_cross_entropy, 1)(logit, target) == -logit
    assert compile(grad(binary_cross_entropy, 1))(logit, target) == -logit


@pytest.mark.parametrize("target", [[0.0, 0.0, 1.0], [0.25, 0.75, 0.0]])
def test_cross_entropy_by_a_target_is_less_the_logarithm(target):
    values = list(map(Value, target))
    error = cross_entropy(LOGITS, values)
    error.backward()
    total = mpmath.log(mpmath.fsum(map(mpmath.exp, LOGITS)))
    for d, x in zip(values, LOGITS):
        assert d.grad == pytest.approx(float(total - x), rel=1e-14)
    assert error.data == pytest.approx(cross_entropy(LOGITS, target), rel=1e-14)
    infinite = [0.5, 2.0, -math.inf]
    assert math.isfinite(cross_entropy(infinite, [Value(0.5), 0.5, Value(0.0)]).data)


def test_binary_cross_entropy_far_out():
    """The logistic of 1000 is 1, and log(1 - 1) would be the end."""
    error, [slope] = gradients(binary_cross_entropy, [1000.0], [0])
    assert (error, slope) == (1000.0, 1.0)
    error, [slope] = gradients(binary_cross_entropy, [40.0], [1])
    assert [error, -slope] == pytest.approx([4.248354255291589e-18] * 2, rel=1e-12)


@pytest.mark.parametrize("target", [0, 1, 2])
def test_cross_entropy_of_a_class(target):
    def definition(logits):
        return mpmath.log(sum(map(mpmath.exp, logits))) - logits[target]

    error, slopes = gradients(cross_entropy, LOGITS, target)
    expected, expected_slopes = precisely(definition, LOGITS)
    assert error == pytest.approx(expected, rel=1e-13)
    assert slopes == pytest.approx(expected_slopes, rel=1e-12)


def test_cross_entropy_of_probabilities():
    shares = [0.25, 0.0, 0.75]

    def definition(logits):
        whole = mpmath.log(sum(map(mpmath.exp, logits)))
        return sum(d * (whole - x) for d, x in zip(shares, logits))

    error, slopes = gradients(cross_entropy, LOGITS, shares)
    expected, expected_slopes = precisely(definition, LOGITS)
    assert error == pytest.approx(expected, rel=1e-13)
    assert slopes == pytest.approx(expected_slopes, rel=1e-12)


def test_cross_entropy_far_out():
    assert gradients(cross_entropy, [0.0, 1000.0], 0) == (1000.0, [-1.0, 1.0])
    assert gradients(cross_entropy, [-1000.0, -1000.0], 1)[1] == [0.5, -0.5]
    error, slopes = gradients(cross_entropy, [0.0, 0.0, float("-inf")], [0.5, 0.5, 0.0])
    assert error == pytest.approx(0.6931471805599453)
    assert slopes == [0.0, 0.0, 0.0]


def test_cross_entropy_of_a_class_is_that_of_its_certainty():
    error, slopes = gradients(cross_entropy, LOGITS, numpy.int64(1))
    E_sure, slopes_sure = gradients(cross_entropy, LOGITS, [0, 1, 0])
    assert E_sure == pytest.approx(error)
    assert slopes_sure == pytest.approx(slopes)


def test_hinge_is_the_margin_that_is_missing():
    error, slopes = gradients(hinge, [0.25, -3.0, 0.5, 2.0], [1, -1, -1, -1])
    assert error == 0.75 + 0 + 1.5 + 3
    assert slopes == [-1.0, 0.0, 1.0, 1.0]


@settings(deadline=None, derandomize=True, database=None)
@given(st.lists(st.tuples(finite, st.sampled_from([0, 1])), min_size=1, max_size=5))
def test_entropies_are_never_negative_and_agree(pairs):
    logits, targets = zip(*pairs)
    assert binary_cross_entropy(logits, targets) >= 0
    error = cross_entropy([0.0, logits[0]], targets[0])
    assert error >= 0
    single = binary_cross_entropy(logits[0], targets[0])
    assert error == pytest.approx(single, rel=1e-9, abs=1e-13)


LOSSES = [squared_error, mean_squared_error, binary_cross_entropy, hinge]


@pytest.mark.parametrize("loss", LOSSES)
def test_one_number_is_a_list_of_one(loss):
    assert loss(Value(0.25), 1).data == loss([Value(0.25)], [1]).data
    assert loss(0.25, 1) == loss((0.25,), numpy.array([1.0]))
    assert isinstance(loss(0.25, 1), float)


@pytest.mark.parametrize("loss", [*LOSSES, cross_entropy])
@pytest.mark.parametrize(
    ("outputs", "targets"), [([0.5, 0.25], [1.0]), ([0.5], [0, 1]), ([], [])]
)
def test_lengths_that_differ(loss, outputs, targets):
    message = f"{loss.__name__}: got {len(outputs)} outputs and {len(targets)} targets"
    with pytest.raises(ValueError, match=message):
        loss(outputs, targets)


@pytest.mark.parametrize("loss", LOSSES)
def test_a_list_against_one_number(loss):
    with pytest.raises(ValueError, match="got 2 outputs and 1 targets"):
        loss([0.5, 0.25], 1)


@pytest.mark.parametrize("target", [-1, 1.5, float("nan")])
def test_binary_targets_out_of_range(target):
    with pytest.raises(ValueError, match=f"the target {target:.1f}, needs 0 to 1"):
        binary_cross_entropy([0.5], [target])


@pytest.mark.parametrize("target", [0, 2, 0.5])
def test_hinge_targets_out_of_range(target):
    with pytest.raises(
        ValueError, match=f"hinge: got the target {float(target)}, needs 1 or"
    ):
        hinge([0.5], [target])


@pytest.mark.parametrize("target", [-1, 3])
def test_classes_out_of_range(target):
    with pytest.raises(ValueError, match=f"the class {target}, needs 0 to 2 for 3 log"):
        cross_entropy(LOGITS, target)


@pytest.mark.parametrize("target", [1.0, True, None, Value(1.0)])
def test_a_class_is_an_int(target):
    with pytest.raises(TypeError, match="needs the index of a class"):
        cross_entropy(LOGITS, target)


@pytest.mark.parametrize("shares", [[0, 0, 0], [1, 1, -1], [0.5, 0.5, 0.5]])
def test_probabilities_sum_to_one(shares):
    with pytest.raises(ValueError, match="not negative and sum to 1"):
        cross_entropy(LOGITS, shares)


@pytest.mark.parametrize(
    ("loss", "targets", "nodes"),
    [
        (squared_error, [0, 1], 4),
        (mean_squared_error, [0, 1], 4),
        (binary_cross_entropy, [0, 1], 4),
        (cross_entropy, 1, 2),
    ],
)
def test_losses_are_few_nodes(loss, targets, nodes):
    graph = topological_order(loss([Value(0.5), Value(0.25)], targets))
    assert len(graph) - 2 == nodes
