"""take: what a compiled function takes from a table is the row alone, as without it."""

import math
from random import Random

import pytest

import nn
from autograd import Value, compile, dot, sqrt, sum, take, tanh
from autograd.differentiation.derivatives import gradients
from autograd.programs.calling import compiling
from autograd.transforms import grad


def drawn(count, seed=0):
    random = Random(seed)
    return [Value(random.uniform(0.1, 0.9)) for _ in range(count)]


def grads(leaves):
    """The derivatives, None where nothing was sent."""
    return [x.grad if x.has_grad else None for x in leaves]


def passed(function, leaves, *given):
    """The result and what it sends, a Value, differentiated."""
    for x in leaves:
        x.grad = None
    result = function(*given)
    result.backward()
    return [result.data, *grads(leaves)]


def close(found, wanted):
    """Whether numbers agree, and None stands where it should."""
    return len(found) == len(wanted) and all(
        a == b
        or (a is not None and b is not None and (a == pytest.approx(b, nan_ok=True)))
        for a, b in zip(found, wanted)
    )


def check(function, leaves, calls):
    """Compare a compiled function with the function; how often it was recorded."""
    compiled = compile(function)
    for given in calls:
        wanted = passed(function, leaves, *given)
        assert close(passed(compiled, leaves, *given), wanted), given
    return compiled


@pytest.fixture(autouse=True)
def always(monkeypatch):
    """Have every program replayed, also where the function itself is quicker."""
    monkeypatch.setattr(compiling, "pays", lambda costs: True)


TABLE, W = drawn(6), drawn(3, 1)
ROWS = [drawn(40, i) for i in range(8)]
EVERY = [W[0], *TABLE, *(x for row in ROWS for x in row)]


def heavy(x):
    """Enough to do for a program to be worth it."""
    return sum([tanh(x * w) * W[i % 3] for i, w in enumerate(ROWS[0] * 8)])


FUNCTIONS = {
    "a leaf": lambda i: heavy(take(TABLE, i)),
    "a row": lambda i: heavy(dot(take(ROWS, i), take(ROWS, i))),
    "two rows": lambda i: heavy(dot(take(ROWS, i), take(ROWS, 5 - i))),
    "used beside": lambda i: heavy(take(TABLE, i) * TABLE[2]),
    "a number": lambda i: heavy(take([0.5, 1.5, 2.5, 3.5, 4.5, 5.5], i) * W[0]),
    "numbers and leaves": lambda i: heavy(take([W[0], 1.5, W[1], 3.5, W[2], 0.5], i)),
    "from two tables": lambda i: heavy(take(TABLE, i) * dot(take(ROWS, i), ROWS[7])),
    "computed": lambda i: heavy(take([tanh(x) for x in TABLE], i)),
    "computed for all": lambda i: heavy(
        take([tanh(x) for x in TABLE], i) / sum(map(tanh, TABLE))
    ),
    "asked about": lambda i: (
        heavy(take(TABLE, i)) if take(TABLE, i) > 0.5 else heavy(take(TABLE, i) * 2)
    ),
    "a part of it": lambda i: heavy(take([row[:3] for row in ROWS], i)[1]),
}
CALLS = [(i,) for i in (0, 0, 1, 2, 1, 3, 0, 5, 4, 3, -1, 2, 2)]


@pytest.mark.parametrize("name", FUNCTIONS)
def test_what_is_not_taken_gets_no_derivative(name):
    compiled = check(FUNCTIONS[name], EVERY, CALLS)
    assert compiled.recordings > 0
    if "computed" not in name:
        assert compiled.recordings < 4


def test_rows_from_a_table_among_the_arguments():
    check(
        lambda table, i: heavy(take(table, i)),
        [*TABLE, *W],
        [(TABLE, i) for i in (0, 1, 2, 3, 1)],
    )
    compiled = compile(lambda table, i: heavy(take(table, i)))
    for i in (0, 1, 2, 3, 1):
        numbers = [0.5 * j for j in range(5)]
        assert compiled(numbers, i).data == pytest.approx(heavy(0.5 * i).data)


@pytest.mark.parametrize("number", [math.inf, -math.inf, math.nan])
@pytest.mark.parametrize("name", ["a leaf", "a row", "computed", "computed for all"])
def test_other_rows_may_be_anything(name, number):
    leaves, row = TABLE[3], ROWS[3][7]
    kept = leaves.data, row.data
    compiled = compile(FUNCTIONS[name])
    try:
        for i in (0, 1, 2, 0):
            passed(compiled, EVERY, i)
        leaves.data = row.data = number
        for i in (0, 1, 3, 2):
            wanted = passed(FUNCTIONS[name], EVERY, i)
            assert close(passed(compiled, EVERY, i), wanted)
    finally:
        leaves.data, row.data = kept


def test_a_row_that_is_not_taken_sends_nothing_at_an_infinite_slope():
    leaves = drawn(3)

    def whole(i):
        return heavy(take([sqrt(x) for x in leaves], i) + 0.0 * sum(leaves))

    compiled = compile(whole)
    for i in (0, 1, 2, 0):
        passed(compiled, leaves, i)
    leaves[2].data = 0.0
    for i in (0, 1, 2):
        assert close(passed(compiled, leaves, i), passed(whole, leaves, i))


def test_a_place_that_is_not_there_is_an_index_error():
    compiled = compile(FUNCTIONS["a leaf"])
    for i in (0, 1, 2, 3):
        compiled(i)
    for wrong in (6, -7):
        with pytest.raises(IndexError):
            compiled(wrong)


def test_rows_that_were_put_in_place_of_others_are_taken():
    table = drawn(4)
    compiled = compile(lambda i: heavy(take(table, i)))
    for i in (0, 1, 2, 3):
        compiled(i)
    table[2] = Value(0.75)
    assert close(
        passed(compiled, table, 2), passed(lambda i: heavy(take(table, i)), table, 2)
    )


def test_second_derivatives_of_what_is_taken():
    inner = compile(lambda i: heavy(take(TABLE, i)) * take(TABLE, i))
    for i in (0, 1, 2, 1):
        inner(i)

    def slope(x):
        kept, TABLE[1] = TABLE[1], x
        try:
            return heavy(take(TABLE, 1)) * take(TABLE, 1)
        finally:
            TABLE[1] = kept

    wanted = grad(grad(slope))(TABLE[1].data)
    (once,) = gradients(inner(1), [TABLE[1]], create_graph=True)
    (twice,) = gradients(once, [TABLE[1]])
    assert float(twice) == pytest.approx(wanted)


class Embedded(nn.Module):
    """Two rows of a table, and what a layer makes of them."""

    def __init__(self, computed=False):
        random = Random(3)
        self.table = [
            [Value(random.uniform(-1, 1)) for _ in range(4)] for _ in range(9)
        ]
        self.layer = nn.MLP(4, [6, 1], "tanh", seed=1)
        self.computed = computed

    def __call__(self, pair):
        (i, j), table = pair, self.table
        if self.computed:
            table = [[tanh(x) for x in row] for row in table]
        a, b = take(table, i), take(table, j)
        return self.layer([x * y for x, y in zip(a, b)])


@pytest.mark.parametrize("computed", [False, True])
@pytest.mark.parametrize("batch", [1, 4, True])
def test_training_moves_the_rows_that_are_taken(batch, computed):
    random = Random(5)
    cases = [
        ((random.randrange(6), random.randrange(5)), [random.random()])
        for _ in range(12)
    ]
    found = []
    for compiled in (None, False):
        model = Embedded(computed)
        optimizer = nn.Adam(model.parameters(), rate=0.05, decay=0.01)
        history = nn.fit(
            model,
            cases,
            optimizer=optimizer,
            batch=batch,
            sweeps=12,
            compiled=compiled,
            progress=False,
        )
        found.append([*history.errors, *(x.data for x in model.parameters())])
    assert found[0] == pytest.approx(found[1], rel=1e-9)
    assert found[0][12:][6 * 4 :][:4] == [x.data for x in Embedded().table[6]]


def test_the_cost_of_a_call_does_not_grow_with_the_table():
    def count(length):
        table = [drawn(8, i) for i in range(length)]
        compiled = compile(lambda i, j: heavy(dot(take(table, i), take(table, j))))
        for i in (0, 1, 2, 3):
            compiled(i, i + 1)
        [variant] = compiled.variants.values()
        return len(variant.assignments), variant.assignments.inputs

    assert count(10) == count(1000) == (count(10)[0], 16)


def test_a_table_that_is_changed_meanwhile_is_what_it_was():
    leaves = drawn(4)

    def function(i):
        table = list(leaves)
        first = take(table, i)
        table[0] = table[1] = leaves[3]
        return heavy(first * take(table, i))

    compiled = check(function, leaves, [(i,) for i in (0, 0, 1, 2, 1, 0, 3)])
    assert compiled.recordings < 4


def test_rows_of_unequal_lengths_are_taken_without_a_program():
    leaves = drawn(4)
    table = [leaves[:1], leaves[1:3], leaves[3:]]
    check(lambda i: heavy(sum(take(table, i))), leaves, [(i,) for i in (0, 1, 2, 1, 0)])
