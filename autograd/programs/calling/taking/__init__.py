"""Ints that choose from tables: ``indices`` notes what they do while a program is
recorded, ``rows`` has what they take when it is replayed.
"""
