"""Decides on a message in a conversation, and keeps what the next message may follow."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Final

from bot.matching.decision import Answer, Candidate, Decision, NoAnswer, Reason, Suggest, Why
from bot.matching.dialogue.as_of import as_of_date
from bot.matching.dialogue.asides import without_asides
from bot.matching.dialogue.follow_up import FollowUpContext, RewrittenQuestion, context_after_refusal, resolve_follow_up
from bot.matching.dialogue.question_splitter import Part, pieces, properties, split
from bot.matching.dialogue.small_talk import keeps_context
from bot.matching.matcher import Matcher
from bot.matching.text.lexicon import LEADING
from bot.matching.text.token_class import is_constraint
from bot.matching.understanding.date_expressions import Dated, dated

LASTS: Final = dt.timedelta(minutes=10)
WHICH: Final = Reason(Why.WHICH_EDITION)
UNREAD: Final = Reason(Why.DATE_UNREAD)
_SHOWN: Final = 5
_NEAREST: Final = 3
_CHOICES: Final = 4


@dataclass(frozen=True, slots=True)
class Turn:
    """A decision on one question, and the context as it is after it."""

    decision: Decision
    context: FollowUpContext


def answer(matcher: Matcher, question: str, today: dt.date) -> Decision:
    """Decide on a message that follows nothing; each of its parts is answered or named as missing."""
    return _heard(matcher.for_message(), question, FollowUpContext(), today).decision


def decide_dated(matcher: Matcher, question: str, today: dt.date) -> Decision:
    """Decide on a message as one question, as of a date where it names one."""
    matcher = matcher.for_message()
    asking = without_asides(question, matcher)
    plain, asked = matcher.decide(asking), dated(asking)
    if asked is None or _is_of_base(plain, asked, matcher):
        return replace(plain, question=question)
    if asked.date is None:
        return NoAnswer(question, UNREAD, (), ())
    found = matcher.decide(asked.rest)
    return replace(as_of_date(found, matcher.base, asked.date, today), question=question)


def converse(
    matcher: Matcher, question: str, context: FollowUpContext, now: dt.datetime, lasts: dt.timedelta = LASTS
) -> tuple[Decision, FollowUpContext]:
    """Decide on a message, as a follow-up where it is one; also return what the next message may follow.

    A whole question is decided as if nothing had been said before. The context lasts as long as `lasts` says.
    """
    turn = _heard(matcher.for_message(), question, context.lasting(now, lasts), now.date())
    if turn.context.facts and turn.context is not context:
        return turn.decision, replace(turn.context, asked_at=now)
    return turn.decision, turn.context


def remember(decision: Decision, now: dt.datetime) -> FollowUpContext:
    """Return what may follow a decision that was taken elsewhere, such as by choosing a suggestion."""
    return replace(_context_of(decision), asked_at=now)


def _context_of(decision: Decision) -> FollowUpContext:
    return FollowUpContext(tuple(c.fact for c in decision.facts)) if isinstance(decision, Answer) else FollowUpContext()


def _heard(matcher: Matcher, message: str, context: FollowUpContext, today: dt.date) -> Turn:
    """Decide on a message without its asides; a phrasing of the base is taken as it stands."""
    if matcher.phrased(message) is not None:
        return _decided(matcher, message, context, today)
    turn = _decided(matcher, without_asides(message, matcher), context, today)
    return replace(turn, decision=replace(turn.decision, question=message))


def _decided(matcher: Matcher, question: str, context: FollowUpContext, today: dt.date) -> Turn:
    """Decide on a message; one that names a date is decided without it, and then gets what held at that date."""
    asked = dated(question)
    if asked is None or _is_of_base(matcher.decide(question), asked, matcher):
        return _without_date(matcher, question, context)
    if asked.date is None:
        return Turn(NoAnswer(question, UNREAD, (), ()), context)
    turn = _again(matcher, asked.rest, context) or _without_date(matcher, asked.rest, context)
    decision = as_of_date(turn.decision, matcher.base, asked.date, today)
    return replace(turn, decision=replace(decision, question=question))


def _is_of_base(plain: Decision, asked: Dated, matcher: Matcher) -> bool:
    """Return whether a question is answered by a phrasing of a current fact that itself says the date."""
    if not isinstance(plain, Answer) or asked.date is None:
        return False
    base = matcher.base
    return all(
        (own := dated(c.phrase)) is not None
        and own.date == asked.date
        and any(phrase.text == c.phrase for phrase in base.phrases_of(base.by_id[c.fact]))
        for c in plain.facts
    )


def _again(matcher: Matcher, rest: str, context: FollowUpContext) -> Turn | None:
    """Ask again for what was answered before, where a message says nothing besides a date ("and as of 2018?")."""
    facts = [fact for fact in context.facts if fact in matcher.base.by_id]
    if not facts or any(token not in LEADING for token in matcher.read(rest).tokens):
        return None
    questions = {fact: matcher.base.by_id[fact].question.text for fact in facts}
    found = tuple(Candidate(fact, 1.0, text) for fact, text in questions.items())
    decision = Answer(rest, found, found[:_SHOWN], understood="; ".join(questions.values()))
    return Turn(decision, FollowUpContext(context.facts))


def _without_date(matcher: Matcher, question: str, context: FollowUpContext) -> Turn:
    whole = matcher.decide(question)
    if isinstance(whole, Answer) and _is_bare(matcher, question):
        whole = NoAnswer(question, Reason(Why.NOT_HELD), whole.candidates[:_NEAREST], whole.candidates)
    parts = split(question, matcher) or (() if isinstance(whole, Answer) else properties(question, matcher))
    if parts and not _has_parts(whole):
        joined = _joined(matcher, question, whole, parts, context)
        if joined is not None:
            return Turn(joined, _context_of(joined))
    return _turn(matcher, question, whole, context)


def _is_bare(matcher: Matcher, question: str) -> bool:
    """Return whether a message names something and asks nothing of it, so that any fact about it may be meant."""
    tokens = matcher.read(question).tokens
    is_name = bool(tokens) and all(is_constraint(token) or token in LEADING for token in tokens)
    return is_name and matcher.phrased(question) is None


def _has_parts(whole: Decision) -> bool:
    """Return whether the phrasing found has several parts itself, so that one fact answers them all."""
    return isinstance(whole, Answer) and any(len(pieces(c.phrase)) > 1 for c in whole.facts)


def _joined(
    matcher: Matcher, question: str, whole: Decision, parts: Sequence[Part], context: FollowUpContext
) -> Decision | None:
    """Answer part by part, each of which may follow the one before; None where the message is surer as one question."""
    decided: list[tuple[Part, Decision]] = []
    for part in parts:
        turn = _turn(matcher, part.question, matcher.decide(part.question), context)
        context = turn.context  # empty behind what was about something else
        decided.append((part, turn.decision))
    facts = {c.fact: c for _, found in decided if isinstance(found, Answer) for c in found.facts}
    missing = [(part, found) for part, found in decided if not isinstance(found, Answer)]
    if not facts:
        return _all_offered(question, whole, [found for _, found in decided])
    if len(facts) == 1 and not missing:
        return None
    is_foreign = any(not found.understood for _, found in missing)
    if is_foreign and all(found.understood for _, found in decided if isinstance(found, Answer)):
        return None  # it speaks of something else, and so may the parts that lack a name
    if isinstance(whole, Answer):
        is_left_out = not any(c.fact in facts for c in whole.facts)
        is_vague = not all(part.is_named or found.understood for part, found in missing)
        if is_left_out or is_vague:
            return None
    return Answer(
        question,
        tuple(facts.values()),
        _first(facts.values(), *(found.candidates for _, found in decided)),
        understood="; ".join(found.understood for _, found in decided if found.understood) or None,
        missing=tuple(part.written for part, _ in missing),
    )


def _all_offered(question: str, whole: Decision, parts: Sequence[Decision]) -> Suggest | None:
    """Offer what each part may mean, where the message as one question is offered only a part of that."""
    if not isinstance(whole, Suggest):
        return None
    offered = [found.choices for found in (*parts, whole) if isinstance(found, Suggest)]
    in_turn = (choice for row in zip_longest(*offered) for choice in row if choice is not None)
    choices = tuple({choice.fact: choice for choice in in_turn}.values())
    if {choice.fact for choice in choices} <= {choice.fact for choice in whole.choices}:
        return None
    return Suggest(question, choices[:_CHOICES], Reason(Why.SEVERAL_NEAR), choices[:_SHOWN])


def _turn(matcher: Matcher, question: str, alone: Decision, context: FollowUpContext) -> Turn:
    """Decide on one question; `alone` is the decision on it without context."""
    rewritten = resolve_follow_up(question, context, matcher)
    if not rewritten or (isinstance(alone, Answer) and rewritten[0].words):
        if isinstance(alone, Answer):
            return Turn(alone, _context_of(alone))
        is_kept = bool(context.facts) and keeps_context(question, matcher)
        return Turn(alone, context if is_kept else context_after_refusal(matcher, question, alone))
    decided = [(whole, _fitting(matcher, whole, question, context)) for whole in rewritten]
    answers = [(whole, found) for whole, found in decided if isinstance(found, Answer)]
    if answers:
        decision = _followed(question, answers, decided)
        return Turn(decision, _context_of(decision) if isinstance(decision, Answer) else context)
    whole, found = decided[0]
    if whole.words and not whole.is_certain and not _is_held(matcher, whole, found, alone):
        return Turn(alone, FollowUpContext())
    return Turn(found, context if whole.words else replace(context, about=whole.about))


def _is_held(matcher: Matcher, whole: RewrittenQuestion, found: Decision, alone: Decision) -> bool:
    """Return whether the base asks the same of this thing or of one like it."""
    if not isinstance(found, Suggest):
        found = alone
    facts = [matcher.base.by_id[c.fact] for c in found.choices] if isinstance(found, Suggest) else []
    return whole.about in matcher.base.names and any(whole.speaks_of(fact, matcher) for fact in facts)


def _followed(
    question: str,
    answers: Sequence[tuple[RewrittenQuestion, Answer]],
    decided: Sequence[tuple[RewrittenQuestion, Decision]],
) -> Decision:
    """Join the answers to what a follow-up may stand for; suggest them where it may be about several things."""
    facts = {c.fact: c for _, found in answers for c in found.facts}
    candidates = _first(facts.values(), *(found.candidates for _, found in decided))
    understood = "; ".join(whole.text for whole, _ in answers)
    if len({whole.about for whole, _ in decided}) > 1 and decided[0][0].words:
        if len(facts) > 1:
            return Suggest(question, tuple(facts.values())[:_CHOICES], WHICH, candidates, understood)
        return NoAnswer(question, WHICH, tuple(facts.values()), candidates, understood)
    missing = tuple(w.text for w, found in decided if not w.words and not isinstance(found, Answer))
    return Answer(question, tuple(facts.values()), candidates, understood, missing)


def _fitting(matcher: Matcher, whole: RewrittenQuestion, question: str, context: FollowUpContext) -> Decision:
    """Decide on a rewritten question; an answer about something else or to something else does not count."""
    found = replace(matcher.decide(whole.text), question=question, understood=whole.text)
    is_why = matcher.read(question).opening == "why"

    def fits(candidate: Candidate) -> bool:
        return whole.fits(matcher.base.current(matcher.base.by_id[candidate.fact]), matcher)

    if isinstance(found, Answer):
        is_again = is_why and any(c.fact in context.facts for c in found.facts)
        if all(fits(c) for c in found.facts) and not is_again and not whole.is_open:
            return found
    elif isinstance(found, Suggest):
        is_missing = not whole.words or whole.about not in matcher.base.names
        choices = tuple(c for c in found.choices if is_missing or fits(c))
        if len(choices) > 1:
            return replace(found, choices=choices)
    elif not whole.words:
        return found
    about = Reason(Why.NAME, (whole.about,)) if whole.about else Reason(Why.NOT_HELD)
    reason = Reason(Why.NO_CAUSE) if is_why else about
    nearest = tuple(c for c in found.candidates if fits(c) and c.fact not in context.facts)[:_NEAREST]
    if whole.is_open and not is_why and len(nearest) > 1:
        return Suggest(question, nearest, WHICH, found.candidates, whole.text)
    return NoAnswer(question, reason, nearest, found.candidates, whole.text)


def _first(*groups: Iterable[Candidate]) -> tuple[Candidate, ...]:
    found: dict[str, Candidate] = {}
    for group in groups:
        for candidate in group:
            found.setdefault(candidate.fact, candidate)
    return tuple(found.values())[:_SHOWN]
