"""Tests a base with variants of its own questions: rewordings must be answered, contrasts must not."""
