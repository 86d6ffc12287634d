"""Numbers as people write them, and how wide texts are."""

import pytest

from autograd.drawing.style import number, text_width


@pytest.mark.parametrize(
    ("x", "text"),
    [
        (0.0, "0"),
        (-0.0, "0"),
        (1.0, "1"),
        (-0.5, "−0.5"),
        (0.1 * 3, "0.3000"),
        (0.43396, "0.4340"),
        (9999.0, "9999"),
        (9999.96, "1.000e4"),
        (12345.0, "1.234e4"),
        (1e6, "1e6"),
        (0.001, "0.001"),
        (0.00099, "9.9e−4"),
        (-8.53e-5 / 3, "−2.843e−5"),
        (5e-324, "4.941e−324"),
        (float("nan"), "not a number"),
        (float("inf"), "infinity"),
        (float("-inf"), "−infinity"),
    ],
)
def test_numbers_have_four_significant_digits(x, text):
    assert number(x) == text


def test_wide_characters_are_counted_wide():
    assert text_width("漢字", 10) > text_width("ab", 10) > text_width("il", 10)
    assert text_width("e\u0301", 10) == text_width("e", 10)
