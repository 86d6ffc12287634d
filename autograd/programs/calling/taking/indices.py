"""Ints among the arguments of a compiled call, which remember what is done with them.

What an int is depends on what the function does with it: in arithmetic it is an input,
in ``take`` it chooses from a table at each replay, and anywhere else (``range(n)``,
``x[n]``) each number of it gets a program of its own.

>>> index = Index(2)
>>> take([10.0, 20.0, 30.0], index).data, index.uses
(30.0, set())
>>> [10.0, 20.0, 30.0][index], index.uses
(30.0, {'static'})
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from itertools import chain
from math import isfinite
from typing import Any

import numpy

from autograd import functions
from autograd.differentiation.structures import flattened, is_array
from autograd.programs.assignments import NotReplayable
from autograd.support.conversion import is_text, refusal, shown, whole
from autograd.value import Value, plain


class Index:
    """An int argument while a program is recorded: it remembers how it is used.

    uses: "static" or "number", when it was used as such; rows: what it took from tables
    of leaves; hot: for each length of a table of other Values that it chose from, some
    that are 1 at the place chosen and 0 elsewhere.
    """

    def __init__(self, number: int) -> None:
        self.number = number
        self.uses: set[str] = set()
        self.rows: list[Row] = []
        self.hot: dict[int, list[Value]] = {}
        self.is_datum = False  # in an array: arithmetic with it is that of numbers

    def __index__(self) -> int:
        self.uses.add("static")
        return self.number

    __int__ = __trunc__ = __floor__ = __ceil__ = __index__

    def __float__(self) -> float:
        self.uses.add("number")
        return float(self.number)

    def __hash__(self) -> int:
        return hash(operator.index(self))

    def __bool__(self) -> bool:
        return bool(operator.index(self))

    def __repr__(self) -> str:
        return repr(operator.index(self))

    def __format__(self, specification: str) -> str:
        return format(operator.index(self), specification)

    def __round__(self, digits: int | None = None) -> int:
        return round(operator.index(self), digits)

    def __reduce__(self) -> tuple:
        return int, (operator.index(self),)

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> numpy.ndarray:
        return numpy.array(operator.index(self), dtype)

    def __array_ufunc__(
        self, ufunc: Any, method: str, *given: Any, **named: Any
    ) -> Any:
        mine: Any = numpy.empty((), object)
        mine[()] = self
        if not any(is_array(x) and x.dtype == object for x in given):
            mine = operator.index(self)
        found = [mine if x is self else x for x in given]
        return getattr(ufunc, method)(*found, **named)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") or not hasattr(int, name):
            raise AttributeError(f"'int' object has no attribute {name!r}")
        return getattr(operator.index(self), name)

    def taken(self, is_number: bool) -> float:
        """The number, used as an input of a program or as a setting."""
        return float(self) if is_number else operator.index(self)

    def row_of(self, table: list[list]) -> Row:
        """What this takes from a table of leaves."""
        lengths, mine = [*map(len, table)], [*chain(*table)]
        for row in self.rows:
            is_alike = [*map(len, row.table)] == lengths
            if is_alike and all(map(operator.is_, mine, chain(*row.table))):
                return row
        self.rows.append(Row(table, self.number))
        return self.rows[-1]

    def chosen(self, length: int) -> list[Value]:
        """Values that are 1.0 at the place this stands for and 0.0 elsewhere."""
        if length not in self.hot:
            self.hot[length] = [Value(x) for x in one_hot(self.number, length)]
        return self.hot[length]


#: The methods of numbers, and of those the ones that Values have too.
COMPARISONS = ("lt", "le", "gt", "ge", "eq", "ne")
ARITHMETIC = ("add", "sub", "mul", "truediv", "pow", "floordiv", "mod", "divmod")
ALONE = ("neg", "pos", "abs", "invert")
OF_DATA = {*COMPARISONS, *ARITHMETIC[:5], *ALONE[:3]}


def _delegated(name: str, reflected: bool = False) -> Callable:
    function: Any = {"pow": pow, "divmod": divmod}.get(name) or getattr(operator, name)

    def method(self: Index, other: Any, *modulus: Any) -> Any:
        is_of_data = self.is_datum and name in OF_DATA
        mine: Any = self.taken(is_of_data or isinstance(other, Value))
        if isinstance(other, Index):
            other = other.taken(is_of_data and other.is_datum)
        return function(other, mine) if reflected else function(mine, other, *modulus)

    return method


def _alone(name: str) -> Callable:
    function = getattr(operator, name)
    return lambda self: function(self.taken(self.is_datum and name in OF_DATA))


for _name in COMPARISONS:
    setattr(Index, f"__{_name}__", _delegated(_name))
for _name in ARITHMETIC:
    setattr(Index, f"__{_name}__", _delegated(_name))
    setattr(Index, f"__r{_name}__", _delegated(_name, reflected=True))
for _name in ("and_", "or_", "xor", "lshift", "rshift"):
    setattr(Index, f"__{_name.strip('_')}__", _delegated(_name))
    setattr(Index, f"__r{_name.strip('_')}__", _delegated(_name, reflected=True))
for _name in ALONE:
    setattr(Index, f"__{_name}__", _alone(_name))


def one_hot(index: int, length: int) -> list[float]:
    """1.0 at the index and 0.0 elsewhere; IndexError if it is not in the table.

    >>> one_hot(-1, 3)
    [0.0, 0.0, 1.0]
    """
    found = [0.0] * length
    found[place_of(index, length)] = 1.0
    return found


def place_of(index: int, length: int) -> int:
    """The index counted from the start; IndexError if it is not in the table."""
    if not -length <= index < length:
        got = f"got the index {shown(index)} in a table of {length} rows"
        raise IndexError(f"take: {got}, needs -{length} to {length - 1}")
    return index % length


def take(table: Sequence, index: Any) -> Any:
    """``table[index]``, which a compiled function replays with other indices.

    table: a list of numbers or Values, or of rows of them (all of one structure). If
        they are leaves a replay takes the row alone, whatever the others are; what was
        computed is computed for all rows.

        >>> take([Value(1.0), Value(2.0)], 1)
        Value(2.0, grad=not computed)
    """
    needs = "a list or tuple of numbers, or of rows of them"
    rows: Any = table
    is_table = isinstance(table, Sequence) and not is_text(table)
    if not is_table and not (is_array(table) and rows.ndim):
        raise refusal(table, "take: table", needs)
    if not isinstance(index, Index):
        return table[place_of(whole(index, "take: index", None), len(table))]
    rows = [flattened(row) for row in table]
    flat = [x for row, _ in rows for x in row]
    if all(map(is_leaf, flat)):
        found, rebuild = index.row_of([row for row, _ in rows]), rows[index.number][1]
        return rebuild(found.values)
    if not all(isfinite(plain(x)) for x in flat):
        # 0 * inf is nan: no sum of products could choose
        return table[operator.index(index)]
    hot = index.chosen(len(rows))
    columns = zip(*(row for row, _ in rows), strict=True)
    rebuild = rows[index.number][1]
    return rebuild([functions.dot(hot, column) for column in columns])


def is_leaf(x: Any) -> bool:
    """Whether it is a number or a Value that was not computed from others."""
    return not (isinstance(x, Value) and x.operands)


class Row:
    """A row taken from a table of leaves: values are fresh Values in their place.

    In a replay they are inputs, from that row of the table that it takes.
    """

    def __init__(self, table: list[list], index: int) -> None:
        self.table = table
        self.values = [Value(plain(x)) for x in self.leaves(index)]
        if any(len(row) != len(self.values) for row in table):
            raise NotReplayable("it takes rows of unequal lengths from a table")

    def leaves(self, index: int) -> list:
        """The leaves of a row."""
        return self.table[place_of(index, len(self.table))]
