"""The commands that change one fact, and the one that tells its life."""
