"""/start, /help, /topics and /sources → what the bot is, what it holds, and how to ask it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, WebAppInfo
from telegram.constants import ChatType

from bot.briefing.sheet_requests import topics_held
from bot.chat.commands import start_help
from bot.chat.dialogue.answer_service import AnswerService
from bot.chat.outbound.keyboards import opened_by
from bot.chat.outbound.sender import Sender
from bot.chat.protocol.request import BotIdentity
from bot.chat.routing.commands import CommandCall, CommandTable
from bot.factbase.model import Citation, Fact, FactBase
from bot.messages import chat
from bot.messages.catalogue import Message
from bot.replies import Reply, Words
from bot.replies.languages import wording
from bot.replies.layout import Line, Span, Style, Yield, span
from bot.replies.message import paged, text_reply
from bot.replies.sources import source_lines


@dataclass(frozen=True, slots=True)
class StartAndHelp:
    """Shows a newcomer around."""

    answering: AnswerService
    sender: Sender
    is_curator: Callable[[int], bool]
    page: Callable[[], Awaitable[str | None]]  # the public address of the facts, while they are served there

    def responders(self) -> CommandTable:
        """Name the commands."""
        return {
            "start": self.start,
            "help": self.help,
            "asof": self.asof,
            "topics": self.topics,
            "sources": self.sources,
        }

    async def start(self, asked: CommandCall) -> list[Reply]:
        """Say what the bot is, with questions to try; where a link led to a fact that is gone, just that."""
        say, base = asked.say, self.answering.base(asked.audience)
        if opened_by(asked.command) is not None:
            return [text_reply(say(chat.GONE))]
        examples = "\n".join(f"• {question}" for question in start_help.examples_of(base, say.language))
        return [text_reply(say(chat.FIRST, start=say(chat.START), examples=examples))]

    async def help(self, asked: CommandCall) -> list[Reply]:
        """Say what the bot is and how to ask it; to a curator in private also what the desk can do."""
        say, me, base = asked.say, asked.scene.me, self.answering.base(asked.audience)
        is_private = asked.message.chat.type == ChatType.PRIVATE
        shown = chat.COMMANDS
        if is_private and asked.user is not None and self.is_curator(asked.user.id):
            shown = {**chat.COMMANDS, **chat.DESK}
        text = help_text(start_help.example_of(base.facts, say.language), me, say, shown)
        return [text_reply(text)]

    async def topics(self, asked: CommandCall) -> list[Reply]:
        """List the topics that may be seen here; in private a button opens their page within Telegram."""
        say, base, page = asked.say, self.answering.base(asked.audience), await self.page()
        # Telegram opens only what is encrypted, and a button for it stands only in private chats.
        if page is None or asked.message.chat.type != ChatType.PRIVATE or not page.startswith("https://"):
            return start_help.topics(base, say, page)
        button = InlineKeyboardButton(say(chat.ALL_FACTS), web_app=WebAppInfo(page))
        *most, last = start_help.topics(base, say)
        for reply in most:
            await self.sender.reply(asked.message, reply)
        await self.sender.reply(asked.message, last, below=InlineKeyboardMarkup.from_button(button))
        return []

    async def asof(self, asked: CommandCall) -> list[Reply]:
        """Say how to ask as of a date; where it was so written, it has become a question."""
        return [text_reply(asked.say(chat.ASOF_USAGE))]

    async def sources(self, asked: CommandCall) -> list[Reply]:
        """List the sources of what may be seen here."""
        return start_help.sources(self.answering.base(asked.audience), asked.say)


def help_text(example: str, me: BotIdentity, say: Words, shown: Mapping[str, Message] = chat.COMMANDS) -> str:
    """Write what the bot is and how to ask it."""
    commands = "\n".join(f"/{name}: {say(what)}" for name, what in shown.items())
    return say(chat.HELP, start=say(chat.START), example=example, username=me.username, commands=commands)


EXAMPLES: Final = 2


def topics(base: FactBase, say: Words, page: str | None = None) -> list[Reply]:
    """List the topics in the base's order, each with the number of its facts and one question; then a link to them."""
    lines: list[Line] = [(span(say(chat.TOPICS)),)]
    for topic in base.topics:
        held = [fact for fact in base.facts if fact.topic == topic.name and fact.is_current]
        if held:
            before, between, after = _around(say, say.count(chat.FACTS, len(held)))
            title = span(topic.title, Style.BOLD, gives=Yield.CONTEXT)
            question = span(example_of(held, say.language), gives=Yield.CONTEXT)
            lines.append((Span(before), title, Span(between), question, Span(after)))
    if page is not None:
        lines.append((span(say(chat.ALL_FACTS), url=page),))
    return paged(lines)


def sources(base: FactBase, say: Words) -> list[Reply]:
    """List the sources, newest first, as replies cite them."""
    newest = sorted(
        base.sources.values(),
        key=lambda source: (source.published or source.accessed, source.key),
        reverse=True,
    )
    lines: list[Line] = [(span(say(chat.SOURCES)),)]
    for source in newest:
        (line,) = source_lines(base, [Citation(source.key, None, source.place)], say)
        lines.append((Span("• "), *line))
    return paged(lines)


def example_of(facts: Iterable[Fact], language: str) -> str:
    """Choose a question to show: the first that is not minor, else the first."""
    in_order = sorted(facts, key=lambda fact: (fact.minor, fact.id))
    return wording(in_order[0], language).question if in_order else "…"


def examples_of(base: FactBase, language: str) -> list[str]:
    """Choose questions to show: of each of the topics with the most facts the one that may be asked in most ways."""
    largest = sorted(topics_held(base), key=lambda held: -held[1])[:EXAMPLES]
    found = []
    for topic, _ in largest:
        held = [fact for fact in base.facts if fact.topic == topic.name and fact.is_current]
        most = min(held, key=lambda fact: (fact.minor, -len(base.phrases_of(fact)), fact.id))
        found.append(wording(most, language).question)
    return found


def _around(say: Words, facts: str) -> tuple[str, str, str]:
    """Cut the line of a topic at the places of its title and its example, which look otherwise."""
    before, between, after = say(chat.TOPIC, title="\0", facts=facts, example="\0").split("\0")
    return before, between, after
