"""From the scalar program to calls, pass by pass: data in, data out.

In the order in which they run:

- ``simplify``: chains of additions become sums, products in them dots;
- ``colour``: what does the same to the same becomes one of ``groups`` or, at edges that
  leave no two alike, what does the same in one of ``levels``;
- ``layout``: groups become arrays, and dots that fill ``grids`` matrix products;
  ``positions`` helps to find what is equal;
- arrays become calls, ``forward`` and ``backward`` with its ``adjoints``, the table's
  texts by ``elementwise``, all of it on the buffers of a ``writer``.

``pipeline`` runs them, and keeps a program in all its forms.
"""
