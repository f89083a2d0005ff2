"""What the desk of the curators says: gaps of the base, and what is to become of them."""

from __future__ import annotations

from typing import Final

from bot.messages import Message, Plural

NO_GAPS: Final = Message("Nobody has asked in vain: there are no gaps.")
GAPS: Final = Message("What people ask and I don’t hold:")
GAP: Final = Message("{gap} “{question}”")
ASKED_BY: Final = Message("{people}, {times}, {chats}, last on {date}")
PEOPLE: Final = Plural("{count} person", "{count} people")
TIMES: Final = Plural("asked once", "asked {count} times")
CHATS: Final = Plural("in one chat", "in {count} chats")
NEAREST_IS: Final = Message("Nearest: {question}")
RULED_OUT: Final = Message("Nearest: {question} Ruled out: {blocks}.")
NOTHING_NEAR: Final = Message("Nothing comes near.")
HIDDEN: Final = Message("{gap}: asked where more may be seen than here; python -m bot gaps shows it.")
NOT_IN_PRIVATE: Final = Message("Ask me that in private: it shows what other people have asked.")
