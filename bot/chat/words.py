"""Every sentence that the bot says in a chat besides its replies to questions."""

from __future__ import annotations

from typing import Final

COMMANDS: Final = {
    "start": "What I am",
    "ask": "Ask a question: /ask where was …",
    "topics": "What I hold facts about",
    "sources": "What the facts were read in",
    "help": "How to ask",
}

START: Final = "I answer briefing questions from a curated base of facts, each with its source and date."
HELP: Final = (
    "{start}\n\n"
    "Just type a question, such as: {example}\n"
    "In a group, reply to one of my messages, name @{username} in yours, or use /ask@{username}. "
    "To ask what somebody else wrote, reply to it with /ask@{username}.\n\n"
    "What I do not hold I do not answer; where several facts come close, choose one with a button.\n\n"
    "{commands}"
)
NO_QUESTION: Final = "Put your question after my name or the command, or reply with either to a question."
NO_TEXT: Final = "I can only read text: type your question."
UNKNOWN_COMMAND: Final = "I don’t know the command /{name}; /help lists mine."
GONE: Final = "I no longer hold that fact; ask again."
UNKNOWN_BUTTON: Final = "This button no longer works; ask again."
ASKED_AT: Final = "asked at {time} UTC"
ASKED_ON: Final = "asked on {date} at {time} UTC"
TOPICS: Final = "I hold facts about:"
TOPIC: Final = "• {title} ({facts}), such as: {example}"
FACTS: Final = "{count} facts"
ONE_FACT: Final = "1 fact"
SOURCES: Final = "The facts were read in:"
