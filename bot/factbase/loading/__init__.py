"""Parses, checks and builds a fact base from its files."""
