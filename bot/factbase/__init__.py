"""Text of a fact base → FactBase, with every problem at its line and column."""

from bot.factbase.loading.load import PHRASINGS_FILE, load

__all__ = ["PHRASINGS_FILE", "load"]
