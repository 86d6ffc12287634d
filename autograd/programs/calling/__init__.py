"""Functions and cases: compile, batches, sums over cases, training."""
