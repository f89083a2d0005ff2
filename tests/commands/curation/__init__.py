"""tests.commands.curation."""
