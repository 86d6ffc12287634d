"""What a function does beside its graph, and what it reads by itself.

- ``watch``: what code runs in a call, and what of it no program could do again;
- ``look``: what that code reads, found by the names in it; ``parts`` are what is found,
  and how each is compared and put back;
- ``state``: all of it, whether it is still so, and as it was.
"""
