"""A decision → what is kept of it to say later why it was taken, as JSON, and back."""

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
from bot.matching import Context, Suggest
from bot.matching.decision import Answer, Candidate, Decision, Violation
from bot.replies.why import NOTHING, Basis
from bot.store import usage
from bot.store.conversations import contexts
from bot.store.conversations.contexts import AnswerRecord, DialogueKey, DialogueState
from bot.store.database.store import Store
from bot.store.outbound import sends
from bot.store.usage import UsageEvent, UsageKind


def explanation_of(decision: Decision, *, is_chosen: bool = False, after: Context = NOTHING) -> Basis:
    """Take out of a decision what it rests on; nothing of what was asked but what kept a fact from being told."""
    told = decision.facts if isinstance(decision, Answer) else ()
    known = {candidate.fact for candidate in told}
    others = tuple(candidate for candidate in decision.candidates if candidate.fact not in known)
    return Basis(told, others, is_chosen, after)


def as_text(basis: Basis) -> str:
    """Write a basis down."""
    written: dict[str, Any] = {"told": _listed(basis.told), "others": _listed(basis.others), "chosen": basis.is_chosen}
    if basis.after.facts:
        written |= {"after": basis.after.facts, "about": basis.after.about}
    return json.dumps(written, ensure_ascii=False)


def as_basis(text: str) -> Basis:
    """Read what `as_text` wrote."""
    read: Mapping[str, Any] = json.loads(text)
    after = Context(tuple(read.get("after", ())), about=read.get("about"))
    return Basis(_candidates(read["told"]), _candidates(read["others"]), read["chosen"], after)


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
ROOM_LETTERS: Final = 16


class DialogueMemory:
    """Knows people by a hash of their number, which nobody can make without the bot's token."""

    def __init__(self, store: Store, token: str, clock: Callable[[], dt.datetime]) -> None:
        self.store = store
        self._key = hmac.digest(token.encode(), b"people in the store", hashlib.sha256)
        self._clock = clock

    def hash(self, text: str) -> str:
        """Hash what must not be kept as it is."""
        return hmac.digest(self._key, text.encode(), hashlib.sha256).hex()[:32]

    def person(self, user: User) -> str:
        """Name a person in the store."""
        return self.hash(f"user {user.id}")

    async def before(self, message: Message, me: BotIdentity, now: dt.datetime | None = None) -> Context:
        """Give what a message may follow: what it replies to, whoever asked that, else what the person was told.

        A reply says itself what it is about, so that no time runs out for it.
        """
        replied, now = await self.replied_to(message, me), now or self._clock()
        if replied is not None:
            spoken, said = replied.spoken, now
        else:
            kept = await self._last(message)
            if kept is None:
                return Context()
            # The clock of another process may be ahead.
            spoken, said = kept, min(now, dt.datetime.fromtimestamp(kept.at, dt.UTC))
        return Context(spoken.follows, said, spoken.about)

    async def replied_to(self, message: Message, me: BotIdentity) -> AnswerRecord | None:
        """Give what the message that this one replies to told; None where it is none of the bot's answers."""
        target = message.reply_to_message
        if target is None or target.from_user is None or target.from_user.id != me.id:
            return None
        return await self.told_by(message.chat.id, target.message_id)

    async def last_told(self, message: Message, lasts: dt.timedelta) -> AnswerRecord | None:
        """Give what the one who writes a message was last told there, answer or not, if that is not too long ago."""
        place, store = self._place(message, user_of(message)), self.store
        if place is None:
            return None

        def work(connection: Connection) -> AnswerRecord | None:
            last = contexts.last_message(connection, store.bot, place)
            if last is None:
                return None
            sent = sends.reply_to(connection, store.bot, place.chat, last)
            # What was chosen stands in the message of the choices itself.
            there = sent.message if sent is not None and sent.message is not None else last
            return contexts.find_answer(connection, store.bot, place.chat, there)

        told = await store.run(work)
        since = (self._clock() - lasts).timestamp()
        return told if told is not None and told.spoken.at >= since else None

    async def told_by(self, chat: int, message: int) -> AnswerRecord | None:
        """Give what a message of the bot told."""
        store = self.store
        return await store.run(lambda connection: contexts.find_answer(connection, store.bot, chat, message))

    async def keep(self, asked: Message, sent: int | None, answered: AnswerResult) -> None:
        """Keep what was told in reply to a message of somebody's."""
        place = self._place(asked, user_of(asked))
        await self._keep(asked.chat.id, sent, answered, place, asked.message_id, is_newest=False)

    async def keep_chosen(self, message: Message, sent: int | None, answered: AnswerResult, user: User) -> None:
        """Keep what somebody has chosen by a button of a message, which goes on from what the choices went on from."""
        offered = await self.told_by(message.chat.id, message.message_id)
        if offered is not None:
            answered = replace(answered, after=as_basis(offered.basis).after)
        place = self._place(message, user)
        await self._keep(message.chat.id, sent, answered, place, message.message_id, is_newest=True)

    async def keep_late(self, chat: int, sent: int, person: str, answered: AnswerResult) -> None:
        """Keep what was told a person who had asked long before."""
        if answered.decision is None:
            return
        store, basis = self.store, as_text(explanation_of(answered.decision))
        told = AnswerRecord(chat, sent, person, basis, self._spoken(answered), answered.held, answered.language)
        await store.run(lambda connection: contexts.record_answer(connection, store.bot, told))

    async def _keep(
        self,
        chat: int,
        sent: int | None,
        answered: AnswerResult,
        place: DialogueKey | None,
        of: int,
        *,
        is_newest: bool,
    ) -> None:
        decision = answered.decision
        if decision is None:
            return
        store, context = self.store, answered.context
        spoken = self._spoken(answered)
        basis = as_text(explanation_of(decision, is_chosen=answered.is_chosen, after=answered.after))
        person = place.person if place is not None else None
        told = None
        if sent is not None:
            told = AnswerRecord(chat, sent, person, basis, spoken, answered.held, answered.language)
        # What stays in mind through a "thanks" does not last longer for it.
        own = replace(spoken, at=context.asked_at.timestamp()) if context.asked_at is not None else spoken

        counted = UsageEvent(current.get().cause, self.room(chat), kind_of(answered), answered.told, spoken.at)

        def work(connection: Connection) -> None:
            usage.count(connection, store.bot, counted)
            if told is not None:
                contexts.record_answer(connection, store.bot, told)
            if place is not None:
                contexts.put(connection, store.bot, place, own, of, is_newest=is_newest)

        await store.run(work)

    def _spoken(self, answered: AnswerResult) -> DialogueState:
        return DialogueState(answered.context.facts, answered.context.about, self._clock().timestamp())

    def room(self, chat: int) -> str:
        """Name a chat in the counts: a group by a hash, all private chats as one, for each of those is a person."""
        return PRIVATE if chat > 0 else self.hash(f"counts of chat {chat}")[:ROOM_LETTERS]

    async def _last(self, message: Message) -> DialogueState | None:
        place, store = self._place(message, user_of(message)), self.store
        if place is None:
            return None
        return await store.run(lambda connection: contexts.get(connection, store.bot, place))

    def _place(self, message: Message, user: User | None) -> DialogueKey | None:
        return DialogueKey(message.chat.id, topic_of(message) or 0, self.person(user)) if user is not None else None


def kind_of(answered: AnswerResult) -> UsageKind:
    """Say what came of a question, or that a fact was chosen."""
    if answered.is_chosen:
        return UsageKind.CHOSEN
    match answered.decision:
        case Answer():
            return UsageKind.ANSWERED
        case Suggest():
            return UsageKind.SUGGESTED
        case _:
            return UsageKind.REFUSED
