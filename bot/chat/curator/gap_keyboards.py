"""Buttons of the gap console, and the callback data that they carry."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.chat.outbound.callback_data import MOST_BYTES
from bot.curation.gaps.synonym_candidates import SynonymPair
from bot.messages import curator
from bot.replies import Words
from bot.replies.layout import shorten
from bot.store.gaps import gaps, proposals
from bot.store.gaps.gaps import Gap
from bot.store.gaps.pending import Pending

GAP: Final = "gap:"
LABEL: Final = 48  # units that a phone shows of a button
IN_A_ROW: Final = 5
MARK: Final = 4  # letters of a gap's mark that a button carries


class Act(StrEnum):
    """What a button does. The values are part of buttons in chats, so that they never change."""

    LIST = "list"
    PAGE = "page"  # with the number of the page in place of a gap's
    SHOW = "show"
    ADD_PHRASING = "p"  # with the fact; one letter, for a fact's id may take 48 of the 64 bytes
    CHOOSE_FACT = "facts"
    CHOOSE_WORDS = "words"
    ADD_SYNONYM = "pair"  # with the number of the pair of words, and its mark
    NEW_FACT = "new"
    IGNORE = "ignore"
    SHOW_PENDING = "kept"  # this and the next two carry the number of a pending change and its mark
    SEND_PATCH = "patch"
    TAKE_BACK = "undo"


@dataclass(frozen=True, slots=True)
class Press:
    """A button that was pressed: what it does, and the gap, page or pending change it is about."""

    act: Act
    number: int = 0
    more: str = ""
    mark: str = ""

    def is_of(self, gap: Gap) -> bool:
        """Return whether the gap still reads as it did when the button was made."""
        return self.mark == gap.mark[:MARK]


def press_of(data: str | None) -> Press | None:
    """Read callback data; return None for a button of another kind or of an older version."""
    act, _, rest = (data or "").removeprefix(GAP).partition(":")
    name, _, more = rest.partition(":")
    number, _, mark = name.partition(".")
    if not (data or "").startswith(GAP) or act not in set(Act) or not (number.isdecimal() or act == Act.LIST):
        return None
    return Press(Act(act), int(number or 0), more, mark)


def of_list(found: Sequence[Gap]) -> InlineKeyboardMarkup:
    """Return a button for each gap."""
    return InlineKeyboardMarkup(in_rows([_button(gap.name, Act.SHOW, gap.number) for gap in found]))


def in_rows(buttons: Sequence[InlineKeyboardButton]) -> list[Sequence[InlineKeyboardButton]]:
    """Arrange short buttons in rows."""
    return [buttons[at : at + IN_A_ROW] for at in range(0, len(buttons), IN_A_ROW)]


def page_buttons(page: int, pages: int, say: Words) -> list[InlineKeyboardButton]:
    """Return buttons for the page before and the page after, where there are such."""
    before = [_button(say(curator.PREVIOUS), Act.PAGE, page - 1)] if page > 1 else []
    return before + ([_button(say(curator.NEXT), Act.PAGE, page + 1)] if page < pages else [])


def pending_button(pending: Pending) -> InlineKeyboardButton:
    """Return a button that opens a pending change."""
    return _button(shown_name(pending.name), Act.SHOW_PENDING, pending.number, mark_of(pending.name))


def of_pending(pending: Pending, say: Words) -> InlineKeyboardMarkup:
    """Return the buttons for a pending change."""
    labels = {Act.SEND_PATCH: curator.PATCH_AGAIN, Act.TAKE_BACK: curator.TAKE_BACK}
    mark = mark_of(pending.name)
    row = [_button(say(label), act, pending.number, mark) for act, label in labels.items()]
    return InlineKeyboardMarkup([row, back_to_list(say)])


def back_to_list(say: Words) -> list[InlineKeyboardButton]:
    """Return a row with the way back to the list."""
    return [_button(say(curator.ALL_GAPS), Act.PAGE, 1)]


def of_gap(gap: Gap, facts: Sequence[tuple[str, str]], say: Words, *, is_alone: bool) -> InlineKeyboardMarkup:
    """Return the buttons for a gap; `facts` are ids and questions of the nearest facts that may be shown."""
    rows = []
    if facts:
        rows.append(_phrasing_row(facts[0], gap, say))
        rows.append([_button(say(curator.SYNONYM), Act.CHOOSE_WORDS, _number_and_mark(gap))])
    if len(facts) > 1:
        rows.append([_button(say(curator.OTHER_FACTS), Act.CHOOSE_FACT, _number_and_mark(gap))])
    rows.append(
        [
            _button(say(curator.NEW_FACT), Act.NEW_FACT, _number_and_mark(gap)),
            _button(say(curator.IGNORE), Act.IGNORE, _number_and_mark(gap)),
        ]
    )
    if not is_alone:
        rows.append(back_to_list(say))
    return InlineKeyboardMarkup([row for row in rows if row])


def of_facts(gap: Gap, facts: Iterable[tuple[str, str]], say: Words) -> InlineKeyboardMarkup:
    """Return a button for each fact that the question may ask for, and the way back."""
    rows = [_phrasing_row(fact, gap, say) for fact in facts]
    return InlineKeyboardMarkup([*(row for row in rows if row), [_button(say(curator.BACK), Act.SHOW, gap.number)]])


def of_pairs(gap: Gap, pairs: Sequence[SynonymPair], say: Words) -> InlineKeyboardMarkup:
    """Return a button for each pair of words that may mean the same, and the way back."""
    rows = [
        [
            _button(
                say(curator.MEANS, word=pair.text, of=pair.of),
                Act.ADD_SYNONYM,
                _number_and_mark(gap),
                f"{at}:{mark_of(pair)}",
            )
        ]
        for at, pair in enumerate(pairs)
    ]
    return InlineKeyboardMarkup([*rows, [_button(say(curator.BACK), Act.SHOW, gap.number)]])


def pair_of(more: str, pairs: Sequence[SynonymPair]) -> SynonymPair | None:
    """Return the pair of words that a button stands for; None if it is no longer in `pairs` at that place."""
    at, _, mark = more.partition(":")
    pair = pairs[int(at)] if at.isdecimal() and int(at) < len(pairs) else None
    return pair if pair is not None and mark_of(pair) == mark else None


def mark_of(thing: object) -> str:
    """Return a short checksum by which a button recognises a pair or a name."""
    return f"{zlib.crc32(repr(thing).encode()):08x}"


def shown_name(name: str) -> str:
    """Return the name of a gap or proposal as it is, and a question that somebody typed in quotation marks."""
    is_name = gaps.number_of(name) is not None or proposals.number_of(name) is not None
    return name if is_name else f"“{shorten(name, LABEL)}”"


def _phrasing_row(fact: tuple[str, str], gap: Gap, say: Words) -> list[InlineKeyboardButton]:
    name, question = fact
    button = _button(say(curator.PHRASE_OF, question=question), Act.ADD_PHRASING, _number_and_mark(gap), name)
    fits = isinstance(button.callback_data, str) and len(button.callback_data.encode()) <= MOST_BYTES
    return [button] if fits else []


def _number_and_mark(gap: Gap) -> str:
    """Return a gap's number with the mark of its question."""
    return f"{gap.number}.{gap.mark[:MARK]}"


def _button(label: str, act: Act, number: int | str, more: str = "") -> InlineKeyboardButton:
    data = ":".join(filter(None, (f"{GAP}{act}", str(number), more)))
    return InlineKeyboardButton(shorten(label, LABEL), callback_data=data)
