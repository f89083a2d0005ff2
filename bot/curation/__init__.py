"""A fact base → what shows its curator where it is weak."""
