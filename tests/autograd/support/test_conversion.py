"""What counts as one real number, and what a refusal says."""

import math
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from autograd import Value
from autograd.support.conversion import float_from, is_complex, is_real, number


class Index:
    def __repr__(self):
        return type(self).__name__

    def __index__(self):
        return 7


class Float:
    def __repr__(self):
        return type(self).__name__

    def __float__(self):
        return 2.5


class Broken:
    def __float__(self):
        raise RuntimeError("the sensor is off")


REAL = [0, -3, True, 2.5, math.nan, Fraction(1, 3), Decimal("0.1"), Index(), Float()]
REAL += [np.float32(0.1), np.int8(-3), np.bool_(False), np.float64(2.5)]
STRANGE = ["3", b"3", [3.0], (3.0,), {3.0}, None, 3j, np.complex64(3), np.array(3.0)]
STRANGE += [object(), print, float, range(3), memoryview(b"3")]


@pytest.mark.parametrize("x", REAL, ids=repr)
def test_real_numbers_become_exactly_their_floats(x):
    expected = float(x)
    found = float_from(x, "here")
    assert type(found) is float
    assert repr(found) == repr(expected)
    assert is_real(x)
    assert repr(number(x, "add")) == repr(expected)


@pytest.mark.parametrize("x", STRANGE, ids=lambda x: type(x).__name__)
def test_everything_else_is_a_type_error_that_names_the_place(x):
    with pytest.raises(TypeError, match=r"^here: got .*, needs one real number; "):
        float_from(x, "here")


def test_complex_numbers_are_told_apart():
    assert is_complex(3j)
    assert is_complex(np.complex128(3))
    assert not any(map(is_complex, [3, 3.0, np.float64(3), Fraction(3), "3"]))


def test_the_advice_depends_on_what_came():
    for x, advice in (
        ("3", "float(text)"),
        (b"3", "decode"),
        (None, "missing number"),
        (3j, "z.real or abs(z)"),
        ([3], "one by one"),
        (np.array([3]), "x.item()"),
        (object(), "convert it to a float first"),
    ):
        with pytest.raises(TypeError) as caught:
            float_from(x, "here")
        assert advice in str(caught.value)


def test_an_error_of_the_number_itself_is_passed_on():
    with pytest.raises(RuntimeError, match="the sensor is off"):
        Value(Broken())


def test_large_numbers_are_converted_until_they_do_not_fit():
    assert float_from(10**308, "here") == 1e308
    with pytest.raises(OverflowError, match=r"^here: int too large for a float$"):
        float_from(10**309, "here")
    with pytest.raises(OverflowError, match=r"^here: Fraction too large"):
        float_from(Fraction(10**400, 3), "here")
    assert float_from(Decimal("1e400"), "here") == math.inf
