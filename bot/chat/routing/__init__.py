"""Who may ask and command what, and what a command handler is given."""
