"""tests.store.schedules."""
