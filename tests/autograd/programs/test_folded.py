"""Folding: what the array program looks like, and that it gives what the graph gave."""

import gc
import linecache
import math
import pickle
from itertools import pairwise
from random import Random

import numpy
import pytest

from autograd import Value, dot, functions, operation, tanh
from autograd.operations import OPERATIONS
from autograd.programs import record
from autograd.programs.assignments import INPUTS
from autograd.programs.machines.numpy import NumPy
from autograd.programs.passes.colour import Colouring
from autograd.value import apply
from nn import MLP, squared_error


def drawn(count, seed=1):
    random = Random(seed)
    return [Value(random.uniform(-1, 1)) for _ in range(count)]


def arrays(program, operation=None):
    """The arrays of a folded program: (operation, shape), or the shapes of one kind."""
    found = [(a.operation, a.shape) for a in program.fold().passes.arrays.arrays[3:]]
    return [shape for name, shape in found if name == operation] if operation else found


def check(result, parameters, inputs=()):
    """Check that folding and folding in lanes give the values and grads of eager."""
    leaves = [*parameters, *inputs]
    for x in leaves:
        x.grad = None
    result.backward()
    folded = record(result, inputs, parameters).fold("numpy")
    numbers = [x.data for x in inputs]
    found = folded.value_and_gradients(numbers)
    wanted = [x.grad for x in leaves]
    assert found.value == pytest.approx(result.data, rel=1e-12)
    assert found.parameters + found.inputs == pytest.approx(wanted, rel=1e-9, abs=1e-13)
    twice = folded.batch([numbers, numbers])
    assert twice.value.tolist() == pytest.approx([result.data] * 2, rel=1e-12)
    gradients = [g / 2 for g in twice.parameters] + twice.inputs[1].tolist()
    assert gradients == pytest.approx(wanted, rel=1e-9, abs=1e-13)
    return folded


def written_out(sizes, cases, seed=1):
    """A micrograd-like loss with + and * alone, and its parameters."""
    leaves = iter(drawn(1000, seed))
    random = Random(seed)
    layers = [
        [([next(leaves) for _ in range(a)], next(leaves)) for _ in range(b)]
        for a, b in pairwise(sizes)
    ]
    losses = []
    for _ in range(cases):
        x = [random.uniform(-1, 1) for _ in range(sizes[0])]
        for layer in layers:
            x = [
                sum((w * a for w, a in zip(row, x)), bias).relu() for row, bias in layer
            ]
        losses.append((1 + -random.choice([-1, 1]) * x[0]).relu())
    parameters = [p for layer in layers for row, b in layer for p in (*row, b)]
    loss = sum(losses) * (1 / cases) + 1e-4 * sum(p * p for p in parameters)
    return loss, parameters


def test_a_net_reads_as_three_matrix_products():
    loss, parameters = written_out([2, 16, 16, 1], 20)
    text = str(check(loss, parameters))
    assert text.splitlines()[:5] == [
        "a3[20, 16] = dot(constants[20, 2], parameters[16, 2]) + parameters[16]",
        "a4[20, 16] = relu(a3[20, 16])",
        "a5[20, 16] = dot(a4[20, 16], parameters[16, 16]) + parameters[16]",
        "a6[20, 16] = relu(a5[20, 16])",
        "a7[20] = dot(a6[20, 16], parameters[16]) + parameters[1]",
    ]


@pytest.mark.parametrize("cases", [1, 2, 7])
@pytest.mark.parametrize("sizes", [[1, 1], [3, 1], [1, 4, 1], [2, 3, 5, 1]])
def test_nets_of_all_sizes(sizes, cases):
    check(*written_out(sizes, cases))


def test_the_nets_of_nn_fold_alike():
    model = MLP(3, [4, 2], seed=1)
    random = Random(1)
    rows = [[random.random() for _ in range(5)] for _ in range(6)]
    loss = functions.sum(squared_error(model(row[:3]), row[3:]) for row in rows)
    check(loss, model.parameters())
    program = record(loss)
    assert arrays(program, "dot")[:2] == [(6, 4), (6, 2)]
    assert len(arrays(program)) == 7


def test_inputs_may_repeat_among_cases():
    w = drawn(4)
    rows = [[0.0, 1.0], [1.0, 0.0], [0.0, 1.0], [0.0, 1.0]]
    outputs = [tanh(dot(w[2 * j : 2 * j + 2], row)) for row in rows for j in range(2)]
    check(functions.sum(y * (i + 1.0) for i, y in enumerate(outputs)), w)


def test_shared_weights_and_reused_values():
    w, x = drawn(3), drawn(6, 2)
    convolved = [dot(w, x[i : i + 3]) for i in range(4)]
    again = [dot(w[:2], convolved[i : i + 2]) for i in range(3)]
    result = functions.sum(again) * convolved[0] + dot(convolved, convolved)
    check(result, w, x)


def test_a_recurrent_net_over_time():
    w, u, x = drawn(9), drawn(3, 2), drawn(8, 3)
    state = [Value(0.1), Value(0.2), Value(0.3)]
    start = list(state)
    for number in x:
        state = [
            tanh(dot(w[3 * i : 3 * i + 3], state) + u[i] * number) for i in range(3)
        ]
    check(functions.logsumexp(state), [*w, *u, *start], x)


def test_attention_over_growing_pasts():
    keys = [drawn(3, i) for i in range(5)]
    total = 0.0
    for i, query in enumerate(keys):
        scores = [functions.exp(dot(query, key)) for key in keys[: i + 1]]
        whole = functions.sum(scores)
        shares = [score / whole for score in scores]
        for column in zip(*keys[: i + 1]):
            total = total + dot(shares, column) * 0.5
    check(total, [x for key in keys for x in key])


def test_common_factors_of_sums_stay_where_they_are():
    x = drawn(12)
    errors = [0.5 * dot(x[i : i + 3], x[i : i + 3]) for i in range(0, 12, 3)]
    total = 0
    for error in errors:
        total = total + error
    folded = check(total, x)
    assert [a.operation for a in folded.passes.arrays.arrays[3:]] == ["dot", "dot"]


def test_sums_of_sums_products_and_squares():
    x = drawn(8)
    inner = x[0] * x[1] + x[2] * x[3] + 2.0
    outer = inner + functions.square(x[4]) + 3 * x[5] + x[6] + x[6] + 0.0
    check(outer * outer + functions.sum(inner, x[7], x[7] * x[7]), x)


def test_gathers_in_any_order():
    x = drawn(7)
    y = [tanh(v) for v in x]
    picked = [y[i] * y[j] for i, j in [(3, 1), (0, 0), (6, 2), (3, 3), (5, 1)]]
    check(functions.sum(functions.exp(v) for v in picked) + y[4], x)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("kinds", ["xx", "xy", "yx", "yy", "xw", "wx", "yw", "wy"])
def test_single_products_of_any_pairs(kinds, seed):
    x, w, choice = drawn(6, 1), drawn(6, 2), Random(seed).choice
    leaves = {"x": x, "w": w, "y": [tanh(v) for v in x]}
    left, right = (leaves[kind] for kind in kinds)
    products = [dot([choice(left)], [choice(right)]) for _ in range(9)]
    check(functions.sum(map(tanh, products)), w, x)


@pytest.mark.parametrize("kinds", [2, 3])
def test_sums_of_products_of_some_kinds_in_any_shares(kinds):
    w, x, random = drawn(6, 1), drawn(6, 2), Random(kinds)
    factors = [w, list(map(tanh, w)), list(map(functions.exp, w))][:kinds]
    some = []
    for _ in range(12):
        row = map(random.choice, factors + random.choices(factors, k=5 - kinds))
        some.append(dot(list(row), random.sample(x, 5)))
    check(functions.sum(functions.exp(v) for v in some), w, x)


def test_a_dot_may_have_no_bias():
    w, x = drawn(6, 1), drawn(6, 2)
    some = [apply(OPERATIONS["dot"], w[i], x[i], w[i + 1], x[i + 1]) for i in range(5)]
    check(functions.sum(map(tanh, some)), w, x)


def test_variadic_operations_of_mixed_operands():
    x = drawn(6)
    y = [functions.exp(v) for v in x]
    results = [
        getattr(functions, name)([y[i], x[0], 0.5, y[(i + 1) % 3], x[i + 1]])
        for name in ("max", "min", "prod", "logsumexp", "mean", "sum")
        for i in range(3)
    ]
    check(dot(results, drawn(len(results), 5)), x)


def test_powers_with_different_exponents_stay_apart():
    x = drawn(4)
    check(sum((v * v + 1) ** n for n in (2, 3, 0.5, -1) for v in x), x)


def test_what_numbers_decide_is_no_choice_on_arrays():
    x = drawn(4)
    folded = check(sum((v * v + 1) ** -0.5 for v in x), x)
    assert "where=" not in folded.source
    zeros = [Value(0.0), Value(-1e-310), Value(2.0)]
    check(functions.sum(v**0 for v in zeros), zeros)


def test_what_is_added_to_products_takes_their_adjoint_over():
    w = [drawn(5, seed) for seed in range(5)]
    x = list(map(tanh, drawn(5, 6)))
    layer = x
    for _ in range(3):
        layer = [dot(row, list(map(tanh, layer))) + y for row, y in zip(w, layer)]
    leaves = [y for row in w for y in row] + [y.operands[0] for y in x]
    folded = check(functions.sum(y * y for y in layer), leaves)
    assert "copyto" not in folded.source


def test_what_is_added_to_products_may_be_a_factor_of_them():
    w, x = drawn(4, 1), drawn(4, 2)
    y = list(map(tanh, x))
    first = [dot([a, b], y[:2]) + c + d for a, b, c, d in zip(w, y, y, reversed(y))]
    check(functions.sum(a * b for a, b in zip(first, y)), w + x)


def test_what_where_did_not_choose_plays_no_part():
    x = [Value(-1.0), Value(2.0)]
    chosen = [functions.where(v > 0, functions.log(v), v * v) for v in x]
    check(functions.sum(chosen), x)


def test_operations_of_the_user():
    halved = operation("halved", "a / 2 if a > 0 else 0 * a", ["0.5 if a > 0 else 0.0"])
    same, three = operation("same", "a", ["1.0"]), operation("three", "3.0", ["0.0"])
    x = drawn(5)
    check(functions.sum(halved(v) for v in x), x)
    check(functions.sum(same(tanh(v)) * three(v) for v in x), x)


EDGES = [0.0, -0.0, -1.0, 800.0, -800.0, 5e-324, math.inf, -math.inf, math.nan]
EDGY = ["log", "log2", "log10", "log1p", "exp", "logistic", "relu", "sqrt", "softplus"]


@pytest.mark.parametrize("x", EDGES)
@pytest.mark.parametrize("name", [*EDGY, "tanh", "square"])
def test_edges_are_those_of_eager(name, x):
    leaves = [Value(x), Value(0.5)]
    result = functions.sum(getattr(functions, name)(v) for v in leaves)
    result.backward()
    for machine in ("numpy", "steps"):
        folded = record(result, leaves).fold(machine)
        found = folded.value_and_gradients([x, 0.5])
        assert numpy.array([found.value, *found.inputs]) == pytest.approx(
            numpy.array([result.data, *(v.grad for v in leaves)]), nan_ok=True
        )


def attended(queries, keys, values):
    """Each place looks at itself and at those before it."""
    seen = []
    for i, query in enumerate(queries):
        shares = [functions.exp(query * key) for key in keys[: i + 1]]
        whole = functions.sum(shares)
        seen.append(dot([share / whole for share in shares], values[: i + 1]))
    return seen


def test_sums_of_unequal_lengths_are_one_array():
    queries, keys, values = drawn(9, 1), drawn(9, 2), drawn(9, 3)
    seen = attended(queries, keys, [tanh(x) for x in values])
    result = functions.sum(x * x for x in seen)
    folded = check(result, keys + values, queries)
    lines = str(folded).split("\n")
    assert "a5[9] = sum(a4[1 to 9])" in lines
    assert "a8[9] = dot(a7[1 to 9], a6[1 to 9])" in lines
    assert len(lines) == 8
    again = attended(seen, keys, values)  # another layer of the same
    check(functions.sum(x * x for x in again), keys + values, queries)


def test_attention_over_many_places_is_one_array_too():
    queries, keys, values = drawn(80, 1), drawn(80, 2), drawn(80, 3)
    for layers in (1, 2):
        seen = queries
        for _ in range(layers):
            seen = attended(seen, keys, values)
        program = record(functions.sum(seen), queries)
        assert len(program.fold().passes.arrays.arrays) - 3 < 6 * layers + 2
        assert program.fold().runner.kind() is NumPy


def test_layers_of_unequal_lengths_are_coloured_twice_at_most(monkeypatch):
    passes = []
    colour = Colouring._colour
    monkeypatch.setattr(
        Colouring, "_colour", lambda self: passes.append(self) or colour(self)
    )
    w, units = drawn(3), drawn(3, 2)
    for _ in range(100):  # unit j of each layer sees j + 1 of those before it
        units = [tanh(dot(w[: j + 1], units[: j + 1])) for j in range(3)]
    folded = check(functions.sum(units), w)
    assert len(passes) == 1
    assert sum(bool(array.ragged) for array in folded.passes.arrays.arrays) == 100
    x = drawn(30)  # two lengths only are no family: each stays a product of matrices
    w = [drawn(5, k) for k in range(8)]
    sums = [dot(v[: 2 + i % 2], x[i : i + 2 + i % 2]) for v in w for i in range(20)]
    check(functions.sum(tanh(y) for y in sums), x)
    assert len(passes) == 3


def random_sums(seed):
    """Parameters, inputs and a result of sums with some or many terms and products."""
    random = Random(seed)
    inputs, parameters = drawn(6, seed), drawn(6, seed + 100)
    kinds = [inputs, parameters, [tanh(x) for x in inputs], [0.5, -2.0, 0.25]]
    kinds += [[functions.sin(x) for x in parameters]]
    first, second, third, other = random.choices(kinds, k=4)
    sums = []
    for i in range(random.randint(3, 12)):
        count = random.choice([i + 1, random.randint(1, 5)])
        x = random.choice(kinds[0]) + random.choice(kinds[1])
        for _ in range(count):
            x = x + random.choice(first) * random.choice(second)
        for _ in range(random.choice([0, count, i + 1])):
            x = x + random.choice(third) * (random.choice(other) if seed % 2 else 1.0)
        sums.append(functions.cos(x))
    result = functions.sum(x * y for x in sums for y in sums[:2])
    return parameters, inputs, result


def test_random_sums_of_unequal_lengths():
    ragged = 0
    for seed in range(40):
        parameters, inputs, result = random_sums(seed)
        folded = check(result, parameters, inputs)
        ragged += any(array.ragged for array in folded.passes.arrays.arrays)
    assert ragged > 20


def test_what_has_one_length_stays_a_matrix_product():
    """A convolution with edges: three lengths, of which the one inside is large."""
    x, w = drawn(100, 1), [drawn(5, k + 2) for k in range(4)]
    outputs = []
    for kernel in w:
        for i in range(100):
            near = range(max(0, i - 2), min(100, i + 3))
            outputs.append(dot([kernel[j - i + 2] for j in near], [x[j] for j in near]))
    result = functions.sum(tanh(y) for y in outputs)
    folded = check(result, [v for kernel in w for v in kernel], x)
    inside = [array for array in folded.passes.arrays.arrays if array.size == 384]
    assert [array.blocks[0][0].sizes for array in inside if array.blocks]


@pytest.mark.parametrize("name", ["softplus", "silu", "gelu", "erf", "logistic", "neg"])
@pytest.mark.parametrize("every", [2, 7, 8, 9, 16])
def test_every_so_many_elements_take_another_way(name, every):
    x = drawn(40 * every)
    hidden = [tanh(v) for v in x]
    function = getattr(functions, name, Value.__neg__)
    ways = [functions.sin if i % every else function for i in range(len(x))]
    check(functions.sum(way(h) for way, h in zip(ways, hidden)), x)


@pytest.mark.parametrize("exponent", [0.5, 2.0, -1.0, 3.0, -0.5])
@pytest.mark.parametrize("lanes", [None, 2])
def test_powers_at_their_edges(exponent, lanes):
    edges = [-math.inf, -0.0, 0.0, math.inf, math.nan, 5e-324, 1e200]
    x = [Value(v) for v in edges]
    for i, v in enumerate(x):
        one = 1 / v**exponent
        one.backward()
        folded = record(one, [v]).fold("numpy")
        if lanes is None:
            found = folded.value_and_gradients([edges[i]])
        else:
            found = folded.batch([[edges[i]]] * lanes)
        value, slope = numpy.ravel(found.value)[0], numpy.ravel(found.inputs)[0]
        wanted = numpy.array([one.data, v.grad])
        numpy.testing.assert_allclose([value, slope], wanted, rtol=1e-12)


def nested(random, leaves, depth):
    """Sums of terms with constant factors, of which some are such sums again."""
    terms = []
    factor = random.choice([0.5, -2.0, 1.0, 1e-3])
    for _ in range(random.randint(1, 3)):
        x = (
            nested(random, leaves, depth - 1)
            if depth and random.random() < 0.6
            else None
        )
        x = random.choice(leaves) if x is None else x
        if random.random() < 0.3:
            factor = random.choice([0.25, 3.0])
        terms.append(random.choice([factor * x, x * factor, factor * x + 0.0]))
    result = terms[0]
    for x in terms[1:]:
        result = result + x
    return result if random.random() < 0.8 else tanh(result)


def test_constant_factors_in_sums_with_constant_factors():
    for seed in range(150):
        leaves = drawn(4, seed)
        results = [nested(Random(seed * 3 + i // 2), leaves, 3) for i in range(4)]
        check(functions.sum(results), leaves[:2], leaves[2:])


@pytest.mark.parametrize(
    "number", [-1.0, -0.0, 0.0, 1e300, math.inf, -math.inf, math.nan]
)
def test_operations_on_constants_alone(number):
    x = [Value(0.1 * i + 0.05) for i in range(50)]
    names = [
        "erf",
        "erfc",
        "gelu",
        "softplus",
        "logistic",
        "relu",
        "neg",
        "tanh",
        "silu",
    ]
    frozen = Value(number)
    for name in names:
        function = getattr(functions, name, Value.__neg__)
        result = functions.sum(functions.maximum(v * 1.5, function(frozen)) for v in x)
        result.backward()
        folded = record(result, [], x).fold("numpy")
        found = folded.value_and_gradients()
        wanted = numpy.array([result.data, *(v.grad for v in x)])
        got = numpy.array([found.value, *found.parameters])
        numpy.testing.assert_allclose(got, wanted, rtol=1e-12)
        for v in x:
            v.grad = None
    for way in (functions.atan2, functions.maximum, functions.hypot):
        result = functions.sum(way(number, v) for v in x)
        folded = record(result).fold("numpy")
        assert folded() == pytest.approx(result.data, rel=1e-12, nan_ok=True)


def test_a_result_that_is_a_constant():
    x, w = Value(0.5), drawn(30)
    squares = functions.sum(v * v for v in w)
    folded = record([squares, x, Value(-0.25)], parameters=w).fold("numpy")
    assert folded() == pytest.approx([squares.data, 0.5, -0.25])
    assert folded.batch([[], []], by="").value[:, 1:].tolist() == [[0.5, -0.25]] * 2


@pytest.mark.parametrize("machine", ["numpy", "steps"])
@pytest.mark.parametrize("lanes", [None, 3])
def test_results_that_are_not_differentiated_send_nothing(machine, lanes):
    x, w = Value(0.0), Value(1.0)
    outputs = [
        x * 2 * w,
        functions.log(x),
        functions.log(x + 1),
        functions.max(x, x * x),
    ]
    folded = record([*outputs, functions.sqrt(x * x)], [x], [w]).fold(machine)
    cases = 0.0 if lanes is None else numpy.zeros((1, lanes))
    for number, wanted in ((0, 2.0), (1, math.inf), (2, 1.0), (3, 0.5)):
        seeds = numpy.zeros((5, *(() if lanes is None else (lanes,))))
        seeds[number] = 1.0
        numbers = cases, numpy.array([1.0] if lanes is None else [[1.0]])
        found = folded.runner.run(numbers, (0, 1), seeds, lanes)
        assert (found.derivatives(INPUTS) == wanted).all()


def test_adjoints_that_are_needed_no_more_give_away_their_memory():
    x = drawn(8)
    made = x
    for _ in range(20):
        made = [functions.sin(a * b) for a, b in zip(made, x)]
    folded = check(functions.sum(made), x)
    assert len(folded.passes.arrays.arrays) - 3 == 41
    calls = folded.passes.calls(wanted=(0, 1))
    assert sum(buffer.title == "d" for buffer in calls.buffers) < 8


def test_what_nobody_reads_gets_no_derivative_from_memory_that_was_used_before():
    x = drawn(12)
    first = [tanh(v) for v in x]
    second = [tanh(v) for v in first]
    third = [tanh(v) for v in second[:7]]  # the rest of them is read by nobody
    result = functions.sum(third) + first[11] * 2
    check(functions.sum([result, 0.0 * second[11]]), x)


def test_long_irregular_graphs():
    random = Random(1)
    values = [Value(0.5)]
    for _ in range(3000):
        a, b = random.choice(values[-20:]), random.choice(values[-20:])
        name = random.choice(["sin", "tanh", "atan"])
        values.append(getattr(functions, name)(a + b * 0.5))
    folded = record(values[-1], parameters=values[:1]).fold()
    values[-1].backward()
    found = folded.value_and_gradients()
    assert found.value == pytest.approx(values[-1].data, rel=1e-9)
    assert found.parameters == pytest.approx([values[0].grad], rel=1e-9)
    assert folded.runner.kind() is not NumPy


def test_several_results():
    x = drawn(3)
    results = [tanh(v) for v in x] + [x[0], x[0] * 2]
    program = record(results, x)
    wanted = [v.data for v in results]
    assert program([v.data for v in x]) == wanted
    assert program.fold()([v.data for v in x]) == pytest.approx(wanted)
    batch = program.fold().batch([[v.data for v in x]] * 3, by="").value
    assert batch == pytest.approx(numpy.array([wanted] * 3))
    with pytest.raises(ValueError, match="several results"):
        program.fold().value_and_gradients([0.0] * 3)


def test_gradients_are_written_to_grad_on_request():
    w = Value(3.0)
    for program in (record(w * w), record(w * w).fold()):
        w.grad = None
        program.value_and_gradients(write=True)
        program.value_and_gradients(write=True)
        assert w.grad == 12.0


def test_parameters_are_read_at_each_replay():
    w, x = Value(3.0), Value(1.0)
    program = record(w * x, [x])
    folded = program.fold()
    w.data = 5.0
    assert (program([2.0]), folded([2.0]), folded.batch([[2.0]]).value[0]) == (10,) * 3


def test_frozen_leaves_stay_the_numbers_they_are():
    w, frozen = Value(3.0), Value(2.0)
    program = record(w * frozen, parameters=[w])
    frozen.data = 7.0
    assert program() == program.fold()() == 6.0
    assert str(program) == "parameters p0\nv0 = p0 * 2.0\nreturn v0"


def test_programs_can_be_pickled():
    loss, _ = written_out([2, 3, 1], 4)
    program = record(loss)
    for original in (program, program.fold()):
        twin = pickle.loads(pickle.dumps(original))
        assert twin() == original()
        assert str(twin) == str(original)


def test_the_source_of_the_replay_is_in_the_traceback():
    program = record(tanh(Value(0.5) * 3))
    assert "v[3] = tanh(v[2])" in program.source
    assert "tanh(" in program.fold().source


def test_nothing_leaks_from_numpy():
    x = Value(-1.0)
    folded = record(functions.log(x) * functions.exp(x * 1000), [x]).fold()
    before = numpy.geterr()
    for number in (-1.0, 0.0, 5.0):
        folded.value_and_gradients([number])
        folded.batch([[number], [1.0]])
    assert numpy.geterr() == before


def test_mistakes_are_named():
    x, y = Value(1.0), Value(2.0)
    program = record(x * y, [x])
    for made in (program, program.fold()):
        with pytest.raises(ValueError, match="got 2 inputs, needs 1"):
            made([1.0, 2.0])
    with pytest.raises(TypeError, match="got float, needs a Value"):
        record(1.0)
    with pytest.raises(TypeError, match=r"inputs\[0\] is a result of operations"):
        record(x * y, [x * y])
    with pytest.raises(ValueError, match="names a Value twice"):
        record(x * y, [x, x])
    with pytest.raises(ValueError, match="cases of 2 inputs, needs rows of 1"):
        program.fold().batch([[1.0, 2.0]])
    with pytest.raises(ValueError, match="no table of numbers"):
        program.fold().batch([[1.0], [1.0, 2.0]])
    with pytest.raises(ValueError, match="needs parameters, inputs or both"):
        program.fold().batch([[1.0]], by="weights")


def test_hooks_are_refused():
    x = Value(1.0)
    y = x * x
    y.register_hook(lambda adjoint: 2 * adjoint)
    with pytest.raises(ValueError, match="a program calls no hooks"):
        record(y)


def test_what_is_kept_for_debuggers_and_batches_is_limited():
    x = drawn(3)
    folded = record(functions.sum(tanh(v) for v in x), x).fold("numpy")
    for count in range(1, 40):
        folded.batch([[0.5] * 3] * count)
    assert len(folded.runner._made) <= 12
    names = list(linecache.cache)
    del folded
    gc.collect()
    assert list(linecache.cache) == names  # somebody may just be going through them
    assert record(tanh(x[0])).source
    assert record(tanh(x[0]))() == tanh(x[0]).data
    left = sum("forward" in name for name in linecache.cache)
    assert left < sum("forward" in name for name in names) - 10


@pytest.mark.parametrize("lanes", [False, True])
def test_a_product_of_two_constants_beside_one_with_the_same_factor(lanes):
    x, frozen, w = Value(5.0), Value(3.0), Value(1.0)
    results = {
        frozen * 2.0 + x * 2.0: 16.0,
        frozen * 2.0 + frozen * 2.0 + x: 17.0,
        (frozen * 2.0 + frozen * 2.0) * x: 60.0,
        (frozen * 0.5 + w * 0.5) * x: 10.0,
        (2.0 * frozen + 2.0 * w + 2.0 * x) * w: 18.0,
    }
    for result, right in results.items():
        folded = record(result, [x], [w]).fold("numpy")
        result.backward()
        found = folded.batch([[5.0], [5.0]]) if lanes else None
        value = found.value if lanes else folded([5.0])
        assert numpy.all(value == right)
        assert result.data == right
        slopes = folded.value_and_gradients([5.0])
        assert slopes.parameters + slopes.inputs == [w.grad, x.grad]
        w.grad = x.grad = None
