"""tests.store.outbound."""
