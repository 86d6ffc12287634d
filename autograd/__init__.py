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
- ``differentiation``: what those stand on, operations of your own, time for memory;
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

from autograd import functions as functions
from autograd.backward import (
    Contribution as Contribution,
    Step as Step,
    backward_steps as backward_steps,
    topological_order as topological_order,
)
from autograd.functions import *
from autograd.generated.functions import *
from autograd.support.switches import enable_grad as enable_grad, no_grad as no_grad
from autograd.support.twin import engine as engine
from autograd.support.typing import TYPE_CHECKING
from autograd.value import Value as Value

# "as" tells editors and checkers of types that a name is public.
if TYPE_CHECKING:
    from autograd.checking import (
        GradientError as GradientError,
        check_gradients as check_gradients,
        check_operation as check_operation,
    )
    from autograd.debugging import (
        AnomalyError as AnomalyError,
        break_on as break_on,
        debug as debug,
        detect_anomaly as detect_anomaly,
        site_of as site_of,
        step as step,
        viz as viz,
        watch as watch,
    )
    from autograd.differentiation.checkpointing import checkpoint as checkpoint
    from autograd.differentiation.custom import (
        operation as operation,
        stop_gradient as stop_gradient,
    )
    from autograd.differentiation.derivatives import gradients as gradients
    from autograd.drawing import Drawing as Drawing, draw as draw, scope as scope
    from autograd.programs import (
        Program as Program,
        compile as compile,
        record as record,
        take as take,
    )
    from autograd.transforms import (
        grad as grad,
        hessian as hessian,
        hvp as hvp,
        jacobian as jacobian,
        jvp as jvp,
        sparse_hessian as sparse_hessian,
        value_and_grad as value_and_grad,
        vjp as vjp,
    )

__version__ = "0.1.0"

# Imported when first used: learning to multiply two Values needs none of it.
_later = {
    "transforms": "grad value_and_grad jacobian hessian sparse_hessian jvp vjp hvp",
    "differentiation.derivatives": "gradients",
    "checking": "check_gradients check_operation GradientError",
    "differentiation.custom": "operation stop_gradient",
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


def __dir__():
    return sorted({*globals(), *_homes} - {"TYPE_CHECKING"})


def __getattr__(name):
    if name not in _homes:
        raise AttributeError(f"module 'autograd' has no attribute {name!r}")
    return getattr(_import_module(f"autograd.{_homes[name]}"), name)
