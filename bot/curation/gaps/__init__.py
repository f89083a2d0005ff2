"""Questions that the base does not answer: which of them are alike, and which phrasing or synonym would help."""
