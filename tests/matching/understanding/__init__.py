"""tests.matching.understanding."""
