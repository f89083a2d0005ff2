"""Tests of what other programs ask."""
