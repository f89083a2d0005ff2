"""bot.chat.serving.http_server."""
