"""Where boxes, arrows and labels lie."""
