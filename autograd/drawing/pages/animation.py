"""Pictures of every step: each as a file of its own, or all in one that moves.

>>> from xml.etree.ElementTree import tostring
>>> root = Element("g")
>>> _ = changing(add(root, "g", class_="line"), {0: 0.5, 3: 1.0})
>>> tostring(at(root, 2), "unicode"), tostring(at(root, 3), "unicode")
('<g><g class="line" opacity="0.5" /></g>', '<g><g class="line" /></g>')
"""

from __future__ import annotations

from xml.etree.ElementTree import Element

from autograd.drawing.pages.captions import Line, Moment, Story
from autograd.drawing.pages.keyframes import Animated, changing, only
from autograd.drawing.painting.shapes import add
from autograd.drawing.painting.svg import Block, page, text_of
from autograd.drawing.picture import Picture
from autograd.drawing.placing.layout import Layout
from autograd.drawing.style import NUMBER, text_width

SECONDS = 1.5  # that a step is shown; the last one three times as long
HOLD = 3
ROWS, HEIGHT = 7, 20.0  # the most lines of a caption, and how high one is
STYLES = {
    "name": "name",
    "muted": "muted",
    "positive": "positive solid name",
    "negative": "negative solid name",
    "special": "special solid name",
}


def frames(picture: Picture, layout: Layout) -> list[str]:
    """A picture for every step, all with one layout, of a picture that was passed."""
    story = Story(picture)
    root = animated_page(story, layout)
    return [text_of(at(root, step)) for step in range(len(story.moments))]


def animation(picture: Picture, layout: Layout, seconds: float = SECONDS) -> str:
    """A picture that shows one step after the other, and at rest the last.

    seconds: how long each step is shown.
    """
    story = Story(picture)
    root = animated_page(story, layout)
    rules: dict[str, str] = {}
    for element in root.iter():
        told = element.attrib.pop("data-opacity", None)
        if told is not None:
            kind = rules.setdefault(told, f"m{len(rules)}")
            element.set("class", f"{element.get('class', '')} {kind}".strip())
    style = root.find("style")
    assert style is not None  # every page has one
    style.text = f"{style.text}{motion(rules, len(story.moments), seconds)}"
    return text_of(root)


def animated_page(story: Story, layout: Layout) -> Element:
    """The page with all that any step shows."""
    return page(Animated(story.picture, story.timeline), layout, captions(story))


def motion(rules: dict[str, str], steps: int, seconds: float) -> str:
    """The CSS that moves a picture: a rule for each way in which opacities change."""
    count = steps - 1 + HOLD
    css = [".autograd .early{opacity:0}"]
    for told, kind in rules.items():
        keys = "".join(
            f"{100 * step / count:.4g}%{{opacity:{opacity}}}"
            for step, opacity in changes(told)
        )
        css.append(f"@keyframes {kind}{{{keys}}}")
        length = f"{count * seconds:g}s"
        css.append(f".autograd .{kind}{{animation:{kind} {length} step-end infinite}}")
    # at rest for those who want no motion, and on paper
    still = ".autograd *{animation:none!important}"
    css.append(f"@media print{{{still}}}")
    css.append(f"@media (prefers-reduced-motion:reduce){{{still}}}")
    return "".join(css)


def at(element: Element, step: int) -> Element:
    """A copy of an element as it is in one step; what is not seen is not in it."""
    copy = Element(element.tag, dict(element.attrib))
    copy.text = element.text
    if copy.attrib.pop("data-opacity", None) and (now := opacity(element, step)) != "1":
        copy.set("opacity", now)
    copy.extend([at(child, step) for child in element if opacity(child, step) != "0"])
    if "early" in copy.get("class", "").split():
        copy.set("class", copy.attrib["class"].removesuffix("early").strip())
    return copy


def opacity(element: Element, step: int) -> str:
    """The opacity of an element in a step.

    >>> element = Element("g", {"data-opacity": "0:0 5:1"})
    >>> opacity(element, 4), opacity(element, 5)
    ('0', '1')
    """
    told = reversed(changes(element.get("data-opacity", "0:1")))
    return next(opacity for start, opacity in told if start <= step)


def changes(told: str) -> list[tuple[int, str]]:
    """The steps from which on there is another opacity, and that."""
    pairs = (change.split(":") for change in told.split())
    return [(int(step), opacity) for step, opacity in pairs]


def captions(story: Story) -> Block:
    """What paints the captions of all steps over each other, as high as the highest."""
    rows = min(ROWS, story.rows)

    def paint(parent: Element, x: float, y: float, width: float) -> float:
        for step, moment in enumerate(story.moments):
            group = add(parent, "g", class_="caption")
            changing(group, only([step]))
            paint_caption(group, moment, x, y, width)
        return (rows + 1) * HEIGHT + 10

    return paint


def paint_caption(
    parent: Element, moment: Moment, x: float, y: float, width: float
) -> None:
    """The phase of a step and its lines; those for which there is no room are told."""
    lines = list(moment.lines)
    if len(lines) > ROWS:
        more = f"… and {len(lines) - ROWS + 1} more such lines"
        lines[ROWS - 1 :] = [((more, "muted"),)]
    for i, line in enumerate([((moment.phase, "muted"),), *lines]):
        text = add(parent, "text", x=x, y=y + HEIGHT * (i + 0.75))
        text.set("font-size", str(NUMBER))
        for piece, style in fitting(line, width):
            span = add(text, "tspan", piece)
            if style:
                span.set("class", STYLES[style])


def fitting(line: Line, width: float) -> Line:
    """A line that is cut where it would leave the page, with … to say so."""
    kept: list[tuple[str, str]] = []
    for text, style in line:
        size = text_width(text, NUMBER)
        if size > width:
            most = max(0, int(len(text) * width / size) - 1)
            return (*kept, (text[:most] + "…", style))
        kept.append((text, style))
        width -= size
    return tuple(kept)
