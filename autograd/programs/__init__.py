"""Programs: a graph of Values recorded, folded into array operations and replayed.

The map, in reading order:

- ``recording``: ``record`` and ``Program``, a graph as a list of assignments;
- ``stepping``: its replay in plain Python;
- ``folding``: the same as array operations on NumPy, in passes: ``simplifying`` sums,
  ``grouping`` by colour into ``groups``, ``layout`` with ``grids`` that are matrix
  products, and the calls written for the ``forward`` and the ``reverse`` pass;
- ``tape``: the replay of small and irregular programs, in C where it can be;
- ``buffers``: the numbers of many Values at once, into arrays and out of them;
- ``batching``: many cases at a time;
- ``compiling``: ``compile``, a function recorded at its first call, with its
  ``arguments`` and ``guards``;
- ``summing``: the sum of a function over cases, compiled and batched;
- ``training``: sweeps in which the parameters stay in arrays;
- ``lowering``: the folded program as a function of JAX arrays.
"""

from autograd.programs.calling.arguments import take
from autograd.programs.calling.compiling import Compiled, compile
from autograd.programs.folded import FoldedProgram
from autograd.programs.program import Derivatives, Program, record

__all__ = [
    "record",
    "Program",
    "Derivatives",
    "FoldedProgram",
    "compile",
    "Compiled",
    "take",
]
