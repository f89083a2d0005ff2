"""Every sentence that the bot says, by audience; each is marked for translation."""
