"""Pictures that move: the page that steps through a graph, frames, animations."""
