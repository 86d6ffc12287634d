"""Who computes a program: plain Python, a tape, NumPy, JAX."""
