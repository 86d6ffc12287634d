"""The steps of a picture as frames and as one that moves; what each of them says."""

import re
from xml.etree import ElementTree

import pytest

from autograd import Value, dot, tanh
from autograd.drawing import draw
from autograd.drawing.choosing.detail import picture_of
from autograd.drawing.pages.sentences import story_of
from autograd.drawing.style import factor, number
from tests.autograd.drawing.test_drawing import (
    SVG,
    embedded_engine,  # noqa: F401
    group,
    micrograd,
    not_finite,
    texts,
    xor,
)


def story(result, *arguments):
    return story_of(picture_of(result, *arguments).passed)


def square():
    x = Value(3.0, name="x")
    y = x * x
    y.name = "y"
    return y


# the story


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


# frames


def test_there_is_a_frame_for_every_step_all_with_one_layout():
    drawing = draw(*xor())
    frames = [ElementTree.fromstring(frame) for frame in drawing.frames()]
    assert len(frames) == 21
    assert len({frame.get("viewBox") for frame in frames}) == 1
    for key in drawing.layout.boxes:
        corners = {
            (rect.get("x"), rect.get("y"))
            for frame in frames
            for rect in [group(frame, "node", key).find(f".//{SVG}rect")]
        }
        assert len(corners) == 1


def test_the_last_frame_is_the_final_picture():
    drawing = draw(*xor())
    last = ElementTree.fromstring(drawing.frames()[-1])
    final = ElementTree.fromstring(drawing.svg())
    assert set(texts(final)) <= set(texts(last))
    assert len(last.findall(f".//{SVG}polygon")) == len(
        final.findall(f".//{SVG}polygon")
    )


def test_a_frame_shows_no_more_than_its_step():
    frames = [ElementTree.fromstring(frame) for frame in draw(square()).frames()]
    boxes = [[texts(group(frame, "node", f"v{i}")) for i in (1, 2)] for frame in frames]
    assert boxes == [
        [["x", "3", "grad –"], ["y = x·x"]],
        [["x", "3", "grad –"], ["y = x·x", "9", "grad –"]],
        [["x", "3", "grad –"], ["y = x·x", "9", "grad 1"]],
        [["x", "3", "grad 6"], ["y = x·x", "9", "grad 1"]],
        [["x", "3", "grad 6"], ["y = x·x", "9", "grad 1"]],
    ]
    flows = [len(frame.findall(f".//{SVG}polygon")) for frame in frames]
    assert [n - flows[0] for n in flows] == [0, 0, 0, 2, 2]
    assert not any("data-opacity" in frame for frame in draw(square()).frames())


def test_a_drawing_that_was_not_differentiated_can_be_played():
    loss, names, inputs = xor(differentiated=False)
    frames = draw(loss, names, inputs).frames()
    assert "grad −0.01951" in frames[-1]
    assert not loss.has_grad


def test_a_long_caption_says_how_much_of_it_is_missing():
    w = [Value(0.1 * i, name=f"w{i}") for i in range(12)]
    frame = draw(dot(w, [1.0] * 12)).frames()[-2]
    assert "… and 7 more such lines" in frame


# the one that moves


def test_the_animation_rests_on_the_final_picture(tmp_path):
    drawing = draw(square())
    path = drawing.save(tmp_path / "y.animated.svg")
    root = ElementTree.fromstring(path.read_text("utf-8"))
    assert path.read_text("utf-8") == drawing.animation()
    style = root.find(f"{SVG}style").text
    assert ".autograd .early{opacity:0}" in style
    assert re.search(r"prefers-reduced-motion:reduce\)\{[^}]*animation:none", style)
    assert re.search(r"@media print\{[^}]*animation:none", style)
    kinds = [(g.get("class", "").split(), g) for g in root.iter(f"{SVG}g")]
    shown = [
        text
        for kind, pill in kinds
        if "gradient" in kind and "early" not in kind
        for text in texts(pill)
    ]
    assert shown == ["grad 6", "grad 1"]
    assert root.findall(f".//{SVG}script") == []


def test_the_animation_is_as_fast_as_one_wants():
    style = draw(square()).animation(seconds=0.5)
    assert "3.5s step-end infinite" in style  # 5 steps, and a rest at the end


def test_frames_and_animation_are_the_same_in_every_run():
    assert draw(*xor()).frames() == draw(*xor()).frames()
    assert draw(*xor()).animation() == draw(*xor()).animation()
    assert draw(*xor()).html() == draw(*xor()).html()
