"""tests.matching.dialogue."""
