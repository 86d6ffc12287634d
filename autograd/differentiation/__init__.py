"""What transforms and checking stand on: structures, derivatives, forward mode."""
