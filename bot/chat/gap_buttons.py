"""What a curator may do with a gap → buttons, and a pressed button → what it stands for."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.chat import desk_words
from bot.chat.buttons import MOST_BYTES
from bot.curation.pairing import Pair
from bot.replies import Words
from bot.replies.layout import shorten
from bot.store.gaps import Gap

GAP: Final = "gap:"
LABEL: Final = 48  # units that a phone shows of a button
IN_A_ROW: Final = 5


class Act(StrEnum):
    """What a button does."""

    LIST = "list"
    SHOW = "show"
    PHRASE = "phrase"  # with the fact
    FACTS = "facts"
    WORDS = "words"
    PAIR = "pair"  # with the number of the pair and its mark
    NEW = "new"
    IGNORE = "ignore"


@dataclass(frozen=True, slots=True)
class Press:
    """A button that was pressed, and the gap that it is about."""

    act: Act
    number: int = 0
    more: str = ""


def press_of(data: str | None) -> Press | None:
    """Read a button's data; None for a button of another kind or time."""
    act, _, rest = (data or "").removeprefix(GAP).partition(":")
    number, _, more = rest.partition(":")
    if not (data or "").startswith(GAP) or act not in set(Act) or not (number.isdecimal() or act == Act.LIST):
        return None
    return Press(Act(act), int(number or 0), more)


def of_list(gaps: Sequence[Gap]) -> InlineKeyboardMarkup:
    """Lay out a button for each gap."""
    buttons = [_button(gap.name, Act.SHOW, gap.number) for gap in gaps]
    return InlineKeyboardMarkup([buttons[at : at + IN_A_ROW] for at in range(0, len(buttons), IN_A_ROW)])


def of_gap(gap: Gap, facts: Sequence[tuple[str, str]], say: Words, *, is_alone: bool) -> InlineKeyboardMarkup:
    """Lay out what may be done with a gap; `facts` are the nearest that may be seen, with their questions."""
    number = gap.number
    rows = []
    if facts:
        rows.append(_phrase(facts[0], number, say))
        rows.append([_button(say(desk_words.SYNONYM), Act.WORDS, number)])
    if len(facts) > 1:
        rows.append([_button(say(desk_words.OTHER_FACTS), Act.FACTS, number)])
    rows.append(
        [_button(say(desk_words.NEW_FACT), Act.NEW, number), _button(say(desk_words.IGNORE), Act.IGNORE, number)]
    )
    if not is_alone:
        rows.append([_button(say(desk_words.ALL_GAPS), Act.LIST, number)])
    return InlineKeyboardMarkup([row for row in rows if row])


def of_facts(number: int, facts: Iterable[tuple[str, str]], say: Words) -> InlineKeyboardMarkup:
    """Lay out the facts that a question may ask for."""
    rows = [_phrase(fact, number, say) for fact in facts]
    return InlineKeyboardMarkup([*(row for row in rows if row), [_button(say(desk_words.BACK), Act.SHOW, number)]])


def of_pairs(number: int, pairs: Sequence[Pair], say: Words) -> InlineKeyboardMarkup:
    """Lay out which word may stand for which."""
    rows = [
        [_button(say(desk_words.MEANS, word=pair.text, of=pair.of), Act.PAIR, number, f"{at}:{mark_of(pair)}")]
        for at, pair in enumerate(pairs)
    ]
    return InlineKeyboardMarkup([*rows, [_button(say(desk_words.BACK), Act.SHOW, number)]])


def pair_of(more: str, pairs: Sequence[Pair]) -> Pair | None:
    """Find the pair that a button stands for, if it is still the same."""
    at, _, mark = more.partition(":")
    pair = pairs[int(at)] if at.isdecimal() and int(at) < len(pairs) else None
    return pair if pair is not None and mark_of(pair) == mark else None


def mark_of(pair: Pair) -> str:
    """Recognise a pair by a few letters."""
    return f"{zlib.crc32(repr(pair).encode()):08x}"


def _phrase(fact: tuple[str, str], number: int, say: Words) -> list[InlineKeyboardButton]:
    name, question = fact
    button = _button(say(desk_words.PHRASE_OF, question=question), Act.PHRASE, number, name)
    fits = isinstance(button.callback_data, str) and len(button.callback_data.encode()) <= MOST_BYTES
    return [button] if fits else []


def _button(label: str, act: Act, number: int, more: str = "") -> InlineKeyboardButton:
    data = ":".join(filter(None, (f"{GAP}{act}", str(number), more)))
    return InlineKeyboardButton(shorten(label, LABEL), callback_data=data)
