"""Tests of the commands that change one fact."""
