"""Stores what other programs are to be told until they have taken it."""
