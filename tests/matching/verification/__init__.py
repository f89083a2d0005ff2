"""tests.matching.verification."""
