"""record: a graph of Values as a Program, a list of assignments to replay.

>>> from autograd import Value, tanh
>>> x, w = Value(0.5, name="x"), Value(2.0, name="w")
>>> program = record(tanh(w * x) + 1, inputs=[x])
>>> print(program)
inputs x
parameters w
v0 = w * x
v1 = tanh(v0)
v2 = v1 + 1.0
return v2
>>> program([0.25]) == (tanh(w * 0.25) + 1).data
True
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from autograd.differentiation.structures import flattened
from autograd.programs import printing
from autograd.programs.assignments import (
    Assignments,
    assignments,
    check_hooks,
    flat_graph,
)
from autograd.programs.buffers import add_grads
from autograd.programs.machines import steps as stepping
from autograd.support.conversion import float_from
from autograd.value import Value

if TYPE_CHECKING:
    from autograd.programs.folded import FoldedProgram


class Derivatives(NamedTuple):
    """What a backward pass gives: the value, and its derivatives by two lists."""

    value: Any
    parameters: Any
    inputs: Any


class Program:
    """A recorded graph: slots for numbers, and assignments in topological order.

    The slots are, in this order, the inputs, the parameters, the constants and what the
    assignments compute. ``program(inputs)`` replays it in plain Python, to the bit what
    the graph would give for these inputs and for the parameters as they are now.

    parameters: the Values; constants: floats; codes: for each assignment its operation,
    a place in ``operations``; starts, operands: assignment i takes the slots
    ``operands[starts[i]:starts[i + 1]]``; results: the slots that are returned, the
    last of them, as many as asides, without being differentiated.
    """

    def __init__(
        self,
        input_names: list[str],
        parameters: list[Value],
        several: bool,
        assignments: Assignments,
    ) -> None:
        self.input_names, self.parameters = input_names, parameters
        self.several, self.asides = several, 0
        (
            self.operations,
            self.codes,
            self.starts,
            self.operands,
            self.constants,
            self.results,
        ) = assignments
        self._parts: Any = None
        self._folded: FoldedProgram | None = None

    @property
    def first(self) -> int:
        """The slot of the first assignment."""
        return len(self.input_names) + len(self.parameters) + len(self.constants)

    def operation(self, i: int) -> str:
        """The name of the operation of assignment i."""
        return self.operations[self.codes[i]]

    def operands_of(self, i: int) -> list[int]:
        """The slots that assignment i takes."""
        return self.operands[self.starts[i] : self.starts[i + 1]].tolist()

    def does_as(self, other: Program) -> bool:
        """Whether another program has the same assignments and constants."""
        mine = self.codes, self.starts, self.operands, self.constants.view("int64")
        them = other.codes, other.starts, other.operands, other.constants.view("int64")
        same = self.operations == other.operations and self.results == other.results
        return same and all(a.tolist() == b.tolist() for a, b in zip(mine, them))

    def __len__(self) -> int:
        return len(self.codes)

    def __call__(self, inputs: Iterable = ()) -> Any:
        """The result for these inputs, in plain Python."""
        return self._returned(self._slots(inputs))

    def value_and_gradients(
        self, inputs: Iterable = (), write: bool = False, seed: float = 1.0
    ) -> Derivatives:
        """The result and its derivatives, with the bits of ``backward()``.

        write: add the derivatives to the ``grad`` of the parameters too.

            >>> x, w = Value(0.5), Value(2.0)
            >>> record(w * x, inputs=[x]).value_and_gradients([3.0])
            Derivatives(value=6.0, parameters=[3.0], inputs=[2.0])
        """
        if self.several:
            needs = "one result to differentiate; record the sum, or one of them"
            raise ValueError(
                f"value_and_gradients: this program has several results, {needs}"
            )
        slots = self._slots(inputs)
        adjoints = stepping.adjoints(self, slots, seed)
        start, stop = len(self.input_names), self.first - len(self.constants)
        found = Derivatives(
            self._returned(slots), adjoints[start:stop], adjoints[:start]
        )
        if write:
            add_grads(self.parameters, array("d", found.parameters))
        return found

    def fold(self) -> FoldedProgram:
        """The same program as array operations on NumPy, folded once."""
        if self._folded is None:
            from autograd.programs.folded import FoldedProgram

            self._folded = FoldedProgram(self)
        return self._folded

    def batch(self, cases: Any, by: str = "parameters inputs") -> Derivatives:
        """The results for many cases: see ``FoldedProgram.batch``."""
        return self.fold().batch(cases, by)

    def train(
        self, optimizer: Any, cases: Any = None, sweeps: int = 1000, **settings: Any
    ) -> list[float]:
        """Minimise the result over cases: see ``FoldedProgram.train``."""
        return self.fold().train(optimizer, cases, sweeps, **settings)

    def to_jax(self) -> Callable:
        """The program as a function of JAX arrays: see ``FoldedProgram.to_jax``."""
        return self.fold().to_jax()

    @property
    def source(self) -> str:
        """The plain Python of the replay, as a debugger shows it."""
        return "\n\n".join(stepping.sources(self))

    def _slots(self, inputs):
        slots = checked_inputs(inputs, len(self.input_names))
        slots += [parameter.data for parameter in self.parameters]
        slots += self.constants.tolist()
        if self._parts is None:
            self._parts = stepping.parts(self)
        return stepping.run(self._parts, slots, len(self))

    def _returned(self, slots):
        found = [slots[slot] for slot in self.results]
        return found if self.several else found[0]

    def __str__(self) -> str:
        return "\n".join(printing.program_lines(self))

    def __repr__(self) -> str:
        return (
            f"<Program of {len(self)} assignments, {len(self.input_names)} inputs and "
            f"{len(self.parameters)} parameters>"
        )

    def __getstate__(self) -> dict:
        return self.__dict__ | {"_parts": None, "_folded": None}


def record(
    result: Any,
    inputs: Sequence[Value] = (),
    parameters: Iterable[Value] | None = None,
) -> Program:
    """The graph below a result (or a list of results) as a Program.

    inputs: leaves that get new numbers at each replay.
    parameters: leaves whose ``data`` is read anew at each replay; None for all leaves
        that are no inputs. Leaves that are neither stay the numbers that they are.

    What the code asked its Values (``if x > 0``) is not in their graph: the program
    does what was done at the time. ``compile`` watches for that.
    """
    flat, _ = flattened(result)
    if not flat or not all(isinstance(x, Value) for x in flat):
        wrong = [type(x).__name__ for x in flat if not isinstance(x, Value)]
        got = wrong[0] if wrong else "an empty list"
        raise TypeError(f"record: got {got}, needs a Value or a list of Values")
    inputs = leaves(inputs, "inputs")
    check_hooks(flat)
    graph, results = flat_graph(flat)
    given = set(inputs)
    if parameters is None:
        parameters = graph.leaves
    parameters = leaves(parameters, "parameters")
    if given:
        parameters = [x for x in parameters if x not in given]
    parts = assignments(graph, results, [*inputs, *parameters])
    names = [x.name or "" for x in inputs]
    return Program(names, parameters, result is not flat[0], parts)


def leaves(values: Iterable[Value], place: str) -> list[Value]:
    """The values as a list; TypeError if one is no leaf, ValueError if one is twice."""
    values = list(values)
    wrong = [not isinstance(x, Value) or bool(x.operands) for x in values]
    if any(wrong):
        i = wrong.index(True)
        x = values[i]
        got = "a result of operations" if isinstance(x, Value) else type(x).__name__
        raise TypeError(f"record: {place}[{i}] is {got}, needs a leaf Value")
    if len(set(values)) < len(values):
        raise ValueError(f"record: {place} names a Value twice")
    return values


def checked_inputs(inputs: Iterable, count: int) -> list:
    """The inputs as floats; TypeError or ValueError when they are not what is needed.

    >>> checked_inputs(["a", 2], 2)
    Traceback (most recent call last):
    ...
    TypeError: program: inputs[0]: got str, needs one real number; convert it first, \
with float(text)
    """
    try:
        iterator = iter(inputs)
    except TypeError:
        needs = f"needs {count} inputs in a list"
        raise TypeError(f"program: got {type(inputs).__name__}, {needs}") from None
    given = [x.data if isinstance(x, Value) else x for x in iterator]
    if len(given) != count:
        raise ValueError(f"program: got {len(given)} inputs, needs {count}")
    found: list[float] = []
    try:
        for x in given:
            found.append(float(x))
    except (TypeError, ValueError, OverflowError):
        pass  # the next one is wrong: float_from tells why
    rest = enumerate(given[len(found) :], len(found))
    return found + [float_from(x, f"program: inputs[{i}]") for i, x in rest]
