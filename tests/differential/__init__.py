"""The referee: random programs as people write them, run in every way there is.

- ``samples``: a program as text, its numbers, and the strategy that draws one;
- ``families``: the kinds of programs: nets, recurrences, filters, dynamic programs ...;
- ``reference``: what a program gives case by case, and how much of it is rounding;
- ``ways``: replays, arrays, batches, compiled calls and trainings, each against that;
- ``__main__``: ``python -m tests.differential --minutes N --seed S``, which prints the
  smallest program of each kind that differs.
"""
