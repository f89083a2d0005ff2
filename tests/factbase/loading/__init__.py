"""tests.factbase.loading."""
