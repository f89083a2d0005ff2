"""A fact that somebody proposes → how curators see it, and what they may do with it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.chat import desk_words
from bot.chat.gap_buttons import all_gaps
from bot.chat.plain import of_lines
from bot.replies import Reply, Words
from bot.replies.layout import Line, Style, Yield, span
from bot.store.proposals import Proposal

PROPOSAL: Final = "prop:"
ACCEPT, EDIT, REJECT, SHOW = "accept", "edit", "reject", "show"


def card_of(proposal: Proposal, say: Words, *, has_changed: bool = False) -> Reply:
    """Write a proposal as a curator reads it."""
    head: Sequence[Line] = [(span(say(desk_words.HAS_CHANGED)),)] if has_changed else []
    lines: Sequence[Line] = (
        (span(say(desk_words.PROPOSAL, name=proposal.name), Style.BOLD),),
        (span(say(desk_words.FORM_QUESTION, text=proposal.question), gives=Yield.CONTEXT),),
        (span(say(desk_words.FORM_ANSWER, text=proposal.answer), gives=Yield.ANSWER),),
        (span(say(desk_words.FORM_SOURCE, text=proposal.source), gives=Yield.SOURCE),),
    )
    return of_lines([*head, *lines])


def buttons_of(proposal: Proposal, say: Words, *, is_listed: bool = False) -> InlineKeyboardMarkup:
    """Lay out what may be decided; one that was opened from the list has the way back to that."""
    labels = {ACCEPT: desk_words.ACCEPT, EDIT: desk_words.EDIT, REJECT: desk_words.REJECT}
    row = [_button(say(label), act, proposal) for act, label in labels.items()]
    return InlineKeyboardMarkup([row, all_gaps(say)] if is_listed else [row])


def back_to(proposal: Proposal, say: Words) -> InlineKeyboardMarkup:
    """Lay out the way back."""
    return InlineKeyboardMarkup([[_button(say(desk_words.BACK), SHOW, proposal)]])


def to_proposal(proposal: Proposal) -> InlineKeyboardButton:
    """Lay out the way to a proposal."""
    return _button(proposal.name, SHOW, proposal)


def _button(label: str, act: str, proposal: Proposal) -> InlineKeyboardButton:
    return InlineKeyboardButton(label, callback_data=f"{PROPOSAL}{act}:{proposal.number}:{proposal.mark}")
