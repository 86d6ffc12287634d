"""What all demos share: their command line, training, data and pages."""
