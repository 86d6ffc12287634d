"""The steps of a picture as frames, and as one that moves."""

import re
from xml.etree import ElementTree

from autograd import Value, dot
from autograd.drawing import draw
from tests.autograd.drawing.examples import SVG, group, square, texts, xor

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
