"""tests.curation.gaps."""
