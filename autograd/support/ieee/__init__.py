"""Numbers as IEEE 754 has them, to the last digits.

- ``arithmetic``: functions of floats that answer inf or nan and never raise;
- ``formulas``: texts of the table for where the textbook's overflow or cancel.
"""
