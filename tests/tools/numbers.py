"""How far the table's numbers are off, in ulp: ``python -m tests.tools.numbers``.

Every row of one operand or two, its value and its derivatives, is compared with mpmath
at numbers of every size and beside every zero, kink, edge and constant of its texts.

    python -m tests.tools.numbers [ROW ...]     the worst of every row, at all sizes
    python -m tests.tools.numbers twins [N]     N evaluations (10**8) in both twins
"""

import math
import random
import sys
import time
from array import array
from itertools import pairwise

from mpmath import mp, mpf

from autograd.operations import OPERATIONS, TABLE
from autograd.support.expressions import parsed, parts
from autograd.support.readings import careful_reading
from tests.tools.twins import bits, twin

DIGITS = 60
LARGEST = sys.float_info.max
ROWS = [row for row in TABLE if row.name != "where"]


def sech2(a):
    """tanh'."""
    return 1 / mp.cosh(a) ** 2


def logistic(a):
    """1 / (1 + exp(-a))."""
    return 1 / (1 + mp.exp(-a))


def erfc(a):
    """1 - erf(a); mpmath itself gives up where that is 0 or 2 to all its digits."""
    return mp.erfc(a) if abs(a) < 1e6 else mpf(0 if a > 0 else 2)


def density(a):
    """The density of the normal distribution, gelu's exponential."""
    return mp.exp(-a * a / 2) / mp.sqrt(2 * mp.pi)


def gelu_slope(a):
    """gelu'."""
    return erfc(-a / mp.sqrt(2)) / 2 + a * density(a)


def inversion(a, b):
    """a / (a² + b²), and 0 of 0."""
    return a / (a * a + b * b) if a or b else mpf(0)


def bell(a):
    """erf'."""
    return 2 / mp.sqrt(mp.pi) * mp.exp(-a * a)


def power(a, b):
    """a ** b where that is a real number."""
    if a == 0:
        return mpf(1 if b == 0 else 0 if b > 0 else mp.inf)
    sign = -1 if a < 0 and b % 2 else 1
    return sign * mp.exp(b * mp.log(abs(a))) if a > 0 or b == int(b) else mp.nan


#: The value and the derivatives of every row, once more.
EXACT = {
    "add": (lambda a, b: a + b, lambda a, b: 1, lambda a, b: 1),
    "sub": (lambda a, b: a - b, lambda a, b: 1, lambda a, b: -1),
    "mul": (lambda a, b: a * b, lambda a, b: b, lambda a, b: a),
    "truediv": (lambda a, b: a / b, lambda a, b: 1 / b, lambda a, b: -a / b / b),
    "pow": (
        power,
        lambda a, b: b * power(a, b) / a if b else mpf(0),
        lambda a, b: power(a, b) * mp.log(a) if a > 0 else mp.nan,
    ),
    "neg": (lambda a: -a, lambda a: -1),
    "abs": (abs, mp.sign),
    "square": (lambda a: a * a, lambda a: 2 * a),
    "reciprocal": (lambda a: 1 / a, lambda a: -1 / a / a),
    "sqrt": (mp.sqrt, lambda a: 0.5 / mp.sqrt(a)),
    "cbrt": (
        lambda a: mp.sign(a) * mp.cbrt(abs(a)),
        lambda a: 1 / (3 * mp.cbrt(abs(a)) ** 2),
    ),
    "hypot": (
        mp.hypot,
        lambda a, b: a / mp.hypot(a, b),
        lambda a, b: b / mp.hypot(a, b),
    ),
    "inversion": (
        inversion,
        lambda a, b: inversion(b, a) ** 2 - inversion(a, b) ** 2,
        lambda a, b: -2 * inversion(a, b) * inversion(b, a),
    ),
    "exp": (mp.exp, mp.exp),
    "expm1": (mp.expm1, mp.exp),
    "log": (mp.log, lambda a: 1 / a),
    "log1p": (mp.log1p, lambda a: 1 / (1 + a)),
    "log2": (lambda a: mp.log(a) / mp.log(2), lambda a: 1 / (a * mp.log(2))),
    "log10": (lambda a: mp.log(a) / mp.log(10), lambda a: 1 / (a * mp.log(10))),
    "logistic": (logistic, lambda a: logistic(a) * logistic(-a)),
    "sin": (mp.sin, mp.cos),
    "cos": (mp.cos, lambda a: -mp.sin(a)),
    "tan": (mp.tan, lambda a: 1 + mp.tan(a) ** 2),
    "asin": (mp.asin, lambda a: 1 / mp.sqrt(1 - a * a)),
    "acos": (mp.acos, lambda a: -1 / mp.sqrt(1 - a * a)),
    "atan": (mp.atan, lambda a: 1 / (1 + a * a)),
    "atan2": (
        mp.atan2,
        lambda a, b: inversion(b, a),
        lambda a, b: -inversion(a, b),
    ),
    "sinh": (mp.sinh, mp.cosh),
    "cosh": (mp.cosh, mp.sinh),
    "tanh": (mp.tanh, sech2),
    "asinh": (mp.asinh, lambda a: 1 / mp.sqrt(1 + a * a)),
    "acosh": (mp.acosh, lambda a: 1 / mp.sqrt((a - 1) * (a + 1))),
    "atanh": (mp.atanh, lambda a: 1 / (1 - a * a)),
    "erf": (mp.erf, bell),
    "erfc": (erfc, lambda a: -bell(a)),
    "logit": (lambda a: mp.log(a / (1 - a)), lambda a: 1 / (a * (1 - a))),
    "softplus": (lambda a: mp.log1p(mp.exp(a)), logistic),
    "relu": (lambda a: max(a, mpf(0)), lambda a: mpf(a > 0)),
    "leaky_relu": (
        lambda a, b: a if a > 0 else a * b,
        lambda a, b: mpf(1) if a > 0 else b,
        lambda a, b: mpf(0) if a > 0 else a,
    ),
    "elu": (
        lambda a, b: a if a > 0 else b * mp.expm1(a),
        lambda a, b: mpf(1) if a > 0 else b * mp.exp(a),
        lambda a, b: mpf(0) if a > 0 else mp.expm1(a),
    ),
    "silu": (
        lambda a: a * logistic(a),
        lambda a: logistic(a) * (1 + a * logistic(-a)),
    ),
    "gelu": (lambda a: a * erfc(-a / mp.sqrt(2)) / 2, gelu_slope),
    "gelu_slope": (gelu_slope, lambda a: (2 - a * a) * density(a)),
    "maximum": (max, lambda a, b: share(a, b), lambda a, b: share(b, a)),
    "minimum": (min, lambda a, b: share(b, a), lambda a, b: share(a, b)),
}


def share(a, b):
    """How much of a maximum is a's."""
    return mpf((a > b) + (a >= b)) / 2


def ulps(found, exact):
    """How far a float is from an exact number, in the distance of floats there."""
    rounded = float(exact)
    if math.isinf(rounded) or not math.isfinite(found):
        return 0.0 if found == rounded else math.inf
    return float(abs(mpf(found) - exact) / mpf(math.ulp(rounded)))


def errors(row, point):
    """The error of the value and of every derivative at a point, in ulp; where real."""
    value, derivatives = careful_reading(row)
    out = value(*point)
    found = [out, *(slope(*point, out) for slope in derivatives)]
    operands = [mpf(x) for x in point]
    for i, (x, exact) in enumerate(zip(found, EXACT[row.name])):
        try:
            right = mpf(exact(*operands))
        except (TypeError, ZeroDivisionError):  # complex, a pole: for the conventions
            right = mp.nan
        if mp.isfinite(right):
            yield i, ulps(x, right)
        elif i == 0:  # what has no value has no slope
            return


def beside(x):
    """A number and those near it, near and less near."""
    yield from (x, -x)
    for away in (1e-15, 1e-13, 1e-10, 1e-7, 1e-4, 1e-2, 0.1):
        yield from (x + away * (x or 1.0), x - away * (x or 1.0))
    for end in (math.inf, -math.inf):
        near = x
        for _ in range(3):
            near = math.nextafter(near, end)
            yield near


def constants(row):
    """The numbers in the texts of a row: where one formula takes over from another."""
    texts = (row.value, *row.derivatives)
    found = {part for text in texts for part in parts(parsed(text))}
    return {abs(x) for x in found if isinstance(x, float) and x - x == 0}


def zeros(function):
    """Where a function of one number is 0, between -40 and 40."""
    places = [mpf(k) / 4 + mpf("0.01") for k in range(-160, 160)]
    signed = [(x, y) for x in places if (y := real(function, x)) is not None]
    for (a, at_a), (b, at_b) in pairwise(signed):
        if at_a * at_b < 0:
            for _ in range(60):  # a change of sign may be a jump or a pole, too
                middle = (a + b) / 2
                found = real(function, middle)
                a, b = (middle, b) if found and found * at_a > 0 else (a, middle)
            yield float(a)


def real(function, x):
    """What a function gives, where it is a real number that is not 0."""
    try:
        found = function(x)
    except ZeroDivisionError:
        return None
    return found if isinstance(found, mpf) and mp.isfinite(found) and found else None


def every_size(draw, step):
    """A number in every binade (or every one of so many) with both signs."""
    for exponent in range(-1074, 1024, step):
        size = math.ldexp(1 + draw.random(), exponent)
        if 0 < size <= LARGEST:
            yield from (size, -size)


def points_of_one(row, step):
    """The operands to compare a row of one operand at."""
    draw = random.Random(row.name)
    yield from (0.0, -0.0)
    yield from every_size(draw, step)
    for _ in range(6000 // step):
        yield draw.uniform(-1, 1) * 2.0 ** draw.randint(-4, 10)
    centres = {1.0, 0.5, 5e-324, sys.float_info.min, LARGEST, *constants(row)}
    for function in EXACT[row.name]:
        centres.update(zeros(function))
    for centre in centres:
        yield from (x for x in beside(centre) if abs(x) <= LARGEST)


def points_of_two(row, step):
    """The operands to compare a row of two operands at."""
    draw = random.Random(row.name)
    for a in every_size(draw, step):
        exponent = math.frexp(a)[1]
        yield a, a
        for low, high in ((-1074, 1023), (exponent - 60, exponent + 60), (-40, 12)):
            b = draw.uniform(-2, 2) * 2.0 ** max(
                -1074, min(1022, draw.randint(low, high))
            )
            yield a, b
            yield b, a
    for b in (1.5, -2.0, 5e-324):
        yield from ((0.0, b), (b, 0.0))


def powers(step):
    """Operands for pow whose power is a float, and exponents where b - 1 rounds."""
    draw = random.Random("powers")
    bases = [*every_size(draw, step)]
    bases += [1 + k * 2.0**-e for e in range(2, 53) for k in (1, -1, draw.random())]
    for a in bases:
        size = abs(math.log(abs(a))) or 1.0
        for _ in range(3):
            b = draw.uniform(-745, 710) / size
            yield a, b
            yield a, float(round(b))
            yield a, 1 + b / 1000
        for b in (0.5, -0.5, -1.0, 2.0, 3.0, -2.0, 0.1, 1e-5, -1e-300, 5e-324):
            yield a, b


def points(row, step=1):
    """The operands to compare a row at; step: how many binades to go at a time."""
    if len(row.letters) == 1:
        return [(x,) for x in points_of_one(row, step)]
    pairs = [*points_of_two(row, step), *(powers(step) if row.name == "pow" else ())]
    return [pair for pair in pairs if all(abs(x) <= LARGEST for x in pair)]


def worst(row, step=1):
    """For the value and each derivative of a row the greatest error and where it is."""
    found = [(0.0, ())] * (1 + len(row.derivatives))
    with mp.workdps(DIGITS):
        for point in points(row, step):
            for i, error in errors(row, point):
                found[i] = max(found[i], (error, point))
    return found


def floats_of_any_size(row, count, seed):
    """Operands of random bits, so of every size, inf and nan; some of the domain."""
    draw = random.Random(f"{row.name} {seed}")
    low, high = row.domain
    for _ in row.letters:
        anywhere = array("d", draw.randbytes(8 * (count - count // 4)))
        yield [*anywhere, *(draw.uniform(low, high) for _ in range(count // 4))]


def answers(package, row, operands):
    """The values and the derivatives of a row in a twin, as one array."""
    columns = [[package.Value(x) for x in column] for column in operands]
    nodes = list(map(getattr(package.Value, row.name), *columns))
    found = array("d", [node.data for node in nodes])
    for node in nodes:
        found.extend(node.derivatives)
    return found


def different(twins, row, operands):
    """The first numbers that are not the same in both twins, or None."""
    one, other = (answers(package, row, operands) for package in twins)
    if one.tobytes() != other.tobytes():  # nan has many bits, and all mean one thing
        for pair in zip(one, other):
            if bits(pair[0]) != bits(pair[1]):
                return pair
    return None


def compare_twins(count, step=5000):
    """Evaluate rows at so many places in both twins; what they differ in, in words."""
    twins, done, round_ = [twin("python"), twin("native")], 0, 0
    while done < count:
        for row in ROWS:
            operands = list(floats_of_any_size(row, step, round_))
            if found := different(twins, row, operands):
                yield f"{row.name}, round {round_}: {found[0]!r} is not {found[1]!r}"
            done += step
        round_ += 1


def say_twins(count):
    """Compare the twins and say how it went; the exit status."""
    started, found = time.process_time(), []
    for line in compare_twins(count):
        found.append(line)
        print(line, flush=True)
    seconds = time.process_time() - started
    print(f"{count:,} evaluations, {len(found)} differences, {seconds:.0f} s of CPU")
    return len(found) > 0


def main(names):
    """Say the worst of every row, or of those named."""
    for row in [OPERATIONS[name] for name in names] or ROWS:
        words = ("value", *(f"by {letter}" for letter in row.letters))
        for word, (error, point) in zip(words, worst(row)):
            print(f"{row.name:10} {word:6} {error:9.3g} ulp at {point}", flush=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["twins"]:
        sys.exit(say_twins(int(sys.argv[2]) if sys.argv[2:] else 10**8))
    main(sys.argv[1:])
