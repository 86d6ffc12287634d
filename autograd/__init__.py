"""A scalar autograd engine to step through, to look at and to train with.

The map, in reading order:

- ``operations``: the table, one row for each primitive operation and its derivatives;
- ``generated``: the table as Python: what ``a * b`` and ``exp(a)`` do;
- ``value``: ``Value``, a number that remembers how it was made;
- ``backward``: the order of the nodes and the chain rule;
- ``functions``: exp, tanh, dot, where ... of Values and of plain numbers;
- ``engine``: "python" or "native", which of the two twins of Value runs
  (``support.twin`` chooses);
- ``transforms``: grad, jacobian, hessian, jvp, vjp, hvp of functions;
- ``checking``: gradients compared with numerical ones;
- ``custom``: operations of your own; ``checkpointing``: time for memory;
- ``drawing``: pictures of the graph, with the gradients flowing backward;
- ``programs``: a graph recorded, folded back into array operations and replayed;
- ``debugging``: where a Value was made, the first nan, stopping and stepping.

>>> from autograd import Value, tanh
>>> x = Value(0.5, name="x")
>>> tanh(2 * x).backward()
>>> round(x.grad, 4)
0.8399
"""

import builtins as _builtins
from importlib import import_module as _import_module
from typing import TYPE_CHECKING

from autograd import functions
from autograd.backward import Contribution, Step, backward_steps, topological_order
from autograd.functions import *
from autograd.support.switches import enable_grad, no_grad
from autograd.support.twin import engine
from autograd.value import Value

if TYPE_CHECKING:
    from autograd.checking import GradientError, check_gradients, check_operation
    from autograd.custom import operation, stop_gradient
    from autograd.debugging import (
        AnomalyError,
        break_on,
        debug,
        detect_anomaly,
        site_of,
        step,
        viz,
        watch,
    )
    from autograd.differentiation.checkpointing import checkpoint
    from autograd.differentiation.derivatives import gradients
    from autograd.drawing import Drawing, draw, scope
    from autograd.programs import Program, compile, record, take
    from autograd.transforms import (
        grad,
        hessian,
        hvp,
        jacobian,
        jvp,
        sparse_hessian,
        value_and_grad,
        vjp,
    )

__version__ = "0.1.0"

# Imported when first used: learning to multiply two Values needs none of it.
_later = {
    "transforms": "grad value_and_grad jacobian hessian sparse_hessian jvp vjp hvp",
    "differentiation.derivatives": "gradients",
    "checking": "check_gradients check_operation GradientError",
    "custom": "operation stop_gradient",
    "differentiation.checkpointing": "checkpoint",
    "drawing": "draw Drawing scope",
    "programs": "record compile take Program",
    "debugging": "debug site_of detect_anomaly AnomalyError break_on watch step viz",
}
_homes = {name: module for module, names in _later.items() for name in names.split()}

_names = ["Value", "no_grad", "enable_grad", "backward_steps", "topological_order"]
_names += [*functions.__all__, *_homes]
#: For ``from autograd import *``: all but the names of Python's own builtins.
__all__ = [name for name in _names if not hasattr(_builtins, name)]


def _viz(value):
    """This graph for VS Code's Debug Visualizer: see ``autograd.debugging.viz``."""
    from autograd.debugging import viz

    return viz(value)


Value.viz = _viz  # type: ignore[attr-defined]


def __getattr__(name):
    if name not in _homes:
        raise AttributeError(f"module 'autograd' has no attribute {name!r}")
    return getattr(_import_module(f"autograd.{_homes[name]}"), name)
