"""tests.curation.health."""
