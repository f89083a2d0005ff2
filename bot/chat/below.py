"""An answer → the buttons below it: thumbs up and down, and its link to share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from telegram import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup

from bot.briefing.bare import Sheet
from bot.chat import words
from bot.chat.answering import Answered
from bot.chat.buttons import MOST_BYTES
from bot.chat.sharing import link_to
from bot.chat.turning import page_data
from bot.replies import Words
from bot.store.votes import Reason, Vote

VOTE: Final = "vote:"
UP: Final = "👍"
DOWN: Final = "👎"
REASONS: Final = {
    Reason.WRONG: words.WRONG,
    Reason.OUTDATED: words.OUTDATED,
    Reason.NOT_ASKED: words.NOT_ASKED,
}


def below(answered: Answered, username: str, say: Words, *, has_thumbs: bool) -> InlineKeyboardMarkup | None:
    """Lay out the buttons of a reply that tells facts, or offers sheets; only one fact alone can be shared."""
    if answered.sheets:
        return _sheets(answered.sheets, say)
    return keyboard_of(answered.told, username, say, has_thumbs=has_thumbs)


def keyboard_of(
    facts: tuple[str, ...], username: str, say: Words, *, has_thumbs: bool, asks_why: bool = False
) -> InlineKeyboardMarkup | None:
    """Lay out the buttons below the telling of facts; `asks_why` puts reasons above them."""
    if not facts:
        return None
    thumbs = [
        InlineKeyboardButton(face, callback_data=VOTE + vote) for face, vote in ((UP, Vote.UP), (DOWN, Vote.DOWN))
    ]
    rows = []
    if asks_why:
        rows = [[InlineKeyboardButton(say(text), callback_data=VOTE + reason)] for reason, text in REASONS.items()]
    last = thumbs if has_thumbs else []
    if len(facts) == 1:
        last.append(InlineKeyboardButton(say(words.SHARE), copy_text=CopyTextButton(link_to(facts[0], username))))
    rows += [last] if last else []
    return InlineKeyboardMarkup(rows) if rows else None


def _sheets(sheets: Sequence[Sheet], say: Words) -> InlineKeyboardMarkup | None:
    """Lay out a button a sheet, which opens it in place."""
    rows = [
        [InlineKeyboardButton(f"📄 {sheet.named} ({sheet.facts})", callback_data=data)]
        for sheet in sheets
        if len((data := page_data(0, sheet.topic, sheet.narrow, say.language)).encode()) <= MOST_BYTES
    ]
    return InlineKeyboardMarkup(rows) if rows else None


def vote_of(data: str | None) -> tuple[Vote, Reason | None] | None:
    """Read the vote that a button stands for; None for a button of another kind."""
    name = data.removeprefix(VOTE) if data is not None and data.startswith(VOTE) else ""
    if name in set(Vote):
        return Vote(name), None
    return (Vote.DOWN, Reason(name)) if name in set(Reason) else None
