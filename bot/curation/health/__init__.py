"""Checks of a base that look outside of its text: links, dates, what people ask."""
