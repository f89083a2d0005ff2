"""What the bot says as a guest: who is served, what it hears, where an answer stands."""

from __future__ import annotations

from typing import Final

from bot.messages import Message

INTRODUCTION: Final = Message(
    "{start}\n\nTo ask: /ask@{username} where was …, or reply to one of my messages. Both always work. {hears}"
)
HEARS_ALL: Final = Message("I see all messages here, and reply only to those put to me.")
HEARS_AND_ANSWERS: Final = Message(
    "I see all messages here, and also answer questions put to nobody when I am very sure."
)
HEARS_CALLS: Final = Message(
    "I do not see all messages here, and naming me may not be enough; make me an administrator to change that."
)

NOT_FOR_YOU: Final = Message(
    "I serve only people who are on my list. To be put on it, tell my admins your number: {number}"
)
NOT_HERE: Final = Message(
    "I serve only chats that are on my list. To have this one put on it, tell my admins its number: {number}"
)
NO_BUTTON_HERE: Final = Message("I am not at work here.")
NOT_YOUR_COMMAND: Final = Message("Only {who} may use that command here; /ask is for everybody.")
ADMINS: Final = Message("the administrators")
CURATORS: Final = Message("my curators")
SLOW_DOWN: Final = Message("That is more than I can answer; I will be silent for a little while.")

ANSWERED_THERE: Final = Message("I answered this {link}.")
A_WHILE_AGO: Final = Message("a short while ago")
ANSWERED_ABOVE: Final = Message("I answered this here, a short while ago.")

STILL_SO: Final = Message("Still so?")
IT_IS: Final = Message("Yes, I know nothing newer.")
IS_NEWER: Final = Message("There is something newer, see above.")
