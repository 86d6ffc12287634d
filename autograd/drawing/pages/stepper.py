"""The stepper: one HTML page with everything in it, which needs no network.

The picture is painted with all that changes in it, and comes with what is said in every
step; ``stepper.js`` shows one step after the other.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from html import escape
from pathlib import Path
from string import Template
from typing import Any

from autograd.drawing.pages.captions import Line, Story
from autograd.drawing.pages.keyframes import Animated
from autograd.drawing.painting.svg import box_in_words, page, text_of
from autograd.drawing.picture import Box, Picture
from autograd.drawing.placing.layout import Layout
from autograd.drawing.style import FONTS, colour_variables, number

# As high as an XOR net's picture with its words; the picture scrolls in it.
FRAME_HEIGHT = 640
# A caption with more lines scrolls; half a line shows that there are more.
MOST_ROWS = 6.5


def html(
    picture: Picture, layout: Layout, opened: Mapping[str, str], at_end: bool = False
) -> str:
    """The page of a picture that one backward pass has gone through.

    opened: for the key of a box the picture, as SVG, of what it contains; at_end:
    whether the last step is shown first.
    """
    story = Story(picture)
    root = page(Animated(picture._replace(note=""), story.timeline), layout)
    root.set("role", "group")  # what is in it can be pointed at
    root.remove(root[0])  # a title would show up wherever one points
    return Template(source("html")).substitute(
        title=escape(f"{picture.result.text}, step by step"),
        rows=min(story.rows, MOST_ROWS),
        style=colour_variables() + Template(source("css")).substitute(fonts=FONTS),
        note=escape(picture.note),
        picture=text_of(root),
        inside="\n".join(
            f'<template data-inside="{box.key}" data-name="{escape(box.title.full)}">\n'
            f"{opened[box.key]}</template>"
            for box in picture.boxes
            if box.key in opened
        ),
        story=embedded(content(story, story.timeline.last if at_end else 0)),
        script=source("js"),
    )


def framed(text: str, title: str) -> str:
    """A page as a part of another one, such as a notebook, from which it is closed off.

    >>> framed("<p>", "a page").split()[:2]
    ['<iframe', 'srcdoc="&lt;p&gt;"']
    """
    return (
        f'<iframe srcdoc="{escape(text)}" title="{escape(title)}" '
        f'sandbox="allow-scripts" '
        f'style="width:100%;height:{FRAME_HEIGHT}px;border:0"></iframe>'
    )


def embedded(data: Any) -> str:
    """JSON for the inside of a script element, which nothing in it can end.

    >>> embedded({"name": "</script>"})
    '{"name":"\\\\u003c/script>"}'
    """
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c")


def content(story: Story, start: int) -> dict[str, Any]:
    """What the page needs to know, as data."""
    boxes = story.picture.boxes
    touching: dict[str, list[int]] = {box.key: [] for box in boxes}
    for i, arrow in enumerate(story.picture.arrows):
        touching[arrow.operand].append(i)
        touching[arrow.result].append(i)
    return {
        "start": start,
        "steps": [
            {"phase": moment.phase, "node": moment.box, "lines": moment.lines}
            for moment in story.moments
        ],
        "sent": story.timeline.sent,
        "arrows": touching,
        "nodes": {
            box.key: details(box, story) for box in boxes if box.role != "constant"
        },
    }


def details(box: Box, story: Story) -> dict[str, Any]:
    """What is told of one box: value, gradient as a sum over uses, place."""
    timeline = story.timeline
    terms = timeline.arriving[box.key]
    lines = [[(box.title.full, "name")], [(box.words or f"value {box.data!r}", "")]]
    if box.role == "omitted":
        lines = lines[1:]
    if terms:
        lines.append([(terms_heading(box, story, len(terms)), "muted")])
    total = total_of(box, story)
    return {
        "lines": lines,
        "terms": [(timeline.sent[i], story.term(i)) for i in terms],
        "total": [(total, "name"), (f" ({box.adjoint!r})" if total else "", "muted")],
        "full": timeline.completed(box)[1],
        "notes": list(notes(box)),
        "spoken": box_in_words(box),
    }


def terms_heading(box: Box, story: Story, count: int) -> str:
    """What stands over the terms of a gradient."""
    if box.many:
        return "gradients, from each box that uses these values:"
    uses = f", a term for each of its {count} uses" if count > 1 else ""
    return f"{story.gradient(box)}{uses}:"


def total_of(box: Box, story: Story) -> str:
    """The gradient that the terms add up to; of many values the largest."""
    if box.role == "omitted":
        return ""
    if box.many:
        return f"largest: {number(box.adjoint)}"
    begins = ": here the backward pass begins" if box.role == "result" else ""
    return f"{story.gradient(box)} = {number(box.adjoint)}{begins}"


def notes(box: Box) -> Iterator[Line]:
    """What else there is to know of a box."""
    if box.recorded not in (None, box.adjoint):
        text = f".grad was {number(box.recorded)}: it is not from this pass alone"
        yield ((text, "muted"),)
    if box.site:
        yield (("made at ", "muted"), (box.site, ""))
    if box.inside:
        yield ((f"{box.inside.values:,} values inside", "muted"),)


@cache
def source(kind: str) -> str:
    """The text of one of the files of the page."""
    return Path(__file__).with_name(f"stepper.{kind}").read_text("utf-8")
