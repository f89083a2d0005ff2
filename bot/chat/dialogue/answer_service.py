"""Works out the reply to a question, or to the choice of a fact, in a thread beside the event loop."""

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
from bot.curation.gaps.synonym_candidates import SynonymPair, pairs
from bot.engine.asking import converse
from bot.engine.engine import AnsweringEngine
from bot.factbase.audience import ANYBODY, Audience
from bot.factbase.model import FactBase, PartialDate
from bot.factbase.stated import held_by
from bot.matching import FollowUpContext, as_of_date, as_refused, as_talk, decide_dated, remember
from bot.matching.decision import Answer, Candidate, Decision, NoAnswer, Reason, Suggest, Why
from bot.matching.dialogue.conversation import LASTS
from bot.matching.dialogue.ellipsis import missing_part
from bot.matching.understanding.entity_linker import EntityLinker
from bot.replies import Reply, Words, base_language, pick, render, settle, words_in
from bot.replies.languages import reply_languages
from bot.replies.render import render_settled
from bot.replies.table import pages_in
from bot.tables.answer import TableAnswer, context_after
from bot.tables.plan import Operation, Plan

T = TypeVar("T")

OUTCOMES: Final[dict[type, str]] = {Answer: "answer", TableAnswer: "answer", Suggest: "suggest", NoAnswer: "none"}
EMPTY: Final = FollowUpContext()


@dataclass(frozen=True, slots=True)
class AnswerResult:
    """A reply, the decision behind it, and the context for the next message; only the reply if nothing was asked."""

    reply: Reply
    decision: Decision | None = None  # without withdrawn facts
    context: FollowUpContext = EMPTY
    is_chosen: bool = False  # by a button or a link, rather than matched
    fact_hashes: Mapping[str, str] | None = None  # fact → hash of what it holds; None where no fact is told
    language: str | None = None  # of the chat
    sheets: tuple[SheetSummary, ...] = ()  # offered where a thing was named without a question
    resolved_with: FollowUpContext = EMPTY  # the earlier context that completed a follow-up question
    page: int = 0  # of a table

    @property
    def is_bare(self) -> bool:
        """Whether a thing was named and nothing asked about it, so that the base lacks nothing."""
        return isinstance(self.decision, NoAnswer) and self.decision.reason.why is Why.BARE

    @property
    def facts(self) -> tuple[str, ...]:
        """The ids of the facts that the reply tells."""
        return tuple(candidate.fact for candidate in self.decision.facts) if isinstance(self.decision, Answer) else ()


class AnswerService:
    """Answers from the engine in place when a question arrives; a reload puts another in its place.

    Each method takes the audience of the reply; by default that is anybody, who sees only topics open to every chat.
    """

    def __init__(self, engine: AnsweringEngine, context_lasts: dt.timedelta = LASTS) -> None:
        self.engine = engine
        self.context_lasts = context_lasts
        # One thread: matching is pure Python, so that more would only wait for each other and slow the loop down.
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="matching")

    async def answer(
        self,
        question: str,
        now: dt.datetime,
        language: str,
        note: str | None = None,
        audience: Audience = ANYBODY,
        context: FollowUpContext = EMPTY,
    ) -> AnswerResult:
        """Answer a question in a chat of this language; `note` is a line to put first."""
        whole_base = self.engine.base

        def work(engine: AnsweringEngine) -> AnswerResult:
            earlier = context_in_view(context, engine.base, whole_base)
            decision, left = converse(engine, question, earlier, now, self.context_lasts)
            talk = as_talk(decision, engine.matcher)
            if talk is not None:
                return AnswerResult(result_of(engine, talk, now, language, note).reply)
            if isinstance(decision, TableAnswer):
                return replace(result_of(engine, decision, now, language, note, left), sheets=_sheets(decision, engine))
            named = bare_name(question, engine.base, engine.matcher.linker)
            decision = as_refused(decision, engine.matcher)
            if isinstance(decision, Answer) or decision.understood or named is None:
                result = result_of(engine, decision, now, language, note, left)
                return replace(result, resolved_with=earlier) if decision.understood else result
            if isinstance(decision, NoAnswer):
                decision = replace(decision, reason=Reason(Why.BARE, name=named.name, count=named.facts))
            return replace(result_of(engine, decision, now, language, note, left), sheets=named.sheets)

        result = await self.in_view(audience, work)
        update_context.decided(OUTCOMES.get(type(result.decision), "none"))
        return result

    async def answer_if(
        self, is_fit: Callable[[Decision], bool], question: str, now: dt.datetime, language: str, audience: Audience
    ) -> AnswerResult | None:
        """Answer a message that nobody put to the bot, provided that the decision without withdrawn facts `is_fit`."""

        def work(engine: AnsweringEngine) -> AnswerResult | None:
            decision = decide_dated(engine.matcher, question, now.date())
            result = result_of(engine, decision, now, language, context=remember(decision, now))
            return result if result.decision is not None and is_fit(result.decision) else None

        result = await self.in_view(audience, work)
        if result is not None:
            update_context.decided(OUTCOMES[type(result.decision)])
        return result

    async def inline_candidates(
        self, typed: str, most: int, now: dt.datetime, language: str, audience: Audience
    ) -> list[InlineCandidate]:
        """Find facts that somebody may be typing about, the likeliest first; a few examples if nothing is typed."""

        def work(engine: AnsweringEngine) -> list[InlineCandidate]:
            base, fold = engine.base, engine.matcher.fold
            found = autocomplete(base, engine.matcher, typed, most)
            return [
                InlineCandidate(fact, render(pick(base, fact.id), base, today=now.date(), fold=fold, language=language))
                for fact in found
            ]

        return await self.in_view(audience, work)

    def language_of(self, user: User | None) -> str:
        """Return the language of a person's Telegram, or the base's where nobody is known or none is set."""
        return (user and user.language_code) or base_language(self.engine.base)

    def words_for(self, language: str) -> Words:
        """Return the bot's own words in a language, or in the base's where they are not translated."""
        return words_in(language, base_language(self.engine.base))

    def base(self, audience: Audience = ANYBODY) -> FactBase:
        """Return what an audience may see: the only base to show anything from."""
        return self.engine.base_for(audience)

    @property
    def whole_base(self) -> FactBase:
        """The base with all topics, which only curators may see."""
        return self.engine.base

    @property
    def errors(self) -> int:
        """The number of lint errors in the base when it was loaded."""
        return self.engine.errors

    def holds(self, fact: str, audience: Audience = ANYBODY) -> bool:
        """Return whether a fact can be told to an audience."""
        return fact in self.base(audience).by_id

    async def tell(
        self,
        fact: str,
        now: dt.datetime,
        language: str,
        audience: Audience = ANYBODY,
        as_of: PartialDate | None = None,
    ) -> AnswerResult:
        """Tell a fact that the base `holds`, with its question; with `as_of`, as it held on that date, if it did."""

        def work(engine: AnsweringEngine) -> AnswerResult:
            chosen: Decision = pick(engine.base, fact)
            if as_of is not None:
                chosen = as_of_date(chosen, engine.base, as_of, now.date())
            return replace(result_of(engine, chosen, now, language, context=remember(chosen, now)), is_chosen=True)

        return await self.in_view(audience, work)

    async def turn(
        self, plan: Plan, page: int, now: dt.datetime, language: str, audience: Audience
    ) -> AnswerResult | None:
        """Work out once more what was asked over many facts, and show another page; None if nothing is held now."""

        def work(engine: AnsweringEngine) -> AnswerResult | None:
            found = engine.tables.carry_out(plan, "", now.date())
            if found is None:
                return None
            shown = min(page, pages_in(found.table) - 1)
            return result_of(engine, found, now, language, context=context_after(found), page=shown)

        return await self.in_view(audience, work)

    async def tell_again(
        self, told: Sequence[Candidate], now: dt.datetime, language: str, note: str, audience: Audience
    ) -> AnswerResult | None:
        """Tell facts as they are now; None if the base holds none of them any more."""

        def work(engine: AnsweringEngine) -> AnswerResult | None:
            kept = tuple(candidate for candidate in told if candidate.fact in engine.base.by_id)
            return result_of(engine, Answer("", kept, kept), now, language, note) if kept else None

        return await self.in_view(audience, work)

    async def browse(self, audience: Audience, work: Callable[[FactBase, EntityLinker], T]) -> T:
        """Work in the thread with what an audience may see, and with what finds its names in text."""
        return await self.in_view(audience, lambda engine: work(engine.base, engine.matcher.linker))

    async def in_view(self, audience: Audience, work: Callable[[AnsweringEngine], T]) -> T:
        """Work in the thread with the engine of now, narrowed to what an audience may see."""
        engine = self.engine
        return await self.in_thread(lambda: work(engine.seen_by(audience)))

    async def in_thread(self, work: Callable[[], T]) -> T:
        """Run work that takes long in the thread of the matcher."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)

    def close(self) -> None:
        """Shut the thread down; what waits for it is dropped."""
        self._thread.shutdown(wait=False, cancel_futures=True)


def asked_by(decision: Decision) -> str:
    """Return a question as it was understood."""
    return decision.understood or decision.question


def result_of(
    engine: AnsweringEngine,
    decision: Decision,
    now: dt.datetime,
    language: str,
    note: str | None = None,
    context: FollowUpContext = EMPTY,
    page: int = 0,
) -> AnswerResult:
    """Take withdrawn facts out of a decision and write the reply to it; `context` is for the next message."""
    base, fold = engine.base, engine.matcher.fold
    own, asked_in = reply_languages(decision, base, language)
    say = words_in(own, base_language(base))
    settled = settle(decision, base, say)
    reply = render_settled(settled, base, say, asked_in, today=now.date(), fold=fold, note=note, page=page)
    told = [candidate.told(base) for candidate in settled.facts] if isinstance(settled, Answer) else []
    fact_hashes = {fact.id: held_by(fact) for fact in told} or None
    return AnswerResult(reply, settled, context, fact_hashes=fact_hashes, language=language, page=page)


def _sheets(decision: TableAnswer, engine: AnsweringEngine) -> tuple[SheetSummary, ...]:
    """Return the fact sheet to which the card of a series leads."""
    plan = decision.table.plan
    if plan.operation is not Operation.CARD or plan.series is None or not plan.subjects:
        return ()
    named = bare_name(plan.subjects[0], engine.base, engine.matcher.linker)
    return named.sheets if named is not None else ()


def context_in_view(context: FollowUpContext, seen: FactBase, whole: FactBase) -> FollowUpContext:
    """Leave out of a context what the `seen` part of the `whole` base does not show.

    Keep `about` even if no fact has that name; otherwise the next follow-up would be answered from the earlier facts.
    """
    if context.about in whole.names and context.about not in seen.names:
        return FollowUpContext()
    return replace(context, facts=tuple(fact for fact in context.facts if fact in seen.by_id))


@dataclass(frozen=True, slots=True)
class QuestionComparison:
    """Asks earlier questions again and compares questions, across chats and therefore mostly on the whole base."""

    answer_service: AnswerService

    async def answer_if_complete(
        self, question: str, now: dt.datetime, language: str, note: str, audience: Audience
    ) -> AnswerResult | None:
        """Answer a question that had no answer when it was asked; None if it still has no complete one."""

        def work(engine: AnsweringEngine) -> AnswerResult | None:
            decision, left = converse(engine, question, EMPTY, now)
            result = result_of(engine, decision, now, language, note, left)
            return result if result.decision is not None and is_complete(result.decision) else None

        return await self.answer_service.in_view(audience, work)

    async def facts_answering(self, question: str, now: dt.datetime) -> tuple[str, ...]:
        """Return the facts with which the whole base answers a question; none if the answer is not complete."""
        engine = self.answer_service.engine

        def work() -> tuple[str, ...]:
            decision = settle(converse(engine, question, EMPTY, now)[0], engine.base)
            if not isinstance(decision, Answer) or decision.missing:
                return ()
            return tuple(candidate.fact for candidate in decision.facts)

        return await self.answer_service.in_thread(work)

    async def resolved(
        self, question: str, facts: Sequence[str], earlier: FollowUpContext, now: dt.datetime
    ) -> str | None:
        """Complete a question that was answered with `facts`; None if the `earlier` facts it followed are gone."""
        engine = self.answer_service.engine

        def work() -> str | None:
            alone, _ = converse(engine, question, EMPTY, now)
            if isinstance(alone, Answer) and {candidate.fact for candidate in alone.facts} == set(facts):
                return question
            return converse(engine, question, replace(earlier, asked_at=now), now)[0].understood

        return await self.answer_service.in_thread(work) if earlier.facts else question

    async def shape(self, decision: Decision) -> Shape | None:
        """Return what a question is compared by with others; None for one that asks nothing by itself."""
        matcher = self.answer_service.engine.matcher

        def work() -> Shape | None:
            if not asks_something(decision, matcher) or missing_part(asked_by(decision), matcher) is not None:
                return None
            return shape_of(asked_by(decision), matcher, decision.candidates)

        return await self.answer_service.in_thread(work)

    async def synonym_candidates(self, question: str, fact: str, audience: Audience) -> list[SynonymPair]:
        """Pair words of a question with words of a fact that the base `holds`, which may mean the same."""
        return await self.answer_service.in_view(
            audience, lambda engine: pairs(question, engine.base.by_id[fact], engine.matcher)
        )


def is_complete(decision: Decision) -> bool:
    """Return whether a decision answers all that was asked."""
    return isinstance(decision, Answer) and not decision.missing
