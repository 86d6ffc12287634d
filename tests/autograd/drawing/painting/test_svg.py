"""The still picture: what a learner sees, and that it is true."""

import re
from math import sqrt

import pytest

from autograd import Value
from autograd.drawing import draw
from autograd.drawing.style import line_width
from autograd.support.palette import COLOURS
from tests.autograd.drawing.examples import (
    HOSTILE,
    SVG,
    group,
    not_finite,
    parsed,
    texts,
    xor,
)


def test_an_operand_used_twice_has_two_arrows():
    x = Value(3.0, name="x")
    result = x * x
    result.backward()
    root = parsed(draw(result))
    tips = [
        line.find(f"{SVG}polygon").get("points")
        for line in (group(root, "arrow", 0), group(root, "arrow", 1))
    ]
    assert tips[0] != tips[1]
    assert texts(root).count("×3") == 2


def test_before_a_backward_pass_nothing_flows():
    root = parsed(draw(*xor(differentiated=False)))
    assert root.findall(f".//{SVG}polygon") == []
    assert {p.get("class") for p in root.iter(f"{SVG}path")} == {"line"}
    assert any("call backward()" in text for text in texts(root))
    assert not any("backward:" in text for text in texts(root))


def test_lines_have_the_colour_of_their_sign_and_the_width_of_their_size():
    drawing = draw(*xor())
    root = parsed(drawing)
    seen = set()
    for i, arrow in enumerate(drawing.picture.arrows):
        line = group(root, "arrow", i).find(f"{SVG}path")
        kind = (
            "line"
            if arrow.amount == 0
            else ("positive" if arrow.amount > 0 else "negative")
        )
        seen.add(kind)
        assert line.get("class") == kind
        assert (line.get("stroke-dasharray") is not None) == (arrow.amount == 0)
        width = 1 + 6 * sqrt(abs(arrow.amount) / 0.5)
        assert float(line.get("stroke-width")) == pytest.approx(width, abs=0.06)
    assert seen == {"line", "positive", "negative"}


def test_what_is_not_finite_is_said_in_words_and_has_its_own_colour():
    root = parsed(draw(*not_finite()))
    shown = texts(root)
    assert "×infinity" in shown
    assert "−infinity" in shown
    assert "not a number" in shown
    assert "infinity or not a number" in shown
    assert root.findall(f".//{SVG}path[@class='special']")
    assert "nan" not in "".join(shown)
    assert line_width(float("nan"), 0.0) == line_width(float("inf"), 1.0)


def test_the_legend_explains_what_is_there_with_numbers():
    shown = " | ".join(texts(parsed(draw(*xor()))))
    for words in (
        "forward: values flow to the right",
        "backward: gradients flow to the left",
        "local derivative: multiplies the gradient",
        "a line carries gradient × local derivative: | −0.5 | −0.05556 | 0.05556 | 0.5",
        "carries exactly 0",
        "change of loss per change of this value",
        "parameter | input | operation | result",
    ):
        assert words in shown
    assert "plain number" not in shown
    assert "infinity" not in shown


def test_type_is_never_small_and_a_narrow_host_scrolls():
    root = parsed(draw(*xor()))
    sizes = [int(text.get("font-size")) for text in root.iter(f"{SVG}text")]
    assert min(sizes) >= 12
    assert f"min-width:{root.get('width')}px" in root.get("style")
    assert root.get("viewBox") == f"0 0 {root.get('width')} {root.get('height')}"


def test_words_fit_a_column_of_700_pixels():
    root = parsed(draw(*xor()))
    graph = root.find(f"{SVG}g[@transform]")
    outside = [text for text in root.iter(f"{SVG}text") if text not in graph.iter()]
    assert len(outside) > 5
    for text in outside:
        assert float(text.get("x")) + 5.5 * len("".join(text.itertext())) < 700


def test_the_picture_is_told_to_those_who_do_not_see_it():
    root = parsed(draw(*xor()))
    assert root.get("role") == "img"
    assert root[0].tag == f"{SVG}title"
    assert root[0].text.startswith("Computation graph of loss = 0.5·(y − d)²")
    line = group(root, "arrow", 0).find(f"{SVG}title").text
    assert re.search(r"sends gradient × 1\.0 = -0\.0195", line)


@pytest.mark.parametrize("name", HOSTILE, ids=range(len(HOSTILE)))
def test_any_name_is_shown_as_it_is(name):
    x = Value(1.5, name=name)
    result = 2 * x
    result.name = name
    result.backward()
    root = parsed(draw(result))
    shown = draw(result).picture.boxes[0].title.text
    assert len(shown) <= 28
    box = group(root, "node", "v1")
    assert texts(box) == [shown, "1.5", "grad 2"]
    tooltip = box.find(f"{SVG}title").text
    assert tooltip.split("\nvalue")[0] == (
        name.translate({10: "␊", 9: "␉", 0: "␀", 0x1B: "␛", 0x202E: "�"})
    )
    assert root.findall(f".//{SVG}script") == []
    used = {child.tag.removeprefix(SVG) for child in root.iter()}
    drawn = {"rect", "g", "text", "tspan", "path", "polygon"}
    assert used == {"svg", "title", "style", *drawn}


def luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [
        p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("page", [0, 1], ids=["light", "dark"])
def test_text_and_lines_stand_out_on_both_pages(page):
    colour = {role: pair[page] for role, pair in COLOURS.items()}
    for role in ("ink", "muted", "special"):
        assert contrast(colour[role], colour["page"]) >= 4.5
    assert contrast(colour["ink"], colour["tint"]) >= 4.5
    for role in ("positive", "negative", "special"):
        assert contrast(colour[role], colour["page"]) >= 3


def test_the_style_knows_both_pages_and_only_its_own_elements():
    style = parsed(draw(Value(1.0))).find(f"{SVG}style").text
    assert "prefers-color-scheme:dark" in style
    assert COLOURS["page"][0] in style
    assert COLOURS["page"][1] in style
    rules = re.sub(r"@media[^{]*\{|\}\}$", "", style)
    selectors = [rule.split("{")[0] for rule in rules.split("}") if rule]
    assert all(selector.startswith(".autograd ") for selector in selectors)
