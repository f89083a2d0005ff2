"""tests.commands.answering."""
