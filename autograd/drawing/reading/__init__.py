"""What is read from a graph.

In this order: ``names`` (what the code calls its values), ``scopes`` (named parts),
``formulas``, ``titles`` (what stands in every box), ``graph`` (all of it: roles,
gradients, units).
"""
