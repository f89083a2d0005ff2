"""Gaps → the lines in which a curator reads them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection
from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.chat.curator.gap_keyboards import all_gaps, in_rows, of_list, of_pages, to_pending
from bot.factbase.model import FactBase
from bot.matching.decision import Violation
from bot.messages import curator
from bot.replies import Reply, Words
from bot.replies.languages import wording
from bot.replies.layout import EMPTY_LINE, Line, Style, Yield, shorten, span
from bot.replies.message import reply_from_lines
from bot.replies.why import block_in_words
from bot.store.database.store import Store
from bot.store.gaps import gaps, pending, proposals
from bot.store.gaps.gaps import Gap
from bot.store.gaps.pending import Pending
from bot.store.gaps.proposals import Proposal

LONGEST: Final = 300  # units of a question in a list
WORDINGS: Final = 3


def may_show(nearest: Iterable[str], seen: FactBase, whole: FactBase) -> bool:
    """Whether all that is near to a gap may be seen, or its question would tell of what may not."""
    return not any(fact in whole.by_id and fact not in seen.by_id for fact in nearest)


@dataclass(frozen=True, slots=True)
class Cards:
    """What may be shown where a curator looks, and in which language."""

    seen: FactBase
    whole: FactBase
    say: Words

    def shows(self, gap: Gap) -> bool:
        """Whether a gap may be shown here."""
        return may_show(gap.nearest, self.seen, self.whole)

    def listed(self, gaps: Iterable[Gap], head: str = "") -> Iterator[Line]:
        """List gaps."""
        yield (span(head or self.say(curator.GAPS)),)
        for gap in gaps:
            yield EMPTY_LINE
            yield from self.lines(gap)

    def lines(self, gap: Gap) -> Iterator[Line]:
        """Say what is asked, how often and by how many, what comes nearest, and why that is no answer."""
        if not self.shows(gap):
            yield (span(self.say(curator.HIDDEN, gap=gap.name)),)
            return
        question = shorten(gap.question, LONGEST)
        yield (span(self.say(curator.GAP, gap=gap.name, question=question), Style.BOLD),)
        yield (span(self.counts(gap)),)
        yield (span(self.nearest(gap), gives=Yield.CONTEXT),)

    def whole_card(self, gap: Gap) -> Iterator[Line]:
        """Say all of it: other wordings, too, and what the nearest fact answers."""
        yield from self.lines(gap)
        facts = self.facts(gap)
        if self.shows(gap) and facts:
            yield (span(self.seen.by_id[facts[0][0]].answer, Style.SMALL, gives=Yield.ANSWER),)
        if self.shows(gap) and gap.wordings:
            others = "; ".join(shorten(one, LONGEST) for one in gap.wordings[:WORDINGS])
            yield (span(self.say(curator.ASKED_ALSO, questions=others), gives=Yield.CONTEXT),)

    def facts(self, gap: Gap) -> list[tuple[str, str]]:
        """Give the nearest facts that may be seen and are current, with their questions."""
        held = (self.seen.current(self.seen.by_id[name]) for name in gap.nearest if name in self.seen.by_id)
        return list({fact.id: wording(fact, self.say.language).question for fact in held if fact.is_current}.items())

    def nearest(self, gap: Gap) -> str:
        """Say what comes nearest, and what rules it out."""
        question = next((question for _, question in self.facts(gap)), None)
        if question is None:
            return self.say(curator.NOTHING_NEAR, gap=gap.name)
        if not gap.blocked:
            return self.say(curator.NEAREST_IS, question=question)
        blocks = "; ".join(block_in_words(Violation(*block), self.say) for block in gap.blocked)
        return self.say(curator.RULED_OUT, question=question, blocks=blocks)

    def counts(self, gap: Gap) -> str:
        """Say how often something was asked, by how many, in how many chats and when."""
        say = self.say
        first, last = (say.day(dt.datetime.fromtimestamp(at, dt.UTC)) for at in (gap.first_at, gap.last_at))
        people, times = say.count(curator.PEOPLE, gap.askers), say.count(curator.TIMES, gap.times)
        chats = say.count(curator.CHATS, gap.chats)
        if first == last:
            return say(curator.ASKED_BY, people=people, times=times, chats=chats, date=last)
        return say(curator.ASKED_BETWEEN, people=people, times=times, chats=chats, first=first, last=last)


PROPOSAL: Final = "prop:"
ACCEPT, EDIT, REJECT, SHOW = "accept", "edit", "reject", "show"


def card_of(proposal: Proposal, say: Words, *, has_changed: bool = False) -> Reply:
    """Write a proposal as a curator reads it."""
    head: Sequence[Line] = [(span(say(curator.HAS_CHANGED)),)] if has_changed else []
    lines: Sequence[Line] = (
        (span(say(curator.PROPOSAL, name=proposal.name), Style.BOLD),),
        (span(say(curator.FORM_QUESTION, text=proposal.question), gives=Yield.CONTEXT),),
        (span(say(curator.FORM_ANSWER, text=proposal.answer), gives=Yield.ANSWER),),
        (span(say(curator.FORM_SOURCE, text=proposal.source), gives=Yield.SOURCE),),
    )
    return reply_from_lines([*head, *lines])


def buttons_of(proposal: Proposal, say: Words, *, is_listed: bool = False) -> InlineKeyboardMarkup:
    """Lay out what may be decided; one that was opened from the list has the way back to that."""
    labels = {ACCEPT: curator.ACCEPT, EDIT: curator.EDIT, REJECT: curator.REJECT}
    row = [_button(say(label), act, proposal) for act, label in labels.items()]
    return InlineKeyboardMarkup([row, all_gaps(say)] if is_listed else [row])


def back_to(proposal: Proposal, say: Words) -> InlineKeyboardMarkup:
    """Lay out the way back."""
    return InlineKeyboardMarkup([[_button(say(curator.BACK), SHOW, proposal)]])


def to_proposal(proposal: Proposal) -> InlineKeyboardButton:
    """Lay out the way to a proposal."""
    return _button(proposal.name, SHOW, proposal)


def _button(label: str, act: str, proposal: Proposal) -> InlineKeyboardButton:
    return InlineKeyboardButton(label, callback_data=f"{PROPOSAL}{act}:{proposal.number}:{proposal.mark}")


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
            head = say(curator.GAPS_PAGE, first=first, last=last, count=self.count) if self.pages > 1 else ""
            yield from cards.listed(self.gaps, head)
        elif not waiting:
            yield (span(say(curator.NO_GAPS)),)
        if waiting:
            yield from [EMPTY_LINE] if self.gaps else []
            yield from waiting
        if self.proposals:
            yield EMPTY_LINE
            yield (span(say(curator.PROPOSALS)),)
        for one in self.proposals[:SHOWN]:
            question = shorten(one.question, LONGEST)
            yield (span(say(curator.GAP, gap=one.name, question=question), gives=Yield.CONTEXT),)
        if len(self.proposals) > SHOWN:
            yield (span(say.count(curator.AND_MORE, len(self.proposals) - SHOWN)),)

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
