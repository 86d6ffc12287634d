"""An array program as calls on views, forward and backward.

>>> from autograd import Value, log
>>> from autograd.programs import record
>>> x = Value(0.5, name="x")
>>> passes = record(log(x) * 3, inputs=[x]).fold().passes
>>> print(lowered(passes.arrays, wanted=[INPUTS]))
forward
  a3[1] = log(inputs[1])
  a4[1] = mul(a3[1], 3.0)
backward
  d7[1] = copy(seeds[1])
  d8[1] = mul(d7[1], 3.0)
  d6[1] = reciprocal(inputs[1])
  d6[1] = mul(d8[1], d6[1])
"""

from __future__ import annotations

from collections.abc import Iterable

from autograd.programs.arrays import ArrayProgram
from autograd.programs.assignments import INPUTS, PARAMETERS
from autograd.programs.calls import Calls
from autograd.programs.passes.backward import write_backward
from autograd.programs.passes.forward import write_forward
from autograd.programs.passes.writer import Writer


def lowered(
    program: ArrayProgram,
    lanes: int | None = None,
    wanted: Iterable[int] = (),
    careful: bool = False,
) -> Calls:
    """The calls for a program.

    lanes: how many cases at a time; wanted: the kinds of leaves to differentiate by;
    careful: whether IEEE 754's answers at every edge are worth more calls.
    """
    writer = Writer(program, lanes, careful)
    left = write_forward(writer)
    forward, wanted = writer.taken(), sorted(wanted)
    results = program.results
    seeds = writer.buffer((len(results), *(() if lanes is None else (lanes,))), "seeds")
    adjoints = {}
    if wanted:
        found = write_backward(writer, left, wanted, seeds)
        adjoints = {kind: found.flat[kind] for kind in wanted}
    return Calls(
        lanes,
        careful,
        writer.buffers,
        forward,
        writer.taken(),
        {kind: writer.values[kind] for kind in (PARAMETERS, INPUTS)},
        [writer.values[n].between(0, place, place + 1) for n, place in results],
        seeds,
        adjoints,
        program.places,
    )
