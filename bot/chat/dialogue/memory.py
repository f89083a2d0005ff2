"""Keeps what people were told and why, for follow-up questions, /why, /source and corrections.

People are known by a keyed hash of their number. The explanation of an answer is kept as JSON.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any, Final

from sqlalchemy import Connection
from telegram import Message, User

from bot.chat.dialogue.answer_service import AnswerResult
from bot.chat.protocol.request import BotIdentity, topic_of, user_of
from bot.chat.protocol.update_context import current
from bot.factbase.dates import parse_date
from bot.matching import FollowUpContext, Suggest
from bot.matching.decision import Answer, Candidate, Decision, Violation
from bot.replies.why import NOTHING, Explanation
from bot.store import usage
from bot.store.conversations import contexts
from bot.store.conversations.contexts import AnswerRecord, DialogueKey, DialogueState
from bot.store.database.store import Store
from bot.store.outbound import sends
from bot.store.usage import UsageEvent, UsageKind
from bot.tables.answer import TableAnswer
from bot.tables.plan_record import as_plan, as_record


def explanation_of(decision: Decision, *, is_chosen: bool = False, after: FollowUpContext = NOTHING) -> Explanation:
    """Take out of a decision what it rests on. Of the question only what kept a fact from being told is included."""
    told = decision.facts if isinstance(decision, Answer) else ()
    known = {candidate.fact for candidate in told}
    others = tuple(candidate for candidate in decision.candidates if candidate.fact not in known)
    plan = decision.table.plan if isinstance(decision, TableAnswer) else None
    return Explanation(told, others, is_chosen, after, plan)


def as_text(explanation: Explanation) -> str:
    """Write an explanation as JSON."""
    written: dict[str, Any] = {
        "told": _listed(explanation.told),
        "others": _listed(explanation.others),
        "chosen": explanation.is_chosen,
    }
    if explanation.after.facts:
        written |= {"after": explanation.after.facts, "about": explanation.after.about}
    if explanation.plan is not None:
        written["plan"] = as_record(explanation.plan)
    return json.dumps(written, ensure_ascii=False)


def as_explanation(text: str) -> Explanation:
    """Read an explanation that `as_text` wrote."""
    read: Mapping[str, Any] = json.loads(text)
    after = FollowUpContext(tuple(read.get("after", ())), about=read.get("about"))
    plan = as_plan(read["plan"]) if "plan" in read else None
    return Explanation(_candidates(read["told"]), _candidates(read["others"]), read["chosen"], after, plan)


def _listed(candidates: Iterable[Candidate]) -> list[dict[str, Any]]:
    return [
        {
            "fact": candidate.fact,
            "confidence": round(candidate.confidence, 4),
            "phrase": candidate.phrase,
            "blocks": [[block.kind, block.asked, block.held] for block in candidate.violations],
            **({"as_of": str(candidate.as_of)} if candidate.as_of is not None else {}),
        }
        for candidate in candidates
    ]


def _candidates(listed: Iterable[Mapping[str, Any]]) -> tuple[Candidate, ...]:
    return tuple(
        Candidate(
            one["fact"],
            one["confidence"],
            one["phrase"],
            violations=tuple(Violation(*b) for b in one["blocks"]),
            as_of=parse_date(one.get("as_of", "")),
        )
        for one in listed
    )


PRIVATE: Final = "private"
GROUP_LETTERS: Final = 16


class DialogueMemory:
    """What the bot remembers of each person and each of its answers; nobody can make the hashes without its token."""

    def __init__(self, store: Store, token: str, clock: Callable[[], dt.datetime]) -> None:
        self.store = store
        self._key = hmac.digest(token.encode(), b"people in the store", hashlib.sha256)
        self._clock = clock

    def hash(self, text: str) -> str:
        """Hash a text that must not itself be kept."""
        return hmac.digest(self._key, text.encode(), hashlib.sha256).hex()[:32]

    def person(self, user: User) -> str:
        """Return the name of a person in the store."""
        return self.hash(f"user {user.id}")

    async def context_of(self, message: Message, me: BotIdentity, now: dt.datetime | None = None) -> FollowUpContext:
        """Return the context of a message: the answer it replies to, whoever asked, else what the person was last told.

        A reply says itself what it is about, so that its context never expires.
        """
        replied, now = await self.answer_replied_to(message, me), now or self._clock()
        if replied is not None:
            spoken, told_at = replied.spoken, now
        else:
            last = await self._last(message)
            if last is None:
                return FollowUpContext()
            # The clock of another process may be ahead.
            spoken, told_at = last, min(now, dt.datetime.fromtimestamp(last.at, dt.UTC))
        return FollowUpContext(spoken.follows, told_at, spoken.about)

    async def answer_replied_to(self, message: Message, me: BotIdentity) -> AnswerRecord | None:
        """Return what the answer that this message replies to told; None if it does not reply to one."""
        target = message.reply_to_message
        if target is None or target.from_user is None or target.from_user.id != me.id:
            return None
        return await self.answer_in(message.chat.id, target.message_id)

    async def last_answer(self, message: Message, lasts: dt.timedelta) -> AnswerRecord | None:
        """Return what the author of a message was last told there, answer or not, if no more than `lasts` ago."""
        place, store = self._place(message, user_of(message)), self.store
        if place is None:
            return None

        def work(connection: Connection) -> AnswerRecord | None:
            last = contexts.last_message(connection, store.bot, place)
            if last is None:
                return None
            sent = sends.reply_to(connection, store.bot, place.chat, last)
            # A chosen fact has taken the place of the choices, so that the last message is itself the answer.
            answer = sent.message if sent is not None and sent.message is not None else last
            return contexts.find_answer(connection, store.bot, place.chat, answer)

        told = await store.run(work)
        since = (self._clock() - lasts).timestamp()
        return told if told is not None and told.spoken.at >= since else None

    async def answer_in(self, chat: int, message: int) -> AnswerRecord | None:
        """Return what a message of the bot told; None if it told nothing, or that is no longer kept."""
        store = self.store
        return await store.run(lambda connection: contexts.find_answer(connection, store.bot, chat, message))

    async def keep(self, asked: Message, sent: int | None, result: AnswerResult) -> None:
        """Remember the reply to a message."""
        place = self._place(asked, user_of(asked))
        await self._keep(asked.chat.id, sent, result, place, asked.message_id, is_newest=False)

    async def explanation_of_reply(self, message: Message) -> Explanation | None:
        """Return what a message of the bot rests on; None if that is no longer kept."""
        kept = await self.answer_in(message.chat.id, message.message_id)
        return as_explanation(kept.basis) if kept is not None else None

    async def keep_chosen(
        self, message: Message, sent: int | None, result: AnswerResult, user: User, offered: Explanation | None
    ) -> None:
        """Remember what somebody chose by a button; it keeps the context in which the choices were offered."""
        if offered is not None:
            result = replace(result, resolved_with=offered.after)
        place = self._place(message, user)
        await self._keep(message.chat.id, sent, result, place, message.message_id, is_newest=True)

    async def keep_late(self, chat: int, sent: int, person: str, result: AnswerResult) -> None:
        """Remember an answer that was sent long after the question."""
        if result.decision is None:
            return
        store, basis = self.store, as_text(explanation_of(result.decision))
        told = AnswerRecord(chat, sent, person, basis, self._spoken(result), result.fact_hashes, result.language)
        await store.run(lambda connection: contexts.record_answer(connection, store.bot, told))

    async def _keep(
        self,
        chat: int,
        sent: int | None,
        result: AnswerResult,
        place: DialogueKey | None,
        of: int,
        *,
        is_newest: bool,
    ) -> None:
        decision = result.decision
        if decision is None:
            return
        store, context = self.store, result.context
        spoken = self._spoken(result)
        basis = as_text(explanation_of(decision, is_chosen=result.is_chosen, after=result.resolved_with))
        person = place.person if place is not None else None
        told = None
        if sent is not None:
            told = AnswerRecord(chat, sent, person, basis, spoken, result.fact_hashes, result.language)
        # A "thanks" keeps the context, but does not make it last longer.
        own = replace(spoken, at=context.asked_at.timestamp()) if context.asked_at is not None else spoken

        counted = UsageEvent(current.get().idempotency_key, self.room(chat), kind_of(result), result.facts, spoken.at)

        def work(connection: Connection) -> None:
            usage.count(connection, store.bot, counted)
            if told is not None:
                contexts.record_answer(connection, store.bot, told)
            if place is not None:
                contexts.put(connection, store.bot, place, own, of, is_newest=is_newest)

        await store.run(work)

    def _spoken(self, result: AnswerResult) -> DialogueState:
        return DialogueState(result.context.facts, result.context.about, self._clock().timestamp())

    def room(self, chat: int) -> str:
        """Return the name of a chat in the usage counts: a hash for a group, one name for all private chats."""
        return PRIVATE if chat > 0 else self.hash(f"counts of chat {chat}")[:GROUP_LETTERS]

    async def _last(self, message: Message) -> DialogueState | None:
        place, store = self._place(message, user_of(message)), self.store
        if place is None:
            return None
        return await store.run(lambda connection: contexts.get(connection, store.bot, place))

    def _place(self, message: Message, user: User | None) -> DialogueKey | None:
        return DialogueKey(message.chat.id, topic_of(message) or 0, self.person(user)) if user is not None else None


def kind_of(result: AnswerResult) -> UsageKind:
    """Return how the usage counts class a result."""
    if result.is_chosen:
        return UsageKind.CHOSEN
    match result.decision:
        case Answer():
            return UsageKind.ANSWERED
        case Suggest():
            return UsageKind.SUGGESTED
        case _:
            return UsageKind.REFUSED
