"""Handles inline mode: offers facts to who types the bot's name in any chat, counts and refreshes what was sent."""

from __future__ import annotations

import hashlib
import logging
from dataclasses import replace
from typing import Any, Final

from telegram import CallbackQuery, InlineQueryResultArticle, Update
from telegram.error import BadRequest, TelegramError
from telegram.ext import (
    Application,
    CallbackContext,
    CallbackQueryHandler,
    ChosenInlineResultHandler,
    InlineQueryHandler,
)

from bot import metrics
from bot.chat.dialogue.answer_keyboard import refresh_keyboard
from bot.chat.dialogue.autocomplete import InlineCandidate
from bot.chat.dialogue.chat_context import ChatContext
from bot.chat.outbound.callback_data import RefreshButton, decode, pattern_of
from bot.chat.outbound.sender import acknowledge, inline_content
from bot.chat.protocol.request import identity_of
from bot.chat.protocol.retry import call_with_retry, error_name
from bot.chat.protocol.update_context import current
from bot.chat.services import Services
from bot.factbase.audience import ANYBODY
from bot.factbase.stated import held_by
from bot.messages import chat as words
from bot.messages.replies import DISPUTED
from bot.replies import Words
from bot.replies.layout import shorten
from bot.store import usage
from bot.store.conversations import inline_results
from bot.store.conversations.inline_results import InlineMessage
from bot.store.usage import UsageEvent, UsageKind

MOST: Final = 10
CACHE_SECONDS: Final = 10  # for which Telegram may go on offering a fact that was corrected
DESCRIPTION_UNITS: Final = 200  # of the answer and its source in the list
INLINE: Final = "inline"  # the chat in the counts, for Telegram does not tell which it is
WITH_BOT: Final = "sender"  # Telegram's word for the private chat of whoever types with the bot
log = logging.getLogger(__name__)


class InlineHandlers:
    """Handles inline queries. What is offered may be sent into any chat, so it is mostly what everybody may see."""

    def __init__(self, services: Services) -> None:
        self._bot = services.bot
        self._sender = services.sender
        self._store = services.store
        self._answer_service = services.answer_service
        self._chat_contexts = services.chat_contexts
        self._access = services.access
        self._clock = services.clock

    def register(self, application: Application[Any, Any, Any, Any, Any, Any]) -> None:
        """Register for inline queries, chosen results, and the button below those."""
        application.add_handler(InlineQueryHandler(self.on_query))
        application.add_handler(ChosenInlineResultHandler(self.on_chosen))
        application.add_handler(CallbackQueryHandler(self.on_press, pattern=pattern_of(RefreshButton)))

    async def on_query(self, update: Update, context: CallbackContext[Any, Any, Any, Any]) -> None:
        """Offer facts; an empty list to somebody whom the bot does not serve."""
        query = update.inline_query
        if query is None or not await self._access.may_type(query.from_user.id):
            return
        user = query.from_user
        policy = await self._chat_contexts.policies.typed_by(user.id, is_with_bot=query.chat_type == WITH_BOT)
        chat_context = self._chat_contexts.at(policy, user, identity_of(self._bot))
        candidates: list[InlineCandidate] = []
        if policy.is_served:
            candidates = await self._answer_service.inline_candidates(
                query.query, MOST, self._clock(), chat_context.language, chat_context.audience
            )
        results = [article_of(candidate, chat_context.say) for candidate in candidates]

        async def call() -> bool:
            # Not shared between people, whose languages and rights differ.
            return await self._bot.answer_inline_query(query.id, results, cache_time=CACHE_SECONDS, is_personal=True)

        try:
            await call_with_retry(call, "answering an inline query", attempts=2)
        except BadRequest as refusal:  # whoever types has typed on
            log.info("an inline query was not answered: %s", refusal.message)

    async def on_chosen(self, update: Update, context: CallbackContext[Any, Any, Any, Any]) -> None:
        """Count a fact that was sent, and remember the message, so that it can be corrected."""
        chosen = update.chosen_inline_result
        if chosen is None:
            return
        metrics.inline_sent.inc()
        fact, _, content = chosen.result_id.partition(":")
        if self._answer_service.holds(fact, ANYBODY):
            one = UsageEvent(
                current.get().idempotency_key, INLINE, UsageKind.CHOSEN, (fact,), self._clock().timestamp()
            )
            await self._store.run(lambda connection: usage.count(connection, self._store.bot, one))
        if chosen.inline_message_id is not None:
            language = self._answer_service.language_of(chosen.from_user)
            chat = None if self._answer_service.holds(fact, ANYBODY) else chosen.from_user.id
            await self._keep(InlineMessage(chosen.inline_message_id, fact, content, self._held(fact), language, chat))

    async def on_press(self, update: Update, context: CallbackContext[Any, Any, Any, Any]) -> None:
        """Put the fact as it is now in place of the message that was sent inline."""
        query = update.callback_query
        if query is None:
            return
        button, message = decode(query.data), query.inline_message_id
        known = await self._known(message)
        chat = known.chat if known is not None else None
        policies, user = self._chat_contexts.policies, query.from_user
        policy = await (policies.typed_by(user.id, is_with_bot=False) if chat is None else policies.of(chat))
        chat_context = self._chat_contexts.at(policy, user, identity_of(self._bot))
        refusal = await self._access.refusal(query, None)
        # Whoever presses chooses the data: it may be of another message, or made up.
        is_forged = known is not None and isinstance(button, RefreshButton) and known.fact != button.fact
        if message is None or refusal is not None or is_forged or not isinstance(button, RefreshButton):
            await acknowledge(query, chat_context.say(refusal or words.UNKNOWN_BUTTON))
        elif not self._answer_service.holds(button.fact, chat_context.audience):
            await acknowledge(query, chat_context.say(words.GONE))
        elif known is None:
            # Nobody can tell whether the message told this fact, so that it stays as it is.
            is_same = button.held and (self._held(button.fact) or "").startswith(button.held)
            await acknowledge(query, chat_context.say(words.IT_IS if is_same else words.ASK_ANEW))
        else:
            await self._refresh(query, known, chat_context)

    async def _known(self, message: str | None) -> InlineMessage | None:
        """Return what is remembered of a message that was sent inline; `chat` is set where the fact is limited."""
        if message is None:
            return None
        return await self._store.run(lambda connection: inline_results.find(connection, self._store.bot, message))

    async def _refresh(self, query: CallbackQuery, sent: InlineMessage, chat_context: ChatContext) -> None:
        fact = sent.fact
        result = await self._answer_service.tell(fact, self._clock(), chat_context.language, chat_context.audience)
        text, markup = words.IT_IS, refresh_keyboard(fact, self._held(fact), chat_context.say)
        try:
            if await self._sender.edit_inline(sent.message, result.reply, markup, attempts=2):
                text, content = words.IS_NEWER, hash_of(result.reply.html)
                held, language = self._held(fact), chat_context.language
                await self._keep(replace(sent, content=content, held=held, language=language))
        except BadRequest:
            text = words.UNKNOWN_BUTTON
        except TelegramError as error:
            log.warning("an inline message was not edited (%s)", error_name(error))
            text = words.UNKNOWN_BUTTON
        await acknowledge(query, chat_context.say(text))

    def _held(self, fact: str) -> str | None:
        held = self._answer_service.whole_base.by_id.get(fact)
        return held_by(held) if held is not None else None

    async def _keep(self, sent: InlineMessage) -> None:
        now = self._clock().timestamp()
        await self._store.run(lambda connection: inline_results.put(connection, self._store.bot, sent, now))


def article_of(candidate: InlineCandidate, say: Words) -> InlineQueryResultArticle:
    """Make one entry of the list: question, answer and source. Choosing it sends the whole reply."""
    question, _, rest = candidate.reply.plain.partition("\n")
    if candidate.fact.claims:  # every claim has to be seen, or none
        rest = f"{say(DISPUTED)} {candidate.fact.answer}"
    return InlineQueryResultArticle(
        f"{candidate.fact.id}:{hash_of(candidate.reply.html)}",
        shorten(question, DESCRIPTION_UNITS),
        inline_content(candidate.reply),
        reply_markup=refresh_keyboard(candidate.fact.id, held_by(candidate.fact), say),
        description=shorten(rest.replace("\n", " · "), DESCRIPTION_UNITS),
    )


def hash_of(html: str) -> str:
    """Hash what was told; short, as the id of a result has at most 64 bytes."""
    return hashlib.blake2b(html.encode("utf-8", "surrogatepass"), digest_size=4).hexdigest()
