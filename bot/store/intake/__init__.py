"""The inbox: updates are stored, claimed, handled, and set aside where they cannot be."""
