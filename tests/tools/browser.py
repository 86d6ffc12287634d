"""A real browser for tests: Chromium without a window, asked as its user would."""

import contextlib
import os
import shutil

import pytest

PATIENCE = 600_000  # milliseconds: whatever takes longer hangs
NAMES = ("chromium", "chromium-browser", "google-chrome")


def chromium():
    """The path of the machine's Chromium; None where there is none."""
    named = os.environ.get("CHROMIUM")
    return named or next(filter(None, map(shutil.which, NAMES)), None)


@contextlib.contextmanager
def started():
    """A browser that runs as long as the block; the test is skipped without one."""
    playwright = pytest.importorskip(
        "playwright.sync_api", reason="no playwright: install .[test]"
    )
    path = chromium()
    if path is None:
        pytest.skip("no Chromium: install it, or set CHROMIUM to its path")
    with playwright.sync_playwright() as driver:
        # the pages are our own, and in a container there is no sandbox for it
        browser = driver.chromium.launch(
            executable_path=path,
            args=["--no-sandbox", "--font-render-hinting=none"],
            timeout=PATIENCE,
        )
        try:
            yield browser
        finally:
            browser.close()


@pytest.fixture(scope="module")
def browser():
    """A browser, started once for a file of tests."""
    with started() as found:
        yield found


@pytest.fixture(scope="module")
def tab(browser):
    """A page of it, used by one test after another."""
    return browser.new_page()


class Visit:
    """A page that is open in a browser, and everything that went wrong in it.

    tab: where to open it; afterwards another visit may use the tab.
    """

    def __init__(self, tab, address, width=1280, height=800, **media):
        self.page, self.requests, self.errors = tab, [], []
        self.listening = {
            "request": lambda request: self.requests.append(request.url),
            "pageerror": lambda error: self.errors.append(str(error)),
            "console": lambda message: self.errors.append(message.text),
            "dialog": lambda dialog: self.errors.append("a dialog opened"),
        }
        for event, listener in self.listening.items():
            tab.on(event, listener)
        tab.set_default_timeout(PATIENCE)
        tab.set_viewport_size({"width": width, "height": height})
        usual = {"media": "screen", "color_scheme": "light", "reduced_motion": "reduce"}
        tab.emulate_media(**{**usual, **media})
        tab.goto("about:blank")  # else a new fragment alone would load nothing
        tab.goto(address)

    def leave(self):
        """Close the page; the tab stays."""
        for event, listener in self.listening.items():
            self.page.remove_listener(event, listener)

    def text(self, selector):
        """The text of an element as it is shown."""
        return self.page.locator(selector).inner_text()

    @property
    def caption(self):
        """The lines of the caption."""
        return self.text("#caption").split("\n")

    @property
    def step(self):
        """The number of the step that is shown."""
        return int(self.page.locator("#slider").input_value())

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)

    def box(self, selector):
        """The left, top, right and bottom of an element in the window."""
        place = self.page.locator(selector).first.bounding_box()
        left, top = place["x"], place["y"]
        return left, top, left + place["width"], top + place["height"]

    def opacity(self, selector):
        """How much of an element is seen."""
        found = self.page.locator(selector)
        return float(found.evaluate("e => getComputedStyle(e).opacity"))
