"""A question, or the fact that somebody chose → the reply, worked out beside the event loop."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Final, TypeVar

from telegram import User

from bot.briefing.sheet_requests import SheetSummary, bare_name
from bot.chat.dialogue.autocomplete import InlineCandidate, autocomplete
from bot.chat.protocol import update_context
from bot.curation.gaps.question_similarity import Shape, asks_something, shape_of
from bot.curation.gaps.synonym_candidates import Pair, pairs
from bot.engine.engine import AnsweringEngine
from bot.factbase.audience import ANYBODY, Audience
from bot.factbase.model import FactBase, PartialDate
from bot.factbase.stated import held_by
from bot.matching import Context, as_known, as_refused, as_talk, converse, decide_dated, remember
from bot.matching.decision import Answer, Candidate, Decision, NoAnswer, Reason, Suggest, Why
from bot.matching.dialogue.conversation import LASTS
from bot.matching.dialogue.ellipsis import missing_part
from bot.matching.understanding.entity_linker import EntityLinker
from bot.replies import Reply, Words, base_language, pick, render, settle, words_in

T = TypeVar("T")

OUTCOMES: Final[dict[type, str]] = {Answer: "answer", Suggest: "suggest", NoAnswer: "none"}
EMPTY: Final = Context()
LONGEST: Final = 1024  # characters; with 4,096 of misspelt names matching takes seconds


@dataclass(frozen=True, slots=True)
class AnswerResult:
    """A reply, what it rests on, and what the next message may follow; just the reply where nothing was asked."""

    reply: Reply
    decision: Decision | None = None  # without withdrawn facts
    context: Context = EMPTY
    is_chosen: bool = False  # by a button or a link, and not matched
    held: Mapping[str, str] | None = None  # what the facts told hold, as hashes; None where no fact is told
    language: str | None = None  # of the chat
    sheets: tuple[SheetSummary, ...] = ()  # that tell of what was named without a question
    after: Context = EMPTY  # what completed a question that went on from another

    @property
    def is_bare(self) -> bool:
        """Whether something was named and nothing asked of it, so that nothing is missing in the base."""
        return isinstance(self.decision, NoAnswer) and self.decision.reason.why is Why.BARE

    @property
    def told(self) -> tuple[str, ...]:
        """Name the facts that the reply tells."""
        return tuple(c.fact for c in self.decision.facts) if isinstance(self.decision, Answer) else ()


class AnswerService:
    """Answers from the desk that stands at the moment of asking; a reload puts another in its place.

    Each method takes who looks: unless told, it shows only what is limited to no chat.
    """

    def __init__(self, desk: AnsweringEngine, context_lasts: dt.timedelta = LASTS) -> None:
        self.desk = desk
        self.context_lasts = context_lasts
        # One thread: matching is pure Python, so more would only wait for each other and slow the loop down.
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="matching")

    async def answer(
        self,
        question: str,
        now: dt.datetime,
        language: str,
        note: str | None = None,
        audience: Audience = ANYBODY,
        context: Context = EMPTY,
    ) -> AnswerResult:
        """Answer a question in a chat of this language; `note` is a line to go first."""
        whole = self.desk

        def work() -> AnswerResult:
            desk = whole.seen_by(audience)
            before = within(context, desk.base, whole.base)
            decision, left = converse(desk.matcher, question[:LONGEST], before, now, self.context_lasts)
            talk = as_talk(decision, desk.matcher)
            if talk is not None:
                return AnswerResult(answered_from(desk, talk, now, language, note, EMPTY).reply)
            named = bare_name(question[:LONGEST], desk.base, desk.matcher.linker)
            decision = as_refused(decision, desk.matcher)
            if isinstance(decision, Answer) or decision.understood or named is None:
                answered = answered_from(desk, decision, now, language, note, left)
                return replace(answered, after=before) if decision.understood else answered
            if isinstance(decision, NoAnswer):
                decision = replace(decision, reason=Reason(Why.BARE, name=named.name, count=named.facts))
            return replace(answered_from(desk, decision, now, language, note, left), sheets=named.sheets)

        answered = await self.in_thread(work)
        update_context.decided(OUTCOMES.get(type(answered.decision), "none"))
        return answered

    async def answer_if(
        self, is_fit: Callable[[Decision], bool], question: str, now: dt.datetime, language: str, audience: Audience
    ) -> AnswerResult | None:
        """Answer what nobody has put to the bot, if the decision is fit to be told."""
        whole = self.desk

        def work() -> AnswerResult | None:
            desk = whole.seen_by(audience)
            decision = decide_dated(desk.matcher, question[:LONGEST], now.date())
            if not is_fit(settle(decision, desk.base)):
                return None
            return answered_from(desk, decision, now, language, None, remember(decision, now))

        answered = await self.in_thread(work)
        if answered is not None:
            update_context.decided(OUTCOMES[type(answered.decision)])
        return answered

    async def offer(
        self, typed: str, most: int, now: dt.datetime, language: str, audience: Audience
    ) -> list[InlineCandidate]:
        """Give the facts that what somebody types may ask for, the likeliest first; some to show where it is empty."""
        whole = self.desk

        def work() -> list[InlineCandidate]:
            desk = whole.seen_by(audience)
            found = autocomplete(desk.base, desk.matcher, typed[:LONGEST], most)
            return [
                InlineCandidate(
                    fact,
                    render(
                        pick(desk.base, fact.id), desk.base, today=now.date(), fold=desk.matcher.fold, language=language
                    ),
                )
                for fact in found
            ]

        return await self.in_thread(work)

    def language_of(self, user: User | None) -> str:
        """Give the language of somebody's Telegram; the base's where nobody is known or it is not said."""
        return (user and user.language_code) or base_language(self.desk.base)

    def words_for(self, language: str) -> Words:
        """Give the bot's own words in a language, else in the base's."""
        return words_in(language, base_language(self.desk.base))

    def base(self, audience: Audience = ANYBODY) -> FactBase:
        """Give what an audience may see: the only base to show anything from."""
        return self.desk.base_for(audience)

    @property
    def whole_base(self) -> FactBase:
        """What curators may see."""
        return self.desk.base

    @property
    def errors(self) -> int:
        """How many errors of lint the base had when it was opened."""
        return self.desk.errors

    def holds(self, fact: str, audience: Audience = ANYBODY) -> bool:
        """Whether a fact can be told to an audience."""
        return fact in self.base(audience).by_id

    async def tell(
        self,
        fact: str,
        now: dt.datetime,
        language: str,
        audience: Audience = ANYBODY,
        as_of: PartialDate | None = None,
    ) -> AnswerResult:
        """Tell a fact that `holds`, with its question; `as_of` a date as it held then, if it did."""
        whole = self.desk

        def work() -> AnswerResult:
            desk = whole.seen_by(audience)
            chosen: Decision = pick(desk.base, fact)
            if as_of is not None:
                chosen = as_known(chosen, desk.base, as_of, now.date())
            return replace(answered_from(desk, chosen, now, language, None, remember(chosen, now)), is_chosen=True)

        return await self.in_thread(work)

    async def retell(
        self, told: Sequence[Candidate], now: dt.datetime, language: str, note: str, audience: Audience
    ) -> AnswerResult | None:
        """Tell anew what was told; None where nothing of it is held any more."""
        whole = self.desk

        def work() -> AnswerResult | None:
            desk = whole.seen_by(audience)
            kept = tuple(candidate for candidate in told if candidate.fact in desk.base.by_id)
            if not kept:
                return None
            return answered_from(desk, Answer("", kept, kept), now, language, note, EMPTY)

        return await self.in_thread(work)

    async def seen(self, audience: Audience, work: Callable[[FactBase, EntityLinker], T]) -> T:
        """Work with what an audience may see, and with what finds its names in text."""
        whole = self.desk

        def with_names() -> T:
            desk = whole.seen_by(audience)
            return work(desk.base, desk.matcher.linker)

        return await self.in_thread(with_names)

    async def in_thread(self, work: Callable[[], T]) -> T:
        """Do what takes the matcher's time."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)

    def close(self) -> None:
        """Let the thread go."""
        self._thread.shutdown(wait=False, cancel_futures=True)


def asked_by(decision: Decision) -> str:
    """Give a question as it was understood."""
    return decision.understood or decision.question


def answered_from(
    desk: AnsweringEngine, decision: Decision, now: dt.datetime, language: str, note: str | None, left: Context
) -> AnswerResult:
    """Write the reply to a decision."""
    base, fold = desk.base, desk.matcher.fold
    reply = render(decision, base, today=now.date(), fold=fold, note=note, language=language)
    settled = settle(decision, base)
    told = [candidate.told(base) for candidate in settled.facts] if isinstance(settled, Answer) else []
    held = {fact.id: held_by(fact) for fact in told} or None
    return AnswerResult(reply, settled, left, held=held, language=language)


def within(context: Context, seen: FactBase, whole: FactBase) -> Context:
    """Leave of a context what may be seen here and now.

    What was gone on to stays though nobody holds it, or the facts before it would be told of it.
    """
    if context.about in whole.names and context.about not in seen.names:
        return Context()
    return replace(context, facts=tuple(fact for fact in context.facts if fact in seen.by_id))


@dataclass(frozen=True, slots=True)
class QuestionComparison:
    """Looks at questions once more. Shapes are compared across chats, so that those are of the whole base."""

    answering: AnswerService

    async def again(
        self, question: str, now: dt.datetime, language: str, note: str, audience: Audience
    ) -> AnswerResult | None:
        """Answer a question that had no answer when it was asked; None where it has no whole one even now."""
        whole = self.answering.desk

        def work() -> AnswerResult | None:
            desk = whole.seen_by(audience)
            decision, left = converse(desk.matcher, question[:LONGEST], EMPTY, now)
            answered = answered_from(desk, decision, now, language, note, left)
            is_whole = isinstance(answered.decision, Answer) and not answered.decision.missing
            return answered if is_whole else None

        return await self.answering.in_thread(work)

    async def told_now(self, question: str, now: dt.datetime) -> tuple[str, ...]:
        """Name the facts with which the whole base answers a question; none where it does not."""
        whole = self.answering.desk

        def work() -> tuple[str, ...]:
            decision = settle(converse(whole.matcher, question[:LONGEST], EMPTY, now)[0], whole.base)
            is_whole = isinstance(decision, Answer) and not decision.missing
            return tuple(c.fact for c in decision.facts) if isinstance(decision, Answer) and is_whole else ()

        return await self.answering.in_thread(work)

    async def in_full(self, question: str, facts: Sequence[str], after: Context, now: dt.datetime) -> str | None:
        """Give a question that was told facts as it was understood; None where it went on from what is gone."""
        whole = self.answering.desk

        def work() -> str | None:
            alone, _ = converse(whole.matcher, question[:LONGEST], EMPTY, now)
            if isinstance(alone, Answer) and {c.fact for c in alone.facts} == set(facts):
                return question
            return converse(whole.matcher, question[:LONGEST], replace(after, asked_at=now), now)[0].understood

        return await self.answering.in_thread(work) if after.facts else question

    async def shape(self, decision: Decision) -> Shape | None:
        """Give that by which a question is compared with others; None for one that asks nothing by itself."""
        matcher = self.answering.desk.matcher

        def work() -> Shape | None:
            if not asks_something(decision, matcher) or missing_part(asked_by(decision), matcher) is not None:
                return None
            return shape_of(asked_by(decision), matcher, decision.candidates)

        return await self.answering.in_thread(work)

    async def pairs(self, question: str, fact: str, audience: Audience) -> list[Pair]:
        """Pair words of a question with words of a fact that `holds`."""
        whole = self.answering.desk

        def work() -> list[Pair]:
            desk = whole.seen_by(audience)
            return pairs(question, desk.base.by_id[fact], desk.matcher)

        return await self.answering.in_thread(work)
