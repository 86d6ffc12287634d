"""The page that steps, in a real browser: what it shows, says and answers to."""

import re

import pytest

from autograd import Value, debug, dot, tanh
from autograd.drawing import draw
from autograd.drawing.pages.stepper import framed
from autograd.drawing.style import factor, number
from autograd.support.palette import COLOURS
from nn import MLP, squared_error
from tests.autograd.drawing.examples import HOSTILE, xor
from tests.tools.browser import Visit


@pytest.fixture
def visit(tab, tmp_path):
    """Open a drawing's page; afterwards nothing may have gone wrong in it."""
    visits = []

    def open_(drawing, hash_="", tab=tab, **options):
        path = drawing.save(tmp_path / f"page{len(visits)}.html")
        visits.append(Visit(tab, f"{path.as_uri()}{hash_}", **options))
        return visits[-1]

    yield open_
    for one in visits:
        assert one.errors == []
        loaded = [url for url in one.requests if not url.startswith("file:")]
        assert loaded == []
        one.leave()


def twice():
    """A small graph in which h is used twice."""
    w, x = Value(0.5, name="w"), Value(2.0, name="x")
    with debug():
        h = tanh(w * x)
        E = h * h + h
    return E


# stepping


def test_steps_go_forward_through_the_graph_then_backward(visit):
    page = visit(draw(twice()))
    phases, captions = [], []
    for _ in range(11):
        phases.append(page.text("#phase"))
        captions.append(page.caption)
        page.press("ArrowRight")
    forward = [f"forward {i} of 4" for i in (1, 2, 3, 4)]
    backward = [f"backward {i} of 4" for i in (1, 2, 3, 4)]
    assert phases == ["start", *forward, "seed", *backward, "end"]
    assert captions[0][0].startswith("Given: w = 0.5, x = 2.")
    assert captions[2] == [
        "h = tanh(w·x) = tanh(1) = 0.7616",
        "kept for the way back: ∂h/∂(w·x) = 0.4200",
    ]
    assert captions[5] == ["Backward begins at the end: ∂E/∂E = 1"]
    assert captions[7] == [
        "(h·h) sends back ∂E/∂(h·h) = 1 times each local derivative:",
        "∂E/∂h += ∂E/∂(h·h) × ∂(h·h)/∂h = 1 × 0.7616 = 0.7616 … term 2 of 3",
        "∂E/∂h += ∂E/∂(h·h) × ∂(h·h)/∂h = 1 × 0.7616 = 0.7616"
        " … term 3 of 3, the sum: 2.523",
    ]


def test_keys_and_buttons_step_alike(visit):
    page = visit(draw(twice()))
    steps = [page.step]
    for key in ("ArrowRight", "ArrowRight", "ArrowLeft", "End", "ArrowRight", "Home"):
        page.press(key)
        steps.append(page.step)
    assert steps == [0, 1, 2, 1, 10, 10, 0]
    steps = [page.step]
    for button in ("next", "next", "back", "end", "next", "first", "back"):
        page.page.click(f"#{button}")
        steps.append(page.step)
    assert steps == [0, 1, 2, 1, 10, 10, 0, 0]


def test_the_slider_goes_to_any_step(visit):
    page = visit(draw(twice()))
    page.page.locator("#slider").fill("7")
    assert page.text("#phase") == "backward 2 of 4"
    page.page.locator("#slider").focus()
    page.press("ArrowRight")
    assert page.step == 8
    assert page.page.get_attribute("#slider", "aria-valuetext") == "backward 3 of 4"


def test_space_plays_to_the_end_and_pauses(visit, browser):
    tab = browser.new_page()
    tab.clock.install()
    page = visit(draw(Value(2.0, name="x") * 3), tab=tab)
    page.press("Space")
    assert "pause" in page.text("#play")
    page.page.clock.run_for(3000)
    assert page.step == 2
    page.press("Space")
    page.page.clock.run_for(5000)
    assert page.step == 2
    page.page.click("#play")
    page.page.clock.run_for(9000)
    assert (page.step, page.text("#play")) == (4, "▶ play")
    page.press("Space")  # with the focus on the button it is a click: from the start
    assert page.step == 0


def test_the_address_keeps_the_step(visit):
    page = visit(draw(twice()), "#4")
    assert page.step == 4
    page.press("ArrowRight")
    assert page.page.url.endswith("#5")
    page.page.evaluate("location.hash = 'step=9'")
    page.page.wait_for_function("document.getElementById('slider').value === '9'")
    page.page.evaluate("location.hash = 'nonsense'")
    page.page.evaluate("location.hash = '999'")
    page.page.wait_for_function("document.getElementById('slider').value === '10'")


# what the steps say is what the engine computes


def test_the_arithmetic_of_every_caption_is_the_engines(visit):
    loss, names, inputs = xor(differentiated=False)
    page = visit(draw(loss, names, inputs))
    steps = [step for step in loss.backward_steps() if step.contributions]
    said = []
    page.press("End")
    for _ in steps:
        page.press("ArrowLeft")
        said.insert(0, page.caption)
    for step, (first, *lines) in zip(steps, said):
        assert f"= {number(step.adjoint)} times" in first
        for contribution, line in zip(step.contributions, lines, strict=True):
            derivative, amount = contribution.derivative, contribution.amount
            numbers = f"= {number(step.adjoint)} × {factor(derivative)}"
            assert f"{numbers} = {number(amount)}" in line
            if "the sum" in line:
                assert line.endswith(number(contribution.operand.grad))


def test_the_result_has_its_gradient_before_anything_is_sent_back(visit):
    page = visit(draw(twice()), "#5")
    shown = page.page.locator("[data-node] .gradient >> visible=true")
    texts = [
        e.text_content() for e in shown.all() if e.evaluate("e => e.style.opacity > 0")
    ]
    assert texts.count("grad –") == 5
    assert texts.count("grad 1") == 1


def pills(page, key):
    """The pills of a box that are seen."""
    found = page.page.locator(f"[data-node={key}] .gradient").all()
    return [e.text_content() for e in found if e.evaluate("e => e.style.opacity > 0")]


def test_three_dots_until_all_terms_have_arrived(visit):
    page = visit(draw(twice()))
    seen = []
    for _ in range(11):
        seen.append(*pills(page, "v4") or ["none"])
        page.press("ArrowRight")
    before = ["none"] * 2 + ["grad –"] * 4
    assert seen == [*before, "grad …", *["grad 2.523"] * 4]


def test_what_is_to_come_is_faint_and_what_works_is_outlined(visit):
    page = visit(draw(twice()), "#2")
    body, outline = "[data-node={}] .body", "[data-node={}] .outline"
    assert [page.opacity(body.format(f"v{i}")) for i in (3, 4, 5)] == [1, 1, 0.4]
    assert [page.opacity(outline.format(f"v{i}")) for i in (3, 4, 5)] == [0, 1, 0]
    assert page.opacity("[data-node=v5] .number") == 0  # not computed, not shown
    page.press("ArrowRight", "ArrowLeft")  # what is shown depends on the step alone
    assert page.opacity(body.format("v5")) == 0.4


def test_the_caption_is_as_high_in_every_step(visit):
    page = visit(draw(*xor()))
    heights = set()
    for _ in range(21):
        heights.add(page.box("#caption")[3] - page.box("#caption")[1])
        page.press("ArrowRight")
    assert len(heights) == 1


def test_a_seed_that_was_given_is_told(visit):
    x = Value(2.0, name="x")
    y = x * 3
    y.backward(0.5)
    page = visit(draw(y), "#2")
    assert "(x·3) was given the gradient 0.5" in page.caption[0]


# pointing at a box


def test_pointing_at_a_box_shows_its_whole_sum_and_its_source(visit):
    page = visit(draw(twice()), "#6")
    page.page.hover("[data-node=v4]")
    lines = page.text("#details").split("\n")
    assert lines[0] == "h = tanh(w·x)"
    assert lines[2] == "∂E/∂h, a term for each of its 3 uses:"
    assert lines[3] == "+ ∂E/∂E × ∂E/∂h = 1 × 1 = 1"
    assert lines[4] == lines[5] == "+ … (not arrived yet)"
    assert re.fullmatch(
        r"made at test_stepper\.py:\d+, in twice: tanh\(w \* x\)", lines[6]
    )
    page.press("ArrowRight")
    lines = page.text("#details").split("\n")
    assert lines[4] == "+ ∂E/∂(h·h) × ∂(h·h)/∂h = 1 × 0.7616 = 0.7616"
    assert lines[6].startswith("∂E/∂h = 2.523 (2.523188")
    page.page.mouse.move(0, 0)
    assert page.page.locator("#details").is_hidden()


def test_a_click_keeps_the_details_until_escape(visit):
    page = visit(draw(twice()), "#10")
    page.page.click("[data-node=v1]")
    page.page.mouse.move(0, 0)
    assert page.text("#details").startswith("w\nvalue 0.5")
    page.press("Escape")
    assert page.page.locator("#details").is_hidden()
    page.page.click("[data-node=v1]")
    page.page.click("h1")
    assert page.page.locator("#details").is_hidden()


def test_the_keyboard_reaches_every_box(visit):
    page = visit(draw(twice()), "#10")
    page.page.locator("#larger").focus()
    page.press("Tab", "Tab", "Tab")
    assert "value" in page.text("#details")
    label = page.page.get_attribute("[data-node=v1]", "aria-label")
    assert label.startswith("w\nvalue 0.5\ngradient")


def test_a_gradient_of_several_passes_is_told(visit):
    E = twice()
    E.backward()
    E.backward()
    page = visit(draw(E), "#10")
    page.page.hover("[data-node=v1]")
    assert ".grad was 4.239: it is not from this pass alone" in page.text("#details")


# names can do nothing


@pytest.mark.parametrize("name", HOSTILE[:8], ids=range(8))
def test_any_name_is_shown_and_does_nothing(visit, name):
    x = Value(1.5, name=name)
    y = x * x
    y.name = "</script><script>alert(1)</script>"
    page = visit(draw(y), "#3")
    shown = draw(y).picture.boxes[0].title.text
    assert f"/∂{shown} = " in page.page.text_content("#caption")
    assert page.page.text_content("title").startswith("</script")
    assert page.page.locator("script").count() == 2
    assert page.page.locator("b").count() == 0


# many values


def test_a_box_of_many_opens_on_a_click(visit):
    net = MLP(2, [16, 16, 1], seed=1)
    loss = squared_error(net([Value(1.0, "x1"), Value(0.5, "x2")]), 1.0)
    drawing = draw(loss, {"net": net}, collapse="layers")
    page = visit(drawing, "#4")
    assert page.text("#note").startswith("403 of 408 values are collapsed into 3")
    second = drawing.picture.boxes[3]
    page.page.click(f"[data-node={second.key}]")
    assert page.text("#inside-name") == "net.layers.1: 16 × σ"
    assert "y14" in page.text("#inside-picture")
    page.press("ArrowRight", "Escape")
    assert page.page.locator("#inside").is_hidden()
    assert page.step == 4  # the keys were for what was open
    page.page.locator(f"#stage [data-node={second.key}]").focus()
    page.press("Enter")
    assert page.page.locator("#inside").is_visible()
    page.page.click("#close")
    page.press("End")
    page.page.hover(f"#stage [data-node={drawing.picture.boxes[2].key}]")
    lines = page.text("#details").split("\n")
    assert lines[2].startswith("gradients, from each box")
    assert lines[3].startswith("+ from net.layers.1: 16 × σ: 256 contributions, from")
    page.press("ArrowLeft", "ArrowLeft")
    assert "256 contributions, from" in page.text("#caption")


# where it is shown


def test_it_works_in_the_frame_of_a_notebook(tmp_path, tab):
    drawing = draw(twice())
    outer = tmp_path / "outer.html"
    outer.write_text(f"<title>t</title>{framed(drawing.html(), 'E')}", "utf-8")
    page = Visit(tab, outer.as_uri())
    frame = page.page.frame_locator("iframe")
    frame.locator("#next").click()
    frame.locator("#next").click()
    assert frame.locator("#phase").inner_text() == "forward 2 of 4"
    assert page.page.url == outer.as_uri()  # the page around it is left alone
    assert page.errors == []
    assert {url.split(":")[0] for url in page.requests} <= {"file", "about"}
    page.leave()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_is_as_light_or_dark_as_the_reader_likes(visit, scheme):
    page = visit(draw(twice()), color_scheme=scheme)
    colour = page.page.evaluate("getComputedStyle(document.body).backgroundColor")
    page_colour = COLOURS["page"][scheme == "dark"]
    assert colour == f"rgb{tuple(bytes.fromhex(page_colour[1:]))}"
    fill = page.page.evaluate("getComputedStyle(document.querySelector('.page')).fill")
    assert fill == colour


@pytest.mark.parametrize("width", [1280, 700, 360])
def test_nothing_lies_on_anything_else(visit, width):
    page = visit(draw(*xor()), "#15", width=width, height=700)
    below = 0.0
    for selector in ("h1", ".controls", "#caption", "#stage"):
        left, top, right, bottom = page.box(selector)
        assert top >= below
        assert left >= 0
        assert right <= width
        below = bottom
    assert page.page.evaluate("document.documentElement.scrollWidth") <= width
    # the box at work is in sight
    left, top, right, bottom = page.box("[data-node=v16]")
    stage = page.box("#stage")
    assert stage[0] <= left < right <= stage[2] + 1 or width < 400
    assert stage[1] <= top < bottom <= stage[3] + 1


def test_paper_shows_the_last_step(visit):
    page = visit(draw(twice()), "#1")
    page.page.emulate_media(media="print")
    assert page.opacity("[data-node=v4] .body") == 1
    final = page.page.locator("[data-node=v4] .gradient").last
    assert final.evaluate("e => getComputedStyle(e).opacity") == "1"
    assert page.opacity("[data-node=v4] .outline") == 0
    assert page.text("#printed").startswith("The gradient of E is known everywhere")
    assert page.page.locator(".controls").is_hidden()


def test_motion_is_only_for_those_who_want_it(visit):
    flowing = "e => getComputedStyle(e).animationName"
    for wish, name in (("reduce", "none"), ("no-preference", "flow")):
        page = visit(draw(twice()), "#6", reduced_motion=wish)
        path = page.page.locator(".edge.now .flow path").first
        assert path.evaluate(flowing) == name


def test_the_caption_is_read_aloud(visit):
    caption = visit(draw(twice())).page.locator("#caption")
    assert caption.get_attribute("aria-live") == "polite"
    assert caption.get_attribute("role") == "status"


def test_without_scripts_the_last_step_is_there(browser, visit):
    tab = browser.new_context(java_script_enabled=False).new_page()
    page = visit(draw(twice()), tab=tab)
    assert "the others need JavaScript" in page.text("noscript")
    pills = tab.locator("[data-node=v4] .gradient").all()
    shown = [pill.evaluate("e => getComputedStyle(e).opacity") for pill in pills]
    assert shown == ["0", "0", "1"]


def test_html_writes_the_page_too(tmp_path):
    drawing = draw(dot([Value(1.0)], [2.0]))
    text = drawing.html(tmp_path / "a.html")
    assert (tmp_path / "a.html").read_text("utf-8") == text == drawing.html()
    assert not re.search(r"https?://(?!www\.w3\.org/)", text)


def test_the_animation_moves_in_an_image(tab, tmp_path):
    draw(twice()).save(tmp_path / "E.animated.svg")
    outer = tmp_path / "outer.html"
    outer.write_text('<title>t</title><img src="E.animated.svg">', "utf-8")
    page = Visit(tab, outer.as_uri(), reduced_motion="no-preference")
    first, later = tab.screenshot(), (tab.wait_for_timeout(100) for _ in range(600))
    assert any(tab.screenshot() != first for _ in later)
    page.leave()


def test_the_animation_rests_for_those_who_want_no_motion(tab, tmp_path):
    path = draw(twice()).save(tmp_path / "E.animated.svg")
    page = Visit(tab, path.as_uri())
    pill = tab.locator("[data-node=v4] .gradient").last
    assert pill.evaluate("e => getComputedStyle(e).opacity") == "1"
    assert (
        tab.locator("[data-node=v4] .gradient").first.evaluate(
            "e => getComputedStyle(e).opacity"
        )
        == "0"
    )
    page.leave()
