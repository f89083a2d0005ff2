"""Every sentence that the bot says in a chat besides its replies to questions."""

from __future__ import annotations

from typing import Final

from bot.messages import Message, Plural
from bot.replies import Words

COMMANDS: Final = {
    "start": Message("What I am"),
    "ask": Message("Ask a question: /ask where was …"),
    "topics": Message("What I hold facts about"),
    "sources": Message("What the facts were read in"),
    "help": Message("How to ask"),
}

START: Final = Message(
    "I answer briefing questions from a curated base of facts, each with its source and date."
)
HELP: Final = Message(
    "{start}\n\n"
    "Just type a question, such as: {example}\n"
    "In a group, reply to one of my messages, name @{username} in yours, or use /ask@{username}. "
    "To ask what somebody else wrote, reply to it with /ask@{username}.\n\n"
    "What I do not hold I do not answer; where several facts come close, choose one with a button.\n\n"
    "{commands}"
)
NO_QUESTION: Final = Message(
    "Put your question after my name or the command, or reply with either to a question."
)
NO_TEXT: Final = Message("I can only read text: type your question.")
UNKNOWN_COMMAND: Final = Message("I don’t know the command /{name}; /help lists mine.")
GONE: Final = Message("I no longer hold that fact; ask again.")
UNKNOWN_BUTTON: Final = Message("This button no longer works; ask again.")
ASKED_AT: Final = Message("asked at {time} UTC")
ASKED_ON: Final = Message("asked on {date} at {time} UTC")
TOPICS: Final = Message("I hold facts about:")
TOPIC: Final = Message("• {title} ({facts}), such as: {example}")
FACTS: Final = Plural("{count} fact", "{count} facts")
SOURCES: Final = Message("The facts were read in:")


def commands_in(say: Words) -> tuple[tuple[str, str], ...]:
    """Give the list of commands as Telegram's menu shows it."""
    return tuple((name, say(what)) for name, what in COMMANDS.items())
