"""The arguments of a compiled call: which of their numbers are inputs of a program.

Floats, Values and arrays of floats are inputs. What an int is depends on what the
function does with it: in arithmetic it is an input, in ``take`` it chooses from a table
at each replay, and anywhere else (``range(n)``, ``x[n]``) each number of it gets a
program of its own, as do strings, None and all else that is hashable.

>>> index = Index(2)
>>> take([10.0, 20.0, 30.0], index).data, index.uses
(30.0, set())
>>> [10.0, 20.0, 30.0][index], index.uses
(30.0, {'static'})
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from typing import Any

from autograd import functions
from autograd.conversion import is_real
from autograd.structures import flattened, is_array, is_inner
from autograd.value import Value


class Index:
    """An int argument while a program is recorded: it remembers how it is used.

    uses: "static" or "number", when it was used as such; hot: for each length of table
    it chose from, Values that are 1 at the place chosen and 0 elsewhere.
    """

    def __init__(self, number: int) -> None:
        self.number = number
        self.uses: set[str] = set()
        self.hot: dict[int, list[Value]] = {}

    def __index__(self) -> int:
        self.uses.add("static")
        return self.number

    __int__ = __index__

    def __float__(self) -> float:
        self.uses.add("number")
        return float(self.number)

    def __hash__(self) -> int:
        return hash(operator.index(self))

    def __bool__(self) -> bool:
        return bool(operator.index(self))

    def __repr__(self) -> str:
        return repr(self.number)

    def chosen(self, length: int) -> list[Value]:
        """Values that are 1.0 at the place this stands for and 0.0 elsewhere."""
        if length not in self.hot:
            self.hot[length] = [Value(x) for x in one_hot(self.number, length)]
        return self.hot[length]


def _delegated(name: str, reflected: bool = False) -> Callable:
    function = getattr(operator, f"__{name}__")

    def method(self: Index, other: Any) -> Any:
        if isinstance(other, Value):
            self.uses.add("number")
            mine: Any = float(self.number)
        else:
            mine = operator.index(self)
        other = operator.index(other) if isinstance(other, Index) else other
        return function(other, mine) if reflected else function(mine, other)

    return method


def _alone(name: str) -> Callable:
    function = getattr(operator, name)
    return lambda self: function(operator.index(self))


for _name in ("lt", "le", "gt", "ge", "eq", "ne"):
    setattr(Index, f"__{_name}__", _delegated(_name))
for _name in ("add", "sub", "mul", "truediv", "floordiv", "mod", "pow"):
    setattr(Index, f"__{_name}__", _delegated(_name))
    setattr(Index, f"__r{_name}__", _delegated(_name, reflected=True))
for _name in ("and", "or", "xor", "lshift", "rshift"):
    setattr(Index, f"__{_name}__", _delegated(_name))
    setattr(Index, f"__r{_name}__", _delegated(_name, reflected=True))
for _name in ("neg", "pos", "abs", "invert"):
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
        raise IndexError(f"take: got the index {index} in a table of {length} rows")
    return index % length


def take(table: Sequence, index: Any) -> Any:
    """``table[index]``, which a compiled function replays with other indices.

    table: a list of numbers or Values, or of rows of them (all of one structure).

        >>> take([Value(1.0), Value(2.0)], 1)
        Value(2.0, grad=not computed)
    """
    if not isinstance(index, Index):
        return table[index]
    rows = [flattened(row) for row in table]
    hot = index.chosen(len(rows))
    columns = zip(*(flat for flat, _ in rows), strict=True)
    rebuild = rows[index.number][1]
    return rebuild([functions.dot(hot, column) for column in columns])


#: What most leaves are, by their class.
KINDS = {int: "int", float: "number"}


def is_nested(x: Any) -> bool:
    """Whether an argument is a structure, not a leaf."""
    return x.__class__ not in KINDS and is_inner(x)


def kind(leaf: Any) -> Any:
    """What a leaf is: "number", "int", or a setting with what it is set to."""
    if isinstance(leaf, Value) or leaf.__class__ is float:
        return "number"
    if isinstance(leaf, (bool, str, bytes)) or leaf is None:
        return ("static", leaf)
    if hasattr(leaf, "__index__"):
        return "int"
    if is_real(leaf):
        return "number"
    try:
        hash(leaf)
    except TypeError:
        raise TypeError(
            f"compile: got an argument of type {type(leaf).__name__}, needs numbers, "
            "Values, arrays, lists, tuples and dicts of them, or hashable settings"
        ) from None
    return ("static", leaf)


def structure_of(structure: Any) -> Any:
    """A hashable description of nested lists, tuples, dicts and arrays."""
    if structure.__class__ in KINDS:
        return KINDS[structure.__class__]
    if isinstance(structure, (list, tuple)):
        return (type(structure), *map(structure_of, structure))
    if isinstance(structure, dict):
        return (dict, *((key, structure_of(x)) for key, x in structure.items()))
    if is_array(structure):
        return ("array", structure.shape, structure.dtype.kind)
    return kind(structure)
