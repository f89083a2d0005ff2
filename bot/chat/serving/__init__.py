"""The composition root, and what serves Telegram: the application, polling or webhook, the HTTP server, watchdogs."""
