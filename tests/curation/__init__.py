"""Tests of what a base shows its curator."""
