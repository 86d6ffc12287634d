"""What people call: functions that are compiled, many cases, training.

- ``inputs``: what a program is given, checked, and what it gives back;
- ``batch``: many cases, in lanes or one by one;
- ``compiling``: ``compile``, with the ``arguments`` of a call, ``indices`` among them,
  ``guards`` for what was decided, and ``replays`` of what was recorded;
- ``summed``: a function summed over cases, as ``fit`` needs it;
- ``training``: sweeps in arrays, in ``stages``.
"""
