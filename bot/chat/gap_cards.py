"""Gaps → the lines in which a curator reads them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from bot.chat import desk_words
from bot.factbase.model import FactBase
from bot.matching.decision import Block
from bot.replies import Words
from bot.replies.languages import wording
from bot.replies.layout import EMPTY_LINE, Line, Style, Yield, shorten, span
from bot.replies.why import block_in_words
from bot.store.gaps import Gap

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
        yield (span(head or self.say(desk_words.GAPS)),)
        for gap in gaps:
            yield EMPTY_LINE
            yield from self.lines(gap)

    def lines(self, gap: Gap) -> Iterator[Line]:
        """Say what is asked, how often and by how many, what comes nearest, and why that is no answer."""
        if not self.shows(gap):
            yield (span(self.say(desk_words.HIDDEN, gap=gap.name)),)
            return
        question = shorten(gap.question, LONGEST)
        yield (span(self.say(desk_words.GAP, gap=gap.name, question=question), Style.BOLD),)
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
            yield (span(self.say(desk_words.ASKED_ALSO, questions=others), gives=Yield.CONTEXT),)

    def facts(self, gap: Gap) -> list[tuple[str, str]]:
        """Give the nearest facts that may be seen and are current, with their questions."""
        held = (self.seen.current(self.seen.by_id[name]) for name in gap.nearest if name in self.seen.by_id)
        return list({fact.id: wording(fact, self.say.language).question for fact in held if fact.is_current}.items())

    def nearest(self, gap: Gap) -> str:
        """Say what comes nearest, and what rules it out."""
        question = next((question for _, question in self.facts(gap)), None)
        if question is None:
            return self.say(desk_words.NOTHING_NEAR, gap=gap.name)
        if not gap.blocked:
            return self.say(desk_words.NEAREST_IS, question=question)
        blocks = "; ".join(block_in_words(Block(*block), self.say) for block in gap.blocked)
        return self.say(desk_words.RULED_OUT, question=question, blocks=blocks)

    def counts(self, gap: Gap) -> str:
        """Say how often something was asked, by how many, in how many chats and when."""
        say = self.say
        first, last = (say.day(dt.datetime.fromtimestamp(at, dt.UTC)) for at in (gap.first_at, gap.last_at))
        people, times = say.count(desk_words.PEOPLE, gap.askers), say.count(desk_words.TIMES, gap.times)
        chats = say.count(desk_words.CHATS, gap.chats)
        if first == last:
            return say(desk_words.ASKED_BY, people=people, times=times, chats=chats, date=last)
        return say(desk_words.ASKED_BETWEEN, people=people, times=times, chats=chats, first=first, last=last)
