"""A page of derivatives worked on paper, each next to its working."""

import math

import autograd
from autograd import Value


def test_a_product():
    # z = x y:  dz/dx = y,  dz/dy = x
    x, y = Value(2.0), Value(-5.0)
    z = x * y
    z.backward()
    assert z.data == -10.0
    assert x.grad == -5.0
    assert y.grad == 2.0


def test_a_quotient():
    # z = x / y:  dz/dx = 1 / y,  dz/dy = -x / y^2
    x, y = Value(3.0), Value(4.0)
    z = x / y
    z.backward()
    assert z.data == 0.75
    assert x.grad == 0.25
    assert y.grad == -3.0 / 16.0


def test_a_difference_and_a_sign():
    # z = -(x - y):  dz/dx = -1,  dz/dy = 1
    x, y = Value(3.0), Value(4.0)
    z = -(x - y)
    z.backward()
    assert z.data == 1.0
    assert x.grad == -1.0
    assert y.grad == 1.0


def test_a_polynomial():
    # z = x^3 - 4 x + 1:  dz/dx = 3 x^2 - 4, which is 3 * 9 - 4 = 23 at x = 3
    x = Value(3.0)
    z = x**3 - 4 * x + 1
    z.backward()
    assert z.data == 16.0
    assert x.grad == 23.0


def test_a_value_used_many_times():
    # z = (x + x) x = 2 x^2:  dz/dx = 4 x
    x = Value(5.0)
    z = (x + x) * x
    z.backward()
    assert z.data == 50.0
    assert x.grad == 20.0


def test_two_paths_to_the_same_value():
    # u = 2 x, v = x + 1, z = u v = 2 x^2 + 2 x:  dz/dx = 4 x + 2, 14 at x = 3
    # dz/du = v = 4,  dz/dv = u = 6,  dz/dx = 4 * 2 + 6 * 1 = 14
    x = Value(3.0)
    u, v = 2 * x, x + 1
    z = u * v
    z.backward()
    assert z.data == 24.0
    assert z.grad == 1.0
    assert u.grad == 4.0
    assert v.grad == 6.0
    assert x.grad == 14.0


def test_the_chain_rule_three_deep():
    # z = (2 x + 1)^2 / 2:  dz/dx = (2 x + 1) * 2 = 6 at x = 1
    x = Value(1.0)
    z = (2 * x + 1) ** 2 / 2
    z.backward()
    assert z.data == 4.5
    assert x.grad == 6.0


def test_a_power_of_two_values():
    # z = x^y:  dz/dx = y x^(y - 1) = 3 * 4 = 12,  dz/dy = x^y ln x = 8 ln 2
    x, y = Value(2.0), Value(3.0)
    z = x**y
    z.backward()
    assert z.data == 8.0
    assert x.grad == 12.0
    assert y.grad == 8.0 * math.log(2.0)


def test_two_to_a_value():
    # z = 2^y:  dz/dy = 2^y ln 2
    y = Value(3.0)
    z = 2**y
    z.backward()
    assert z.data == 8.0
    assert y.grad == 8.0 * math.log(2.0)


def test_exponential_and_logarithm():
    # z = ln(e^x) = x:  dz/dx = (1 / e^x) e^x = 1
    x = Value(2.0)
    z = autograd.log(autograd.exp(x))
    z.backward()
    assert z.data == 2.0
    assert math.isclose(x.grad, 1.0)


def test_a_logistic_unit():
    # x = w1 y1 + w2 y2 + b = 2 * 1 + -3 * 1 + 1 = 0 and y = 1 / (1 + e^-x) = 1/2.
    # dy/dx = y (1 - y) = 1/4, so dy/dw1 = y1 / 4, dy/dw2 = y2 / 4, dy/db = 1/4
    # and dy/dy1 = w1 / 4, dy/dy2 = w2 / 4.
    w1, w2, b = Value(2.0), Value(-3.0), Value(1.0)
    y1, y2 = Value(1.0), Value(1.0)
    total_input = autograd.dot([w1, w2], [y1, y2], bias=b)
    output = autograd.logistic(total_input)
    output.backward()
    assert total_input.data == 0.0
    assert output.data == 0.5
    assert total_input.grad == 0.25
    assert (w1.grad, w2.grad, b.grad) == (0.25, 0.25, 0.25)
    assert (y1.grad, y2.grad) == (0.5, -0.75)


def test_half_the_squared_error_of_a_logistic_unit():
    # E = (y - d)^2 / 2 with y = 1/2 and d = 1:  dE/dy = y - d = -1/2,
    # dE/dx = -1/2 * 1/4 = -1/8,  dE/dw = -1/8 * 4 = -1/2
    w = Value(0.0)
    y = (w * 4.0).logistic()
    error = (y - 1.0) ** 2 / 2
    error.backward()
    assert error.data == 0.125
    assert y.grad == -0.5
    assert w.grad == -0.5


def test_tanh_of_zero():
    # d tanh x / dx = 1 - tanh^2 x = 1 at 0
    x = Value(0.0)
    z = x.tanh()
    z.backward()
    assert z.data == 0.0
    assert x.grad == 1.0


def test_the_square_root_of_a_sum_of_squares():
    # z = sqrt(x^2 + y^2):  dz/dx = x / z = 3/5,  dz/dy = y / z = 4/5
    x, y = Value(3.0), Value(4.0)
    z = autograd.sqrt(x * x + y * y)
    z.backward()
    assert z.data == 5.0
    assert math.isclose(x.grad, 0.6)
    assert math.isclose(y.grad, 0.8)


def test_softmax_of_two_equal_numbers():
    # p = e^a / (e^a + e^b) = 1/2:  dp/da = p (1 - p) = 1/4,  dp/db = -p^2 = -1/4
    a, b = Value(7.0), Value(7.0)
    p, q = autograd.softmax([a, b])
    p.backward()
    assert p.data == q.data == 0.5
    assert a.grad == 0.25
    assert b.grad == -0.25


def test_a_relu_that_is_off_and_one_that_is_on():
    # z = relu(x) + 10 relu(y):  dz/dx = 0 where x < 0,  dz/dy = 10 where y > 0
    x, y = Value(-1.0), Value(2.0)
    z = x.relu() + 10 * y.relu()
    z.backward()
    assert z.data == 20.0
    assert x.grad == 0.0
    assert y.grad == 10.0


def test_the_example_that_micrograd_opens_with():
    # the numbers are those its page prints
    a = Value(-4.0)
    b = Value(2.0)
    c = a + b
    d = a * b + b**3
    c += c + 1
    c += 1 + c + (-a)
    d += d * 2 + (b + a).relu()
    d += 3 * d + (b - a).relu()
    e = c - d
    f = e**2
    g = f / 2.0
    g += 10.0 / f
    assert f"{g.data:.4f}" == "24.7041"
    g.backward()
    assert f"{a.grad:.4f}" == "138.8338"
    assert f"{b.grad:.4f}" == "645.5773"
