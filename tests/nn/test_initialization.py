"""Initialisation: ranges and moments of the schemes, seeds, names."""

import os
import random
import statistics
import subprocess
import sys
from math import sqrt
from pathlib import Path

import pytest

from nn import MLP, Layer, Scheme, uniform
from nn.initialization import SCHEMES, random_from, scheme_of

ROOT = Path(__file__).parents[2]

# For n_in = 6 and n_out = 2, on paper: half the width of a uniform scheme ...
REACHES = {
    "paper": 0.3,
    "uniform": 1.0,
    "xavier_uniform": 0.8660254037844386,
    "kaiming_uniform": 1.0,
    "lecun_uniform": 0.7071067811865476,
}
# ... and the standard deviation of a normal one.
DEVIATIONS = {
    "xavier_normal": 0.5,
    "kaiming_normal": 0.5773502691896258,
    "lecun_normal": 0.408248290463863,
}


def sample(name, count=4000):
    random = random_from(1)
    return [SCHEMES[name].weight(random, 6, 2) for _ in range(count)]


def test_every_scheme_is_tested():
    assert {*REACHES, *DEVIATIONS, "zeros"} == set(SCHEMES)


@pytest.mark.parametrize("name", REACHES)
def test_uniform_schemes_fill_their_range(name):
    numbers, reach = sample(name), REACHES[name]
    assert -reach <= min(numbers) < -0.99 * reach
    assert 0.99 * reach < max(numbers) <= reach
    assert statistics.stdev(numbers) == pytest.approx(reach / sqrt(3), rel=0.05)


@pytest.mark.parametrize("name", DEVIATIONS)
def test_normal_schemes_have_their_deviation(name):
    numbers = sample(name)
    assert abs(statistics.fmean(numbers)) < 0.05
    assert statistics.stdev(numbers) == pytest.approx(DEVIATIONS[name], rel=0.05)


def test_the_papers_biases_are_drawn_like_weights_and_the_others_are_zero():
    assert all(0 < abs(b.data) <= 0.3 for b in Layer(2, 20, seed=1).biases)
    for name in set(SCHEMES) - {"paper"}:
        layer = Layer(2, 3, initialization=name, seed=1)
        assert [b.data for b in layer.biases] == [0.0, 0.0, 0.0]


def test_a_function_draws_weights_and_biases():
    sizes = []

    def own(random, n_in, n_out):
        sizes.append((n_in, n_out))
        return 0.5

    layer = Layer(3, 1, initialization=own)
    assert [p.data for p in layer.parameters()] == [0.5] * 4
    assert sizes == [(3, 1)] * 4


def test_a_scheme_draws_them_apart():
    layer = Layer(1, 1, initialization=Scheme(lambda *_: 2.0, lambda *_: 3.0))
    assert (layer.weights[0][0].data, layer.biases[0].data) == (2.0, 3.0)
    layer = Layer(9, 1, initialization=Scheme(uniform(0.01)), seed=1)
    assert all(0 < abs(w.data) <= 0.01 for w in layer.weights[0])
    assert layer.biases[0].data == 0.0


@pytest.mark.parametrize(
    ("alias", "name"),
    [
        ("glorot_uniform", "xavier_uniform"),
        ("he_normal", "kaiming_normal"),
        ("lecun", "lecun_normal"),
    ],
)
def test_other_names(alias, name):
    assert scheme_of(alias) is SCHEMES[name]


@pytest.mark.parametrize("name", ["xavier", "", None, 3, ["paper"]])
def test_an_unknown_name_lists_the_known(name):
    with pytest.raises((ValueError, TypeError), match=r"one of paper, .*lecun"):
        Layer(1, 1, initialization=name)


def test_a_seed_gives_the_same_weights_and_another_gives_others():
    first, again, other = (MLP(3, [4, 2], seed=seed) for seed in (5, 5, 6))
    assert first.state_dict() == again.state_dict() != other.state_dict()
    assert MLP(3, [4, 2], seed=random.Random(5)).state_dict() == first.state_dict()


def test_no_seed_means_pythons_random_numbers():
    random.seed(8)
    first = MLP(2, [2]).state_dict()
    assert MLP(2, [2]).state_dict() != first
    random.seed(8)
    assert MLP(2, [2]).state_dict() == first


def test_teaching_code_gets_the_weights_it_is_used_to():
    """micrograd draws, unit by unit, the weights from U(-1, 1), and no biases."""
    random.seed(1337)
    wanted = [[random.uniform(-1, 1) for _ in range(2)] for _ in range(16)]
    random.seed(1337)
    layer = MLP(2, [16, 1], "relu", initialization="uniform").layers[0]
    assert [[w.data for w in weights] for weights in layer.weights] == wanted


@pytest.mark.parametrize("seed", [1.5, "one", True])
def test_a_seed_is_an_int_or_random_numbers(seed):
    with pytest.raises(TypeError, match=r"seed: got .*needs a whole number"):
        Layer(1, 1, seed=seed)


def test_the_same_weights_and_gradients_in_every_process():
    code = (
        "from nn import *; m = MLP(2, [3, 1], seed=1);"
        "fit(m, [([0, 1], 1), ([1, 1], 0)], sweeps=5, batch=1, shuffle=True, seed=2);"
        "print([(p.name, p.data.hex(), p.grad.hex()) for p in m.parameters()])"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code],
            env=os.environ | {"PYTHONHASHSEED": hash_seed},
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for hash_seed in ("0", "1", "77")
    }
    assert len(outputs) == 1
