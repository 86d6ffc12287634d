"""What transforms and checking stand on, and derivatives that are a user's own.

In reading order: ``structures`` of numbers, ``derivatives`` of a graph that is there,
and ``choices`` in them, ``tracing`` of a function, ``sparsity``; ``numerical`` ones and
``comparing`` with them; ``custom`` operations, and ``checkpointing``, which trades
time for memory.
"""
