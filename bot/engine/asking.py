"""Decides on a question: over many facts where it is understood whole as such, else by the matcher."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from bot.engine.engine import AnsweringEngine
from bot.matching import Answer, Decision, FollowUpContext, Matcher, as_refused
from bot.matching import answer as matched_answer
from bot.matching import converse as matched_converse
from bot.matching.dialogue.asked_line import AskedLine
from bot.matching.dialogue.conversation import LASTS
from bot.tables.answer import TableAnswer, context_after


def decide_alone(asked: AskedLine, engine: AnsweringEngine, today: dt.date) -> Decision:
    """Answer a line on its own, or refuse one that cannot be asked."""
    return asked.refused() or as_refused(answer(engine, asked.text, today), engine.matcher)


def answer(engine: AnsweringEngine, question: str, today: dt.date) -> Decision:
    """Decide on a message that follows nothing."""
    matcher = engine.matcher.for_message()
    return _over_many(engine, matcher, question, today) or matched_answer(matcher, question, today)


def converse(
    engine: AnsweringEngine,
    question: str,
    context: FollowUpContext,
    now: dt.datetime,
    lasts: dt.timedelta = LASTS,
) -> tuple[Decision, FollowUpContext]:
    """Decide on a message, as a follow-up where it is one; also return what the next message may follow.

    A question that is whole by itself is never taken for a follow-up.
    """
    matcher = engine.matcher.for_message()  # so that the message is read and decided once
    found = _over_many(engine, matcher, question, now.date())
    lasting = context.lasting(now, lasts)
    if found is None and lasting.facts and not isinstance(matcher.decide(question), Answer):
        found = engine.tables.answer(question, now.date(), lasting)
    if found is not None:
        return found, replace(context_after(found), asked_at=now)
    return matched_converse(matcher, question, context, now, lasts)


def _over_many(engine: AnsweringEngine, matcher: Matcher, question: str, today: dt.date) -> TableAnswer | None:
    """Answer over many facts, unless the question is a phrasing of one fact."""
    if matcher.phrased(question) is not None:
        return None
    return engine.tables.answer(question, today)
