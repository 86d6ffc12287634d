"""What is read from a graph: its values, their names and formulas."""
