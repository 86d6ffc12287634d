"""Grouping by colour: nodes that do the same to the same kinds of things, as one.

A leaf's colour is its kind, a node's colour is its operation with the colours of its
operands. Nodes of one colour depend on no other of that colour, so that they can be
computed together, as one array operation. A colour is the number of a group.

>>> from autograd import Value, tanh
>>> from autograd.programs import record
>>> x, y = Value(1.0), Value(2.0)
>>> program = record([tanh(x), tanh(y)])
>>> for group in grouped(program).groups:
...     print(group.operation, group.members)
parameters [0, 1]
inputs []
constants []
tanh [2, 3]
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import groupby
from typing import TYPE_CHECKING

from autograd.programs.simplifying import Row, simplified

if TYPE_CHECKING:
    from autograd.programs.recording import Program

PARAMETERS, INPUTS, CONSTANTS = 0, 1, 2
# The factors of a product change places so that what does not depend on the inputs is
# on the left: the weights of a dot are a matrix of their own.


class Group:
    """Nodes of one colour, while groups are being found.

    members: the slots; rows: the slots of the operands of each; runs: stretches of
    columns of the rows with one colour, as (role, colour, count): role is "left" and
    "right" for the factors of products, "term" for what is added, "operand" else.
    """

    def __init__(self, operation: str, runs: tuple, batched: bool) -> None:
        self.operation, self.runs, self.batched = operation, runs, batched
        self.members: list[int] = []
        self.rows: list[list[int]] = []

    def __repr__(self) -> str:
        return f"<Group {self.operation} of {len(self.members)}>"


class Colouring:
    """The groups so far, and the colour of every slot."""

    def __init__(self, program: Program) -> None:
        inputs, parameters = len(program.input_names), len(program.parameters)
        self.groups = [
            Group("parameters", (), False),
            Group("inputs", (), True),
            Group("constants", (), False),
        ]
        self.colours = [INPUTS] * inputs + [PARAMETERS] * parameters
        self.colours += [CONSTANTS] * len(program.constants) + [-1] * len(program)
        self.groups[INPUTS].members = list(range(inputs))
        self.groups[PARAMETERS].members = list(range(inputs, inputs + parameters))
        constants = range(inputs + parameters, program.first)
        self.groups[CONSTANTS].members = list(constants)
        self.numbers = dict(zip(constants, program.constants.tolist()))
        self.aliases: dict[int, int] = {}
        self.keys: dict[tuple, int] = {}

    def add(self, row: Row) -> None:
        """Put a row into the group of its colour."""
        if self.aliases:
            row = self._without_aliases(row)
        if row.operation == "linear":
            self._add_linear(row)
        elif row.operation == "where" and row.operands[0] in self.numbers:
            chosen = row.operands[1 if self.numbers[row.operands[0]] else 2]
            self.aliases[row.slot] = chosen
        elif row.operation in ("max", "min", "prod", "logsumexp", "mean"):
            runs, operands = self._sorted(row.operands)
            self._join(row.slot, row.operation, runs, operands)
        else:
            self._add_plain(row)

    def _without_aliases(self, row):
        known = self.aliases.get
        operands = [known(slot, slot) for slot in row.operands]
        pairs = [known(slot, slot) for slot in row.pairs]
        return row._replace(operands=operands, pairs=pairs)

    def _add_plain(self, row):
        colours, numbers = self.colours, self.numbers
        runs = tuple(("operand", colours[slot], 1) for slot in row.operands)
        extra = ()
        if row.operation == "pow" and row.operands[1] in numbers:
            extra = (numbers[row.operands[1]],)  # x ** 2 and x ** 3 stay apart
        self._join(row.slot, row.operation, runs, row.operands, extra)

    def _add_linear(self, row):
        numbers = self.numbers
        terms = [slot for slot in row.operands if numbers.get(slot) != 0]
        if not terms and not row.pairs:
            terms = row.operands[:1]
        runs, operands = self._sorted(terms, "term")
        if row.pairs:
            pair_runs, pairs = self._sorted_pairs(row.pairs)
            operation, runs, operands = "dot", pair_runs + runs, pairs + operands
        else:
            operation = "sum"
        if row.scale is None:
            self._join(row.slot, operation, runs, operands)
            return
        inner = len(self.colours)
        self.colours.append(-1)
        self._join(inner, operation, runs, operands)
        scaled = [row.scale, inner]
        self._add_plain(Row(row.slot, "mul", scaled, []))

    def _sorted(self, operands, role="operand"):
        """Runs of operands of one colour, where the order of operands is free."""
        colours = self.colours
        kinds = [colours[slot] for slot in operands]
        if len(set(kinds)) <= 1:
            return tuple((role, kind, len(kinds)) for kind in kinds[:1]), operands
        operands = sorted(operands, key=colours.__getitem__)
        kinds.sort()
        counts = ((colour, len(list(run))) for colour, run in groupby(kinds))
        return tuple((role, colour, count) for colour, count in counts), operands

    def _sorted_pairs(self, pairs):
        """Runs of products of one pair of colours: lefts, then rights, of each run."""
        colours = self.colours
        lefts, rights = pairs[::2], pairs[1::2]
        of_lefts, of_rights = (
            [colours[slot] for slot in lefts],
            [colours[slot] for slot in rights],
        )
        if len(set(of_lefts)) == len(set(of_rights)) == 1:
            a, b = of_lefts[0], of_rights[0]
            if self._rank(a) > self._rank(b):
                a, b, lefts, rights = b, a, rights, lefts
            runs = (("left", a, len(lefts)), ("right", b, len(lefts)))
            return runs, lefts + rights
        ordered = sorted(
            (a, b, i, lefts[i], rights[i])
            if self._rank(a) <= self._rank(b)
            else (b, a, i, rights[i], lefts[i])
            for i, (a, b) in enumerate(zip(of_lefts, of_rights))
        )
        runs, operands = (), []
        for (a, b), run in groupby(ordered, key=lambda item: item[:2]):
            items = list(run)
            runs += (("left", a, len(items)), ("right", b, len(items)))
            operands += [item[3] for item in items] + [item[4] for item in items]
        return runs, operands

    def _rank(self, colour):
        return self.groups[colour].batched, colour == CONSTANTS, colour

    def _join(self, slot, operation, runs, operands, extra=()):
        key = (operation, runs, extra)
        number = self.keys.get(key)
        if number is None:
            number = self.keys[key] = len(self.groups)
            batched = any(self.groups[colour].batched for _, colour, _ in runs)
            self.groups.append(Group(operation, runs, batched))
        self.colours[slot] = number
        group = self.groups[number]
        group.members.append(slot)
        group.rows.append(operands)


def grouped(program: Program) -> Colouring:
    """The groups of a program, in topological order, and the colour of every slot."""
    colouring = Colouring(program)
    with collector_paused():
        for row in simplified(program):
            colouring.add(row)
    return colouring


@contextmanager
def collector_paused() -> Iterator[None]:
    """No cyclic collection in the block: it makes many lists, and none in a cycle."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
