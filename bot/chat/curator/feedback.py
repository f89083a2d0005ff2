"""A thumb down → a message to each curator who has started the bot, which a reason given later completes."""

from __future__ import annotations

import hashlib
import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from telegram import Bot, CallbackQuery, InlineKeyboardMarkup, Message, Update
from telegram.error import BadRequest, ChatMigrated, Forbidden, TelegramError
from telegram.ext import Application, CallbackContext, CallbackQueryHandler

from bot.chat.curator.miss_recorder import MissRecorder
from bot.chat.dialogue import answer_keyboard
from bot.chat.dialogue.answer_keyboard import REASONS
from bot.chat.dialogue.answer_service import AnswerService
from bot.chat.dialogue.memory import DialogueMemory, as_explanation
from bot.chat.outbound.callback_data import VoteButton, decode, pattern_of
from bot.chat.outbound.outbox import Outbox
from bot.chat.outbound.sender import Sender, acknowledge
from bot.chat.protocol.chat_policy import ChatPolicies
from bot.chat.routing.access import AccessControl
from bot.factbase.audience import Audience
from bot.messages import chat
from bot.replies import Reply, Words
from bot.replies.layout import Line, Style, Yield, shorten, span
from bot.replies.message import reply_from_lines
from bot.replies.why import STANDS, short
from bot.store.conversations import votes
from bot.store.conversations.contexts import AnswerRecord
from bot.store.conversations.votes import CastVote, Vote, VoteReason

ALERT_ATTEMPTS = 2
LONGEST = 500  # units of a question that is quoted
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class AnswerComplaints:
    """Tells curators, and says nothing of who it was."""

    sender: Sender
    outbox: Outbox
    answering: AnswerService
    curators: Sequence[int]
    language: str

    async def tell(self, cast: CastVote, message: Message | None) -> None:
        """Tell every curator of a vote; who cannot be written to is passed over."""
        replied = message.reply_to_message if message is not None else None
        asked = (replied.text or replied.caption) if replied is not None else None
        vote = _mark_of(cast)
        for curator in self.curators:
            report = self._report(cast, asked, Audience(frozenset({curator})))
            try:
                await self._tell(curator, f"vote {vote} {curator}", report)
            except TelegramError as error:
                log.info("a curator was not told of a vote (%s)", type(error).__name__)

    async def _tell(self, curator: int, cause: str, report: Reply) -> None:
        earlier = (await self.outbox.sent_under(cause)).get(0)
        if earlier is None:
            await self.sender.send(curator, report, key=cause, attempts=ALERT_ATTEMPTS)
        else:
            await self.sender.edit_or_raise(curator, earlier, report, attempts=ALERT_ATTEMPTS)

    def _report(self, cast: CastVote, asked: str | None, audience: Audience) -> Reply:
        """Tell of a vote; of a fact that may not be seen where it is told, only where it stands."""
        say, base = self.answering.words_for(self.language), self.answering.whole_base
        seen = self.answering.base(audience).by_id
        reason = say(REASONS[cast.reason]) if cast.reason is not None else say(chat.NO_REASON)
        lines: list[Line] = [(span(say(chat.COMPLAINT, reason=reason), Style.BOLD),)]
        if asked and all(name in seen for name in cast.facts):
            question = shorten(asked, LONGEST)
            lines.append((span(say(chat.COMPLAINT_ASKED, question=question), gives=Yield.CONTEXT),))
        for fact in (base.by_id[name] for name in cast.facts if name in base.by_id):
            if fact.id in seen:
                lines.append((span(fact.question.text, Style.SMALL, gives=Yield.CONTEXT),))
                lines.append((span(fact.answer, gives=Yield.ANSWER),))
            lines.append((span(say(STANDS, fact=fact.id, path=short(fact.place.path), line=fact.place.line)),))
        return reply_from_lines(lines)


def _mark_of(cast: CastVote) -> str:
    """Recognise a vote by what does not tell whose it is, for it stays when the person is forgotten."""
    return hashlib.blake2b(f"{cast.place} {cast.person}".encode(), digest_size=16).hexdigest()


ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class Feedback:
    """Counts thumbs. What is stored first cannot be lost; that it is shown late or not does no harm."""

    bot: Bot
    outbox: Outbox
    answering: AnswerService
    memory: DialogueMemory
    complaints: AnswerComplaints
    misses: MissRecorder
    door: AccessControl
    places: ChatPolicies
    clock: Callable[[], float] = time.time

    def register(self, application: Application[Any, Any, Any, Any, Any, Any]) -> None:
        """Have the application call this for the buttons that are votes."""
        application.add_handler(CallbackQueryHandler(self.on_press, pattern=pattern_of(VoteButton)))

    async def on_press(self, update: Update, context: CallbackContext[Any, Any, Any, Any]) -> None:
        """Count a vote or the reason for one."""
        query = update.callback_query
        if query is None:
            return
        message, pressed = query.message, decode(query.data)
        language = self.answering.language_of(query.from_user)
        say = self.answering.words_for(language)
        told = await self.memory.answer_in(message.chat.id, message.message_id) if message is not None else None
        if told is None or not isinstance(pressed, VoteButton):
            await acknowledge(query, say(chat.UNKNOWN_BUTTON))
            return
        refusal = await self.door.refusal(query, await self.places.of(told.chat))
        if refusal is not None:
            await acknowledge(query, say(refusal))
            return
        vote, reason = pressed.vote, pressed.reason
        basis = as_explanation(told.basis)
        facts = tuple(candidate.fact for candidate in basis.told)
        cast = self._cast(query, told, facts, vote, reason)
        await self.memory.store.run(lambda connection: votes.cast(connection, self.memory.store.bot, cast))
        await acknowledge(query, say(THANKS[vote] if reason is None else chat.REASON_TAKEN))
        said_in = self.answering.words_for(told.language or language)
        await self._show(query, told, facts, said_in, asks_why=vote is Vote.DOWN and reason is None)
        await self.misses.voted(query, told, basis, is_down=vote is Vote.DOWN)
        if vote is Vote.DOWN:
            await self.complaints.tell(cast, query.message if isinstance(query.message, Message) else None)

    def _cast(
        self, query: CallbackQuery, told: AnswerRecord, facts: Sequence[str], vote: Vote, reason: VoteReason | None
    ) -> CastVote:
        place = self.memory.hash(f"message {told.chat} {told.message}")
        return CastVote(place, self.memory.person(query.from_user), facts, vote, reason, self.clock())

    async def _show(
        self, query: CallbackQuery, told: AnswerRecord, facts: tuple[str, ...], say: Words, *, asks_why: bool
    ) -> None:
        """Put the reasons below the message, or take them away again."""
        markup = answer_keyboard.fact_keyboard(facts, self.bot.username, say, has_thumbs=True, asks_why=asks_why)
        if isinstance(query.message, Message) and _data(query.message.reply_markup) == _data(markup):
            return

        async def call() -> object:
            return await self.bot.edit_message_reply_markup(told.chat, told.message, reply_markup=markup)

        try:
            await self.outbox.edit(told.chat, call, "changing buttons", ATTEMPTS)
        except (BadRequest, ChatMigrated, Forbidden) as refusal:
            log.info("buttons were not changed: %s", refusal.message)


THANKS = {Vote.UP: chat.VOTED_UP, Vote.DOWN: chat.VOTED_DOWN}


def _data(markup: InlineKeyboardMarkup | None) -> list[object]:
    rows = markup.inline_keyboard if markup is not None else ()
    return [button.callback_data for row in rows for button in row]
