"""Who computes a program: each machine is one file of this folder, with one protocol.

``machine`` is that protocol; ``steps`` goes through the assignments in plain Python,
with ``lanes`` for many cases, ``tape`` in C; ``numpy`` does the calls of the folded
program, by its ``kernels``, which ``counting`` counts; ``jax`` does the same on JAX's
arrays; ``sources`` is what debuggers are shown of them. The one that costs least
computes, by what each says of its cost.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from math import inf
from pkgutil import iter_modules

from autograd.programs.machines.machine import Machine, Task

#: How many times the least cost another may be told to be, and how many microseconds
#: the least, so that it is worth while to look more closely.
NEAR, WORTH = 3, 100


@cache
def machines() -> dict[str, type[Machine]]:
    """Every machine by its name: the classes in this folder, in order.

    >>> list(machines())
    ['jax', 'numpy', 'steps', 'writtensteps', 'tape']
    """
    names = sorted(name for _, name, _ in iter_modules(__path__))
    rooms = [import_module(f"{__name__}.{name}") for name in names]
    kinds = [x for room in rooms for x in vars(room).values() if isinstance(x, type)]
    found = [x for x in kinds if issubclass(x, Machine) and x is not Machine]
    return {kind.__name__.lower(): kind for kind in dict.fromkeys(found)}


def cheapest(task: Task, exact: bool = False) -> type[Machine]:
    """The machine that computes a task in the least time; exact: as the graph does."""
    able = [kind for kind in machines().values() if kind.can(task)]
    able = [kind for kind in able if kind.is_exact or not exact]
    costs: dict[type[Machine], float] = {}
    for kind in sorted(able, key=lambda kind: kind.COSTS[:1]):
        # what only begins to compute at such a cost need not count, which takes passes
        if sum(kind.COSTS[:1]) < min(costs.values(), default=inf):
            costs[kind] = kind.cost(task)
    least = min(costs.values())
    near = [kind for kind, cost in costs.items() if cost <= NEAR * least]
    if len(near) > 1 and least > WORTH:
        costs = {kind: kind.cost(task, closely=True) for kind in near}
    return min(costs, key=lambda kind: costs[kind])
