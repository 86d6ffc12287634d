"""The picture painted with all that its steps show, each thing with its opacities.

Whatever changes from step to step carries ``data-opacity``, such as ``0:0.3 4:1``:
faint from step 0 on, fully there from step 4 on. The page, the frames and the animation
read these and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree.ElementTree import Element

from autograd.drawing.pages.timeline import Story
from autograd.drawing.painting.hinton import paint_gradients, paint_weights
from autograd.drawing.painting.shapes import (
    add,
    coordinate,
    paint_body,
    paint_line,
    paint_pill,
    paint_value,
    pill_place,
)
from autograd.drawing.painting.svg import (
    all_places,
    arrow_in_words,
    label_texts,
    labelled,
    paint_label,
)
from autograd.drawing.picture import Box, Picture
from autograd.drawing.placing.curves import Rectangle
from autograd.drawing.placing.layout import Layout
from autograd.drawing.style import number

FAINT = 0.4  # what is still to come
QUIET = 0.5  # what has been
AROUND = 4.0  # how far the outline of the active box is from it

Opacities = Mapping[int, float]


def changing(element: Element, opacities: Opacities) -> Element:
    """An element with its opacity from each step on; one that never changes has none.

    >>> changing(Element("g"), {0: 0.5, 3: 1, 4: 1}).attrib
    {'data-opacity': '0:0.5 3:1'}
    """
    told: list[str] = []
    previous = None
    for step, opacity in sorted(opacities.items()):
        if opacity != previous:
            told.append(f"{step}:{opacity:g}")
        previous = opacity
    if told != ["0:1"]:
        element.set("data-opacity", " ".join(told))
    if previous == 0:  # where nothing changes, the last step is seen
        element.set("class", f"{element.get('class', '')} early".strip())
    return element


def only(steps: list[int], last: int | None = None) -> dict[int, float]:
    """There in some steps alone, and from the last on when that is given.

    >>> only([2, 3, 7])
    {0: 0.0, 2: 1.0, 3: 1.0, 4: 0.0, 7: 1.0, 8: 0.0}
    """
    opacities = {0: 0.0}
    for step in steps:
        opacities[step] = 1.0
        opacities.setdefault(step + 1, 0.0)
    if last is not None:
        opacities[last] = 1.0
    return dict(sorted(opacities.items()))


class Stage:
    """Who paints the graph of a story."""

    def __init__(self, story: Story) -> None:
        self.story = story

    def paint(self, parent: Element, picture: Picture, layout: Layout) -> None:
        """Lines below, boxes on them, the labels of the lines on top."""
        self.largest, self.largest_grad = picture.largest, picture.largest_grad
        titles = {box.key: box.title.full for box in picture.boxes}
        for i, (arrow, route) in enumerate(zip(picture.arrows, layout.routes)):
            group = add(parent, "g", class_="edge", data_arrow=str(i))
            if arrow.share is not None:
                add(group, "title", arrow_in_words(arrow, titles))
            self.paint_arrow(group, picture, i, route)
        for box in picture.boxes:
            group = add(parent, "g", class_=box.role, data_node=box.key)
            self.paint_box(group, box, layout.boxes[box.key])
        places = zip(label_texts(picture), all_places(picture, layout))
        for i, (text, place) in enumerate(places):
            if text:
                self.paint_label(paint_label(parent, text, place), picture, i)

    def paint_arrow(
        self, group: Element, picture: Picture, i: int, route: list
    ) -> None:
        """A line that a number takes forward, and the arrow of what comes back."""
        arrow, sent = picture.arrows[i], self.story.sent[i]
        opacities = {0: FAINT, self.story.made[arrow.result]: 1.0}
        if sent is not None:
            opacities[sent] = 0.0
        line = changing(add(group, "g", class_="forward"), opacities)
        paint_line(line, route, None, self.largest)
        if sent is not None:
            flow = add(group, "g", class_="flow")
            quiet = {0: 0.0, sent: 1.0, sent + 1: QUIET, self.story.last: 1.0}
            flow = changing(flow, quiet)
            paint_line(flow, route, arrow.amount, self.largest, arrow.mixed)

    def paint_label(self, text: Element, picture: Picture, i: int) -> None:
        """A local derivative: when it is found, when it is used, and at the end."""
        made, sent = self.story.made[picture.arrows[i].result], self.story.sent[i]
        steps = [made] if sent is None else [made, sent]
        text.set("data-label", str(i))
        changing(text, only(steps, self.story.last if labelled(picture) else None))

    def paint_box(self, group: Element, box: Box, place: Rectangle) -> None:
        """A box, faint until it has its number, outlined while it is at work."""
        made = self.story.made[box.key]
        inner = changing(add(group, "g", class_="body"), {0: FAINT, made: 1.0})
        paint_body(inner, box, place)
        value = changing(add(group, "g", class_="number"), {0: 0.0, made: 1.0})
        paint_value(value, box, place)
        if box.pill is not None:
            self.paint_pills(group, box, place)
        if box.inside and box.inside.cell:
            paint_weights(add(group, "g", class_="weights"), box, place)
            back = max(self.story.worked.get(box.key, [self.story.last]))
            squares = add(group, "g", class_="gradients")
            paint_gradients(changing(squares, {0: 0.0, back: 1.0}), box, place)
        steps = self.story.worked.get(box.key)
        if steps:
            outline = paint_outline(group, place, box.role)
            changing(outline, only(steps))

    def paint_pills(self, group: Element, box: Box, place: Rectangle) -> None:
        """No gradient, part of one, all of it: one pill for each."""
        first, full = self.story.completed(box)
        made = self.story.made[box.key]
        texts = [
            ("–", None, {0: 0.0, made: 1.0, first: 0.0}),
            ("…", None, {0: 0.0, first: 1.0, full: 0.0}),
            (number(box.adjoint), box.adjoint, {0: 0.0, full: 1.0}),
        ]
        middle, top = pill_place(box, place)
        for text, grad, opacities in texts:
            if 1.0 in opacities.values():
                pill = changing(add(group, "g", class_="gradient"), opacities)
                words = box.pill_text(text)
                paint_pill(pill, words, middle, top, grad, self.largest_grad)


def paint_outline(parent: Element, place: Rectangle, role: str) -> Element:
    """A line around a box."""
    corner = 15.0 if role in ("operation", "result", "group") else 3.0
    width, height = place.right - place.left, place.bottom - place.top
    outline = add(parent, "rect", x=place.left - AROUND, y=place.top - AROUND)
    outline.set("width", coordinate(width + 2 * AROUND))
    outline.set("height", coordinate(height + 2 * AROUND))
    outline.set("rx", coordinate(corner))
    outline.set("class", "outline")
    return outline
