"""What the heart stands on: numbers, readings of the table, switches, files, colour."""
