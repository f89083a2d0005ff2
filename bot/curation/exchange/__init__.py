"""Facts to and from other programs: import, export, proposals, the list of sources."""
