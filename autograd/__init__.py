"""A scalar autograd engine to step through, to look at and to train with.

The map, in reading order:

- ``operations``: the table, one row for each primitive operation and its derivatives;
- ``backward``: the order of the graph and the chain rule;
- ``value``: ``Value``, a number that remembers how it was made;
- ``functions``: exp, tanh, dot, where ... of Values and of plain numbers;
- ``drawing``: pictures of the graph, with the gradients flowing backward.

>>> from autograd import Value, tanh
>>> x = Value(0.5, name="x")
>>> tanh(2 * x).backward()
>>> round(x.grad, 4)
0.8399
"""

from autograd import functions
from autograd.backward import Contribution, Step, backward_steps, topological_order
from autograd.functions import *
from autograd.value import Value, no_grad

__version__ = "0.1.0"
