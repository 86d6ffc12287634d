"""Pictures of a graph: its values, and the gradients that flow back through it.

The face is ``drawing``: ``draw(result)`` and what a ``Drawing`` can be shown as. Below
it five rooms, in the order in which a picture comes about; each uses those before it:

- ``style``: numbers, colours and widths; all rooms use them;
- ``reading``: what the values of a graph are called, what they are and how they were
  computed;
- ``choosing``: how much is drawn, which values share a box, and in which order;
- ``picture``: what was chosen, as plain data: boxes and arrows;
- ``placing``: where boxes, arrows and labels lie;
- ``painting``: the still picture as SVG;
- ``pages``: the page that steps, frames and animations.
"""

from autograd.drawing.drawing import Drawing, draw
from autograd.drawing.placing.engines import EngineError
from autograd.drawing.reading.scopes import scope

__all__ = ["Drawing", "EngineError", "draw", "scope"]
