"""How the bot answers: from the question to the reply, its keyboard, and what is remembered of it."""
