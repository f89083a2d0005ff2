"""tests.curation.usage."""
