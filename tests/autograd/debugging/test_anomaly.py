"""The first number that is not finite."""

import math

import pytest

from autograd import AnomalyError, Value, debug, detect_anomaly, exp, log, sqrt, tanh
from tests.autograd.debugging.test_sites import here


def test_the_first_nan_is_named_with_operation_operands_and_line():
    def made_of(x):
        h = x * 2
        return sqrt(h) + 1

    line = here() - 2
    with pytest.raises(AnomalyError) as caught, detect_anomaly():
        made_of(Value(-1.0, "x"))
    message = str(caught.value)
    assert message.startswith("sqrt made nan from mul = -2.0 at ")
    assert f"{__file__}:{line}" in message
    assert "sqrt(h)" in message
    assert caught.value.value.operation == "sqrt"
    assert caught.value.site.line == line


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: exp(Value(1000.0)), "exp made inf"),
        (lambda: Value(math.nan), "a Value was given nan"),
        (lambda: Value(1.0) / 0, "truediv made inf from 1.0, 0.0"),
        (lambda: Value(1e308) * 10, "mul made inf"),
    ],
)
def test_other_first_anomalies(make, words):
    with pytest.raises(AnomalyError, match=words), detect_anomaly():
        make()


def test_an_infinite_derivative_is_found_in_backward_with_its_site():
    x = Value(0.0, "x")
    with debug():
        y = sqrt(x)
    with pytest.raises(AnomalyError) as caught, detect_anomaly():
        (y * 3).backward()
    assert "the derivative of y (0.0) by x (0.0) is inf" in str(caught.value)
    assert "the adjoint 3.0 times inf" in str(caught.value)
    assert "sqrt(x)" in str(caught.value)


def test_an_adjoint_that_overflows_only_in_the_sum_is_found():
    x = Value(0.1, "x")
    y = x * 1e308 + x * 1e308
    with pytest.raises(AnomalyError, match="the adjoint of x is inf"), detect_anomaly():
        y.backward()


def test_a_nan_loss_made_before_never_passes_unnoticed():
    loss = log(Value(-1.0, "x")) * 0
    words = "backward reached a result: mul made nan"
    with pytest.raises(AnomalyError, match=words), detect_anomaly():
        loss.backward()


def test_what_is_finite_passes_and_gradients_are_the_same():
    x, y = Value(0.3), Value(0.3)
    with detect_anomaly(), debug():
        tanh(exp(x) * x).backward()
    tanh(exp(y) * y).backward()
    assert x.grad == y.grad
