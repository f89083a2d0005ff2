"""Tests of questions over many facts."""
