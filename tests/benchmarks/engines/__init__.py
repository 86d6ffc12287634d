"""One small adapter for each engine; ``engine`` is what they have in common."""
