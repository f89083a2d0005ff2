"""Every sentence of the bot's about fact sheets and briefing sessions."""

from __future__ import annotations

from typing import Final

from bot.messages.catalogue import Message, Plural

TOPICS: Final = Message(
    "I have fact sheets on the topics below. /brief with a topic shows one, with a year or a name behind it only what "
    "concerns that; pdf or html at the end sends a file."
)
TOPIC: Final = Message("/brief {name}: {title}")
NO_TOPIC: Final = Message("I have no fact sheet on that. My topics are:")
NOTHING: Final = Message("On “{text}” the sheet “{title}” has nothing. Its years are: {years}.")
NO_PDF: Final = Message("I cannot make PDFs here; ask for the same with html at the end.")
SHEET_GONE: Final = Message("I no longer have this sheet; send /brief for those there are.")

USAGE: Final = Message(
    "/briefing start, with a title and topics if you like: from then on I record what I am asked here\n"
    "/briefing note and a text: adds a line\n"
    "/briefing status: what was asked, and what is open\n"
    "/briefing end: the record, as PDF and HTML"
)
IN_A_GROUP: Final = Message("A briefing is held in a group or in a topic of a forum; send /briefing there.")
BY_AN_ADMIN: Final = Message("Only admins of this chat begin and end a briefing.")
UNTITLED: Final = Message("Briefing of {date}")
STARTED: Final = Message(
    "“{title}” has begun. Until /briefing end I record each question put to me here, with who asked, and my answer; "
    "what I do not hold becomes an open item."
)
RUNS_ALREADY: Final = Message("“{title}” has been running here since {since} UTC; end it first with /briefing end.")
NONE_RUNS: Final = Message("No briefing is running here; an admin begins one with /briefing start.")
NOTED: Final = Message("Noted.")
STATUS: Final = Message(
    "“{title}”, since {since} UTC. Questions: {questions}, open: {open}, notes: {notes}, corrections: {corrections}"
)
NO_PDF_OF_RECORD: Final = Message("I cannot make PDFs here; the record as HTML is above.")

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

AT_A_GLANCE: Final = Message("Editions at a glance")
