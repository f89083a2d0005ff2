"""Changes the files of a base: edits that keep every other byte, tried on a copy first, written or kept as patches."""
