"""The same work in every engine, side by side: ``python -m tests.benchmarks``.

The map, in reading order:

- ``data``: cases, made-up names and starting weights, the same in every process;
- ``scalars``, ``gpt``: the work written for engines of scalars, ``arrays``: for arrays;
- ``by_hand``, ``gpt_by_hand``, ``portfolio_by_hand``: its derivatives by hand, to check
  everybody against;
- ``workloads``: the table, one row for each piece of work;
- ``engines``: one small adapter for each engine; ``peers``: the table of them;
- ``environments``: an isolated environment for each peer, from PyPI;
- ``worker``: the process in which one peer works; ``session``: who is asked when;
- ``scale``: S, the growth of a graph; ``programs``: P, that of recording and folding;
- ``report``: tables and JSON.

Imports are relative here, since a peer's process knows this package as ``benchmarks``:
its own packages must not be hidden by the project's (one peer is called autograd too).
"""
