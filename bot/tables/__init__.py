"""Questions over many facts: the latest, how many, which of them, compared, in order, each cell with its source."""
