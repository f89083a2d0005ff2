"""Updates from Telegram to the store, and from the store to the handlers."""
