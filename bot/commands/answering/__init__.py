"""Commands that answer questions, or measure how well they are answered."""
