"""Every sentence of the bot's about fact sheets and briefing sessions."""

from __future__ import annotations

from typing import Final

from bot.messages import Message

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
