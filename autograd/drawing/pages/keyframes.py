"""The picture painted with all that its steps show, each thing with its opacities.

Whatever changes from step to step carries ``data-opacity``, such as ``0:0.3 4:1``:
faint from step 0 on, fully there from step 4 on. The page, the frames and the animation
read these and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree.ElementTree import Element

from autograd.drawing.pages.timeline import Timeline
from autograd.drawing.painting.hinton import paint_gradients, paint_weights
from autograd.drawing.painting.shapes import (
    ROUND,
    add,
    paint_body,
    paint_frame,
    paint_line,
    paint_pill,
    paint_value,
    text_place,
)
from autograd.drawing.painting.svg import DIAGRAM_TOP, PILL_TOP, Painter, label
from autograd.drawing.picture import Box, Picture
from autograd.drawing.placing.curves import Point, Rectangle
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


class Animated(Painter):
    """Who paints all steps of a timeline."""

    def __init__(self, picture: Picture, timeline: Timeline) -> None:
        super().__init__(picture)
        self.timeline, self.last = timeline, timeline.last

    def paint_arrow(self, group: Element, i: int, route: list[Point]) -> None:
        """A line that a number takes forward, and the arrow of what comes back."""
        arrow, sent = self.picture.arrows[i], self.timeline.sent[i]
        made = self.timeline.made[arrow.result]
        back = {} if sent is None else {sent: 0.0}
        line = layer(group, "forward", {0: FAINT, made: 1.0, **back})
        paint_line(line, route, None, self.largest)
        if sent is not None:
            opacities = {0: 0.0, sent: 1.0, sent + 1: QUIET, self.last: 1.0}
            flow = layer(group, "flow", opacities)
            paint_line(flow, route, arrow.amount, self.largest, arrow.mixed)

    def paint_label(self, parent: Element, i: int, text: str, place: Rectangle) -> None:
        """A local derivative: when it is found, when it is used, and at the end."""
        element = label(parent, text, place)
        element.set("data-label", str(i))
        sent = self.timeline.sent[i]
        made = self.timeline.made[self.picture.arrows[i].result]
        steps = [made] if sent is None else [made, sent]
        changing(element, only(steps, self.last if self.labelled else None))

    def paint_box(self, group: Element, box: Box, place: Rectangle) -> None:
        """A box, faint until it has its number, outlined while it is at work."""
        made = self.timeline.made[box.key]
        worked = self.timeline.worked.get(box.key, [])
        paint_body(layer(group, "body", {0: FAINT, made: 1.0}), box, place)
        paint_value(layer(group, "number", {0: 0.0, made: 1.0}), box, place)
        x, y = text_place(box, place)
        if box.pill is not None:
            self.paint_pills(group, box, x, y + PILL_TOP)
        if box.inside and box.inside.cell:
            top, back = y + DIAGRAM_TOP, max(worked, default=self.last)
            paint_weights(layer(group, "weights", {0: 1.0}), box.inside, x, top)
            squares = layer(group, "gradients", {0: 0.0, back: 1.0})
            paint_gradients(squares, box.inside, x, top)
        if worked:
            corner = 15.0 if box.role in ROUND else 3.0
            outline = paint_frame(group, place.grown(AROUND), corner, "outline")
            changing(outline, only(worked))

    def paint_pills(self, group: Element, box: Box, x: float, top: float) -> None:
        """No gradient, part of one, all of it: one pill for each."""
        first, full = self.timeline.completed(box)
        texts = [
            ("–", None, {0: 0.0, self.timeline.made[box.key]: 1.0, first: 0.0}),
            ("…", None, {0: 0.0, first: 1.0, full: 0.0}),
            (number(box.adjoint), box.adjoint, {0: 0.0, full: 1.0}),
        ]
        for text, grad, opacities in texts:
            if 1.0 in opacities.values():
                pill, words = layer(group, "gradient", opacities), box.pill_text(text)
                paint_pill(pill, words, x, top, grad, self.largest_grad)


def layer(parent: Element, class_: str, opacities: Opacities) -> Element:
    """A part of a group that changes on its own."""
    return changing(add(parent, "g", class_=class_), opacities)
