"""What a caller gives, taken as what is needed; else an error that says all three.

Those are the place, what came and what is needed: ``hinge: got None, needs ...``.

Numbers are ints, bools, fractions, decimals, NumPy scalars; no arrays.

>>> from fractions import Fraction
>>> float_from(Fraction(1, 4), "Value()"), float_from(True, "Value()")
(0.25, 1.0)
"""

from collections.abc import Mapping, Set
from functools import wraps
from math import nan
from numbers import Complex, Real
from operator import index
from reprlib import repr as short

from autograd.support.typing import Function

UNORDERED = Set, Mapping
TIMES = "datetime64", "timedelta64"  # of NumPy, which have a __float__

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
    if x.__class__ is int:
        return True
    if hasattr(x, "__len__") or is_complex(x) or type(x).__name__ in TIMES:
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
    if hasattr(type(x), "_operands"):  # a Value
        instead = "float() would lose the gradient silently; take v.data for the number"
    elif is_real(x):
        try:
            return float(x)
        except OverflowError:
            raise OverflowError(f"{place}: {kind} too large for a float") from None
        except ValueError:
            needs = "needs one real number; a signalling nan is none"
            raise ValueError(f"{place}: got {kind}, {needs}") from None
    elif is_complex(x):
        instead = "the engine is one of real numbers; take z.real or abs(z)"
    elif hasattr(x, "__len__"):
        instead = "take its elements one by one, or x.item() of a single one"
        if hasattr(x, "__array__"):
            instead += "; with the array first (array * v) NumPy does so"
    else:
        instead = "convert it to a float first"
    instead = INSTEAD.get(kind, instead)
    raise TypeError(f"{place}: got {kind}, needs one real number; {instead}")


def shown(x):
    """What came, for a message: what is short as it is, of all else the type.

    >>> shown("abc"), shown([1, "b"]), shown(10**9999), shown(object())
    ("'abc'", "[1, 'b']", 'int', 'object')
    """
    if isinstance(x, (str, bytes, int, float, complex, list, tuple, dict)) or x is None:
        try:
            if isinstance(x, int):
                str(x)  # with too many digits an error, also where short() has a text
            return f"{short(x):.60}"
        except Exception:  # as here, or a part with a repr of its own
            pass
    return type(x).__name__


def refusal(x, place, needs, kind=TypeError):
    """The error of what came in a place that needs something else.

    >>> raise refusal(None, "grad", "a function")
    Traceback (most recent call last):
    ...
    TypeError: grad: got None, needs a function
    """
    return kind(f"{place}: got {shown(x)}, needs {needs}")


def whole(x, place, least=1):
    """The int that x is, not less than the least allowed, if any; else an error.

    >>> whole(0, "n_in")
    Traceback (most recent call last):
    ...
    ValueError: n_in: got 0, needs a whole number, at least 1
    """
    needs = "a whole number" + (f", at least {least}" if least is not None else "")
    try:
        number = None if isinstance(x, bool) else index(x)
    except TypeError:
        number = None
    if number is None:
        raise refusal(x, place, needs)
    if least is not None and number < least:
        raise refusal(x, place, needs, ValueError)
    return number


def flag(x, place):
    """The bool that x is, NumPy's too; TypeError for anything else.

    >>> flag("no", "shuffle")
    Traceback (most recent call last):
    ...
    TypeError: shuffle: got 'no', needs True or False
    """
    if isinstance(x, bool) or type(x).__name__ in ("bool", "bool_"):
        return bool(x)
    raise refusal(x, place, "True or False")


def one_of(x, choices, place):
    """The choice that x is; ValueError for what is none of them.

    >>> one_of("foward", ("reverse", "forward", None), "mode")
    Traceback (most recent call last):
    ...
    ValueError: mode: got 'foward', needs 'reverse', 'forward' or None
    """
    if x is None or isinstance(x, (str, int)):
        for choice in choices:
            if x == choice and isinstance(x, bool) == isinstance(choice, bool):
                return choice
    *others, last = map(repr, choices)
    raise refusal(x, place, f"{', '.join(others)} or {last}", ValueError)


def function_from(x, place, needs="a function"):
    """What can be called, as it is; TypeError for anything else."""
    if not callable(x):
        raise refusal(x, place, needs)
    return x


def called(function, place, arguments, keywords):
    """What a caller's function returns; TypeError where the call does not fit it.

    >>> called(lambda: 1.0, "grad", (2.0,), {})
    Traceback (most recent call last):
    ...
    TypeError: grad: <lambda>() takes 0 positional arguments but 1 was given; needs a \
function of 1
    """
    try:
        return function(*arguments, **keywords)
    except TypeError as error:
        if error.__traceback__.tb_next is not None:  # it was raised in the function
            raise
        needs = f"needs a function of {len(arguments)}"
        raise TypeError(f"{place}: {error}; {needs}") from None


def listed(x, place, needs="a list or tuple of numbers"):
    """A list of what an ordered iterable gives; TypeError for text, sets and dicts.

    >>> listed(b"ab", "sum")
    Traceback (most recent call last):
    ...
    TypeError: sum: got b'ab', needs a list or tuple of numbers
    """
    if x.__class__ is list or x.__class__ is tuple:
        return list(x)
    if isinstance(x, UNORDERED) or is_text(x):
        raise refusal(x, place, needs)
    try:
        items = iter(x)
    except TypeError:
        raise refusal(x, place, needs) from None
    return list(items)


def one_or_more(x, place, needs="a number or a list of numbers"):
    """A list of what an ordered iterable gives; of one number, that alone.

    >>> one_or_more(0.5, "hinge"), one_or_more((0, 1), "hinge")
    ([0.5], [0, 1])
    """
    if x.__class__ is list:
        return list(x)
    return [x] if is_real(x) else listed(x, place, needs)


def is_text(x):
    """Whether x is text or bytes, in whatever container: its parts are no numbers."""
    is_bytes = isinstance(x, memoryview) and x.format in ("B", "b", "c")
    return is_bytes or isinstance(x, (str, bytes, bytearray))


def answered(operator: Function) -> Function:
    """An operator as a method: whom it does not know, it refuses and asks no further.

    >>> answered(lambda self, other: NotImplemented)(2.0, None)
    Traceback (most recent call last):
    ...
    TypeError: <lambda>: got NoneType, needs one real number; a missing number has no \
gradient
    """
    name = operator.__name__.strip("_")

    @wraps(operator)
    def method(self, other):
        result = operator(self, other)
        return float_from(other, name) if result is NotImplemented else result

    return method  # type: ignore[return-value]


def comparable(x, place):
    """What a float is compared with: x itself, or nan; TypeError where it cannot be.

    >>> comparable("2", "<")
    Traceback (most recent call last):
    ...
    TypeError: <: got str, needs one real number; convert it first, with float(text)
    """
    try:
        x > 0.0  # noqa: B015 - only whether it can be done
    except TypeError:
        return float_from(x, place)
    except ArithmeticError:  # a nan of decimal, which is less than nothing
        return nan
    return x


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
    if isinstance(x, UNORDERED) or is_text(x) or hasattr(kind, "__float__"):
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
    known = is_real(x) or is_complex(x) or hasattr(x, "__len__")
    known = known or type(x).__name__ in TIMES
    if not known and hasattr(type(x), f"__r{operation}__"):
        return NotImplemented
    return float_from(x, operation)
