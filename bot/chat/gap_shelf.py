"""What waits for a curator: gaps page by page, what is not live yet, proposals → a message with its buttons."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection
from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.chat import desk_words
from bot.chat.gap_buttons import in_rows, of_list, of_pages, to_pending
from bot.chat.gap_cards import LONGEST, Cards
from bot.chat.proposal_cards import to_proposal
from bot.replies import Words
from bot.replies.layout import EMPTY_LINE, Line, Yield, shorten, span
from bot.store import gaps, pending, proposals
from bot.store.gaps import Gap
from bot.store.pending import Pending
from bot.store.proposals import Proposal
from bot.store.store import Store

SHOWN: Final = 10


@dataclass(frozen=True, slots=True)
class Shelf:
    """One page of it; what is no gap comes below the first."""

    gaps: Sequence[Gap]
    pending: Sequence[Pending]
    proposals: Sequence[Proposal]
    page: int
    count: int  # of all gaps

    @property
    def pages(self) -> int:
        """The number of pages."""
        return pages_of(self.count)

    @property
    def is_alone(self) -> bool:
        """Whether there are gaps and nothing else, all on this page."""
        return self.pages == 1 and not self.pending and not self.proposals

    def lines(self, cards: Cards, waiting: Sequence[Line]) -> Iterator[Line]:
        """List it; `waiting` are the lines of what is not live yet."""
        say, first = cards.say, (self.page - 1) * SHOWN + 1
        last = first + len(self.gaps) - 1
        if self.gaps:
            head = say(desk_words.GAPS_PAGE, first=first, last=last, count=self.count) if self.pages > 1 else ""
            yield from cards.listed(self.gaps, head)
        elif not waiting:
            yield (span(say(desk_words.NO_GAPS)),)
        if waiting:
            yield from [EMPTY_LINE] if self.gaps else []
            yield from waiting
        if self.proposals:
            yield EMPTY_LINE
            yield (span(say(desk_words.PROPOSALS)),)
        for one in self.proposals[:SHOWN]:
            question = shorten(one.question, LONGEST)
            yield (span(say(desk_words.GAP, gap=one.name, question=question), gives=Yield.CONTEXT),)
        if len(self.proposals) > SHOWN:
            yield (span(say.count(desk_words.AND_MORE, len(self.proposals) - SHOWN)),)

    def buttons(self, say: Words) -> InlineKeyboardMarkup | None:
        """Lay out a button for each, and the way to other pages."""
        rows: list[Sequence[InlineKeyboardButton]] = [*of_list(self.gaps).inline_keyboard]
        rows += [of_pages(self.page, self.pages, say)] if self.pages > 1 else []
        rows += in_rows([to_pending(one) for one in self.pending[-SHOWN:]])
        rows += in_rows([to_proposal(one) for one in self.proposals[:SHOWN]])
        return InlineKeyboardMarkup(rows) if rows else None


def pages_of(count: int) -> int:
    """Say how many pages so many gaps take; none take one."""
    return max(1, -(-count // SHOWN))


async def shelf_of(store: Store, page: int) -> Shelf:
    """Read a page of what waits; the last where there are fewer."""

    def work(connection: Connection) -> Shelf:
        bot, count = store.bot, gaps.count(connection, store.bot)
        at = min(max(page, 1), pages_of(count))
        found = gaps.listed(connection, bot, most=SHOWN, after=(at - 1) * SHOWN)
        if at > 1:
            return Shelf(found, (), (), at, count)
        return Shelf(found, pending.listed(connection, bot), proposals.listed(connection, bot), at, count)

    return await store.run(work)
