"""The stepper: one HTML page with everything in it, which needs no network.

The picture is painted here, with what changes in it (``staged``) and what is said in
every step (``story``); ``stepper.js`` shows one step after the other.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from html import escape
from pathlib import Path
from string import Template
from typing import Any

from autograd.drawing.pages.captions import Teller, story_of
from autograd.drawing.pages.keyframes import Stage
from autograd.drawing.pages.timeline import Line, Story
from autograd.drawing.painting.svg import box_in_words, page, text_of
from autograd.drawing.picture import Box, Picture
from autograd.drawing.placing.layout import Layout
from autograd.drawing.style import FONTS, colour_variables, number

# As high as an XOR net's picture with its words; the picture scrolls in it.
FRAME_HEIGHT = 640
# A caption with more lines scrolls; half a line shows that there are more.
MOST_ROWS = 6.5


def html(
    picture: Picture,
    layout: Layout,
    opened: Mapping[str, str] | None = None,
    start: int | None = 0,
) -> str:
    """The page of a picture that one backward pass has gone through.

    opened: for the key of a box the picture, as SVG, of what it contains; start: the
    step shown first, None for the last one.
    """
    story = story_of(picture)
    root = page(Stage(picture._replace(note=""), story), layout)
    root.set("role", "group")  # what is in it can be pointed at
    root.remove(root[0])  # a title would show up wherever one points
    rows = max(len(moment.lines) for moment in story.moments)
    return Template(source("html")).substitute(
        title=escape(f"{picture.result.text}, step by step"),
        rows=min(rows, MOST_ROWS),
        style=colour_variables() + Template(source("css")).substitute(fonts=FONTS),
        note=escape(picture.note),
        picture=text_of(root),
        inside="\n".join(insides(picture, opened or {})),
        story=embedded(content(picture, story, story.last if start is None else start)),
        script=source("js"),
    )


def insides(picture: Picture, opened: Mapping[str, str]) -> Iterator[str]:
    """What waits in the page until it is opened."""
    for box in picture.boxes:
        if box.key in opened:
            name = escape(box.title.full)
            yield f'<template data-inside="{box.key}" data-name="{name}">'
            yield f"{opened[box.key]}</template>"


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


def content(picture: Picture, story: Story, start: int) -> dict[str, Any]:
    """What the page needs to know, as data."""
    teller = Teller(picture, story)
    touching: dict[str, list[int]] = {box.key: [] for box in picture.boxes}
    for i, arrow in enumerate(picture.arrows):
        touching[arrow.operand].append(i)
        touching[arrow.result].append(i)
    return {
        "start": start,
        "steps": [
            {"phase": moment.phase, "node": moment.box, "lines": moment.lines}
            for moment in story.moments
        ],
        "sent": story.sent,
        "arrows": touching,
        "nodes": {
            box.key: details(box, teller)
            for box in picture.boxes
            if box.role != "constant"
        },
    }


def details(box: Box, teller: Teller) -> dict[str, Any]:
    """What is told of one box: value, gradient as a sum over uses, place."""
    story = teller.story
    terms = story.arriving[box.key]
    gradient = teller.gradient(box)
    value = box.words or f"value {box.data!r}"
    lines = [[(box.title.full, "name")], [(value, "")]]
    if box.role == "omitted":
        lines = lines[1:]
    if terms:
        text = f"{gradient}, a term for each of its {len(terms)} uses:"
        text = text if len(terms) > 1 else f"{gradient}:"
        if box.many:
            text = "gradients, from each box that uses these values:"
        lines.append([(text, "muted")])
    total = f"{gradient} = {number(box.adjoint)}"
    if box.role == "result":
        total += ": here the backward pass begins"
    if box.many or box.role == "omitted":
        total = "" if box.role == "omitted" else f"largest: {number(box.adjoint)}"
    return {
        "lines": lines,
        "terms": [(story.sent[i], teller.term(i, "+ ")) for i in terms],
        "total": [(total, "name"), (f" ({box.adjoint!r})" if total else "", "muted")],
        "full": story.completed(box)[1],
        "notes": list(notes(box)),
        "spoken": box_in_words(box),
    }


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
