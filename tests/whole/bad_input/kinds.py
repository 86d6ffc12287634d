"""Bad things by what they are given for, each made anew from a world by its label."""

import itertools
from decimal import Decimal
from pathlib import Path

import numpy

from autograd import Value


class Stranger:
    """Something with no meaning here."""

    def __repr__(self):
        return "<a stranger>"


class Reflected(Stranger):
    """Something that answers Python's operators with what is no number."""

    def __radd__(self, other):
        return "added"


def constant(x):
    return lambda world: x


def recursive(kind=list):
    """A list or dict that contains itself."""
    whole = kind()
    whole.append(whole) if kind is list else whole.update(self=whole)
    return whole


def deep(levels=100_000):
    """A list in a list in a list ..."""
    whole = 1.0
    for _ in range(levels):
        whole = [whole]
    return whole


def objects(*parts):
    """A NumPy array of objects."""
    made = numpy.empty(len(parts), object)
    made[:] = parts
    return made


def without(kind, *labels):
    """A kind without some of it."""
    return {label: make for label, make in kind.items() if label not in labels}


def labelled(*things):
    """A kind of things that are labelled as they print."""
    return {f"{thing!r:.60}": constant(thing) for thing in things}


STRANGERS = labelled(None, "text", "", b"bytes", 1j, {1.0}, {"a": 1.0}, Stranger) | {
    "a stranger": lambda w: Stranger(),
    "a module": lambda w: itertools,
    "a path": lambda w: Path("weights.json"),
}
TEXTS = labelled("2", "", "nan", b"2", bytearray(b"2")) | {
    "text of NumPy": lambda w: numpy.str_("2"),
    "bytes in memory": lambda w: memoryview(b"2"),
}
NOT_REAL = {
    "complex": lambda w: 1j,
    "complex of NumPy": lambda w: numpy.complex128(1j),
    "a date of NumPy": lambda w: numpy.datetime64("2020-01-01"),
    "a stretch of time": lambda w: numpy.timedelta64(3, "s"),
    "a signalling nan": lambda w: Decimal("sNaN"),
    "an int beyond floats": lambda w: 10**400,
    "an int of 5,000 digits": lambda w: -(10**5000),
}
CONTAINERS = labelled([], [1.0], (1.0,), {1.0}, frozenset(), {}, {"a": 1.0}) | {
    "an array of one": lambda w: numpy.array([1.0]),
    "an array without axes": lambda w: numpy.array(1.0),
    "an array of objects": lambda w: objects(None),
    "a list in itself": lambda w: recursive(),
}
#: In the place of one real number.
NUMBERS = STRANGERS | TEXTS | NOT_REAL | CONTAINERS

#: In the place of a list of numbers.
SEQUENCES = labelled(
    None, 3, 2.5, True, 1j, "12", "", b"12", b"", bytearray(b"12"), Stranger
) | {
    "bytes in memory": lambda w: memoryview(b"12"),
    "a set": lambda w: {1.0, 2.0},
    "an empty set": lambda w: set(),
    "a frozen set": lambda w: frozenset((1.0, 2.0)),
    "a dict": lambda w: {1.0: 2.0, 3.0: 4.0},
    "an empty dict": lambda w: {},
    "keys of a dict": lambda w: {1.0: 2.0, 3.0: 4.0}.keys(),
    "a Value": lambda w: w.x,
    "a function": lambda w: len,
    "an array without axes": lambda w: numpy.array(1.0),
    "a decimal": lambda w: Decimal(2),
}
#: A list of two, of which one is no number.
PARTS = {
    "None in it": lambda w: [1.0, None],
    "text in it": lambda w: ["1", 2.0],
    "bytes in it": lambda w: (b"1", 2.0),
    "complex in it": lambda w: [1j, 2.0],
    "a list in it": lambda w: [[1.0], 2.0],
    "a set in it": lambda w: [1.0, {2.0}],
    "a dict in it": lambda w: [1.0, {"a": 2.0}],
    "a function in it": lambda w: [len, 2.0],
    "a stranger in it": lambda w: [1.0, Stranger()],
    "itself in it": lambda w: [recursive(), 1.0],
    "an int beyond floats in it": lambda w: [10**400, 1.0],
    "a signalling nan in it": lambda w: [Decimal("sNaN"), 1.0],
    "None in an array": lambda w: objects(1.0, None),
    "an array of text": lambda w: numpy.array(["1", "2"]),
    "an array of complex": lambda w: numpy.array([1j, 2]),
    "an array of dates": lambda w: numpy.array(["2020", "2021"], "datetime64[Y]"),
    "an array of two axes": lambda w: numpy.ones((2, 2)),
    "lists of unequal lengths": lambda w: [[1.0], [1.0, 2.0]],
    "None from a generator": lambda w: (x for x in (1.0, None)),
}
#: In the place of numbers in lists, tuples, dicts and arrays.
STRUCTURES = (
    STRANGERS
    | TEXTS
    | NOT_REAL
    | PARTS
    | {
        "a list in itself": lambda w: recursive(),
        "a dict in itself": lambda w: recursive(dict),
        "a list 100,000 deep": lambda w: deep(),
    }
)
STRUCTURES = without(
    STRUCTURES,
    "a list in it",
    "a dict in it",
    "an array of two axes",
    "lists of unequal lengths",
    repr({"a": 1.0}),
)

#: In the place of a Value.
VALUES = (
    without(NUMBERS, *NOT_REAL)
    | labelled(3, 2.5, True, Value)
    | {
        "a list of Values": lambda w: [w.x],
        "complex": lambda w: 1j,
        "a number of NumPy": lambda w: numpy.float64(2.0),
    }
)

#: In the place of a whole number of at least 1.
COUNTS = labelled(0, -1, -(2**70), 2.0, 1.5, True, False, "3", None, 1j, b"3") | {
    "infinite": lambda w: float("inf"),
    "nan": lambda w: float("nan"),
    "a Value": lambda w: w.x,
    "a list": lambda w: [3],
    "a decimal": lambda w: Decimal(3),
    "a float of NumPy": lambda w: numpy.float32(3),
    "an array of one": lambda w: numpy.array([3]),
    "an int of 5,000 digits": lambda w: -(10**5000),
    "a stranger": lambda w: Stranger(),
    "a function": lambda w: len,
}
#: In the place of True or False.
FLAGS = labelled(None, "no", "", "True", 2, 0, 1, 1.0, [], [True], {}, 1j, b"") | {
    "a Value": lambda w: w.x,
    "a stranger": lambda w: Stranger(),
    "an array": lambda w: numpy.array([True, False]),
    "a function": lambda w: len,
}
#: In the place of one of a few texts.
CHOICES = labelled("", "nonsense", 3, 2.5, True, [], ["units"], {}, b"zero", 1j) | {
    "a Value": lambda w: w.x,
    "a stranger": lambda w: Stranger(),
    "an array": lambda w: numpy.array([1.0, 2.0]),
    "a function": lambda w: len,
    "a set": lambda w: {"units"},
}
#: In the place of a function.
FUNCTIONS = labelled(None, 3, 2.5, "tanh", b"tanh", [], {}, (), 1j, True) | {
    "a Value": lambda w: w.x,
    "a stranger": lambda w: Stranger(),
    "a list of functions": lambda w: [len],
    "an array": lambda w: numpy.array([1.0]),
    "a generator": lambda w: (x for x in ()),
}
#: A function of one number that does not fit.
FITLESS = {
    "it takes nothing": lambda w: lambda: 1.0,
    "it takes four": lambda w: lambda a, b, c, d: 1.0,
    "it needs a keyword": lambda w: lambda *xs, key: 1.0,
}
#: A function of any arguments that returns no number.
USELESS = {
    "it returns None": lambda w: lambda *xs: None,
    "it returns text": lambda w: lambda *xs: "1.0",
    "it returns bytes": lambda w: lambda *xs: b"1",
    "it returns a list": lambda w: lambda *xs: [1.0],
    "it returns a dict": lambda w: lambda *xs: {"a": 1.0},
    "it returns complex": lambda w: lambda *xs: 1j,
    "it returns a bool": lambda w: lambda *xs: True,
    "it returns itself": lambda w: lambda *xs: len,
    "it returns an array": lambda w: lambda *xs: numpy.array([1.0, 2.0]),
    "it returns a stranger": lambda w: lambda *xs: Stranger(),
    "it returns a generator": lambda w: lambda *xs: (x for x in xs),
    "it returns a list in itself": lambda w: lambda *xs: recursive(),
}
#: In the place of a path to a file that can be read.
PATHS = labelled(None, 3.5, [], {}, 1j, Stranger) | {
    "a Value": lambda w: w.x,
    "a stranger": lambda w: Stranger(),
    "a file that is open": lambda w: w.opened,
    "with a zero in it": lambda w: "a\0b",
    "a number": lambda w: 12345,
    "half a character": lambda w: "\ud800",
}
UNREADABLE = {
    "no file": lambda w: w.folder / "none.json",
    "a folder": lambda w: w.folder,
    "in no folder": lambda w: w.folder / "none" / "weights.json",
    "in a file": lambda w: w.written("file", b"x") / "weights.json",
    "longer than names are": lambda w: w.folder / ("n" * 300),
    "empty text": lambda w: "",
}
