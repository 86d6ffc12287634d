"""How drawings look: numbers, widths of text, widths of lines, the style sheet.

>>> number(-0.43396), number(0.5), number(2 / 30000), number(float("nan"))
('−0.4340', '0.5', '6.667e−5', 'not a number')
"""

from __future__ import annotations

import unicodedata
from functools import cache
from math import isfinite, isnan, sqrt
from pathlib import Path
from string import Template

from autograd.support.palette import DARK, LIGHT

#: Sizes of type in pixels; the least is what one can read without zooming in.
TITLE, NUMBER, SMALL = 14, 14, 12

FONTS = 'system-ui, "Segoe UI", Roboto, "Helvetica Neue", "DejaVu Sans", sans-serif'

# Widths in em, a little more than those of common fonts: boxes are made before
# anybody knows the reader's font, and text must not leave them.
NARROW = dict.fromkeys("ijl.,:;'|!()[]{}It·f/r ", 0.4)
BROAD = dict.fromkeys("mwMW@%—", 0.95)


def number(x: float) -> str:
    """A number in four significant digits; an exact one as short as it is.

    Below 0.001 and from 10,000 on with an exponent; the minus sign is a true one.

        >>> number(12345.678), number(-3.0), number(1e-3), number(float("-inf"))
        ('1.235e4', '−3', '0.001', '−infinity')
    """
    if isnan(x):
        return "not a number"
    if x < 0:
        return f"−{number(-x)}"
    if x == 0 or not isfinite(x):
        return "infinity" if x else "0"
    mantissa, power = f"{x:.3e}".split("e")
    exponent = int(power)
    plain = -3 <= exponent < 4
    digits = f"{x:.{3 - exponent}f}" if plain else mantissa
    if float(f"{x:.3e}") == x and "." in digits:
        digits = digits.rstrip("0").rstrip(".")  # nothing was rounded away
    return digits if plain else f"{digits}e{exponent}".replace("-", "−")


def factor(x: float) -> str:
    """A number after a sign of multiplication: a negative one in parentheses.

    >>> factor(-0.5), factor(0.5)
    ('(−0.5)', '0.5')
    """
    text = number(x)
    return f"({text})" if text.startswith("−") else text


def text_width(text: str, size: float) -> float:
    """About how wide a text is in pixels; rather too much than too little.

    >>> text_width("illicit", 10) < text_width("mammoth", 10) < text_width("漢" * 7, 10)
    True
    """
    return size * sum(map(character_width, text))


def character_width(character: str) -> float:
    """About how wide a character is, in em."""
    if unicodedata.combining(character):
        return 0.0
    if unicodedata.east_asian_width(character) in "WF":
        return 1.1
    usual = 0.75 if character.isupper() else 0.66
    return NARROW.get(character, BROAD.get(character, usual))


def wrapped(text: str, size: float, width: float) -> list[str]:
    """A text in lines that are no wider than a width, unless one word is.

    >>> wrapped("one two three", 10, 60)
    ['one two', 'three']
    """
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, size) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def line_width(amount: float | None, largest: float) -> float:
    """How wide an edge is drawn that carries an amount: 1 to 7 pixels.

    The square root keeps small contributions visible beside the largest.

        >>> line_width(None, 0.0), line_width(0.25, 1.0), line_width(-1.0, 1.0)
        (1.0, 4.0, 7.0)
    """
    if amount is None or amount == 0:
        return 1.0
    if not isfinite(amount):
        return 4.0
    return round(1 + 6 * sqrt(abs(amount) / largest), 2)


def sign(amount: float | None) -> str:
    """The name of the colour of an amount: by its sign.

    >>> sign(-2.0), sign(0.0), sign(None), sign(float("inf"))
    ('negative', 'line', 'line', 'special')
    """
    if amount is None or amount == 0:
        return "line"
    if not isfinite(amount):
        return "special"
    return "positive" if amount > 0 else "negative"


@cache
def style_sheet() -> str:
    """The CSS of a drawing; every rule holds only inside ``.autograd``."""
    text = Path(__file__).with_suffix(".css").read_text("utf-8")
    shapes, coloured = text.split("\n\n")
    light, dark = (filled(coloured, **colours) for colours in (LIGHT, DARK))
    # on paper the page is white, whatever the screen prefers
    return filled(shapes, fonts=FONTS) + light + on_dark_screens(dark)


def filled(rules: str, **words: str) -> str:
    """Rules on one line, with words in their places."""
    return Template(rules.replace("\n", "")).substitute(words)


def colour_variables() -> str:
    """The colours of a page as variables, for light, dark and paper."""
    light, dark = (
        "".join(f"--{role}:{colour};" for role, colour in colours.items())
        for colours in (LIGHT, DARK)
    )
    night = on_dark_screens(f":root{{{dark}}}")
    return f":root{{color-scheme:light dark;{light}}}\n{night}\n"


def on_dark_screens(rules: str) -> str:
    """Rules for readers who prefer a dark page."""
    return f"@media screen and (prefers-color-scheme:dark){{{rules}}}"
