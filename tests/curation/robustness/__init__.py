"""tests.curation.robustness."""
