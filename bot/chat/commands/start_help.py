"""Answers /start, /help, /asof, /topics and /sources: what the bot is, what it knows, and how to ask it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, WebAppInfo
from telegram.constants import ChatType

from bot.briefing.sheet_requests import topics_held
from bot.chat.dialogue.answer_service import AnswerService
from bot.chat.outbound.sender import Sender
from bot.chat.protocol.request import BotIdentity
from bot.chat.routing.commands import CommandCall, CommandTable
from bot.factbase.model import Citation, Fact, FactBase
from bot.messages import chat as words
from bot.messages.catalogue import Message
from bot.replies import Reply, Words
from bot.replies.languages import wording
from bot.replies.layout import Line, Span, Style, Yield, span
from bot.replies.message import paged, text_reply
from bot.replies.sources import source_lines


@dataclass(frozen=True, slots=True)
class StartAndHelp:
    """Shows newcomers around."""

    answer_service: AnswerService
    sender: Sender
    is_curator: Callable[[int], bool]
    page: Callable[[], Awaitable[str | None]]  # the public address of the facts page, while it is served

    def commands(self) -> CommandTable:
        """Return the handlers of the commands."""
        return {
            "start": self.start,
            "help": self.help,
            "asof": self.asof,
            "topics": self.topics,
            "sources": self.sources,
        }

    async def start(self, call: CommandCall) -> list[Reply]:
        """Introduce the bot, with questions to try; so does a deep link that leads to nothing the chat may see."""
        say, base = call.say, self.answer_service.base(call.audience)
        examples = "\n".join(f"• {question}" for question in examples_of(base, say.language))
        return [text_reply(say(words.FIRST, start=say(words.START), examples=examples))]

    async def help(self, call: CommandCall) -> list[Reply]:
        """Say what the bot is and how to ask it; list the curators' commands only to a curator in private."""
        say, me, base = call.say, call.chat_context.me, self.answer_service.base(call.audience)
        is_private = call.message.chat.type == ChatType.PRIVATE
        shown = words.COMMANDS
        if is_private and call.user is not None and self.is_curator(call.user.id):
            shown = {**words.COMMANDS, **words.DESK}
        text = help_text(example_of(base.facts, say.language), me, say, shown)
        return [text_reply(text)]

    async def topics(self, call: CommandCall) -> list[Reply]:
        """List the topics that the chat may see; in private a button opens their page within Telegram."""
        say, base, page = call.say, self.answer_service.base(call.audience), await self.page()
        # Telegram opens only https pages, and allows the button for that only in private chats.
        if page is None or call.message.chat.type != ChatType.PRIVATE or not page.startswith("https://"):
            return topics_list(base, say, page)
        button = InlineKeyboardButton(say(words.ALL_FACTS), web_app=WebAppInfo(page))
        *most, last = topics_list(base, say)
        for reply in most:
            await self.sender.reply(call.message, reply)
        await self.sender.reply(call.message, last, markup=InlineKeyboardMarkup.from_button(button))
        return []

    async def asof(self, call: CommandCall) -> list[Reply]:
        """Say how to ask as of a date; the command with a date in it has been read as a question before."""
        return [text_reply(call.say(words.ASOF_USAGE))]

    async def sources(self, call: CommandCall) -> list[Reply]:
        """List the sources of what the chat may see."""
        return sources_list(self.answer_service.base(call.audience), call.say)


def help_text(example: str, me: BotIdentity, say: Words, shown: Mapping[str, Message] = words.COMMANDS) -> str:
    """Write what the bot is and how to ask it; `shown` are the commands to list."""
    commands = "\n".join(f"/{name}: {say(what)}" for name, what in shown.items())
    return say(words.HELP, start=say(words.START), example=example, username=me.username, commands=commands)


EXAMPLES: Final = 2


def topics_list(base: FactBase, say: Words, page: str | None = None) -> list[Reply]:
    """List the topics in the base's order, each with its number of facts and a question; then a link to `page`."""
    lines: list[Line] = [(span(say(words.TOPICS)),)]
    for topic in base.topics:
        held = [fact for fact in base.facts if fact.topic == topic.name and fact.is_current]
        if held:
            before, between, after = _around(say, say.count(words.FACTS, len(held)))
            title = span(topic.title, Style.BOLD, gives=Yield.CONTEXT)
            question = span(example_of(held, say.language), gives=Yield.CONTEXT)
            lines.append((Span(before), title, Span(between), question, Span(after)))
    if page is not None:
        lines.append((span(say(words.ALL_FACTS), url=page),))
    return paged(lines)


def sources_list(base: FactBase, say: Words) -> list[Reply]:
    """List the sources, newest first, as replies cite them."""
    newest = sorted(
        base.sources.values(),
        key=lambda source: (source.published or source.accessed, source.key),
        reverse=True,
    )
    lines: list[Line] = [(span(say(words.SOURCES)),)]
    for source in newest:
        (line,) = source_lines(base, [Citation(source.key, None, source.place)], say)
        lines.append((Span("• "), *line))
    return paged(lines)


def example_of(facts: Iterable[Fact], language: str) -> str:
    """Return the question to show for a topic: of the first fact that is not minor, else of the first."""
    in_order = sorted(facts, key=lambda fact: (fact.minor, fact.id))
    return wording(in_order[0], language).question if in_order else "…"


def examples_of(base: FactBase, language: str) -> list[str]:
    """Return a question from each of the largest topics: of the fact that can be asked in the most ways."""
    largest = sorted(topics_held(base), key=lambda held: -held[1])[:EXAMPLES]
    found = []
    for topic, _ in largest:
        held = [fact for fact in base.facts if fact.topic == topic.name and fact.is_current]
        most = min(held, key=lambda fact: (fact.minor, -len(base.phrases_of(fact)), fact.id))
        found.append(wording(most, language).question)
    return found


def _around(say: Words, facts: str) -> tuple[str, str, str]:
    """Split the line of a topic at its title and its example, which are formatted differently."""
    before, between, after = say(words.TOPIC, title="\0", facts=facts, example="\0").split("\0")
    return before, between, after
