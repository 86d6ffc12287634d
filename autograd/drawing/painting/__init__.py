"""The still picture as SVG.

In this order: ``shapes`` (lines, boxes, pills), ``hinton`` (weights as squares),
``legend`` (the words around the picture), ``svg`` (all of it on a page).
"""
