"""Module: an object with parameters, and how they are listed, copied and saved.

>>> class Line(Module):
...     def __init__(self):
...         self.slope, self.shifts = Value(2.0), [Value(1.0)]
...     def __call__(self, x):
...         return self.slope * x + self.shifts[0]
>>> Line()
Line() with 2 parameters
>>> Line().state_dict()
{'slope': 2.0, 'shifts.0': 1.0}
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from typing import Any

from autograd import Value
from autograd.support.conversion import float_from, refusal
from nn.files import read_document, write_document

FORMAT = "scalar-autograd parameters"


class Module:
    """Something with parameters: the leaf Values among its attributes.

    They are found in lists, tuples, dicts and other Modules too, in the order in which
    the attributes were set; a Value that is shared counts once, under its first name.
    A Module can be pickled and deep-copied.
    """

    def named_parameters(self) -> list[tuple[str, Value]]:
        """The pairs (path, parameter), with paths such as ``layers.0.weights.1.2``."""
        return [
            (path, found)
            for path, found in found_below(self)
            if isinstance(found, Value) and not found.operands
        ]

    def parameters(self) -> list[Value]:
        """The parameters, each once, always in the same order."""
        return [parameter for _, parameter in self.named_parameters()]

    def zero_grad(self) -> None:
        """Forget every gradient: each reads 0.0 and counts as not computed."""
        for parameter in self.parameters():
            parameter.grad = None

    def state_dict(self) -> dict[str, float]:
        """The number of every parameter by its path; ValueError if two paths agree."""
        pairs = self.named_parameters()
        state = {path: parameter.data for path, parameter in pairs}
        if len(state) < len(pairs):
            raise ValueError("two parameters have the same path: rename dict keys")
        return state

    def load_state_dict(self, state: Mapping[str, Any]) -> None:
        """Take every parameter's number from a ``state_dict``.

        It takes all or, with ValueError or TypeError, nothing: paths that are missing
        or too many are named, and every number is checked first.

            >>> from nn import Layer
            >>> Layer(1, 1).load_state_dict({"weights.0.0": 2.0, "slope": 1.0})
            Traceback (most recent call last):
            ...
            ValueError: these parameters do not fit Layer(1, 1, 'logistic'): missing \
biases.0; unexpected slope
        """
        if not isinstance(state, Mapping):
            needs = "a dict of numbers by path, as state_dict() gives it"
            raise refusal(state, "load_state_dict", needs)
        if wrong := differences(self.state_dict(), state):
            raise ValueError(f"these parameters do not fit {self.title}: {wrong}")
        checked = {path: float_from(number, path) for path, number in state.items()}
        for path, parameter in self.named_parameters():
            parameter.data = checked[path]

    def save(self, path: str | os.PathLike) -> None:
        """Write the parameters to a JSON file, exactly, which is whole at any time.

        OSError, which names the file, when it cannot be written; the old one is kept.
        """
        write_document(path, FORMAT, {"parameters": self.state_dict()})

    def load(self, path: str | os.PathLike) -> None:
        """Read what ``save`` wrote; ValueError, and no change, when it does not fit."""
        document = read_document(path, FORMAT)
        try:
            self.load_state_dict(document.get("parameters", {}))
        except (ValueError, TypeError) as error:
            raise ValueError(f"{path}: {error}") from None

    @property
    def title(self) -> str:
        """What the first line of the repr calls it."""
        return f"{type(self).__name__}()"

    def __repr__(self) -> str:
        below = [pair for pair in found_below(self) if isinstance(pair[1], Module)]
        lines = [f"{self.title} with {len(self.parameters())} parameters"]
        lines += [f"  {path}: {module.title}" for path, module in below[1:]]
        return "\n".join(lines)


def found_below(thing: Any) -> Iterator[tuple[str, Any]]:
    """The pairs (path, Value or Module) at and below a thing, each object once."""
    waiting: list[tuple[str, Any]] = [("", thing)]
    seen: set[int] = set()
    while waiting:
        path, thing = waiting.pop()
        if id(thing) in seen:
            continue
        seen.add(id(thing))
        if isinstance(thing, Value):
            yield path, thing
            continue
        if isinstance(thing, Module):
            yield path, thing
        start = f"{path}." if path else ""
        below = [(f"{start}{key}", part) for key, part in parts(thing)]
        waiting += reversed(below)


def parts(thing: Any) -> Any:
    """The pairs (name, part) of a Module, dict, list or tuple; none of others."""
    if isinstance(thing, Module):
        return vars(thing).items()
    if isinstance(thing, dict):
        return thing.items()
    return enumerate(thing) if isinstance(thing, (list, tuple)) else ()


def differences(expected: Mapping[str, Any], given: Mapping[str, Any]) -> str:
    """The names missing from and unexpected in a dict, in words; empty when they agree.

    >>> differences({"a": 1, "b": 2}, {"a": 1, "c": 3})
    'missing b; unexpected c'
    """
    missing = [f"missing {name}" for name in expected if name not in given]
    unexpected = [f"unexpected {name}" for name in given if name not in expected]
    return "; ".join(missing + unexpected)
