"""Finds the phrasings nearest to a question and ranks their facts."""
