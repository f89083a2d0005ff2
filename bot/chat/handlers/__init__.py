"""What Telegram's updates set off: messages, edits, presses, inline mode, membership."""
