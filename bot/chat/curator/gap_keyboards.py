"""What a curator may do with a gap → buttons, and a pressed button → what it stands for."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.chat.outbound.callback_data import MOST_BYTES
from bot.curation.gaps.synonym_candidates import Pair
from bot.messages import curator
from bot.replies import Words
from bot.replies.layout import shorten
from bot.store.gaps import gaps, proposals
from bot.store.gaps.gaps import Gap
from bot.store.gaps.pending import Pending

GAP: Final = "gap:"
LABEL: Final = 48  # units that a phone shows of a button
IN_A_ROW: Final = 5
MARK: Final = 4  # letters of the mark of a gap


class Act(StrEnum):
    """What a button does."""

    LIST = "list"
    PAGE = "page"  # with the number of the page in place of a gap's
    SHOW = "show"
    PHRASE = "p"  # with the fact; short, for an id may have 48 of the 64 bytes
    FACTS = "facts"
    WORDS = "words"
    PAIR = "pair"  # with the number of the pair and its mark
    NEW = "new"
    IGNORE = "ignore"
    KEPT = "kept"  # this and the next two with the number of what is not live yet, and its mark
    PATCH = "patch"
    UNDO = "undo"


@dataclass(frozen=True, slots=True)
class Press:
    """A button that was pressed, and the gap that it is about."""

    act: Act
    number: int = 0
    more: str = ""
    mark: str = ""

    def is_of(self, gap: Gap) -> bool:
        """Whether the button was made for the gap as it reads now."""
        return self.mark == gap.mark[:MARK]


def press_of(data: str | None) -> Press | None:
    """Read a button's data; None for a button of another kind or time."""
    act, _, rest = (data or "").removeprefix(GAP).partition(":")
    name, _, more = rest.partition(":")
    number, _, mark = name.partition(".")
    if not (data or "").startswith(GAP) or act not in set(Act) or not (number.isdecimal() or act == Act.LIST):
        return None
    return Press(Act(act), int(number or 0), more, mark)


def of_list(found: Sequence[Gap]) -> InlineKeyboardMarkup:
    """Lay out a button for each gap."""
    return InlineKeyboardMarkup(in_rows([_button(gap.name, Act.SHOW, gap.number) for gap in found]))


def in_rows(buttons: Sequence[InlineKeyboardButton]) -> list[Sequence[InlineKeyboardButton]]:
    """Lay out short buttons."""
    return [buttons[at : at + IN_A_ROW] for at in range(0, len(buttons), IN_A_ROW)]


def of_pages(page: int, pages: int, say: Words) -> list[InlineKeyboardButton]:
    """Lay out the way to the page before and the page after."""
    before = [_button(say(curator.PREVIOUS), Act.PAGE, page - 1)] if page > 1 else []
    return before + ([_button(say(curator.NEXT), Act.PAGE, page + 1)] if page < pages else [])


def to_pending(pending: Pending) -> InlineKeyboardButton:
    """Lay out the way to something that is not live yet."""
    return _button(shown_name(pending.name), Act.KEPT, pending.number, mark_of(pending.name))


def of_pending(pending: Pending, say: Words) -> InlineKeyboardMarkup:
    """Lay out what may be done with something that is not live yet."""
    labels = {Act.PATCH: curator.PATCH_AGAIN, Act.UNDO: curator.TAKE_BACK}
    mark = mark_of(pending.name)
    row = [_button(say(label), act, pending.number, mark) for act, label in labels.items()]
    return InlineKeyboardMarkup([row, all_gaps(say)])


def all_gaps(say: Words) -> list[InlineKeyboardButton]:
    """Lay out the way back to the list."""
    return [_button(say(curator.ALL_GAPS), Act.PAGE, 1)]


def of_gap(gap: Gap, facts: Sequence[tuple[str, str]], say: Words, *, is_alone: bool) -> InlineKeyboardMarkup:
    """Lay out what may be done with a gap; `facts` are the nearest that may be seen, with their questions."""
    rows = []
    if facts:
        rows.append(_phrase(facts[0], gap, say))
        rows.append([_button(say(curator.SYNONYM), Act.WORDS, _marked(gap))])
    if len(facts) > 1:
        rows.append([_button(say(curator.OTHER_FACTS), Act.FACTS, _marked(gap))])
    rows.append(
        [
            _button(say(curator.NEW_FACT), Act.NEW, _marked(gap)),
            _button(say(curator.IGNORE), Act.IGNORE, _marked(gap)),
        ]
    )
    if not is_alone:
        rows.append(all_gaps(say))
    return InlineKeyboardMarkup([row for row in rows if row])


def of_facts(gap: Gap, facts: Iterable[tuple[str, str]], say: Words) -> InlineKeyboardMarkup:
    """Lay out the facts that a question may ask for."""
    rows = [_phrase(fact, gap, say) for fact in facts]
    return InlineKeyboardMarkup([*(row for row in rows if row), [_button(say(curator.BACK), Act.SHOW, gap.number)]])


def of_pairs(gap: Gap, pairs: Sequence[Pair], say: Words) -> InlineKeyboardMarkup:
    """Lay out which word may stand for which."""
    rows = [
        [_button(say(curator.MEANS, word=pair.text, of=pair.of), Act.PAIR, _marked(gap), f"{at}:{mark_of(pair)}")]
        for at, pair in enumerate(pairs)
    ]
    return InlineKeyboardMarkup([*rows, [_button(say(curator.BACK), Act.SHOW, gap.number)]])


def pair_of(more: str, pairs: Sequence[Pair]) -> Pair | None:
    """Find the pair that a button stands for, if it is still the same."""
    at, _, mark = more.partition(":")
    pair = pairs[int(at)] if at.isdecimal() and int(at) < len(pairs) else None
    return pair if pair is not None and mark_of(pair) == mark else None


def mark_of(thing: object) -> str:
    """Recognise a pair or a name by a few letters."""
    return f"{zlib.crc32(repr(thing).encode()):08x}"


def shown_name(name: str) -> str:
    """Give the name of a gap or proposal as it is, and a question that was typed in quotation marks."""
    is_name = gaps.number_of(name) is not None or proposals.number_of(name) is not None
    return name if is_name else f"“{shorten(name, LABEL)}”"


def _phrase(fact: tuple[str, str], gap: Gap, say: Words) -> list[InlineKeyboardButton]:
    name, question = fact
    button = _button(say(curator.PHRASE_OF, question=question), Act.PHRASE, _marked(gap), name)
    fits = isinstance(button.callback_data, str) and len(button.callback_data.encode()) <= MOST_BYTES
    return [button] if fits else []


def _marked(gap: Gap) -> str:
    """Name a gap, and how it reads."""
    return f"{gap.number}.{gap.mark[:MARK]}"


def _button(label: str, act: Act, number: int | str, more: str = "") -> InlineKeyboardButton:
    data = ":".join(filter(None, (f"{GAP}{act}", str(number), more)))
    return InlineKeyboardButton(shorten(label, LABEL), callback_data=data)
