"""What the base could not answer, and what curators do about it."""
