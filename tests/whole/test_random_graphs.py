"""Random graphs, with operands shared and repeated, against exact and long arithmetic.

A program is a list of steps. A step applies a text in a and b to two earlier numbers,
the leaves among them; the result is the sum of the numbers that nobody used.
"""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from hypothesis import given, settings, strategies as st
from mpmath import mp, mpf

import autograd
from autograd import Value

LEAVES = 3
ours = settings(max_examples=200, derandomize=True, database=None, deadline=None)

POLYNOMIAL = ["a + b", "a - b", "a * b", "-a", "a * a", "a + a", "a ** 3", "3 - a"]
POLYNOMIAL += ["2 * a - b * a", "square(a)", "sum([a, b, a, 1])", "prod(a, b, a)"]
POLYNOMIAL += ["dot([a, b, a], [b, 2, a], b)", "a - a"]

POSITIVE = ["a + b", "a * b", "a / b", "1 / a", "a / a", "a ** -2", "reciprocal(b)"]
POSITIVE += ["mean([a, b, b])", "dot([a, 3], [a, b])", "a * b / (a + b)"]

# Each takes numbers between -1 and 1 to such numbers, so no error grows along the way.
SMOOTH = ["(a + b) / 2", "(a - b) / 2", "a * b", "sin(a)", "cos(b)", "tanh(a - b)"]
SMOOTH += ["logistic(4 * a)", "softplus(a) / 2", "exp(a - 1)", "log(a + 2) / 2"]
SMOOTH += ["sqrt(a + 1.5) / 2", "atan(a * b)", "erf(a)", "1 / (a + 2)", "asinh(b)"]
SMOOTH += ["(a + 2) ** (b - 1) / 2", "silu(a)", "atan2(a, b + 2)", "hypot(a, 1.0) / 2"]
SMOOTH += ["logsumexp([a, b, a]) / 3", "softmax([a, b, a * b])[1]", "gelu(b)"]


def programs(texts, most):
    """Lists of steps (text, place of a, place of b)."""
    place = st.integers(0, 30)
    return st.lists(st.tuples(st.sampled_from(texts), place, place), max_size=most)


def run(program, leaves, world):
    """All numbers of a program in a world of numbers; the last one is the result."""
    numbers, used = list(leaves), set()
    for text, i, j in program:
        i, j = i % len(numbers), j % len(numbers)
        used |= {i, j}
        numbers.append(eval(text, dict(world), {"a": numbers[i], "b": numbers[j]}))
    last = [x for i, x in enumerate(numbers) if i not in used]
    return [*numbers, sum(last[1:], last[0])]


def leaf_values(numbers):
    return [Value(float(x)) for x in numbers]


class Dual(NamedTuple):
    """A number, its derivative by one leaf, and the sum of the sizes of all paths.

    Exact arithmetic in forward mode: nothing in common with the engine.
    """

    value: Fraction
    slope: Fraction = Fraction(0)
    size: Fraction = Fraction(0)

    def __add__(self, other):
        other = dual(other)
        return Dual(*(x + y for x, y in zip(self, other)))

    def __mul__(self, other):
        (a, a_slope, a_size), (b, b_slope, b_size) = self, dual(other)
        size = abs(a) * b_size + abs(b) * a_size
        return Dual(a * b, a * b_slope + b * a_slope, size)

    def __truediv__(self, other):
        return self * dual(other).inverse()

    def __pow__(self, exponent):
        base = self if exponent > 0 else self.inverse()
        result = base
        for _ in range(abs(exponent) - 1):
            result = result * base
        return result

    def inverse(self):
        rate = 1 / self.value**2
        return Dual(1 / self.value, -self.slope * rate, self.size * rate)

    def __neg__(self):
        return Dual(-self.value, -self.slope, self.size)

    def __sub__(self, other):
        return self + -dual(other)

    def __rsub__(self, other):
        return -self + other

    def __rtruediv__(self, other):
        return self.inverse() * other

    __radd__, __rmul__ = __add__, __mul__


def dual(x):
    return x if isinstance(x, Dual) else Dual(Fraction(x))


def dual_dot(weights, inputs, bias=0):
    return sum((dual(w) * y for w, y in zip(weights, inputs)), dual(bias))


DUAL = {
    "square": lambda a: a * a,
    "reciprocal": lambda a: a.inverse(),
    "sum": lambda x: sum(x, dual(0)),
    "mean": lambda x: sum(x, dual(0)) / len(x),
    "prod": lambda *x: x[0] * x[1] * x[2],
    "dot": dual_dot,
}


def by_each_leaf(program, numbers):
    """The program's numbers as Duals, differentiated by one leaf after the other."""
    for k in range(len(numbers)):
        leaves = [
            Dual(Fraction(x), *[Fraction(i == k)] * 2) for i, x in enumerate(numbers)
        ]
        yield run(program, leaves, DUAL)


small = st.integers(-4, 4).map(lambda x: Fraction(x, 2))
positive = st.integers(1, 64).map(lambda x: Fraction(x, 16))
unit = st.integers(-1000, 1000).map(lambda x: Fraction(x, 1000))


@ours
@given(programs(POLYNOMIAL, 7), st.tuples(*[small] * LEAVES))
def test_polynomials_of_small_halves_are_exact(program, numbers):
    leaves = leaf_values(numbers)
    nodes = run(program, leaves, vars(autograd))
    nodes[-1].backward()
    for leaf, exact in zip(leaves, by_each_leaf(program, numbers)):
        denominator = max(max(x.value.denominator, x.size.denominator) for x in exact)
        largest = max(max(abs(x.value), x.size) for x in exact)
        if largest * denominator < 2**52:  # so every sum and product is a float
            assert [node.data for node in nodes] == [x.value for x in exact]
            assert leaf.grad == exact[-1].slope


@ours
@given(programs(POSITIVE, 8), st.tuples(*[positive] * LEAVES))
def test_quotients_of_positive_numbers_lose_a_few_bits_only(program, numbers):
    """All numbers are positive: each path to a leaf keeps its relative accuracy."""
    leaves = leaf_values(numbers)
    nodes = run(program, leaves, vars(autograd))
    nodes[-1].backward()
    for leaf, exact in zip(leaves, by_each_leaf(program, numbers)):
        for node, x in zip(nodes, exact):
            if 1e-150 < x.value < 1e150:
                assert abs(Fraction(node.data) - x.value) < x.value * Fraction(1e-11)
        if all(1e-150 < x.value < 1e150 for x in exact) and exact[-1].size < 1e300:
            error = abs(Fraction(leaf.grad) - exact[-1].slope)
            assert error <= exact[-1].size * Fraction(1e-11)


LONG = {name: getattr(mp, name) for name in ("sin", "cos", "tanh", "exp", "log", "erf")}
LONG |= {
    name: getattr(mp, name) for name in ("sqrt", "atan", "atan2", "asinh", "hypot")
}
LONG |= {
    "logistic": lambda a: 1 / (1 + mp.exp(-a)),
    "softplus": lambda a: mp.log(1 + mp.exp(a)),
    "silu": lambda a: a / (1 + mp.exp(-a)),
    "gelu": lambda a: a * (1 + mp.erf(a / mp.sqrt(2))) / 2,
    "logsumexp": lambda x: mp.log(sum(map(mp.exp, x))),
    "softmax": lambda x: [mp.exp(a) / sum(map(mp.exp, x)) for a in x],
}


@ours
@given(programs(SMOOTH, 8), st.tuples(*[unit] * LEAVES))
def test_smooth_functions_agree_with_forty_digits(program, numbers):
    leaves = leaf_values(numbers)
    result = run(program, leaves, vars(autograd))[-1]
    result.backward()
    with mp.workdps(40):
        exact = [mpf(leaf.data) for leaf in leaves]

        def whole(*x):
            return run(program, x, LONG)[-1]

        assert abs(result.data - whole(*exact)) < 1e-14 * (len(program) + 1)
        for k, leaf in enumerate(leaves):
            order = [int(i == k) for i in range(LEAVES)]
            slope = mp.diff(whole, tuple(exact), tuple(order))
            assert abs(leaf.grad - slope) < 1e-13 * (len(program) + 1)


@ours
@given(programs(SMOOTH, 12), st.tuples(*[unit] * LEAVES))
def test_a_second_pass_doubles_and_a_rebuilt_graph_has_the_same_bits(program, numbers):
    leaves, again = leaf_values(numbers), leaf_values(numbers)
    result = run(program, leaves, vars(autograd))[-1]
    result.backward()
    run(program, again, vars(autograd))[-1].backward()
    assert [x.grad for x in leaves] == [x.grad for x in again]
    once = [x.grad for x in leaves]
    result.backward()
    assert [x.grad for x in leaves] == [2 * grad for grad in once]
