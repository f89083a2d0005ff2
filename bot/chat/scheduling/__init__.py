"""Posts by schedule: which slots are due, what is posted, and that it is posted once."""
