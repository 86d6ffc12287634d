"""What counts as a number: ints, bools, fractions, decimals, NumPy scalars; no arrays.

>>> from fractions import Fraction
>>> float_from(Fraction(1, 4), "Value()"), float_from(True, "Value()")
(0.25, 1.0)
"""

from numbers import Complex, Real
from operator import index

NO_SEQUENCES = str, bytes, bytearray, set, frozenset, dict

INSTEAD = {
    "str": "convert it first, with float(text)",
    "bytes": "decode and convert it first, with float(text)",
    "bytearray": "decode and convert it first, with float(text)",
    "NoneType": "a missing number has no gradient",
}


def is_real(x):
    """Whether x is one real number, as far as its type tells.

    >>> is_real(3), is_real("3"), is_real([3]), is_real(3j)
    (True, False, False, False)
    """
    if hasattr(x, "__len__") or is_complex(x):
        return False
    return hasattr(type(x), "__float__") or hasattr(type(x), "__index__")


def is_complex(x):
    """Whether x is a complex number, Python's or NumPy's."""
    return isinstance(x, Complex) and not isinstance(x, Real)


def float_from(x, place):
    """The float for one real number; TypeError for text, arrays, complex and None.

    place: where the number was given, for the message.

        >>> float_from([1, 2], "Value()")
        Traceback (most recent call last):
        ...
        TypeError: Value(): got list, needs one real number; take its elements one by \
one, or x.item() of a single one
    """
    if x.__class__ is float:
        return x
    kind = type(x).__name__
    if is_real(x):
        try:
            return float(x)
        except OverflowError:
            raise OverflowError(f"{place}: {kind} too large for a float") from None
    if is_complex(x):
        instead = "the engine is one of real numbers; take z.real or abs(z)"
    elif hasattr(x, "__len__"):
        instead = "take its elements one by one, or x.item() of a single one"
        if hasattr(x, "__array__"):
            instead += "; with the array first (array * v) NumPy does so"
    else:
        instead = "convert it to a float first"
    instead = INSTEAD.get(kind, instead)
    raise TypeError(f"{place}: got {kind}, needs one real number; {instead}")


def whole(x, place, least=1):
    """The int that x is, not less than the least allowed, if any; else an error.

    >>> whole(0, "n_in")
    Traceback (most recent call last):
    ...
    ValueError: n_in: got 0, needs a whole number, at least 1
    """
    needs = "a whole number" + (f", at least {least}" if least is not None else "")
    message = f"{place}: got {x!r}, needs {needs}"
    if isinstance(x, bool) or not hasattr(x, "__index__"):
        raise TypeError(message)
    if least is not None and index(x) < least:
        raise ValueError(message)
    return index(x)


def text_from(x, place):
    """The text of a str, or None; TypeError for anything else.

    >>> text_from(3, "Value.name")
    Traceback (most recent call last):
    ...
    TypeError: Value.name: got int, needs a str or None
    """
    if x is None or x.__class__ is str:
        return x
    if not isinstance(x, str):
        raise TypeError(f"{place}: got {type(x).__name__}, needs a str or None")
    return str.__str__(x)  # without what a subclass adds


def derivatives_from(x, count):
    """A tuple of floats, one for each operand that is a Value.

    What computes them anew whenever it is asked, with ``len`` and ``iter``, stays.

        >>> derivatives_from([1, 2], 2), derivatives_from(range(3), 3)
        ((1.0, 2.0), range(0, 3))
    """
    place, needs = "Value.derivatives", "one number for each operand that is a Value"
    if isinstance(x, (tuple, list)):
        if len(x) != count:
            raise ValueError(f"{place}: got {len(x)}, needs {count}, {needs}")
        return tuple(float_from(slope, place) for slope in x)
    kind = type(x)
    if isinstance(x, NO_SEQUENCES) or hasattr(kind, "__float__"):
        raise TypeError(f"{place}: got {kind.__name__}, needs {needs}")
    if not (hasattr(kind, "__len__") and hasattr(kind, "__iter__")):
        raise TypeError(f"{place}: got {kind.__name__}, needs {needs}")
    return x


def number(x, operation):
    """The float of an operator's other operand, or NotImplemented to let it answer.

    operation: the operator's name in the table, such as ``add``.
    """
    if x.__class__ is float:
        return x
    stranger = not (is_real(x) or is_complex(x) or hasattr(x, "__len__"))
    if stranger and hasattr(type(x), f"__r{operation}__"):
        return NotImplemented
    return float_from(x, operation)
