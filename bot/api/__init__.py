"""What other programs ask: the HTTP API and the MCP server, with the same answers as the command line."""
