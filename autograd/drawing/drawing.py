"""Pictures of a graph: its values, and the gradients that flow back through it.

>>> from autograd import Value, tanh
>>> w, x = Value(0.5, name="w"), Value(2.0, name="x")
>>> y = tanh(w * x)
>>> y.backward()
>>> drawing = draw(y, names={"y": y}, inputs=[x])
>>> drawing
Drawing of y = tanh(w·x): 4 values, with gradients
>>> drawing.svg()[:4]
'<svg'
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import cached_property
from math import inf
from pathlib import Path
from typing import Any

from autograd.drawing.choosing.level_of_detail import picture_of
from autograd.drawing.pages.animation import SECONDS, animation, frames
from autograd.drawing.pages.stepper import framed, html
from autograd.drawing.painting.svg import summary, svg
from autograd.drawing.picture import Picture
from autograd.drawing.placing.dot import exported, skeleton
from autograd.drawing.placing.engines import EngineError, laid_out, rendered
from autograd.drawing.placing.layout import Layout, layout_of
from autograd.drawing.reading.names import parameters_of
from autograd.support.conversion import flag, float_from, refusal, whole
from autograd.support.files import path_from, write_whole
from autograd.value import Value


def draw(
    result: Value,
    names: Mapping[str, Any] | Any | None = None,
    inputs: Value | Iterable[Any] = (),
    *,
    collapse: str | None = None,
    around: Value | None = None,
    depth: int | None = None,
) -> Drawing:
    """A drawing of the graph below a result, as it is now.

    Values flow from left to right. After ``result.backward()`` the arrows show the
    gradients flowing back: each points at an operand, is as wide as what it carries
    and has the colour of its sign; beside it stands the local derivative.

    names: where names are looked for, for Values that have none: ``locals()``, another
        dictionary, or a Module; lists and Modules in it are looked into.
    inputs: the leaves to be drawn as inputs rather than parameters. Without them, when
        Modules among ``names`` are in the graph, the leaves of no Module are inputs.
    collapse: what shares a box: "units" (each a ``dot`` of its own parameters and the
        function of it, as layers have them), "layers" of these, "scopes" (see
        ``scope``) or "nothing". Without it a graph of up to 300 values is drawn in
        full, a larger one as it is read best; what cannot be drawn at all is left out,
        and the picture says what and how much.
    around, depth: draw only what is at most so many steps (2) from this Value.

        >>> a = Value(3.0)
        >>> print(draw(a * a, names=locals()))
        Drawing of a·a: 2 values, no gradients
    """
    if not isinstance(result, Value):
        needs = "the Value whose graph to draw; for several, their autograd.sum(...)"
        raise refusal(result, "draw", needs)
    if (
        names is not None
        and not isinstance(names, Mapping)
        and not parameters_of(names)
    ):
        raise refusal(names, "draw: names", "a dictionary such as locals() or a Module")
    depth = None if depth is None else whole(depth, "draw: depth", 0)
    return Drawing(picture_of(result, names, inputs, collapse, around, depth))


class Drawing:
    """A picture of a graph at one moment; what the graph does later does not change it.

    picture: the picture as plain data.

        >>> x = Value(2.0, name="x")
        >>> drawing = draw(x ** 3)
        >>> drawing.dot.splitlines()[0]
        'digraph {'
    """

    def __init__(self, picture: Picture) -> None:
        if not isinstance(picture, Picture):
            raise refusal(picture, "Drawing: picture", "one that draw() makes")
        self.picture = picture

    @cached_property
    def dot(self) -> str:
        """The picture as DOT text, for any graphviz tool; needs no engine."""
        return exported(self.picture)

    @cached_property
    def layout(self) -> Layout:
        """Where everything lies, by a layout engine; EngineError without one."""
        return layout_of(self.picture, laid_out(skeleton(self.picture)))

    def svg(self) -> str:
        """The picture as SVG text, for a light and a dark page.

        EngineError when there is no layout engine; it says what to install.
        """
        return svg(self.picture, self.layout)

    @cached_property
    def played(self) -> Drawing:
        """The same graph after one backward pass from its result, and no other.

        The page and the frames play this pass, whatever the gradients are now.
        """
        return Drawing(self.picture.passed or self.picture)

    def html(self, path: str | os.PathLike[str] | None = None) -> str:
        """The picture as an HTML page that steps forward and then backward.

        All is in the one page; it asks no network for anything. With a path it is
        written there too.
        """
        path = None if path is None else path_from(path)
        text = self.page()
        if path is not None:
            write_whole(path, text.encode())
        return text

    def page(self, at_end: bool = False) -> str:
        """The page, at first in its first step or in its last."""
        at_end, played = flag(at_end, "at_end"), self.played
        return html(played.picture, played.layout, played.opened, at_end)

    @cached_property
    def opened(self) -> dict[str, str]:
        """For the key of each box of many, the picture of what it contains."""
        opened = self.picture.opened.items()
        return {key: Drawing(picture).svg() for key, picture in opened}

    def frames(self) -> list[str]:
        """An SVG for every step, forward and then backward, all with one layout.

        >>> x = Value(3.0, name="x")
        >>> len(draw(x * x).frames())  # start, forward, seed, backward, end
        5
        """
        return frames(self.played.picture, self.played.layout)

    def animation(self, seconds: float = SECONDS) -> str:
        """One SVG that shows step after step, even inside ``<img>``; at rest, the last.

        seconds: how long each step is shown.
        """
        seconds = float_from(seconds, "seconds")
        if not 0 < seconds < inf:
            raise refusal(seconds, "seconds", "a number above 0", ValueError)
        return animation(self.played.picture, self.played.layout, seconds)

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write the picture to a file, and give its path back.

        The suffix says how: ``.svg``; ``.html`` for the page that steps;
        ``.animated.svg``; ``.dot``; or ``.png`` and ``.pdf``, which Graphviz's own
        program makes of the DOT text. A file is there whole or not at all.
        """
        path = Path(path_from(path))
        fitting = [form for form in FORMS if path.name.lower().endswith(form)]
        if not fitting or not path.suffix:
            raise ValueError(
                f"Drawing.save: got {path.name!r}, needs a name that ends in "
                f"{', '.join(FORMS)}"
            )
        write_whole(path, FORMS[max(fitting, key=len)](self))
        return path

    def _repr_mimebundle_(
        self, include: Collection[str] | None = None, exclude: Collection[str] = ()
    ) -> dict[str, str]:
        """What notebooks show: the page that steps, in a frame; the SVG; a line.

        Where no engine can lay it out, the line says why.
        """
        kinds = {
            "text/html": self.framed,
            "image/svg+xml": self.svg,
            "text/plain": self.__repr__,
        }
        wanted = [
            kind
            for kind in kinds
            if (not include or kind in include) and kind not in (exclude or ())
        ]
        try:
            return {kind: kinds[kind]() for kind in wanted}
        except EngineError as error:
            return {"text/plain": f"{self!r}; not shown: {error}"}

    def framed(self) -> str:
        """The page that steps as a part of another page, at first in its last step."""
        return framed(self.page(at_end=True), repr(self))

    def __repr__(self) -> str:
        return summary(self.picture).replace("Computation graph", "Drawing", 1)


FORMS: dict[str, Callable[[Drawing], bytes]] = {
    ".svg": lambda drawing: drawing.svg().encode(),
    ".dot": lambda drawing: drawing.dot.encode(),
    ".animated.svg": lambda drawing: drawing.animation().encode(),
    ".html": lambda drawing: drawing.html().encode(),
    ".png": lambda drawing: rendered(drawing.dot, "png"),
    ".pdf": lambda drawing: rendered(drawing.dot, "pdf"),
}
