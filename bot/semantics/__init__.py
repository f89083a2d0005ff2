"""Meaning by a sentence model: vectors of texts, their cache on the disk, and how alike they are."""
