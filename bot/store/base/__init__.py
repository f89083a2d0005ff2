"""What all processes share about the fact base: the states of its facts, and requests to reload it."""
