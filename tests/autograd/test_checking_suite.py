"""check_gradients believed: derivatives known to be right or wrong, hundreds of each.

What is right is told by mpmath, which differentiates the text of the value itself.
"""

import ast
import itertools
import math
from functools import lru_cache

import mpmath
from mpmath import mp, mpf

import autograd
from autograd import (
    GradientError,
    Value,
    check_gradients,
    maximum,
    minimum,
    operation,
    relu,
    stop_gradient,
    tanh,
    where,
)

# A value, its derivatives by a and b, and points: inside of the domain, beside its
# edges, at zero slopes, at large and at small numbers.
ROWS = [
    ("a * a * a", ["3 * a * a"], [1.5, -0.7, 0.0, 1e-3, 20.0]),
    ("sin(a)", ["cos(a)"], [0.3, 1.5707963267948966, -4.0, 100.0, 1e-6]),
    ("exp(a)", ["out"], [0.0, 1.0, -20.0, 100.0, 1e-8]),
    ("log(a)", ["1 / a"], [0.3, 1.0, 1e-8, 5e4, 1e-100]),
    ("sqrt(a)", ["0.5 / out"], [0.25, 4.0, 1e-6, 1e-12, 1e12]),
    ("tanh(a)", ["1 - out * out"], [0.0, 0.5, -2.0, 5.0, 1e-5]),
    ("1 / (1 + a * a)", ["-2 * a * out * out"], [0.0, 1.0, -0.5, 10.0, 300.0]),
    ("exp(-a * a)", ["-2 * a * out"], [0.0, 1.0, -0.5, 4.0, 0.01]),
    ("asin(a)", ["1 / sqrt((1 - a) * (1 + a))"], [0.0, 0.9, 1 - 1e-8, 1e-8 - 1, 0.3]),
    ("a * log(a)", ["log(a) + 1"], [0.3, 1.0, 0.36787944117144233, 1e-6, 50.0]),
    ("sin(a) * exp(a)", ["out + cos(a) * exp(a)"], [0.3, -2.0, 1.0, 6.0, 0.0]),
    ("log1p(a)", ["1 / (1 + a)"], [0.3, 1e-8 - 1, 0.0, 1e5, -0.9]),
    ("erf(a)", ["1.1283791670955126 * exp(-a * a)"], [0.0, 0.5, -1.0, 3.0, 1e-7]),
    ("1e9 + a", ["1.0"], [0.3, 70.0, -5.0, 1e4, 1.0]),
    ("sin(50 * a)", ["50 * cos(50 * a)"], [0.3, 1.0, -2.5, 7.0, 0.01]),
    ("a * b", ["b", "a"], [(2.0, 3.0), (0.5, -4.0), (1e-5, 1e5), (-1.0, 0.3)]),
    (
        "a / b",
        ["1 / b", "-out / b"],
        [(2.0, 3.0), (0.5, -4.0), (1.0, 1e-6), (7.0, 9.0)],
    ),
    (
        "exp(a * b)",
        ["b * out", "a * out"],
        [(0.5, 2.0), (-1.0, 0.3), (0.1, 20.0), (3.0, 3.0)],
    ),
    (
        "hypot(a, b)",
        ["a / out", "b / out"],
        [(3.0, 4.0), (-1.0, 0.2), (1e-4, 2e-4), (1e5, 7.0)],
    ),
]
POINTS = [
    (value, slopes, point if isinstance(point, tuple) else (point,))
    for value, slopes, points in ROWS
    for point in points
]
# Half of a row's slope is wrong where it is not asked for, so that it is right here.
BRANCHES = [
    ("a * a if a < 1 else 2 * a - 1", "2 * a if a < 1 else {}2.0"),
    ("exp(a) if a < 1 else 2.718281828459045 * a", "out if a < 1 else {}out / a"),
    ("a / 2 if a < 1 else a - 0.5", "0.5 if a < 1 else {}1.0"),
]
names = (f"of_the_suite_{i}" for i in itertools.count())


def made(value, slopes):
    return operation(next(names), value, slopes)


def exact(text, point, out=None):
    """A text in many digits: what the row says, with nothing of its own."""
    words = {
        name: getattr(mpmath, name) for name in ("sin", "cos", "exp", "log", "erf")
    }
    words |= {name: getattr(mpmath, name) for name in ("sqrt", "tanh", "asin", "hypot")}
    letters = dict(zip("ab", point))
    tree = ast.parse(text, mode="eval")
    return eval(
        compile(tree, "text", "eval"),
        words | {"log1p": lambda a: mp.log(1 + a), "out": out, "abs": abs} | letters,
    )


@lru_cache(None)
def truth(value, point, place):
    """The derivative of a text's value, by mpmath."""
    with mp.workdps(60):
        point = [mpf(x) for x in point]
        size = abs(point[place]) or 1

        def alone(x):
            return exact(value, [*point[:place], x, *point[place + 1 :]])

        return mp.diff(alone, point[place], h=size * mpf(10) ** -20)


def claims(value, slopes, point):
    """What the texts of the slopes say, in many digits."""
    with mp.workdps(60):
        point = [mpf(x) for x in point]
        return [exact(text, point, exact(value, point)) for text in slopes]


def is_off(value, slopes, point, least, floor=1e-30):
    """Whether some slope is off by more than that, relative to what is right.

    floor: of what moves the value by as small a part of it, nothing can be seen.
    """
    lost = floor * abs(exact(value, list(map(mpf, point)))) / (abs(point[0]) or 1)
    for place, claimed in enumerate(claims(value, slopes, point)):
        right = truth(value, point, place)
        if abs(claimed - right) > max(least * abs(right), lost, 1e-30):
            return True
    return False


# How a function is written around an operation.
CONTEXTS = {
    "alone": lambda f: f,
    "method": lambda f: lambda *xs: (f(*xs) * 1e-3).tanh() + xs[0].square(),
    "functions": lambda f: lambda *xs: autograd.log1p(f(*xs) ** 2) * 3 + xs[-1] * 2,
}


def right_cases():
    """(name, function, arguments, order)"""
    for value, slopes, point in POINTS:
        operations = made(value, slopes)
        for name, around in CONTEXTS.items():
            yield f"{name} {value} at {point}", around(operations), point, 1
        if value != "1e9 + a":
            yield f"second {value} at {point}", operations, point, 2
    for value, slope in BRANCHES:
        f = made(value, [slope.format("1.001 * ")])
        for x in (-1.5, 0.3, 0.99):
            yield f"branch {value} at {x}", f, (x,), 1
    for name, f, *points in EDGES:
        for x in points:
            yield f"{name} at {x}", f, (x,), 1


EDGES = [
    ("tanh cubed", lambda x: tanh(x) ** 3, 0.0, 1e-9),
    ("relu squared", lambda x: relu(x) ** 2, 0.0, -1e-9, 1e-9),
    ("relu", lambda x: x.relu(), 0.0, -0.05, 0.05, 1e-7, -1e-7),
    ("hinge", lambda x: maximum(0.0, 1 - x) ** 2, 1.0, 1 - 1e-9, 2.0),
    ("x abs(x)", lambda x: x * abs(x), 0.0, -1e-8),
    ("abs", lambda x: 5 + abs(x), 0.0, 1e-7, -3.0),
    ("tie", lambda x: maximum(x, 2 * x - 1), 1.0, 0.9),
    ("clip", lambda x: minimum(maximum(x, -1.0), 1.0), 1.0, -1.0, 0.0, 3.0),
    ("choice", lambda x: where(x > 0.5, x * x, x - 0.25), 0.2, 0.9),
    ("constant", lambda x: x * 0.0 + 7, 2.0),
    ("root at its edge", lambda x: x.sqrt(), 0.0),
    ("cube root", lambda x: x.cbrt(), 0.0, 1e-9),
    ("arc sine at its edge", lambda x: x.asin(), 1.0, -1.0, 1 - 1e-12),
    ("power", lambda x: x**1.5, 0.0, 1e-10),
    ("steep", lambda x: (1e6 * x).tanh(), 0.0, 1e-7),
    ("narrow", lambda x: (-1e8 * x * x).exp(), 1e-4, 0.0, 0.3),
    ("expanded", lambda x: x**3 - 3 * x**2 + 3 * x - 1, 1.0, 1.1, 1.001),
    ("identity", lambda x: x.sin() ** 2 + x.cos() ** 2, 0.3, 2.0),
    ("cancelled", lambda x: (1e10 + x) - 1e10, 0.7, 123.0),
    ("silu", lambda x: x.silu(), -1.2784645427610738, 0.0),
    ("large", lambda x: 1e200 * x * x, 3.0, 1e50),
    ("small", lambda x: 1e-200 * x * x, 3.0, 1e-50),
    ("chaos", lambda x: chaos(x), 0.3, 0.61),
]


def chaos(x):
    for _ in range(12):
        x = 3.7 * x * (1 - x)
    return x


def mutants(slope, point):
    """Wrong forms of a slope, which are tried for what they are by mpmath."""
    yield "sign", f"-({slope})"
    yield "factor", f"1.0002 * ({slope})"
    yield "double", f"2 * ({slope})"
    yield "term", f"({slope}) + 1e-3"
    yield "off", f"({slope}) + 0.0002 * abs({slope})"
    yield "point", f"({slope}) + (1.0 if a == {point[0]!r} else 0.0)"


def wrong_cases():
    """(name, function, arguments, order), each found wrong by mpmath, too."""
    for value, slopes, point in POINTS:
        for place in range(len(point)):
            for name, text in mutants(slopes[place], point):
                wrong = [*slopes[:place], text, *slopes[place + 1 :]]
                if is_off(value, wrong, point, 1e-4, 1e-10):
                    f = made(value, wrong)
                    yield f"{name} {place} {value} at {point}", f, point, 1
        yield from wrong_at_second_order(value, slopes, point)
    for value, slope in BRANCHES:
        for x in (1.01, 1.5, 40.0):
            f = made(value, [slope.format("1.001 * ")])
            yield f"branch {value} at {x}", f, (x,), 1
    for x in (0.3, 2.0, -1.0):
        for name, f in CUTS.items():
            yield f"{name} at {x}", f, (x,), 1


def wrong_at_second_order(value, slopes, point):
    """A slope that is cut off from its operands: its own derivatives are all 0."""
    curved = {
        "a * a * a",
        "sin(a)",
        "exp(a)",
        "log(a)",
        "tanh(a)",
        "a / b",
        "exp(a * b)",
    }
    if value in curved and point[0] not in (0.0, 1.5707963267948966):
        rights = made(value, slopes)

        def cut(place):
            def slope(*operands):
                *xs, out = operands
                found = autograd.grad(rights, place)(*map(number, xs))
                return number(found) + 0 * out

            return slope

        f = made(value, [cut(place) for place in range(len(slopes))])
        yield f"second {value} at {point}", f, point, 2


def number(x):
    return x.data if isinstance(x, Value) else x


def hooked(x):
    y = x * x
    y.register_hook(lambda adjoint: adjoint * 1.001)
    return y


CUTS = {
    "detached": lambda x: x.tanh() + x.detach() * 0.01,
    "data": lambda x: x.tanh() * (1 + 0.01 * x.data),
    "stopped": lambda x: x * stop_gradient(x),
    "math": lambda x: x + math.sin(x.data),
    "hooked": hooked,
    "new": lambda x: x.exp() + Value(x.data) ** 2,
}


def outcome(f, arguments, order):
    """What check_gradients finds: None, or its complaint."""
    try:
        check_gradients(f, *arguments, order=order)
    except GradientError as error:
        return str(error)
    return None


def test_right_derivatives_cause_no_alarm():
    for value, slopes, point in POINTS:
        assert not is_off(value, slopes, point, 1e-13)
    cases = list(right_cases())
    assert len(cases) >= 350
    alarms = {}
    for name, *case in cases:
        if words := outcome(*case):
            alarms[name] = words
    assert alarms == {}


def test_wrong_derivatives_never_pass():
    cases = list(wrong_cases())
    assert len(cases) >= 500
    passed = [name for name, *case in cases if not outcome(*case)]
    assert passed == []
