"""Tests of what a briefing needs on paper."""
