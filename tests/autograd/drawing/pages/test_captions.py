"""What every step says."""

import pytest

from autograd import Value, tanh
from autograd.drawing import draw
from autograd.drawing.choosing.level_of_detail import picture_of
from autograd.drawing.pages.captions import Story
from autograd.drawing.style import factor, number
from tests.autograd.drawing.examples import micrograd, not_finite, square, xor


def story(result, *arguments):
    return Story(picture_of(result, *arguments).passed)


@pytest.mark.parametrize("example", [xor, micrograd])
def test_a_story_goes_through_the_steps_of_the_engine(example):
    loss, names, inputs = example()
    told = story(loss, names, inputs)
    sending = [step for step in loss.backward_steps() if step.contributions]
    forward = [moment for moment in told.moments if "forward" in moment.phase]
    backward = [moment for moment in told.moments if "backward" in moment.phase]
    assert len(forward) == len(backward) == len(sending)
    assert [m.box for m in forward] == [m.box for m in reversed(backward)]
    assert len(told.moments) == 2 * len(sending) + 3
    for step, moment in zip(sending, backward, strict=True):
        assert f"= {number(step.adjoint)} times" in moment.texts[0]
        lines = zip(step.contributions, moment.texts[1:], strict=True)
        for (_, derivative, amount), line in lines:
            product = f"{number(step.adjoint)} × {factor(derivative)}"
            assert f" = {product} = {number(amount)}" in line


def test_the_adjoints_are_those_of_one_pass_to_the_bit():
    loss, names, inputs = micrograd()
    loss.backward()  # a second time: the leaves have twice as much
    passed = picture_of(loss, names, inputs).passed
    steps = [step.adjoint for step in loss.backward_steps()]
    assert [box.grad for box in passed.boxes] == steps[::-1]


def test_every_term_says_which_it_is_and_the_last_one_the_sum():
    lines = [line for moment in story(square()).moments for line in moment.texts]
    assert "∂y/∂x += ∂y/∂y × ∂y/∂x = 1 × 3 = 3 … term 1 of 2" in lines
    assert lines[-2].endswith("term 2 of 2, the sum: 6")


def test_seeding_is_a_step_of_its_own():
    moments = story(square()).moments
    assert [m.phase for m in moments][2:4] == ["seed", "backward 1 of 1"]
    assert moments[2].texts == ["Backward begins at the end: ∂y/∂y = 1"]


def test_a_single_value_has_a_story():
    x = Value(2.0, name="x")
    assert [m.phase for m in story(x).moments] == ["start", "seed", "end"]
    assert len(draw(x).frames()) == 3


def test_names_of_the_program_are_not_taken_for_numbers():
    v1, v2 = Value(1.0, name="v1"), Value(2.0, name="long_name_of_v2")
    picture = picture_of(tanh(v1 * v2 + v1 * v1 * v2))
    invented = [b.title.name for b in picture.boxes if "=" in b.title.text]
    assert invented
    assert not any(name.startswith("v") for name in invented)


def test_what_is_not_finite_is_told_in_words():
    loss, _, _ = not_finite()
    lines = "".join(line for m in story(loss).moments for line in m.texts)
    assert "infinity" in lines
    assert "not a number" in lines
