"""Texts for the table where the textbook's formula overflows, underflows or cancels.

The table says what is computed; where that takes more than a line, the text is here.

>>> over_squares("b", "a")[:55]
'0.0 if b == 0 == a else b / (b * b + a * a) if 1e-290 <'
"""


def polynomial(x: str, coefficients: list[float]) -> str:
    """The text of c[0] + x c[1] + x² c[2] + ..., as Horner nests it.

    >>> polynomial("a", [1.0, 2.0, 3.0])
    '(1.0 + a * (2.0 + a * 3.0))'
    """
    *rest, text = map(repr, coefficients)
    for coefficient in reversed(rest):
        text = f"({coefficient} + {x} * {text})"
    return text


def over_squares(a: str, b: str) -> str:
    """The text of a / (a² + b²), with quotients where the squares leave the floats."""
    return (
        f"0.0 if {a} == 0 == {b} else {a} / ({a} * {a} + {b} * {b}) "
        f"if 1e-290 < {a} * {a} + {b} * {b} < inf else "
        f"0.5 / {a} / (0.5 + 0.5 * ({b} / {a}) * ({b} / {a})) if abs({a}) > abs({b}) "
        f"else 0.5 * ({a} / {b}) / {b} / (0.5 + 0.5 * ({a} / {b}) * ({a} / {b}))"
    )


def over_hypot(x: str) -> str:
    """The text of x / hypot(a, b), scaled where that overflows or has few digits."""
    return (
        f"{x} / out if not (out < 1e-290 or out == inf) else "
        f"0.5 * {x} / hypot(0.5 * a, 0.5 * b) if out == inf else "
        f"1e300 * {x} / hypot(1e300 * a, 1e300 * b)"
    )


# b - 1 may round, and out may overflow or vanish where its slope does not; the root of
# out does neither.
POWER_BY_BASE = (
    "0.0 if b == 0 and not abs(a) > 0 else "
    "b * pow(a, b - 1) if 0.5 <= b <= 4 or a == 0 or abs(a) == inf else "
    "b * out / a if 1e-290 < abs(out) < 1e290 else "
    "b * pow(abs(a), b / 2) / (a if a > 0 else a * pow(-1.0, b)) * pow(abs(a), b / 2)"
)

# exp(-a²) loses the digits that a * a rounds off. The square of a to 2**-20 is exact,
# and so is the rest.
COARSE = "(a + 6e9 - 6e9)"
REST = f"(a - {COARSE}) * (a + {COARSE})"
EXP_OF_SQUARE = (
    f"exp(-a * a) if not 1 < abs(a) < 28 else exp(-{COARSE} * {COARSE}) * exp(-{REST})"
)

# silu' = (1 + a + exp(a)) / (2 + exp(a) + exp(-a)) is 0 at -1.2784645427610737: there
# 1 + a + exp(a) is written by the distance from it.
FROM_ZERO_OF_SILU_SLOPE = "a + 1.2784645427610737 + 1.0946994183093437e-16"
SILU_SLOPE = (
    "logistic(a) * (1 + a * logistic(-a)) if not a < -0.5 else "
    "(1 + a) * exp(a / 2) * exp(a / 2) if a < -700 else "
    f"0.5 / (1 + cosh(a)) * ({FROM_ZERO_OF_SILU_SLOPE} + "
    f"0.2784645427610738 * expm1({FROM_ZERO_OF_SILU_SLOPE}))"
)

# gelu(a) = a Φ(a), with the normal distribution Φ(a) = erfc(-a / √2) / 2 and its
# density φ(a). The erfc of a rounded quotient is mended by its slope.
LOST = (
    f"({COARSE} * 0.7071067690849304 - a * 0.7071067811865476 + "
    f"{COARSE} * 1.2101617152815436e-08 + (a - {COARSE}) * 0.7071067811865476 - "
    "a * 4.833646656726457e-17)"
)
ERFC = (
    f"(erfc(a * -0.7071067811865476) + 1.1283791670955126 * exp(-0.5 * a * a) * {LOST})"
)
LEADING = f"exp(-0.5 * {COARSE} * {COARSE})"
DENSITY = f"{LEADING} * exp(-0.5 * {REST})"
# Far out Φ is subnormal before gelu is: -a Φ(a) / φ(a) has Laplace's series, and φ is
# multiplied in two halves.
SERIES = "1"
for k in (11, 9, 7, 5, 3, 1):
    SERIES = f"(1 - {k} * {SERIES} / a / a)"
HALF = f"exp(-0.25 * {COARSE} * {COARSE})"
FAR = f"exp(-0.5 * {REST}) * {HALF} * {HALF}"
GELU = (
    "0.5 * a * erfc(a * -0.7071067811865476) if not -40 < a < -1 else "
    f"-0.3989422804014327 * {SERIES} * {FAR} if a < -37.4 else 0.5 * a * {ERFC}"
)

# gelu' = Φ + a φ is 0 at -0.7517915246935645: there it is the distance times a
# polynomial, fitted to 50 digits of the quotient (its error is 1e-17).
NEAR_ZERO = polynomial(
    "(a + 1.25)",
    [
        0.2462053320027847,
        0.333788695671632,
        0.11146785412499496,
        -0.05098276928384557,
        -0.04020093461597418,
        8.487694513820108e-05,
        0.006402293070165425,
        0.0010730932649160058,
        -0.0006179010915324092,
        -0.000198501931512482,
        3.68331083493999e-05,
        2.17794159079732e-05,
        -8.419634221406e-07,
        -1.73403644805e-06,
        -9.06218070966e-08,
        1.08253036438e-07,
        1.3738488033e-08,
        -6.6302964422e-09,
    ],
)
GELU_SLOPE = (
    "0.5 * erfc(a * -0.7071067811865476) + 0.3989422804014327 * a * exp(-0.5 * a * a) "
    "if not -40 < a < -0.4 else "
    "(a + 0.7517915246935645 - 1.4956759177009883e-17) * "
    f"{NEAR_ZERO} if a > -1.65 else "
    f"0.3989422804014327 * (a - {SERIES} / a) * {FAR} if a < -37.4 else "
    f"0.3989422804014327 * (a * {LEADING} + (a * {LEADING} * expm1(-0.5 * {REST}) + "
    f"1.2533141373155003 * {ERFC}))"
)
# (2 - a²) φ(a), with √2 to twice as many digits
SLOWING = (
    "(1.4142135623730951 - abs(a) - 9.667293313452913e-17) * "
    "(0.5641895835477563 + 0.3989422804014327 * abs(a))"
)
GELU_CURVATURE = (
    f"{SLOWING} * exp(-0.5 * a * a) if not abs(a) > 1.5 else "
    f"{SLOWING} * {DENSITY} if abs(a) < 37.4 else "
    f"{SLOWING} * {FAR} if abs(a) < 40 else -exp(-0.5 * a * a)"
)
