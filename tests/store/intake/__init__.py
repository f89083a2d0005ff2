"""tests.store.intake."""
