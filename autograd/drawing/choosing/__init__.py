"""What of a graph is drawn: units and layers in a box, and the order of it all."""
