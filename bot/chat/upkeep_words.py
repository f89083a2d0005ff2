"""Every sentence about the facts being loaded anew, and about the state that the bot is in."""

from __future__ import annotations

from typing import Final

from bot.messages import Message, Plural

PRIVATE_ONLY: Final = Message("I say that only in a private chat.")

RELOADING: Final = Message("I am checking the facts, and say here what comes of it.")
UNCHANGED: Final = Message("Nothing has changed: {facts}, version {version}.")
LOADED: Final = Message(
    "Loaded in {seconds} s: {added} added, {changed} changed, {withdrawn} withdrawn. {facts}, version {version}."
)
MENDED: Final = Message("The facts are mended. {facts}, version {version}.")
REFUSED: Final = Plural(
    "The facts were not loaded: {count} problem. I go on answering from version {version}.",
    "The facts were not loaded: {count} problems. I go on answering from version {version}.",
)
MORE_PROBLEMS: Final = Plural(
    "and {count} more; see them with python -m bot check", "and {count} more; see them with python -m bot check"
)

BASE: Final = Message("Base {version}: {facts} from {sources}")
COUNTED_SOURCES: Final = Plural("{count} source", "{count} sources")
PROBLEMS: Final = Plural("{count} problem", "{count} problems")
OVERDUE: Final = Plural("{count} overdue for review", "{count} overdue for review")
NOT_RELOADED: Final = Message("Not loaded anew since the start")
LAST_LOADED: Final = Message("Last loaded anew {time} UTC")
LAST_REFUSED: Final = Message("⚠ Refused {time} UTC; I answer from the facts before that:")
CHECKING: Final = Message("Facts are being checked since {time} UTC")
UPTIME: Final = Message("Up for {time}")
SEES_ALL: Final = Message("Groups: I see every message")
SEES_ITS_OWN: Final = Message("Groups: privacy mode, I see what is put to me")
QUEUE: Final = Message("Queue: {waiting} waiting, {dead} set aside")
OLDEST: Final = Message("Queue: {waiting} waiting, the oldest for {time}, {dead} set aside")
LOSES_STORE: Final = Message("⚠ What I keep is lost every day with this machine’s disk; set DATABASE_URL")
