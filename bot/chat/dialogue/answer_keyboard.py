"""An answer → the buttons below it: thumbs up and down, and its link to share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from telegram import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup

from bot.briefing.sheet_requests import SheetSummary
from bot.chat.dialogue.answer_service import AnswerResult
from bot.chat.outbound.keyboards import MOST_BYTES, link_to, page_data
from bot.messages import chat
from bot.messages import chat as guest_words
from bot.replies import Words
from bot.store.conversations.votes import Vote, VoteReason

AGAIN: Final = "again:"

VOTE: Final = "vote:"
UP: Final = "👍"
DOWN: Final = "👎"
REASONS: Final = {
    VoteReason.WRONG: chat.WRONG,
    VoteReason.OUTDATED: chat.OUTDATED,
    VoteReason.NOT_ASKED: chat.NOT_ASKED,
}


def answer_keyboard(
    answered: AnswerResult, username: str, say: Words, *, has_thumbs: bool
) -> InlineKeyboardMarkup | None:
    """Lay out the buttons of a reply that tells facts, or offers sheets; only one fact alone can be shared."""
    if answered.sheets:
        return _sheets(answered.sheets, say)
    return fact_keyboard(answered.told, username, say, has_thumbs=has_thumbs)


def fact_keyboard(
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
        last.append(InlineKeyboardButton(say(chat.SHARE), copy_text=CopyTextButton(link_to(facts[0], username))))
    rows += [last] if last else []
    return InlineKeyboardMarkup(rows) if rows else None


def _sheets(sheets: Sequence[SheetSummary], say: Words) -> InlineKeyboardMarkup | None:
    """Lay out a button a sheet, which opens it in place."""
    rows = [
        [InlineKeyboardButton(f"📄 {sheet.named} ({sheet.facts})", callback_data=data)]
        for sheet in sheets
        if len((data := page_data(0, sheet.topic, sheet.narrow, say.language)).encode()) <= MOST_BYTES
    ]
    return InlineKeyboardMarkup(rows) if rows else None


def vote_of(data: str | None) -> tuple[Vote, VoteReason | None] | None:
    """Read the vote that a button stands for; None for a button of another kind."""
    name = data.removeprefix(VOTE) if data is not None and data.startswith(VOTE) else ""
    if name in set(Vote):
        return Vote(name), None
    return (Vote.DOWN, VoteReason(name)) if name in set(VoteReason) else None


def button_below(fact: str, say: Words) -> InlineKeyboardMarkup:
    """Make the button that asks anew; only a message with a button can be edited later."""
    return InlineKeyboardMarkup.from_button(InlineKeyboardButton(say(guest_words.STILL_SO), callback_data=AGAIN + fact))
