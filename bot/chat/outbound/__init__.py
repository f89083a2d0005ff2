"""What the bot sends and edits: the outbox, the rate limits, the sender, keyboards and notices to curators."""
