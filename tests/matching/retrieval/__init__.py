"""tests.matching.retrieval."""
