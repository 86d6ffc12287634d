"""The experiments of 1986 through their command line, small and seeded."""

import json
import re

import pytest

from demos import family_trees, iterative, perceptron, symmetry, xor
from tests.demos.test_demos import run


def done(*arguments, folder):
    """The output of a demo that ended well, and its last paragraph."""
    answer = run(*arguments, "--out", "here", folder=folder)
    assert answer.returncode == 0, answer.stderr
    return answer.stdout, answer.stdout.strip().split("\n\n")[-1]


def is_picture(path):
    return path.read_bytes().startswith(b"\x89PNG") and path.stat().st_size > 5000


def test_symmetry_learns_and_shows_the_structure_of_figure_1(tmp_path):
    text, end = done("symmetry", "--recipe", "small-step", "--seed", 7, folder=tmp_path)
    learned, printed = text.split("Figure 1:")
    assert "64/64 right" in learned
    assert "64/64 right; symmetric 0.881 to 0.881, others 0.083 to 0.156" in printed
    assert float(re.search(r"residual (\S+)", learned)[1]) < 0.01
    assert float(re.search(r"correlation (\S+)", learned)[1]) < -0.99
    assert re.search(r"right from sweep \d+ on", end)
    assert is_picture(tmp_path / "here" / "figure-1.png")
    assert len(json.loads((tmp_path / "here" / "weights.json").read_text())) > 0


def test_the_constants_are_those_of_the_letter():
    literal = symmetry.RECIPES["literal"]
    assert (literal.epsilon, literal.alpha, literal.reach) == (0.1, 0.9, 0.3)
    assert (literal.sweeps, literal.decay) == (1425, 0.0)
    assert len(symmetry.network(literal, 0).parameters()) == 17
    assert sum(target for _, target in symmetry.CASES) == 8
    assert len(symmetry.CASES) == 64


def test_the_printed_net_is_right_about_all_64():
    hidden = symmetry.weights_of(symmetry.net_of_the_letter())
    assert [round(x) for x in symmetry.ratio(hidden[0])] == [1, 2, 4]
    code, residual, twins = symmetry.structure(symmetry.net_of_the_letter())
    assert (code, residual) == ("1:2:4", 0.0)
    assert twins < -0.9999
    assert symmetry.code([1.0, 1.517, 2.02]) == "2:3:4"
    assert symmetry.code([1.0, 1.0, 1.0]) == "neither 1:2:4 nor 2:3:4"


def test_family_trees_begin_to_learn(tmp_path):
    text, end = done("family-trees", "--sweeps", 400, folder=tmp_path)
    trained, held_out = re.search(r"most active is right +(\d+) +(\d)", text).groups()
    assert int(trained) > 80
    assert int(held_out) <= 4
    strengths = re.findall(r"unit \d, correlation ([+-]0\.\d\d)", text)
    assert len(strengths) == 3
    assert abs(float(strengths[0])) > 0.6  # nationality
    assert "held out" in end
    assert is_picture(tmp_path / "here" / "figure-3.png")
    assert is_picture(tmp_path / "here" / "figure-4.png")


def test_family_trees_with_the_letters_numbers_learn_nothing(tmp_path):
    arguments = "family-trees", "--recipe", "literal", "--sweeps", 200
    text, _ = done(*arguments, folder=tmp_path)
    assert re.search(r"side of 1/2 +0 +0$", text, re.M)


def test_the_schedule_of_the_family_trees():
    literal = family_trees.RECIPES["literal"]
    settings = [(literal.epsilon(t), literal.alpha(t)) for t in (0, 19, 20, 1499)]
    assert settings == [(0.005, 0.5)] * 2 + [(0.01, 0.9)] * 2
    assert (literal.decay, literal.sweeps) == (0.002, 1500)


def test_the_perceptron_goes_in_circles_where_hidden_units_are_needed(tmp_path):
    text, end = done("perceptron", "--seed", 1, folder=tmp_path)
    assert re.search(r"^AND +solved in \d+ +4/4 +4/4", text, re.M)
    assert re.search(r"^XOR +a circle of \d+ +3/4 +4/4", text, re.M)
    best = re.search(r"^symmetry +a circle of \d+ +(\d+)/64", text, re.M)[1]
    assert int(best) in (56, 57)
    assert "never more than 3 of 4" in end
    assert is_picture(tmp_path / "here" / "perceptron.png")


def test_a_circle_comes_back_to_the_same_weights():
    once = perceptron.perceptron(xor.CASES, 10)
    long = perceptron.perceptron(xor.CASES, 1000)
    assert once == long
    assert not long.solved


def test_an_iterative_net_gets_the_sum_of_its_copies_gradients():
    for seed in range(5):
        tied, copies = iterative.gradients(seed)
        for name, gradient in tied.items():
            assert gradient == pytest.approx(sum(copies[name]), rel=1e-12)
            assert gradient == pytest.approx(3 * (sum(copies[name]) / 3), rel=1e-12)


def test_the_output_at_step_2_does_not_depend_on_the_input():
    model = iterative.network(iterative.RECIPES["literal"], seed=0)
    outputs = [
        [y.data for y in model(iterative.case(w)[0])] for w in ("AB", "EB", "AC")
    ]
    assert outputs[0][:3] != outputs[1][:3]  # step 3 knows the first letter
    assert outputs[0][:3] == outputs[2][:3]  # and not yet the second
    assert outputs[0][3:6] != outputs[2][3:6]


def test_sequences_are_completed_that_were_never_seen(tmp_path):
    text, end = done("iterative", "--sweeps", 300, folder=tmp_path)
    assert len(iterative.TRAINING) == 20
    assert re.findall(r"^  ([A-E]{2}) -> ", text, re.M) == iterative.UNSEEN
    assert text.count("  right") >= 4
    assert "20 of the 20 training sequences" in end
    assert is_picture(tmp_path / "here" / "figure-5.png")


def test_all_derivatives_cost_a_few_forward_passes(tmp_path):
    text, end = done("cost", "--sweeps", 3, folder=tmp_path)
    rows = re.findall(r"^python +(\d+) .* us +(\S+) x +(\d+) x$", text, re.M)
    assert len(rows) == 5
    for weights, both, differences in rows:
        assert float(both) < 6  # measured 1.6 to 2.3; the machine may be busy
        assert float(differences) > float(weights) / 4
    assert re.search(r"^program +2145 ", text, re.M)
    assert "Finite differences took" in end
    assert is_picture(tmp_path / "here" / "cost.png")


def test_and_is_learned_without_a_plateau(tmp_path):
    text, _ = done("and", folder=tmp_path)
    assert text.count("  right") == 4
    assert (tmp_path / "here" / "curve.html").stat().st_size > 20000


@pytest.mark.parametrize(
    "name", ["symmetry", "family-trees", "iterative", "and", "xor"]
)
def test_help_tells_the_recipes(tmp_path, name):
    answer = run(name, "--help", folder=tmp_path)
    assert answer.returncode == 0
    assert "--recipe" in answer.stdout
    assert "literal: " in " ".join(answer.stdout.split())


def test_an_unknown_recipe_gets_one_clear_line(tmp_path):
    answer = run("symmetry", "--recipe", "soup", folder=tmp_path)
    assert answer.returncode == 2
    assert answer.stderr.count("\n") == 1
    assert "invalid choice: 'soup'" in answer.stderr
