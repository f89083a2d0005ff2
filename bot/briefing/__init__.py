"""Fact sheets and records of briefings, written as message pages, PDF and HTML."""
