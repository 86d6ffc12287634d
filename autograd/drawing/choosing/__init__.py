"""What of a graph is drawn.

In this order: ``groups`` (values that share a box), ``units`` (those of a net),
``order`` (operands first), ``arrows`` and ``builder`` (the picture of some groups),
``level_of_detail`` (which groups are best to read).
"""
