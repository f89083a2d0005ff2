"""Reads what a Telegram message asks of the bot: a question, a command, or nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, TypeAlias

from telegram import Bot, Message, MessageEntity, User
from telegram.constants import ChatType

from bot.matching import Decision
from bot.matching.decision import Answer, Suggest, Why
from bot.matching.text.tokenizer import tokenise
from bot.matching.understanding.date_expressions import written_date
from bot.messages.chat import COMMANDS, DESK

COMMAND: Final = re.compile(r"\s*/(?P<name>[A-Za-z0-9_]{1,32})(?:@(?P<bot>\w+))?(?=\s|$)")


@dataclass(frozen=True, slots=True)
class BotIdentity:
    """The bot's number and username."""

    id: int
    username: str


def identity_of(bot: Bot) -> BotIdentity:
    """Return the identity of the library's bot, which it knows once Telegram has been reached."""
    return BotIdentity(bot.id, bot.username)


@dataclass(frozen=True, slots=True)
class Question:
    """A question to answer."""

    text: str


@dataclass(frozen=True, slots=True)
class Command:
    """A command other than /ask, its name in lower case and without the slash."""

    name: str
    argument: str


@dataclass(frozen=True, slots=True)
class NoQuestion:
    """The bot was called, but no question was asked."""


@dataclass(frozen=True, slots=True)
class NoText:
    """A private message without text, such as a sticker."""


Request: TypeAlias = Question | Command | NoQuestion | NoText


def read(message: Message, me: BotIdentity) -> Request | None:
    """Read what a message asks of the bot; None where the bot should stay silent."""
    if is_ignored(message, me):
        return None
    private = message.chat.type == ChatType.PRIVATE
    body = message.text or message.caption or ""
    mentions = mentions_of(message, me)
    text = without(body, mentions)
    command = COMMAND.match(text)
    if command:
        return read_command(command, text, message, me)
    if private and not body:
        return NoText() if message.effective_attachment else None
    if has_words(text) and (private or mentions or is_reply_to(message, me)):
        return Question(text)
    if mentions:
        return quoted_question(message, me)
    return Question(text) if private else None


def is_ignored(message: Message, me: BotIdentity) -> bool:
    """Return whether to ignore a message: of other bots, of channels, or the bot's own inline results."""
    sender = message.from_user
    # An anonymous admin writes through a bot of Telegram's, but has a sender_chat.
    from_bot = sender is not None and sender.is_bot and message.sender_chat is None
    own_inline = message.via_bot is not None and message.via_bot.id == me.id
    in_channel = message.chat.type not in {ChatType.PRIVATE, ChatType.GROUP, ChatType.SUPERGROUP}
    return from_bot or own_inline or in_channel or bool(message.is_automatic_forward)


def read_command(command: re.Match[str], text: str, message: Message, me: BotIdentity) -> Request | None:
    """Read a message that begins with a command; None for a command to another bot."""
    name, bot = command["name"].lower(), command["bot"]
    argument = text[command.end() :].strip()
    if bot is not None and bot.casefold() != me.username.casefold():
        return None
    if name == "ask":
        return Question(argument) if has_words(argument) else quoted_question(message, me)
    if name == "asof":
        return read_dated(argument, message, me) or Command(name, argument)
    # In a group, an unknown command may be meant for another bot unless it names this one.
    if message.chat.type != ChatType.PRIVATE and not (name in COMMANDS or name in DESK) and bot is None:
        return None
    return Command(name, argument)


def read_dated(argument: str, message: Message, me: BotIdentity) -> Question | None:
    """Read a date, and the question that follows it or is replied to; None if the text begins with no date."""
    found = written_date(argument)
    if found is None:
        return None
    date, text = found
    quoted = None if has_words(text) else quoted_question(message, me)
    # A date alone, in reply to an answer or after one, asks the same question as of that date.
    asked = quoted.text if isinstance(quoted, Question) else text
    return Question(f"{asked} as of {date}".strip())


def quoted_question(message: Message, me: BotIdentity) -> Question | NoQuestion:
    """Read the question of the message replied to, or of the part of it that is quoted."""
    target = message.reply_to_message
    if target is None or (target.from_user is not None and target.from_user.id == me.id):
        return NoQuestion()
    if message.quote is not None and has_words(message.quote.text):
        return Question(message.quote.text)
    text = without(target.text or target.caption or "", mentions_of(target, me))
    command = COMMAND.match(text)
    if command:
        text = text[command.end() :].strip()
    return Question(text) if has_words(text) else NoQuestion()


def mentions_of(message: Message, me: BotIdentity) -> list[MessageEntity]:
    """Return the entities of a message that name the bot, by @username or by a link to its account."""
    entities = message.entities if message.text else message.caption_entities
    body = message.text or message.caption or ""
    return [entity for entity in entities if names_bot(entity, body, me)]


def names_bot(entity: MessageEntity, body: str, me: BotIdentity) -> bool:
    """Return whether an entity names the bot."""
    if entity.type == MessageEntity.TEXT_MENTION:
        return entity.user is not None and entity.user.id == me.id
    if entity.type != MessageEntity.MENTION:
        return False
    raw = body.encode("utf-16-le", "surrogatepass")
    name = raw[entity.offset * 2 : (entity.offset + entity.length) * 2].decode("utf-16-le", "replace")
    return name.casefold() == f"@{me.username}".casefold()


def without(text: str, entities: Iterable[MessageEntity]) -> str:
    """Cut entities out of a text; their offsets count UTF-16 units."""
    raw = text.encode("utf-16-le", "surrogatepass")
    for entity in sorted(entities, key=lambda found: found.offset, reverse=True):
        space = " ".encode("utf-16-le")
        raw = raw[: entity.offset * 2] + space + raw[(entity.offset + entity.length) * 2 :]
    return raw.decode("utf-16-le", "replace").strip()


def is_reply_to(message: Message, me: BotIdentity) -> bool:
    """Return whether a message replies to text that the bot wrote; a topic that the bot opened does not count."""
    target = message.reply_to_message
    if target is None or target.from_user is None or target.from_user.id != me.id:
        return False
    return bool(target.text or target.caption)


def has_words(text: str) -> bool:
    """Return whether a text has a letter or digit to match."""
    return any(character.isalnum() for character in text)


def topic_of(message: Message) -> int | None:
    """Return the forum topic to answer in; None for General and for a thread of replies, which take no thread id."""
    thread = message.message_thread_id
    return thread if message.is_topic_message and thread != 1 else None


def user_of(message: Message) -> User | None:
    """Return the person who wrote a message; None if it was written in the name of a chat, as several people may do."""
    return message.from_user if message.sender_chat is None else None


SERVICE: Final = ("forum_topic_created", "forum_topic_edited", "forum_topic_closed", "forum_topic_reopened")


def is_reply(message: Message) -> bool:
    """Return whether a message replies to another, rather than to the service message that opened its topic."""
    target = message.reply_to_message
    return target is not None and all(getattr(target, kind) is None for kind in SERVICE)


HELP: Final = "help"
OF_THE_BOT: Final = frozenset({HELP, "topics", "forgetme", "subscriptions"})  # no fact is asked for in these words
WORDS: Final = {
    HELP: ("help", "help me", "menu", "start", "помощь", "справка", "меню", "старт", "начать", "मदद", "madad"),
    "topics": ("topics", "list topics", "what topics", "темы", "विषय"),
    "forgetme": (
        "delete my data", "delete all my data", "erase my data", "remove my data", "forget me", "forget my data",
        "удали мои данные", "удалите мои данные", "забудь меня", "mera data delete karo", "मेरा डेटा हटाओ",
    ),
    "subscriptions": ("stop", "stop it", "stop sending", "unsubscribe", "стоп", "хватит", "band karo", "बंद करो"),
    "why": ("why", "why so", "why is that", "are you sure", "is that true", "is that right", "почему", "क्यों"),
    "source": (
        "source", "sources", "the source", "what is the source", "your source", "details", "more details",
        "give me more details", "who says so", "says who", "how do you know", "источник", "источники", "подробнее",
        "откуда это", "кто это сказал", "स्रोत",
    ),
}  # fmt: skip
SPOKEN: Final = {" ".join(tokenise(text)): name for name, texts in WORDS.items() for text in texts}


def command_in(text: str, decision: Decision | None) -> Command | None:
    """Read a command in words, such as "help", if the base does not answer the message; `decision` is its decision."""
    name = SPOKEN.get(" ".join(tokenise(text)))
    if name is None or isinstance(decision, Answer):
        return None
    # "Start" alone comes near many facts; for other words one of the suggestions may be meant.
    if isinstance(decision, Suggest) and name not in OF_THE_BOT:
        return None
    # After an answer "why?" asks for a cause, and has got the reply that the base has none.
    if decision is not None and name == "why" and decision.reason.why is Why.NO_CAUSE:
        return None
    return Command(name, "")


def sender_of(message: Message) -> str:
    """Return who wrote a message, for quotas: a person, or the chat in whose name somebody wrote."""
    if message.sender_chat is not None:
        return f"chat {message.sender_chat.id}"
    return f"user {message.from_user.id if message.from_user is not None else 0}"
