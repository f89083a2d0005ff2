"""Inline mode: a query typed in any chat, the bot's results, and the one that is sent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .bots import Bot
from .chats import Chat
from .markup import formatted
from .messages import Message
from .posting import post
from .wire import Json

if TYPE_CHECKING:
    from .people import Person
    from .world import World


@dataclass(frozen=True, slots=True)
class InlineQuery:
    """A query; `cached` if Telegram answered it without asking the bot."""

    id: str
    text: str
    bot: Bot
    cached: bool


def ask(world: World, person: Person, text: str, bot: Bot, chat_type: str) -> InlineQuery:
    """Ask a bot, or take what it said a short while ago."""
    with world.changed:
        if not bot.supports_inline_queries:
            raise AssertionError(f"@{bot.username} is not switched to inline mode")
        query_id = str(world.number("inline", 8_000_000_001))
        cached = _cached(world, bot, text, person.id)
        record: Json = {"query": text, "from": person.id, "asked": world.clock.now(), "answer": cached}
        bot.inline_queries[query_id] = record
        if cached is None:
            payload = {
                "id": query_id,
                "from": person.json(),
                "query": text,
                "offset": "",
                "chat_type": chat_type,
            }
            world.push(bot, "inline_query", payload, person.id)
        return InlineQuery(query_id, text, bot, cached is not None)


def _cached(world: World, bot: Bot, text: str, person_id: int) -> Json | None:
    for key in ((text, "", None), (text, "", person_id)):
        answer = bot.inline_cache.get(key)
        if answer and world.clock.now() < answer["until"]:
            return answer
    return None


def choose(world: World, person: Person, query: InlineQuery, result_id: str, chat: Chat) -> Message:
    """Send a result as a message `via` the bot, and tell the bot if it asked for feedback."""
    with world.changed:
        answer = query.bot.inline_queries[query.id]["answer"]
        if answer is None:
            raise AssertionError(f"{query} has no answer yet")
        result = next(r for r in answer["results"] if r["id"] == result_id)
        content = result["input_message_content"]
        text, entities = formatted(content["message_text"], content.get("parse_mode"), content.get("entities"))
        data: Json = {"text": text, "via_bot": query.bot.json()} | ({"entities": entities} if entities else {})
        chosen: Json = {"result_id": result_id, "from": person.json(), "query": query.text}
        if "reply_markup" in result:
            data["reply_markup"] = result["reply_markup"]
        stored = post(world, chat, data, sender=person.json())
        if "reply_markup" in result:  # only then may the bot edit it later
            inline_id = f"inline-{world.number('inline message', 1)}"
            query.bot.inline_messages[inline_id] = (chat, stored.data["message_id"])
            chosen["inline_message_id"] = inline_id
        if query.bot.inline_feedback:
            world.push(query.bot, "chosen_inline_result", chosen, person.id)
        return stored.snapshot()
