"""What people call: functions that are compiled, many cases, training.

- ``inputs``: what a program is given, checked, and what it gives back;
- ``batch``: many cases, in lanes or one by one;
- ``compiling``: ``compile``, with the ``arguments`` of a call, among them ints that are
  for ``taking`` from tables;
- ``recording``: a function run with Values, ``watching`` what it does and reads beside,
  with ``guards`` for what was decided; ``variants`` are what is kept, ``replays`` calls
  of it;
- ``summed``: a function summed over cases, as ``fit`` needs it;
- ``training``: sweeps in arrays, in ``stages``.
"""
