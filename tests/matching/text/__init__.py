"""tests.matching.text."""
