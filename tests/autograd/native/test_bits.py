"""The native twin gives the bits of the pure one: rows, edges, random programs."""

import os
from math import inf, nan, pi
from random import Random

import pytest
from hypothesis import given, settings, strategies as st

from autograd.operations import TABLE, VARIADIC
from tests.tools.twins import IS_BUILT, bits, needs_native, portrait, twin

pytestmark = needs_native

#: AUTOGRAD_SAMPLES=1000000 compares that many random points of every row.
SAMPLES = int(os.environ.get("AUTOGRAD_SAMPLES", "1500"))
TWINS = [twin("python"), twin("native")] if IS_BUILT else []

TINY, HUGE, NEXT = 5e-324, 1.7976931348623157e308, 1.0000000000000002
EDGES = [0.0, TINY, 2.3e-308, 1e-200, 1e-16, 0.25, 0.5, 0.75, 1.0, NEXT, 2.0, 3.0]
EDGES += [pi / 2, 20.0, 708.0, 709.8, 745.2, 1e5, 1e22, 1e154, 1e200, HUGE, inf]
EDGES = [*EDGES, *(-x for x in EDGES), nan]


def random_float(random):
    """A float of any size: the sizes are as common as one another."""
    kind = random.random()
    if kind < 0.4:
        return random.uniform(-5, 5)
    if kind < 0.5:
        return random.choice(EDGES)
    if kind < 0.6:
        return float(random.randrange(-20, 20)) / 2
    return random.choice([-1, 1]) * 2 ** random.uniform(-1074, 1023.9)


def points(row):
    """The operands to compare a row at: all edges, the domain, floats of any size."""
    random, count = Random(row.name), len(row.letters)
    if count == 1:
        yield from ((x,) for x in EDGES)
    elif count == 2:
        yield from ((x, y) for x in EDGES for y in EDGES)
    ranges = row.domain
    for _ in range(SAMPLES):
        yield tuple(random_float(random) for _ in range(count))
        low, high = ranges if isinstance(ranges[0], float) else ranges[0]
        yield tuple(random.uniform(low, high) for _ in range(count))


def answers(package, row, point, active):
    """The bits of a row at a point, its operands as Values where active says so."""
    operands = [package.Value(x) if on else x for x, on in zip(point, active)]
    if isinstance(operands[0], float):
        result = getattr(package, row.name)(*operands)
    else:
        result = getattr(operands[0], row.name)(*operands[1:])
    return bits(result.data), [bits(slope) for slope in result.derivatives]


@pytest.mark.parametrize(
    "row", [row for row in TABLE if row.name != "where"], ids=lambda row: row.name
)
def test_every_row_has_the_same_bits_everywhere(row):
    pure, fast = TWINS
    choices = {1: [(True,)], 2: [(True, True), (True, False), (False, True)]}
    for active in choices[len(row.letters)]:
        for point in points(row):
            expected = answers(pure, row, point, active)
            assert answers(fast, row, point, active) == expected, (point, active)


@pytest.mark.parametrize("condition", [True, False, 0.0, nan])
def test_where_has_the_same_bits(condition):
    for a, b in [(1.0, 2.0), (inf, -0.0), (nan, 3.0)]:
        found = []
        for package in TWINS:
            x, y = package.Value(a), package.Value(b)
            result = package.where(condition, x, y) * x
            result.backward()
            found.append(portrait(package, result))
        assert found[0] == found[1]


@pytest.mark.parametrize("row", VARIADIC, ids=lambda row: row.name)
def test_every_variadic_row_has_the_same_bits(row):
    pure, fast = TWINS
    random = Random(row.name)
    for trial in range(2 * SAMPLES):
        count = random.choice([1, 1, 2, 3, 4, 5, 9])
        draw = [random_float, lambda random: random.uniform(-3, 3)][trial % 2]
        numbers = [draw(random) for _ in range(2 * count)]
        if trial % 5 == 0:
            numbers[-1] = numbers[0]
        active = [random.random() < 0.7 for _ in numbers]
        expected = variadic_answers(pure, row, numbers, active)
        assert variadic_answers(fast, row, numbers, active) == expected, numbers


def variadic_answers(package, row, numbers, active):
    x = [package.Value(n) if on else n for n, on in zip(numbers, active)]
    if row.name == "dot":
        half = len(x) // 2
        result = package.dot(x[1:half], x[half + 1 :], x[0])
    else:
        result = getattr(package, row.name)(x)
    if isinstance(result, float):
        return bits(result)
    return portrait(package, result)


numbers = st.one_of(
    st.floats(-4, 4), st.sampled_from([x for x in EDGES if abs(x) < 1e300 or x != x])
)
steps = st.tuples(
    st.sampled_from([row for row in (*TABLE, *VARIADIC) if row.name != "where"]),
    st.lists(st.one_of(st.integers(0, 40), numbers), min_size=3, max_size=6),
)


def program_result(package, leaves, program, seed):
    """Run a random program in one twin; what its graph looks like after two passes."""
    names = ["x", None] * len(leaves)  # a node with a name lies elsewhere in memory
    values = [package.Value(number, name) for number, name in zip(leaves, names)]
    for row, chosen in program:
        operands = [
            values[x % len(values)] if isinstance(x, int) else x for x in chosen
        ]
        operands[0] = values[-1]  # so that everything hangs together
        if row.name == "dot":
            result = package.dot(operands[:1] * 2, operands[1:3], operands[-1])
        elif row.variadic:
            result = getattr(package, row.name)(operands)
        else:
            result = getattr(package, row.name)(*operands[: len(row.letters)])
        if len(values) % 3 == 0:
            result.name = "an inner node"
        values.append(result)
    values[-1].backward(seed)
    values[-1].backward()
    return portrait(package, values[-1]), [bits(x.grad) for x in values]


@given(
    st.lists(numbers, min_size=1, max_size=4),
    st.lists(steps, min_size=1, max_size=15),
    st.floats(-2, 2),
)
@settings(max_examples=400, deadline=None, derandomize=True, database=None)
def test_random_programs_have_the_same_bits(leaves, program, seed):
    pure, fast = TWINS
    expected = program_result(pure, leaves, program, seed)
    assert program_result(fast, leaves, program, seed) == expected


def large_answers(package, size):
    """Order and gradients of a graph whose nodes are used many times, near and far."""
    random = Random(1)
    values = [package.Value(random.uniform(-1, 1)) for _ in range(50)]
    for i in range(size):
        near = values[-random.randint(1, 20)]
        x = values[-1] if i % 3 else random.choice(values)
        if i % 50 == 0:
            values.append(package.sum(random.sample(values, 40)) * 0.1)
        else:
            values.append(x * 0.5 + near if i % 2 else (x - near).tanh())
    result = package.sum(values[-200:])
    result.backward()
    values[-100].backward(-0.5)
    flat = package.flattening.flatten(result, values[-100])
    parts = [view.tobytes() for view in (flat.operations, flat.starts, flat.operands)]
    return parts, [bits(x.grad) for x in values]


@pytest.mark.parametrize("size", [300, 3_000, 30_000])
def test_graphs_that_outgrow_their_room_have_the_same_bits(size):
    pure, fast = TWINS
    assert large_answers(fast, size) == large_answers(pure, size)


def cut_answers(package):
    """Gradients of nodes that lost their operands or got others; some have names."""
    x, y, z = (
        package.Value(n, name) for n, name in ((2.0, "x"), (3.0, None), (-0.0, "z"))
    )
    nodes = [x * y, x * y, package.sum([x, y, z]), package.sum([x, y, z]), -x, x + 1.0]
    for node in nodes[1::2]:
        node.name = "named"
    for node in nodes[::3]:
        node.operands = ()
    nodes[1].operands, nodes[1].derivatives = (y,), (-0.0,)
    nodes[2].operands, nodes[2].derivatives = (z, 2.0, z), (inf, -1.0)
    result = package.sum(nodes) * nodes[0] * nodes[3]
    for seed in (-0.0, 1.5, nan, 1.0):
        result.backward(seed)
        nodes[2].backward(seed)
    return [bits(node.grad) for node in (*nodes, x, y, z, result)]


def test_nodes_whose_operands_were_changed_have_the_same_gradients():
    pure, fast = TWINS
    assert cut_answers(fast) == cut_answers(pure)


@pytest.mark.parametrize("length", [1, 2, 5000])
def test_a_node_that_is_made_its_own_operand_is_an_error(length):
    _, fast = TWINS
    x = fast.Value(1.0)
    first = y = x * 2.0
    for _ in range(length):
        y = y * x + x
    first.operands, first.derivatives = (y, x), (1.0, 1.0)
    with pytest.raises(ValueError, match="operand of itself"):
        y.backward()
    first.operands = ()
    y.backward()
    assert y.grad == 1.0


@given(st.lists(numbers, min_size=1, max_size=4), st.lists(steps, max_size=8))
@settings(max_examples=100, deadline=None, derandomize=True, database=None)
def test_graphs_are_flattened_alike(leaves, program):
    flat = []
    for package in TWINS:
        values = [package.Value(number) for number in leaves]
        for row, chosen in program:
            operands = [
                values[x % len(values)] if isinstance(x, int) else x for x in chosen
            ]
            operands[0] = values[-1]
            if row.variadic and row.name != "dot":
                values.append(getattr(package, row.name)(operands))
            elif row.name != "dot":
                count = len(row.letters)
                values.append(getattr(package, row.name)(*operands[:count]))
        flat.append(package.flattening.flatten(values[-1], values[0]))
    pure, fast = flat
    assert [view.tobytes() for view in pure[:3]] == [v.tobytes() for v in fast[:3]]
    assert list(map(bits, pure.constants)) == list(map(bits, fast.constants))
    assert list(map(bits, pure.data)) == list(map(bits, fast.data))
    assert pure.names == fast.names
    assert [bits(x.data) for x in pure.leaves] == [bits(x.data) for x in fast.leaves]
