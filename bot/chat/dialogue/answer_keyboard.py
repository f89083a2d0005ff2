"""Lays out the buttons below an answer: thumbs up and down, its link to share, and what leads on from it."""

from __future__ import annotations

from typing import Final

from telegram import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup

from bot.chat.dialogue.answer_service import AnswerResult
from bot.chat.outbound.callback_data import (
    DeskAct,
    DeskButton,
    FactButton,
    RefreshButton,
    SheetPageButton,
    TablePageButton,
    VoteButton,
    encode,
)
from bot.chat.outbound.keyboards import column, fact_link, joined
from bot.messages import chat as words
from bot.messages import curator
from bot.replies import Words
from bot.replies.table import MOST_ROWS, pages_in, rows_on
from bot.store.conversations.votes import Vote, VoteReason
from bot.tables.answer import TableAnswer
from bot.tables.operations import Table

BUTTONS_A_LINE: Final = 5
THUMBS: Final = (("👍", Vote.UP), ("👎", Vote.DOWN))
REASONS: Final = {
    VoteReason.WRONG: words.WRONG,
    VoteReason.OUTDATED: words.OUTDATED,
    VoteReason.NOT_ASKED: words.NOT_ASKED,
}
DESK_BUTTONS: Final = {
    DeskAct.EDIT: curator.EDIT,
    DeskAct.SUPERSEDE: curator.SUPERSEDE,
    DeskAct.WITHDRAW: curator.WITHDRAW,
    DeskAct.HISTORY: curator.LIFE,
}


def answer_keyboard(
    result: AnswerResult, username: str, say: Words, *, has_thumbs: bool, has_desk: bool = False
) -> InlineKeyboardMarkup | None:
    """Lay out the buttons below a reply that tells facts or offers fact sheets; `username` is the bot's.

    `has_desk` adds those with which a curator changes the fact.
    """
    sheets = column(
        (f"📄 {sheet.named} ({sheet.facts})", SheetPageButton(0, sheet.topic, sheet.narrow, say.language))
        for sheet in result.sheets
    )
    if isinstance(result.decision, TableAnswer):
        table = result.decision.table
        below = fact_keyboard(result.facts, username, say, has_thumbs=has_thumbs, has_desk=has_desk)
        return joined(joined(table_keyboard(table, result.page), sheets), below)
    return sheets or fact_keyboard(result.facts, username, say, has_thumbs=has_thumbs, has_desk=has_desk)


def table_keyboard(table: Table, page: int) -> InlineKeyboardMarkup | None:
    """Lay out a button for each row of a page, which opens its fact, and those that turn the pages."""
    rows, first = rows_on(table, page), page * MOST_ROWS + 1
    if len(table.rows) == 1:
        return None
    opening = []
    for number, row in enumerate(rows, start=first):
        fact = next((fact for fact in row.cells if fact is not None), None)
        data = encode(FactButton(fact.id)) if fact is not None else None
        if data is not None:
            opening.append(InlineKeyboardButton(str(number), callback_data=data))
    lines = [opening[at : at + BUTTONS_A_LINE] for at in range(0, len(opening), BUTTONS_A_LINE)]
    of = pages_in(table)
    turns = [("◀", page - 1)] if page > 0 else []
    turns += [(f"{page + 1} / {of}", page)] if of > 1 else []
    turns += [("▶", page + 1)] if page < of - 1 else []
    turning = [InlineKeyboardButton(label, callback_data=encode(TablePageButton(number))) for label, number in turns]
    lines += [turning] if turning else []
    return InlineKeyboardMarkup(lines) if lines else None


def fact_keyboard(
    facts: tuple[str, ...],
    username: str,
    say: Words,
    *,
    has_thumbs: bool,
    asks_why: bool = False,
    has_desk: bool = False,
) -> InlineKeyboardMarkup | None:
    """Lay out the buttons below facts; `asks_why` puts reasons for a vote above them.

    Only a single fact is shared, and changed by a curator.
    """
    if not facts:
        return None
    rows = []
    if asks_why:
        rows = [[_vote_button(say(text), Vote.DOWN, reason)] for reason, text in REASONS.items()]
    last = [_vote_button(face, vote) for face, vote in THUMBS] if has_thumbs else []
    if len(facts) == 1:
        last.append(InlineKeyboardButton(say(words.SHARE), copy_text=CopyTextButton(fact_link(facts[0], username))))
    rows += [last] if last else []
    rows += [_desk_row(facts[0], say)] if has_desk and len(facts) == 1 else []
    return InlineKeyboardMarkup(rows) if rows else None


def refresh_keyboard(fact: str, held: str | None, say: Words) -> InlineKeyboardMarkup | None:
    """Lay out the button that asks whether a fact still holds; only a message with a button can be edited later."""
    return column([(say(words.STILL_SO), RefreshButton(fact, held or ""))])


def _desk_row(fact: str, say: Words) -> list[InlineKeyboardButton]:
    return [
        InlineKeyboardButton(say(label), callback_data=encode(DeskButton(act, fact)))
        for act, label in DESK_BUTTONS.items()
    ]


def _vote_button(label: str, vote: Vote, reason: VoteReason | None = None) -> InlineKeyboardButton:
    return InlineKeyboardButton(label, callback_data=encode(VoteButton(vote, reason)))
