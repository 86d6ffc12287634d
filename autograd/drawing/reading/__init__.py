"""What is read from a graph.

In this order: ``names`` (what the code calls its values), ``scopes`` (named parts),
``formulas`` (the title of every box), ``graph`` (all of it: roles, gradients, units).
"""
