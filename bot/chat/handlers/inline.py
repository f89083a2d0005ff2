"""What somebody types after the bot's name in any chat → facts to send from there, and what became of them."""

from __future__ import annotations

import datetime as dt
import hashlib
import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final

from telegram import Bot, CallbackQuery, InlineQueryResultArticle, InputTextMessageContent, Update
from telegram.constants import ParseMode
from telegram.error import BadRequest, TelegramError
from telegram.ext import (
    Application,
    CallbackContext,
    CallbackQueryHandler,
    ChosenInlineResultHandler,
    InlineQueryHandler,
)

from bot import metrics
from bot.chat.dialogue.answer_keyboard import AGAIN, button_below
from bot.chat.dialogue.answer_service import AnswerService
from bot.chat.dialogue.autocomplete import InlineCandidate
from bot.chat.dialogue.chat_context import ChatContext, ChatContexts
from bot.chat.outbound.sender import NO_PREVIEW, acknowledge
from bot.chat.protocol.request import BotIdentity
from bot.chat.protocol.retry import call_with_retry, error_name
from bot.chat.protocol.update_context import current
from bot.chat.routing.access import AccessControl
from bot.factbase.audience import ANYBODY
from bot.factbase.stated import held_by
from bot.messages import chat as guest_words
from bot.messages import chat as words
from bot.messages.replies import DISPUTED
from bot.replies import Words
from bot.replies.layout import shorten
from bot.store import usage
from bot.store.conversations import inline_results
from bot.store.conversations.inline_results import InlineMessage
from bot.store.database.store import Store
from bot.store.usage import UsageEvent, UsageKind

MOST: Final = 10
CACHE_SECONDS: Final = 10  # a corrected fact is served stale for no longer
DESCRIBED: Final = 200  # units of the answer and its source in the list
INLINE: Final = "inline"  # the chat in the counts, for Telegram does not tell which it is
WITH_BOT: Final = "sender"  # Telegram's word for the private chat of whoever types with the bot
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class InlineHandlers:
    """Serves inline mode. What is typed may be sent anywhere, so that only what all may see is offered."""

    bot: Bot
    store: Store
    answering: AnswerService
    scenes: ChatContexts
    door: AccessControl
    clock: Callable[[], dt.datetime]

    def register(self, application: Application[Any, Any, Any, Any, Any, Any]) -> None:
        """Have the application call this for inline queries, their results, and the button below those."""
        application.add_handler(InlineQueryHandler(self.on_query))
        application.add_handler(ChosenInlineResultHandler(self.on_chosen))
        application.add_handler(CallbackQueryHandler(self.on_press, pattern=f"^{AGAIN}"))

    async def on_query(self, update: Update, context: CallbackContext[Any, Any, Any, Any]) -> None:
        """Offer facts; nothing to who is not served."""
        query = update.inline_query
        if query is None or not await self.door.may_type(query.from_user.id):
            return
        user = query.from_user
        where = await self.scenes.places.typed_by(user.id, is_with_bot=query.chat_type == WITH_BOT)
        scene = self.scenes.at(where, user, BotIdentity(self.bot.id, self.bot.username))
        offers: list[InlineCandidate] = []
        if where.is_served:
            offers = await self.answering.offer(query.query, MOST, self.clock(), scene.language, scene.audience)
        results = [result_of(offer, scene.say) for offer in offers]

        async def call() -> bool:
            # What is offered depends on who types: on their language, and on what they may see.
            return await self.bot.answer_inline_query(query.id, results, cache_time=CACHE_SECONDS, is_personal=True)

        try:
            await call_with_retry(call, "answering an inline query", attempts=2)
        except BadRequest as refusal:  # whoever types has typed on
            log.info("an inline query was not answered: %s", refusal.message)

    async def on_chosen(self, update: Update, context: CallbackContext[Any, Any, Any, Any]) -> None:
        """Count a fact that was sent, and keep where, so that it can be corrected."""
        chosen = update.chosen_inline_result
        if chosen is None:
            return
        metrics.inline_sent.inc()
        fact, _, content = chosen.result_id.partition(":")
        if self.answering.holds(fact, ANYBODY):
            one = UsageEvent(current.get().cause, INLINE, UsageKind.CHOSEN, (fact,), self.clock().timestamp())
            await self.store.run(lambda connection: usage.count(connection, self.store.bot, one))
        if chosen.inline_message_id is not None:
            language = self.answering.language_of(chosen.from_user)
            chat = None if self.answering.holds(fact, ANYBODY) else chosen.from_user.id
            await self._keep(InlineMessage(chosen.inline_message_id, fact, content, self._held(fact), language, chat))

    async def on_press(self, update: Update, context: CallbackContext[Any, Any, Any, Any]) -> None:
        """Put the fact as it is now in place of the message."""
        query = update.callback_query
        if query is None:
            return
        fact, message = (query.data or "").removeprefix(AGAIN), query.inline_message_id
        chat = await self._chat_of(message)
        places, user = self.scenes.places, query.from_user
        where = await (places.typed_by(user.id, is_with_bot=False) if chat is None else places.of(chat))
        scene = self.scenes.at(where, user, BotIdentity(self.bot.id, self.bot.username))
        refusal = await self.door.refusal(query, None)
        if message is None or refusal is not None:
            await acknowledge(query, scene.say(refusal or words.UNKNOWN_BUTTON))
        elif not self.answering.holds(fact, scene.audience):
            await acknowledge(query, scene.say(words.GONE))
        else:
            await self._refresh(query, InlineMessage(message, fact, "", chat=chat), scene)

    async def _chat_of(self, message: str | None) -> int | None:
        """Give the private chat in which what is limited was sent; None where what all may see was sent."""
        if message is None:
            return None
        return await self.store.run(lambda connection: inline_results.chat_of(connection, self.store.bot, message))

    async def _refresh(self, query: CallbackQuery, sent: InlineMessage, scene: ChatContext) -> None:
        fact = sent.fact
        answered = await self.answering.tell(fact, self.clock(), scene.language, scene.audience)
        html = answered.reply.html

        async def call() -> object:
            return await self.bot.edit_message_text(
                html,
                inline_message_id=sent.message,
                parse_mode=ParseMode.HTML,
                link_preview_options=NO_PREVIEW,
                reply_markup=button_below(fact, scene.say),
            )

        text = guest_words.IS_NEWER
        try:
            await call_with_retry(call, "editing an inline message", attempts=2)
            now_held = replace(sent, content=hash_of(html), held=self._held(fact), language=scene.language)
            await self._keep(now_held)
        except BadRequest as refusal:
            text = guest_words.IT_IS if "not modified" in refusal.message.lower() else words.UNKNOWN_BUTTON
        except TelegramError as error:
            log.warning("an inline message was not edited (%s)", error_name(error))
            text = words.UNKNOWN_BUTTON
        await acknowledge(query, scene.say(text))

    def _held(self, fact: str) -> str | None:
        held = self.answering.whole_base.by_id.get(fact)
        return held_by(held) if held is not None else None

    async def _keep(self, sent: InlineMessage) -> None:
        now = self.clock().timestamp()
        await self.store.run(lambda connection: inline_results.put(connection, self.store.bot, sent, now))


def result_of(offer: InlineCandidate, say: Words) -> InlineQueryResultArticle:
    """Make a line of the list: the question, then answer and source; choosing it sends the whole reply."""
    question, _, rest = offer.reply.plain.partition("\n")
    if offer.fact.claims:  # all that is said has to be seen before one of it is
        rest = f"{say(DISPUTED)} {offer.fact.answer}"
    return InlineQueryResultArticle(
        f"{offer.fact.id}:{hash_of(offer.reply.html)}",
        shorten(question, DESCRIBED),
        InputTextMessageContent(offer.reply.html, parse_mode=ParseMode.HTML, link_preview_options=NO_PREVIEW),
        reply_markup=button_below(offer.fact.id, say),
        description=shorten(rest.replace("\n", " · "), DESCRIBED),
    )


def hash_of(html: str) -> str:
    """Recognise what was told; short, for the id of a result has at most 64 bytes."""
    return hashlib.blake2b(html.encode("utf-8", "surrogatepass"), digest_size=4).hexdigest()
