"""Decides whether the best fact answers the question, or only comes near it."""
