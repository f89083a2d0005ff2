"""tests.semantics."""
