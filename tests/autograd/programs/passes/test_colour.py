"""Grouping: rows of one colour do the same to the same kinds of things."""

import math
from itertools import groupby

import numpy
import pytest

from autograd import Value, sum, where
from autograd.programs import record
from autograd.programs.assignments import CONSTANTS
from autograd.programs.passes.colour import coloured
from autograd.programs.passes.simplify import FREE, simplified
from autograd.support.flattening import flatten
from autograd.support.twin import native
from tests.autograd.programs.test_program import Made
from tests.tools.twins import IS_BUILT, needs_native

FINDERS = [coloured, *([native.coloured] if IS_BUILT else [])]


def arguments(program):
    """What a finder takes for the rows of a program; the last are the colours."""
    program = getattr(program, "assignments", program)
    rows = simplified(program)
    colours = numpy.full(len(rows.aliases), -1, numpy.int64)
    colours[: program.first] = CONSTANTS
    colours[: program.first - len(program.constants)] = 0
    colours[: program.inputs] = 1
    free = bytes(name in FREE for name in rows.names)
    _, slots, kinds, starts, operands, pairs, _ = rows
    loose = numpy.zeros(len(slots), numpy.uint8)
    return [kinds, free, loose, starts, operands.copy(), pairs, slots, colours]


def made(seed):
    """A random program."""
    found = Made(seed)
    return record(found.result, found.inputs).assignments


def meanings(given):
    """For every row what its colour stands for, from the definition alone."""
    kinds, free, loose, starts, operands, pairs, slots, colours = given
    known = dict(enumerate(colours.tolist()))
    for i, slot in enumerate(slots.tolist()):
        mine = [known[x] for x in operands[starts[i] : starts[i + 1]].tolist()]
        factors, terms = mine[: 2 * pairs[i]], mine[2 * pairs[i] :]
        if free[kinds[i]]:
            terms = sorted(terms, key=repr)
        pairs_of = zip(factors[::2], factors[1::2])
        products = sorted([sorted(pair, key=repr) for pair in pairs_of], key=repr)
        if loose[i]:
            products, terms = ([x for x, _ in groupby(y)] for y in (products, terms))
        known[slot] = (int(kinds[i]), bool(loose[i]), products, terms)
    return [repr(known[slot]) for slot in slots.tolist()]


def loosened(given, seed):
    """The arguments, with the lengths of some rows declared not to matter."""
    kinds, free, loose, *_ = given
    may_be = numpy.array([free[kind] for kind in kinds.tolist()], bool)
    loose[:] = numpy.random.default_rng(seed).integers(0, 2, len(loose)) * may_be
    return given


@pytest.mark.parametrize("find", FINDERS)
@pytest.mark.parametrize("seed", range(40))
def test_colours_are_equal_where_meanings_are(find, seed):
    given = arguments(made(seed))
    if seed % 2:
        loosened(given, seed)
    wanted = meanings(given)
    find(*given)
    found = given[-1][given[6]].tolist()
    assert min(found) >= 3
    assert len(set(zip(found, wanted))) == len(set(found)) == len(set(wanted))
    firsts = [found.index(colour) for colour in sorted(set(found))]
    assert firsts == sorted(firsts)  # numbered as they appear: in topological order


@needs_native
@pytest.mark.parametrize("seed", range(100, 160))
def test_both_finders_find_the_same(seed):
    given = [loosened(arguments(made(seed)), seed) for _ in FINDERS]
    batched = [find(*mine) for find, mine in zip(FINDERS, given)]
    assert batched[0] == batched[1]
    for a, b in zip(*given):
        assert bytes(a) == bytes(b)


@pytest.mark.parametrize("find", FINDERS)
def test_operands_are_sorted_by_colour_and_factors_by_what_they_depend_on(find):
    x, w, v = Value(2.0), Value(3.0), Value(5.0)
    made = [x * w, v + 1.0]
    given = arguments(record(sum([x * w + w * x + v + x + 2.0 * w, *made]), [x]))
    kinds, free, _, starts, operands, pairs, slots, colours = given
    find(*given)
    for i in range(len(slots)):
        mine = colours[operands[starts[i] : starts[i + 1]]].tolist()
        lefts, rights = mine[: 2 * pairs[i] : 2], mine[1 : 2 * pairs[i] : 2]
        assert list(zip(lefts, rights)) == sorted(zip(lefts, rights))
        assert all(a != 1 for a, b in zip(lefts, rights) if b != 1)
        if free[kinds[i]]:
            terms = mine[2 * pairs[i] :]
            assert terms == sorted(terms)


@needs_native
@pytest.mark.parametrize(
    ("place", "change"),
    [
        (0, lambda x: x + 1000),  # kinds
        (0, lambda x: x[:-1]),
        (0, lambda x: x.astype(numpy.int32)),
        (1, lambda x: b""),  # free
        (2, lambda x: x[:-1]),  # loose
        (3, lambda x: x[:-1]),  # starts
        (3, lambda x: x[::-1].copy()),
        (3, lambda x: x + 7),
        (4, lambda x: x + 1000),  # operands
        (4, lambda x: x - 1000),
        (5, lambda x: x + 1000),  # pairs
        (5, lambda x: x - 1),
        (6, lambda x: x + 1000),  # slots
        (6, lambda x: -x),
        (7, lambda x: x + 1000),  # colours
        (7, lambda x: x * 0 - 1),
        (7, lambda x: x[:1].copy()),
    ],
)
def test_arrays_that_do_not_fit_are_refused(place, change):
    x, w = Value(2.0), Value(3.0)
    given = arguments(record((x * w + w * 2.0 + 1.0).tanh(), [x]))
    given[place] = change(given[place])
    with pytest.raises(ValueError, match=r"coloured: .* not fit"):
        native.coloured(*given)


@needs_native
def test_what_is_no_array_is_refused():
    with pytest.raises(TypeError):
        native.coloured(*[None] * 8)
    with pytest.raises(TypeError):
        native.coloured()
    with pytest.raises(TypeError, match=r"read-only|bytes"):
        native.coloured(b"", b"", b"", bytes(8), b"", b"", b"", b"")


def test_ten_thousand_wide_rows_of_mixed_colours():
    x, w = [Value(float(i)) for i in range(50)], Value(2.0)
    terms = [a.tanh() if i % 3 else a for i in range(200) for a in x]
    found = record(sum([*terms, w, 3.0]), x).fold().passes.colouring
    [last] = [group for group in found.groups if group.operation == "sum"]
    assert sorted(colour for _, colour, _ in last.runs) == [0, 1, 2, 3]
    assert last.rows.shape == (1, 10_002)


def test_decided_choices_vanish():
    x, y = Value(2.0), Value(3.0)
    program = record([where(1.0, x, y) * 2.0, where(0.0, x, where(1.0, y, x)) * 2.0])
    assert [
        group.operation for group in program.fold().passes.colouring.groups[3:]
    ] == ["mul"]
    assert program.fold()() == [4.0, 6.0]


def test_every_plain_number_is_kept_once_to_the_bit():
    x = Value(2.0)
    numbers = [0.5, -0.0, 0.5, 0.0, math.inf, 0.0, math.nan, -0.0]
    graph = flatten(sum([x * number for number in numbers]))
    kept = list(graph.constants)
    assert [math.copysign(1.0, x) for x in kept[:3]] == [1.0, -1.0, 1.0]
    assert kept[:4] == [0.5, 0.0, 0.0, math.inf]
    assert len(kept) == 5
    used = [x for i in range(9) for x in graph.operands_of(i) if isinstance(x, float)]
    assert repr(used) == repr(numbers)


def test_many_different_plain_numbers():
    x = y = Value(2.0)
    numbers = [i / 1024 for i in range(20_000)]
    for number in numbers:
        y = y + number * x
    assert list(flatten(y).constants) == numbers
