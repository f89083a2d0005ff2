"""What curators do with a base: edit it, exchange it with other programs, find its gaps, and test it."""
