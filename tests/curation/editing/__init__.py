"""tests.curation.editing."""
