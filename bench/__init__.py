"""Measures this bot and its peers on public question sets, side by side in one run."""
