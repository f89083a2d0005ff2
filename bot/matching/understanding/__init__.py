"""What a question says: its names, dates, corrections, and the kind of answer that it asks for."""
