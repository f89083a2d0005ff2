"""Every sentence of the bot's about fact sheets and briefing sessions."""

from __future__ import annotations

from typing import Final

from bot.messages.catalogue import Message, Plural

TOPICS: Final = Message(
    "I have fact sheets on these topics. Send /brief with a topic to see one. Add a year or a name to "
    "see only that part, and pdf or html at the end to get a file."
)
TOPIC: Final = Message("/brief {name}: {title}")
NO_TOPIC: Final = Message("I have no fact sheet on that. I have fact sheets on:")
NOTHING: Final = Message("The sheet “{title}” has nothing on “{text}”. It covers these years: {years}.")
NO_PDF: Final = Message("I can’t make PDFs here. Send the same with html at the end.")
SHEET_GONE: Final = Message("I no longer have this sheet. Send /brief to see the ones I have.")

USAGE: Final = Message(
    "/briefing start, with a title and topics if you like: from then on I record what I’m asked here\n"
    "/briefing note and a text: adds a note\n"
    "/briefing status: what was asked and what is still open\n"
    "/briefing end: sends the record as PDF and HTML"
)
IN_A_GROUP: Final = Message("A briefing takes place in a group or a forum topic. Send /briefing there.")
BY_AN_ADMIN: Final = Message("Only admins of this chat can start and end a briefing.")
UNTITLED: Final = Message("Briefing of {date}")
STARTED: Final = Message(
    "“{title}” has started. Until /briefing end I record every question I’m asked here, who asked it and "
    "my answer. Questions I can’t answer become open items."
)
RUNS_ALREADY: Final = Message("“{title}” has been running here since {since} UTC. End it first with /briefing end.")
NONE_RUNS: Final = Message("No briefing is running here. An admin can start one with /briefing start.")
NOTED: Final = Message("Noted.")
STATUS: Final = Message(
    "“{title}”, since {since} UTC. Questions: {questions}, open: {open}, notes: {notes}, corrections: {corrections}"
)
NO_PDF_OF_RECORD: Final = Message("I can’t make PDFs here. The record is above, as HTML.")

FACT_SHEET: Final = Message("Fact sheet")
FACTS: Final = Plural("{count} fact", "{count} facts")
STATE: Final = Message("as things stand on {date}")
NARROWED: Final = Message("only “{text}”")
VERSION: Final = Message("fact base {version}")
FURTHER: Final = Message("More facts")
SOURCES: Final = Message("Sources")
ARCHIVED: Final = Message("archived copy")
SOME_UNTRANSLATED: Final = Message("Text without a checked translation is shown in its original language.")
MISSING_HERE: Final = Message("If something is missing here, I have no sourced answer to it.")
CONTINUED: Final = Message("{heading} (continued)")
PAGE_OF: Final = Message("page {page} of {pages}")

RECORD: Final = Message("Record of a briefing")
HELD: Final = Message("{date}, {start} to {end} UTC")
TOPICS_OF: Final = Message("topics: {topics}")
QUESTIONS_ASKED: Final = Plural("{count} question", "{count} questions")
STILL_OPEN: Final = Plural("{count} of them open", "{count} of them open")
BEGUN_WITH: Final = Message("at the start: {version}")
QUESTIONS: Final = Message("Questions and answers")
OPEN_ITEMS: Final = Message("Open items")
NOTES: Final = Message("Notes")
CORRECTIONS: Final = Message("Corrected since")
NO_ANSWER: Final = Message("open: no answer yet")
ANSWERS: Final = Message("answered as: {question}")
PARTICIPANT: Final = Message("a participant")
RECORD_FOOT: Final = Message("Answers are shown as they were given. Corrections made since then are listed separately.")

AT_A_GLANCE: Final = Message("Editions at a glance")
