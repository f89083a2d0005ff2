"""What answers questions: files are loaded and checked, matchers built, kept and rebuilt, and results counted."""
