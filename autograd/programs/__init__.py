"""Programs: a graph of Values recorded, folded into array operations and replayed.

A program is data that goes through forms, and a machine computes one of them. In
reading order:

- ``assignments``: the scalar program, what ``record`` makes of a graph;
- ``passes``: from there to ``arrays``, the program of arrays, and to ``calls``, kernels
  on views, forward and backward; ``spec`` says what is legal after each pass;
- ``machines``: who computes, in plain Python, on a tape in C, on NumPy, on JAX; the
  ``runner`` takes the one that costs least;
- ``calling``: ``compile``, with its arguments and guards; batches, sums over cases, and
  training with the parameters in arrays; ``buffers`` moves numbers of many Values;
- ``program``: the faces ``Program`` and ``FoldedProgram``, ``printing`` for both.
"""

from autograd.programs.calling.compiling import Compiled, compile
from autograd.programs.calling.inputs import Derivatives
from autograd.programs.calling.taking.indices import take
from autograd.programs.program import FoldedProgram, Program, record

__all__ = [
    "record",
    "Program",
    "Derivatives",
    "FoldedProgram",
    "compile",
    "Compiled",
    "take",
]
