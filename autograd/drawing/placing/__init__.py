"""Where everything lies.

In this order: ``curves`` (points, rectangles, Bézier curves), ``dot`` (the picture as
DOT), ``engines`` (who lays it out), ``layout`` (boxes and lines), ``labels``.
"""
