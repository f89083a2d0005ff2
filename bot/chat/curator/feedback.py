"""Counts the thumbs below answers, and tells curators of each answer that somebody voted down."""

from __future__ import annotations

import hashlib
import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from telegram import CallbackQuery, InlineKeyboardMarkup, Message, Update
from telegram.error import BadRequest, ChatMigrated, Forbidden
from telegram.ext import Application, CallbackContext, CallbackQueryHandler

from bot.chat.curator.miss_recorder import MissRecorder
from bot.chat.dialogue import answer_keyboard
from bot.chat.dialogue.answer_keyboard import REASONS
from bot.chat.dialogue.memory import as_explanation
from bot.chat.outbound.callback_data import DeskAct, DeskButton, VoteButton, decode, pattern_of
from bot.chat.outbound.keyboards import column
from bot.chat.outbound.sender import acknowledge
from bot.chat.services import Services
from bot.factbase.audience import Audience
from bot.messages import chat, curator
from bot.messages.explain import STANDS
from bot.replies import Reply, Words
from bot.replies.layout import Line, Style, Yield, shorten, span
from bot.replies.message import reply_from_lines
from bot.replies.why import short
from bot.store.conversations import votes
from bot.store.conversations.contexts import AnswerRecord
from bot.store.conversations.votes import CastVote, Vote, VoteReason

ATTEMPTS: Final = 3
LONGEST_QUESTION: Final = 500  # units of a question that is quoted
THANKS: Final = {Vote.UP: chat.VOTED_UP, Vote.DOWN: chat.VOTED_DOWN}
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class AnswerComplaints:
    """Tells curators of a thumb down, without saying who pressed it; a reason given later is added to the notice."""

    services: Services

    async def tell(self, vote: CastVote, message: Message | None, understood: str | None) -> None:
        """Tell every curator of a vote on the answer that stands in `message`, if that can still be read.

        `understood` is the question written out in full, where it is known. If the answer was not what it asked, a
        button has the fact never answer it again.
        """
        replied = message.reply_to_message if message is not None else None
        question = understood or ((replied.text or replied.caption) if replied is not None else None)
        can_bar = vote.reason is VoteReason.NOT_ASKED and len(vote.facts) == 1 and understood is not None
        markup = self._never(vote.facts[0], understood or "") if can_bar else None

        def report_for(curator: int) -> Reply:
            return self._report(vote, question, Audience(frozenset({curator})))

        await self.services.notices.send_within_update(f"vote {_vote_key(vote)}", report_for, markup, edits=True)

    def _never(self, fact: str, question: str) -> InlineKeyboardMarkup | None:
        """Return the button that bars the question, unless the notice cuts it short."""
        if shorten(question, LONGEST_QUESTION) != question:
            return None
        say = self.services.answer_service.words_for(self.services.settings.language)
        return column([(say(curator.NEVER), DeskButton(DeskAct.NEVER, fact))])

    def _report(self, vote: CastVote, question: str | None, audience: Audience) -> Reply:
        """Write the notice; of a fact that `audience` may not see, it says only in which file and line it stands."""
        answer_service = self.services.answer_service
        say, base = answer_service.words_for(self.services.settings.language), answer_service.whole_base
        visible = answer_service.base(audience).by_id
        reason = say(REASONS[vote.reason]) if vote.reason is not None else say(chat.NO_REASON)
        lines: list[Line] = [(span(say(chat.COMPLAINT, reason=reason), Style.BOLD),)]
        if question and all(name in visible for name in vote.facts):
            quoted = shorten(question, LONGEST_QUESTION)
            lines.append((span(say(chat.COMPLAINT_ASKED, question=quoted), gives=Yield.CONTEXT),))
        for fact in (base.by_id[name] for name in vote.facts if name in base.by_id):
            if fact.id in visible:
                lines.append((span(fact.question.text, Style.SMALL, gives=Yield.CONTEXT),))
                lines.append((span(fact.answer, gives=Yield.ANSWER),))
            lines.append((span(say(STANDS, fact=fact.id, path=short(fact.place.path), line=fact.place.line)),))
        return reply_from_lines(lines)


def _vote_key(vote: CastVote) -> str:
    """Return a key for a vote that does not identify the voter: the key is kept when the person is forgotten."""
    return hashlib.blake2b(f"{vote.place} {vote.person}".encode(), digest_size=16).hexdigest()


@dataclass(frozen=True, slots=True)
class Feedback:
    """Handles the thumbs below answers.

    The vote is stored before anything is shown, so that it is not lost where Telegram fails afterwards.
    """

    services: Services
    complaints: AnswerComplaints
    misses: MissRecorder
    clock: Callable[[], float] = time.time

    def register(self, application: Application[Any, Any, Any, Any, Any, Any]) -> None:
        """Have the application call this for the buttons that are votes."""
        application.add_handler(CallbackQueryHandler(self.on_press, pattern=pattern_of(VoteButton)))

    async def on_press(self, update: Update, context: CallbackContext[Any, Any, Any, Any]) -> None:
        """Count a vote, or the reason for one."""
        query = update.callback_query
        if query is None:
            return
        answer_service, memory = self.services.answer_service, self.services.memory
        message, pressed = query.message, decode(query.data)
        language = answer_service.language_of(query.from_user)
        say = answer_service.words_for(language)
        answer_record = await memory.answer_in(message.chat.id, message.message_id) if message is not None else None
        if answer_record is None or not isinstance(pressed, VoteButton):
            await acknowledge(query, say(chat.UNKNOWN_BUTTON))
            return
        refusal = await self.services.access.refusal(query, await self.services.policies.of(answer_record.chat))
        if refusal is not None:
            await acknowledge(query, say(refusal))
            return
        direction, reason = pressed.vote, pressed.reason
        explanation = as_explanation(answer_record.basis)
        facts = tuple(candidate.fact for candidate in explanation.told)
        vote = self._vote(query, answer_record, facts, direction, reason)
        await memory.store.run(lambda connection: votes.cast(connection, memory.store.bot, vote))
        await acknowledge(query, say(THANKS[direction] if reason is None else chat.REASON_TAKEN))
        say_as_answered = answer_service.words_for(answer_record.language or language)
        asks_why = direction is Vote.DOWN and reason is None
        await self._show_reasons(query, answer_record, facts, say_as_answered, asks_why=asks_why)
        understood = await self.misses.voted(query, answer_record, explanation, is_down=direction is Vote.DOWN)
        if direction is Vote.DOWN:
            voted_on = query.message if isinstance(query.message, Message) else None
            await self.complaints.tell(vote, voted_on, understood)

    def _vote(
        self,
        query: CallbackQuery,
        answer_record: AnswerRecord,
        facts: Sequence[str],
        direction: Vote,
        reason: VoteReason | None,
    ) -> CastVote:
        memory = self.services.memory
        place = memory.hash(f"message {answer_record.chat} {answer_record.message}")
        return CastVote(place, memory.person(query.from_user), facts, direction, reason, self.clock())

    async def _show_reasons(
        self, query: CallbackQuery, answer_record: AnswerRecord, facts: tuple[str, ...], say: Words, *, asks_why: bool
    ) -> None:
        """Put the buttons with reasons below the answer, or take them away again."""
        bot = self.services.bot
        has_desk = self.services.settings.is_curator(answer_record.chat)
        markup = answer_keyboard.fact_keyboard(
            facts, bot.username, say, has_thumbs=True, asks_why=asks_why, has_desk=has_desk
        )
        if isinstance(query.message, Message) and _button_data(query.message.reply_markup) == _button_data(markup):
            return

        async def edit() -> Message | bool:
            return await bot.edit_message_reply_markup(answer_record.chat, answer_record.message, reply_markup=markup)

        try:
            await self.services.outbox.edit(answer_record.chat, edit, "changing buttons", ATTEMPTS)
        except (BadRequest, ChatMigrated, Forbidden) as refusal:
            log.info("buttons were not changed: %s", refusal.message)


def _button_data(markup: InlineKeyboardMarkup | None) -> list[object]:
    rows = markup.inline_keyboard if markup is not None else ()
    return [button.callback_data for row in rows for button in row]
