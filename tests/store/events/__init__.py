"""Tests of the store of outgoing events."""
