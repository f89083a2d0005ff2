"""The files that a new base begins with."""
