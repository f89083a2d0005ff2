"""Writes gaps and proposals as lines for a curator, singly and as a list of pages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection
from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.chat.curator.gap_keyboards import back_to_list, in_rows, of_list, page_buttons, pending_button
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


def may_show(nearest: Iterable[str], visible: FactBase, base: FactBase) -> bool:
    """Return False if a fact near to a gap is hidden from the reader: the gap's question could reveal it.

    `visible` is the part of `base` that the reader may see.
    """
    return not any(fact in base.by_id and fact not in visible.by_id for fact in nearest)


@dataclass(frozen=True, slots=True)
class GapView:
    """Writes gaps for one chat: `visible` is the part of `base` that may be shown there."""

    visible: FactBase
    base: FactBase
    say: Words

    def shows(self, gap: Gap) -> bool:
        """Return whether a gap may be shown in this chat."""
        return may_show(gap.nearest, self.visible, self.base)

    def listed(self, gaps: Iterable[Gap], head: str = "") -> Iterator[Line]:
        """Yield a heading and all gaps, with an empty line before each."""
        yield (span(head or self.say(curator.GAPS)),)
        for gap in gaps:
            yield EMPTY_LINE
            yield from self.lines(gap)

    def lines(self, gap: Gap) -> Iterator[Line]:
        """Yield the question, how often and by how many it was asked, the nearest fact, and why that is no answer."""
        if not self.shows(gap):
            yield (span(self.say(curator.HIDDEN, gap=gap.name)),)
            return
        question = shorten(gap.question, LONGEST)
        yield (span(self.say(curator.GAP, gap=gap.name, question=question), Style.BOLD),)
        yield (span(self.counts(gap)),)
        yield (span(self.nearest(gap), gives=Yield.CONTEXT),)

    def details(self, gap: Gap) -> Iterator[Line]:
        """Yield the lines of a gap, with the answer of the nearest fact and other wordings of the question."""
        yield from self.lines(gap)
        facts = self.facts(gap)
        if self.shows(gap) and facts:
            yield (span(self.visible.by_id[facts[0][0]].answer, Style.SMALL, gives=Yield.ANSWER),)
        if self.shows(gap) and gap.wordings:
            others = "; ".join(shorten(one, LONGEST) for one in gap.wordings[:WORDINGS])
            yield (span(self.say(curator.ASKED_ALSO, questions=others), gives=Yield.CONTEXT),)

    def facts(self, gap: Gap) -> list[tuple[str, str]]:
        """Return ids and questions of the nearest facts that may be shown and are current, nearest first."""
        held = (self.visible.current(self.visible.by_id[name]) for name in gap.nearest if name in self.visible.by_id)
        return list({fact.id: wording(fact, self.say.language).question for fact in held if fact.is_current}.items())

    def nearest(self, gap: Gap) -> str:
        """Return a sentence on the nearest fact and what rules it out."""
        question = next((question for _, question in self.facts(gap)), None)
        if question is None:
            return self.say(curator.NOTHING_NEAR, gap=gap.name)
        if not gap.blocked:
            return self.say(curator.NEAREST_IS, question=question)
        blocks = "; ".join(block_in_words(Violation(*block), self.say) for block in gap.blocked)
        return self.say(curator.RULED_OUT, question=question, blocks=blocks)

    def counts(self, gap: Gap) -> str:
        """Return a sentence on how often a question was asked, by how many people, in how many chats and when."""
        say = self.say
        first, last = (say.day(dt.datetime.fromtimestamp(at, dt.UTC)) for at in (gap.first_at, gap.last_at))
        people, times = say.count(curator.PEOPLE, gap.askers), say.count(curator.TIMES, gap.times)
        chats = say.count(curator.CHATS, gap.chats)
        if first == last:
            return say(curator.ASKED_BY, people=people, times=times, chats=chats, date=last)
        return say(curator.ASKED_BETWEEN, people=people, times=times, chats=chats, first=first, last=last)


PROPOSAL: Final = "prop:"
ACCEPT, EDIT, REJECT, SHOW = "accept", "edit", "reject", "show"


def proposal_card(proposal: Proposal, say: Words, *, has_changed: bool = False) -> Reply:
    """Write a proposal for a curator; `has_changed` says first that it is no longer as it was shown before."""
    head: Sequence[Line] = [(span(say(curator.HAS_CHANGED)),)] if has_changed else []
    lines: Sequence[Line] = (
        (span(say(curator.PROPOSAL, name=proposal.name), Style.BOLD),),
        (span(say(curator.FORM_QUESTION, text=proposal.question), gives=Yield.CONTEXT),),
        (span(say(curator.FORM_ANSWER, text=proposal.answer), gives=Yield.ANSWER),),
        (span(say(curator.FORM_SOURCE, text=proposal.source), gives=Yield.SOURCE),),
    )
    return reply_from_lines([*head, *lines])


def proposal_keyboard(proposal: Proposal, say: Words, *, is_listed: bool = False) -> InlineKeyboardMarkup:
    """Return the buttons for a proposal; one opened from the list also gets the way back there."""
    labels = {ACCEPT: curator.ACCEPT, EDIT: curator.EDIT, REJECT: curator.REJECT}
    row = [_button(say(label), act, proposal) for act, label in labels.items()]
    return InlineKeyboardMarkup([row, back_to_list(say)] if is_listed else [row])


def back_to_proposal(proposal: Proposal, say: Words) -> InlineKeyboardMarkup:
    """Return a button that leads back to a proposal."""
    return InlineKeyboardMarkup([[_button(say(curator.BACK), SHOW, proposal)]])


def proposal_button(proposal: Proposal) -> InlineKeyboardButton:
    """Return a button that opens a proposal."""
    return _button(proposal.name, SHOW, proposal)


def _button(label: str, act: str, proposal: Proposal) -> InlineKeyboardButton:
    return InlineKeyboardButton(label, callback_data=f"{PROPOSAL}{act}:{proposal.number}:{proposal.mark}")


SHOWN: Final = 10


@dataclass(frozen=True, slots=True)
class GapPage:
    """One page of the list of gaps; the first page also has pending changes and proposals, below the gaps."""

    gaps: Sequence[Gap]
    pending: Sequence[Pending]
    proposals: Sequence[Proposal]
    page: int
    count: int  # of all gaps

    @property
    def pages(self) -> int:
        """Return how many pages the list has."""
        return pages_of(self.count)

    @property
    def has_only_gaps(self) -> bool:
        """Return whether all there is to list are gaps, and they fit on this page."""
        return self.pages == 1 and not self.pending and not self.proposals

    def lines(self, view: GapView, waiting: Sequence[Line]) -> Iterator[Line]:
        """Yield the page; `waiting` are the lines of the changes that are accepted and not live yet."""
        say, first = view.say, (self.page - 1) * SHOWN + 1
        last = first + len(self.gaps) - 1
        if self.gaps:
            head = say(curator.GAPS_PAGE, first=first, last=last, count=self.count) if self.pages > 1 else ""
            yield from view.listed(self.gaps, head)
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

    def keyboard(self, say: Words) -> InlineKeyboardMarkup | None:
        """Return a button for each entry and for the pages before and after; None where there is nothing."""
        rows: list[Sequence[InlineKeyboardButton]] = [*of_list(self.gaps).inline_keyboard]
        rows += [page_buttons(self.page, self.pages, say)] if self.pages > 1 else []
        rows += in_rows([pending_button(one) for one in self.pending[-SHOWN:]])
        rows += in_rows([proposal_button(one) for one in self.proposals[:SHOWN]])
        return InlineKeyboardMarkup(rows) if rows else None


def pages_of(count: int) -> int:
    """Return how many pages `count` gaps take, at least one."""
    return max(1, -(-count // SHOWN))


async def read_page(store: Store, page: int) -> GapPage:
    """Read a page of the list, counted from 1; the last page where there are fewer."""

    def work(connection: Connection) -> GapPage:
        bot, count = store.bot, gaps.count(connection, store.bot)
        at = min(max(page, 1), pages_of(count))
        found = gaps.listed(connection, bot, most=SHOWN, after=(at - 1) * SHOWN)
        if at > 1:
            return GapPage(found, (), (), at, count)
        return GapPage(found, pending.listed(connection, bot), proposals.listed(connection, bot), at, count)

    return await store.run(work)
