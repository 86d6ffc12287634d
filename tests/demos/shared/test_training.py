"""Training in arrays gives the weights of ``nn.fit``; the goal and who is right."""

import numpy as np
import pytest

from demos import family_trees, symmetry, xor
from demos.family_trees import band, beyond, from_the_line
from demos.shared.training import Answers, trained
from nn import fit


def numbers(model):
    return [parameter.data for parameter in model.parameters()]


@pytest.mark.parametrize("name", symmetry.RECIPES)
def test_the_weights_are_those_of_fit(name):
    recipe = symmetry.RECIPES[name]
    fast, plain = (symmetry.network(recipe, seed=4) for _ in range(2))
    found = trained(fast, symmetry.CASES, recipe, sweeps=30)
    history = fit(
        plain,
        symmetry.CASES,
        optimizer=recipe.optimizer(plain),
        sweeps=30,
        progress=False,
    )
    assert found.errors == pytest.approx(history.errors, rel=1e-12)
    assert numbers(fast) == pytest.approx(numbers(plain), rel=1e-11)


def test_the_sweep_since_which_the_goal_is_met_is_found_exactly():
    recipe = xor.RECIPES["literal"]
    watched = xor.network(recipe, seed=0)
    answers, right = Answers(watched, xor.CASES), []
    trained(watched, xor.CASES, recipe, 500, lambda: right.append(answers.all_right()))
    assert right == [False] * 3 + [True] * 2  # looked at after 100, 200, ...
    for every in (1, 25, 100, 500):
        model = xor.network(recipe, seed=0)
        goal = Answers(model, xor.CASES).all_right
        one = trained(model, xor.CASES, recipe, 500, goal, every=every)
        assert one.reached == 334
        assert 334 <= one.sweeps < 334 + every


def test_repeated_sweeps_have_the_same_bits():
    recipe = xor.RECIPES["literal"]
    model, other = (xor.network(recipe, seed=0) for _ in range(2))
    goal = Answers(model, xor.CASES).all_right
    found = trained(model, xor.CASES, recipe, 500, goal)
    assert found.errors == trained(other, xor.CASES, recipe, found.sweeps).errors
    assert numbers(model) == numbers(other)


def test_training_may_go_on_after_the_goal():
    recipe = xor.RECIPES["literal"]
    model = xor.network(recipe, seed=0)
    goal = Answers(model, xor.CASES).all_right
    found = trained(model, xor.CASES, recipe, 500, goal, go_on=True)
    other = xor.network(recipe, seed=0)
    assert found.errors == trained(other, xor.CASES, recipe, 500).errors
    assert numbers(model) == numbers(other)
    assert 300 < found.reached < 400


def test_answers_follow_the_weights():
    model = symmetry.net_of_the_letter()
    answers = Answers(model, symmetry.CASES)
    assert answers.right() == 64
    assert answers.right(margin=0.1) < 64
    for parameter in model.parameters():
        parameter.data = 0.0
    assert (answers.right(), answers()[0]) == (0, [0.5])


def test_two_readings_of_the_margin():
    """Within 0.2 of the target there is no error; beyond, the full one or the rest."""
    assert (beyond(0.1, 0.2), beyond(-0.4, 0.2)) == (0.0, pytest.approx(0.08))
    assert band([0.9, 0.15], [1.0, 0.0]) == 0
    assert band([0.5], [1.0]) == pytest.approx(0.125)
    assert from_the_line([0.9, 0.15], [1.0, 0.0]) == 0
    assert from_the_line([0.5, 0.3], [1.0, 0.0]) == pytest.approx((0.09 + 0.01) / 2)


def weights_and_biases(model):
    """The five layers as arrays."""
    layers = model.person, model.relation, model.central, model.encoding, model.output
    return [
        (
            np.array([[w.data for w in unit] for unit in layer.weights]),
            np.array([b.data for b in layer.biases]),
        )
        for layer in layers
    ]


def backward_by_hand(layers, person, relation, wanted):
    """E from the 0.8/0.2 line and its gradients: eqs 1 to 6, written out in NumPy."""

    def unit(y, weights, bias):
        return 1 / (1 + np.exp(-(y @ weights.T + bias)))

    group = unit(person, *layers[0]), unit(relation, *layers[1])
    central = unit(np.hstack(group), *layers[2])
    encoding = unit(central, *layers[3])
    output = unit(encoding, *layers[4])
    over = np.where(wanted, -np.maximum(0.8 - output, 0), np.maximum(output - 0.2, 0))
    inputs = person, relation, np.hstack(group), central, encoding
    outputs = *group, central, encoding, output
    slopes = [None] * 4 + [over * output * (1 - output)]
    for i in (3, 2):
        back = slopes[i + 1] @ layers[i + 1][0]
        slopes[i] = back * outputs[i] * (1 - outputs[i])
    back = slopes[2] @ layers[2][0]
    for i, part in enumerate((back[:, :6], back[:, 6:])):
        slopes[i] = part * group[i] * (1 - group[i])
    gradients = [(d.T @ y, d.sum(0)) for d, y in zip(slopes, inputs)]
    return (over**2).sum() / 2, gradients


def test_family_trees_are_trained_as_by_hand():
    """30 sweeps of the bold recipe: its schedule, momentum, decay and error."""
    recipe = family_trees.RECIPES["bold"]
    model = family_trees.network(recipe, seed=2)
    cases, _ = family_trees.split(2)
    layers = weights_and_biases(model)
    speeds = [(np.zeros_like(w), np.zeros_like(b)) for w, b in layers]
    person, relation = (np.array([x[k] for x, _ in cases]) for k in (0, 1))
    wanted, errors = np.array([d for _, d in cases]) == 1, []
    for sweep in range(30):
        error, gradients = backward_by_hand(layers, person, relation, wanted)
        errors.append(error)
        epsilon, alpha = (0.025, 0.5) if sweep < 20 else (0.05, 0.9)
        for layer, speed, gradient in zip(layers, speeds, gradients):
            for number, v, slope in zip(layer, speed, gradient):
                v *= alpha
                v -= epsilon * slope
                number += v
                number *= 1 - 0.001
    assert trained(model, cases, recipe, sweeps=30).errors == pytest.approx(errors)
    for (weights, biases), by_hand in zip(weights_and_biases(model), layers):
        assert weights == pytest.approx(by_hand[0], rel=1e-9)
        assert biases == pytest.approx(by_hand[1], rel=1e-9)
