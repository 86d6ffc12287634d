"""IEEE 754 arithmetic on floats: functions that answer inf or nan and never raise.

Python raises where the standard has an answer: ``1 / 0``, ``math.log(0.0)``,
``math.exp(1000.0)``. The engine tries Python's own arithmetic first, because it is
fast, and comes here when Python has raised.

    >>> divide(1.0, 0.0), CAREFUL["log"](0.0), CAREFUL["exp"](1000.0)
    (inf, -inf, inf)
"""

import math
from math import copysign, fmod, inf, nan

NAMES = """
    acos acosh asin asinh atan atan2 atanh cbrt cos cosh erf erfc exp expm1 hypot log
    log10 log1p log2 pow sin sinh sqrt tan tanh inf nan pi
"""

#: The elementary functions an operation's text may use, as Python's math has them.
FAST = {name: getattr(math, name) for name in NAMES.split()} | {"abs": abs}


def divide(a, b):
    """The IEEE quotient a / b: a signed infinity or nan when b is 0.

    >>> divide(-1.0, 0.0), divide(0.0, 0.0)
    (-inf, nan)
    """
    try:
        return a / b
    except ZeroDivisionError:
        return nan if a == 0 or a != a else copysign(inf, a) * copysign(1.0, b)


def careful(function, at_pole, at_overflow):
    """The function with its exceptions replaced by IEEE answers."""

    def answer(*numbers):
        try:
            return function(*numbers)
        except OverflowError:
            return at_overflow(*numbers)
        except ValueError:
            return at_pole(*numbers)

    return answer


def _pow_sign(a, b):
    # fmod is exact, where % rounds: -0.9999999999999999 % 2 is 1
    return copysign(1.0, a) if abs(fmod(b, 2)) == 1 else 1.0


def _log_pole(a):
    return -inf if a == 0 else nan


AT_POLE = {
    "log": _log_pole,
    "log2": _log_pole,
    "log10": _log_pole,
    "log1p": lambda a: -inf if a == -1 else nan,
    "atanh": lambda a: copysign(inf, a) if abs(a) == 1 else nan,
    "pow": lambda a, b: _pow_sign(a, b) * inf if a == 0 else nan,
}
AT_OVERFLOW = {
    "sinh": lambda a: copysign(inf, a),
    "pow": lambda a, b: _pow_sign(a, b) * inf,
}

#: The same functions, total: nan outside the domain, an infinity at a pole or overflow.
CAREFUL = {
    name: careful(
        function,
        AT_POLE.get(name, lambda *numbers: nan),
        AT_OVERFLOW.get(name, lambda *numbers: inf),
    )
    if callable(function)
    else function
    for name, function in FAST.items()
} | {"divide": divide}
