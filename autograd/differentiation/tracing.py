"""Calling a function on fresh Values, to differentiate what it computes from them."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial
from operator import index
from typing import Any, NamedTuple

from autograd.differentiation.derivatives import as_values
from autograd.differentiation.structures import as_number, flattened, is_inner
from autograd.support.conversion import called, refusal, shown
from autograd.support.switches import enable_grad, recording
from autograd.value import Value, plain

Argnums = int | tuple[int, ...]

# How many transforms are running around the present code: what is computed inside one
# has to be recorded, because the outer one differentiates it.
_depth = ContextVar("autograd transforms running", default=0)


class Trace(NamedTuple):
    """A call of a function on fresh Values.

    result: what it returned; inputs: the Values it got, flat; arguments: what was asked
    for, as given; rebuild: back to that structure; nested: whether the derivatives have
    to be recorded, for a transform around this one or a Value among the arguments;
    gives_values: whether they are given as Values; inside ``no_grad`` as leaves.
    """

    result: Any
    inputs: list
    arguments: Any
    rebuild: Callable
    nested: bool
    gives_values: bool

    def given(self, found):
        """Derivatives as the caller gets them: Values for Values, floats for floats."""
        found = found if self.nested else [plain(x) for x in found]
        return as_values(found) if self.gives_values else found

    def seeded(self, seeds: list) -> tuple[Trace, list]:
        """The trace for a pass with seeds that may be Values, and its seeds."""
        has_values = any(isinstance(x, Value) for x in seeds)
        nested = recording.get() and (self.nested or has_values)
        gives_values = self.gives_values or has_values
        seeds = seeds if nested else [plain(x) for x in seeds]
        return self._replace(nested=nested, gives_values=gives_values), seeds


@contextmanager
def inside_transform():
    """Record, and let what is computed here be differentiated by whoever is around."""
    token = _depth.set(_depth.get() + 1)
    try:
        with enable_grad():
            yield
    finally:
        _depth.reset(token)


def traced(function, arguments, keywords, argnums) -> Trace:
    """Call the function with fresh Values in the places that ``argnums`` names."""
    places = chosen_places(argnums, len(arguments))
    picked = tuple(arguments[place] for place in places)
    whose = f"an argument of {name_of(function)}"
    flat, rebuild = flattened(picked, place=whose)
    flat = [as_number(x, whose) for x in flat]
    gives_values = _depth.get() > 0 or any(isinstance(x, Value) for x in flat)
    nested = gives_values and recording.get()
    if not nested:  # no_grad cuts this off from what is around
        flat = [plain(x) for x in flat]
    with inside_transform():
        # x * 1.0 is a variable of this call alone, and remembers the outer x
        inputs = [x * 1.0 if isinstance(x, Value) else Value(x) for x in flat]
        filled = list(arguments)
        for place, argument in zip(places, rebuild(inputs)):
            filled[place] = argument
        result = called(function, "a call to differentiate", filled, keywords)
    if not is_inner(argnums):
        picked, rebuild = picked[0], partial(first_of, rebuild)
    return Trace(result, inputs, picked, rebuild, nested, gives_values)


def first_of(rebuild, flat):
    """The one argument of which a tuple of arguments is made."""
    return rebuild(flat)[0]


def chosen_places(argnums: Argnums, count: int) -> list[int]:
    """The positions of the arguments to differentiate by, checked."""
    several: Any = argnums if is_inner(argnums) else [argnums]
    try:
        places = [index(place) for place in several]
    except TypeError:
        places = []
    if not places or isinstance(argnums, dict):
        raise refusal(argnums, "argnums", "a whole number or a tuple of such")
    if not count:
        raise TypeError("got no positional arguments, needs those to differentiate by")
    for place in places:
        if not -count <= place < count:
            raise ValueError(
                f"argnums: got {shown(argnums)}, but the call has {count} positional "
                f"arguments; needs numbers from 0 to {count - 1}"
            )
    if len({place % count for place in places}) < len(places):
        raise refusal(argnums, "argnums", "each argument once", ValueError)
    return places


def name_of(function: Any) -> str:
    """The name of a function for a message."""
    return getattr(function, "__name__", type(function).__name__)


def one_number(result: Any, function: Any) -> Value | float:
    """The result, which has to be one number."""
    try:
        if isinstance(result, bool):
            raise TypeError
        return as_number(result, name_of(function))
    except TypeError:
        raise TypeError(
            f"{name_of(function)} returned {type(result).__name__}; a gradient needs "
            "one number (a Value), jacobian takes lists, tuples, dicts and arrays"
        ) from None
