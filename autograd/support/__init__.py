"""What the heart stands on: numbers, the readings of the table, switches, files."""
