"""Reads the files of a fact base into a FactBase, or reports every problem with its line and column."""

from bot.factbase.loading.load import PHRASINGS_FILE, load

__all__ = ["PHRASINGS_FILE", "load"]
