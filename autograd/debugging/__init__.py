"""Seeing what happens: where Values were made, the first nan, stops and steps.

The map:

- ``sites``: ``debug()`` remembers the line that made each Value;
- ``anomaly``: ``detect_anomaly()`` raises at the first number that is not finite;
- ``breakpoints``: ``watch`` and ``break_on`` stop in the debugger in a backward pass;
- ``prompt``: ``step(loss)`` steps through a backward pass in the terminal;
- ``visualizer``: ``viz(loss)`` for the Debug Visualizer of VS Code.
"""

from autograd.debugging.anomaly import AnomalyError, detect_anomaly
from autograd.debugging.breakpoints import break_on, watch
from autograd.debugging.prompt import step
from autograd.debugging.sites import Site, debug, site_of
from autograd.debugging.visualizer import viz

__all__ = [
    "AnomalyError",
    "Site",
    "break_on",
    "debug",
    "detect_anomaly",
    "site_of",
    "step",
    "viz",
    "watch",
]
