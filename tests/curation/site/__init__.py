"""tests.curation.site."""
