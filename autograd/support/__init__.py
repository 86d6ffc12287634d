"""What the heart stands on.

- numbers: ``conversion``, ``ieee`` arithmetic and formulas;
- the table's text: ``expressions`` parses it, ``readings`` makes functions of it,
  ``definitions`` checks a user's;
- the graph: ``copying``, ``flattening`` into arrays, ``observing`` who makes Values;
- switches: ``twin`` chooses C or Python, ``switches`` has ``no_grad``;
- for all rooms: ``files``, ``sweeps`` of a training, the ``palette``, ``typing`` that
  costs nothing at run time.
"""
