"""Builds one HTML page of a base that can be searched without a network, read on a phone, and printed."""

from bot.curation.site.build import build_page

__all__ = ["build_page"]
