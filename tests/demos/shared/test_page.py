"""The page with the training curve, in a real browser."""

import re

import pytest

from demos import xor
from demos.shared import page
from tests.tools.browser import Visit


@pytest.fixture(scope="module")
def curves(tmp_path_factory):
    """The page as the demo writes it, with XOR shown first."""
    path = tmp_path_factory.mktemp("page") / "curve.html"
    xor.write_curves(path, seed=0, first="XOR")
    return path.as_uri()


@pytest.fixture
def visit(tab, curves):
    """Open the page; afterwards nothing may have gone wrong or been loaded."""
    visits = []

    def open_(tab=tab, **options):
        visits.append(Visit(tab, curves, **options))
        return visits[-1]

    yield open_
    for one in visits:
        assert one.errors == []
        assert [url for url in one.requests if not url.startswith("file:")] == []
        one.leave()


def moved(shown, sweep):
    """Drag the slider to a sweep."""
    shown.page.locator("#slider").fill(str(sweep))


def outputs(shown):
    """The four outputs in the truth table."""
    cells = shown.page.locator("#rows tr td:nth-child(4)").all_inner_texts()
    return [float(cell) for cell in cells]


def error(shown):
    return float(re.search(r"error (\d\.\d+);", shown.text("#caption"))[1])


def chosen(shown):
    return shown.page.locator("#choice input:checked").input_value()


def test_xor_waits_on_its_plateau_and_then_drops(visit):
    shown = visit()
    assert chosen(shown) == "XOR"
    for sweep in (0, 100, 200):
        moved(shown, sweep)
        assert error(shown) == pytest.approx(0.25, abs=0.005)
        assert all(abs(y - 0.5) < 0.1 for y in outputs(shown))
        assert "a plateau" in shown.text("#caption")
    moved(shown, 600)
    assert error(shown) < 0.005
    assert [round(y) for y in outputs(shown)] == [0, 1, 1, 0]
    assert "all four are on the right side" in shown.text("#caption")


def test_and_drops_without_waiting(visit):
    shown = visit()
    shown.page.locator("#choice label", has_text="AND").click()
    moved(shown, 100)
    assert error(shown) < 0.01
    assert [round(y) for y in outputs(shown)] == [0, 0, 0, 1]


def test_the_numbers_are_those_of_the_run(visit):
    shown = visit()
    curve = page.recorded(xor.CASES, xor.RECIPES["literal"], seed=0)
    moved(shown, 321)
    assert outputs(shown) == [pytest.approx(y, abs=6e-4) for y in curve["outputs"][321]]
    assert error(shown) == pytest.approx(curve["errors"][321], abs=6e-5)


def test_it_is_driven_by_keys_alone(visit):
    shown = visit()
    shown.press("Tab")
    shown.press("ArrowRight")
    assert chosen(shown) == "AND"
    shown.press("Tab", "Tab")
    shown.press("ArrowRight", "ArrowRight")
    assert shown.step == 2
    shown.press("PageDown", "PageUp", "PageUp")
    assert shown.step == 100
    shown.press("End")
    assert shown.step == 600
    shown.press("Home")
    assert shown.step == 0


def test_play_runs_and_pauses(visit):
    shown = visit()
    button = shown.page.locator("#play")
    button.click()
    shown.page.wait_for_function("document.getElementById('slider').value > 10")
    button.click()
    assert button.inner_text() == "Play"
    stopped = shown.step
    shown.page.wait_for_timeout(150)
    assert shown.step == stopped


def test_the_curve_can_be_touched(browser, visit):
    context = browser.new_context(has_touch=True)
    shown = visit(tab=context.new_page(), width=700)
    left, top, right, bottom = shown.box("#plot")
    shown.page.touchscreen.tap((left + right) / 2, (top + bottom) / 2)
    assert 250 < shown.step < 350
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_is_light_or_dark_as_the_reader_likes(visit, scheme):
    shown = visit(color_scheme=scheme)
    look = "getComputedStyle(document.body)"
    ground, ink = (
        sum(map(int, re.findall(r"\d+", shown.page.evaluate(f"{look}.{name}"))[:3]))
        for name in ("backgroundColor", "color")
    )
    assert (ground > ink) == (scheme == "light")
    assert abs(ground - ink) > 400


@pytest.mark.parametrize("width", [360, 700, 1280])
def test_it_fits_the_window(visit, width):
    shown = visit(width=width)
    assert shown.page.evaluate("document.documentElement.scrollWidth") <= width
    left, _, right, _ = shown.box("#slider")
    assert right - left > 100


def test_nothing_in_the_data_can_end_the_script(tmp_path):
    curve = page.recorded(xor.AND, xor.RECIPES["literal"], seed=0)
    curve["about"] = "</script><b>"
    page.write(tmp_path / "page.html", {"AND": curve}, "AND")
    text = (tmp_path / "page.html").read_text("utf-8")
    assert text.count("</script>") == 2
    assert "http" not in text
