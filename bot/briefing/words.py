"""The words of the papers, in one place."""

from __future__ import annotations

from typing import Final

from bot.messages import Message, Plural

FACT_SHEET: Final = Message("Fact sheet")
FACTS: Final = Plural("{count} fact", "{count} facts")
STATE: Final = Message("as things stand on {date}")
NARROWED: Final = Message("only what concerns “{text}”")
VERSION: Final = Message("fact base {version}")
FURTHER: Final = Message("Further facts")
SOURCES: Final = Message("Sources")
ARCHIVED: Final = Message("archived copy")
SOME_UNTRANSLATED: Final = Message("What has no checked translation yet stands in its own language.")
MISSING_HERE: Final = Message("What is missing here is not held.")
CONTINUED: Final = Message("{heading} (continued)")
PAGE_OF: Final = Message("page {page} of {pages}")

RECORD: Final = Message("Record of a briefing")
HELD: Final = Message("{date}, {start} to {end} UTC")
TOPICS_OF: Final = Message("topics: {topics}")
QUESTIONS_ASKED: Final = Plural("{count} question", "{count} questions")
STILL_OPEN: Final = Plural("{count} of them open", "{count} of them open")
BEGUN_WITH: Final = Message("at the beginning it was {version}")
QUESTIONS: Final = Message("Questions and answers")
OPEN_ITEMS: Final = Message("Open items")
NOTES: Final = Message("Notes")
CORRECTIONS: Final = Message("Corrected meanwhile")
NO_ANSWER: Final = Message("open: no answer was given")
ANSWERS: Final = Message("answered as: {question}")
PARTICIPANT: Final = Message("a participant")
RECORD_FOOT: Final = Message("Answers stand as they were given; corrections made meanwhile are listed apart.")
