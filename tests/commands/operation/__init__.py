"""tests.commands.operation."""
