"""tests.curation.exchange."""
