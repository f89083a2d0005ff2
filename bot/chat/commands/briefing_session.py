"""Answers /briefing: a session in a group or forum topic records what is asked there and hands out the record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from telegram import Message
from telegram.constants import ChatType

from bot.briefing.record import RecordEntry, Session, alike, make_record
from bot.briefing.recorded_answers import record_facts
from bot.briefing.sheet_requests import SheetFormat
from bot.chat.commands.fact_sheet import caption, render_document
from bot.chat.dialogue.answer_service import AnswerResult, AnswerService
from bot.chat.dialogue.chat_context import ChatContext
from bot.chat.dialogue.memory import DialogueMemory
from bot.chat.outbound.sender import Sender
from bot.chat.protocol.request import topic_of, user_of
from bot.chat.routing.access import AccessControl
from bot.chat.routing.commands import CommandCall, CommandTable
from bot.factbase.model import FactBase
from bot.matching.decision import Answer
from bot.messages import briefing as words
from bot.replies import Reply, words_in
from bot.replies.catalogues import LANGUAGES
from bot.replies.message import text_reply
from bot.store import briefings
from bot.store.briefings import Briefing, BriefingStart, LineKind, RecordLine, Room

TITLE_LETTERS: Final = 120
OPEN_QUESTIONS: Final = 20  # listed in a status


@dataclass(frozen=True, slots=True)
class BriefingSessions:
    """Runs briefings. Each reply is recorded after it was sent; recording it again changes nothing."""

    sender: Sender
    memory: DialogueMemory
    answer_service: AnswerService
    access: AccessControl
    clock: Callable[[], dt.datetime]

    def commands(self) -> CommandTable:
        """Return the handlers of the commands."""
        return {"briefing": self.briefing}

    async def briefing(self, call: CommandCall) -> Sequence[Reply]:
        """Start a session, add a note to it, show its status, or end it."""
        action, _, rest = call.argument.strip().partition(" ")
        do = {"start": self._start, "note": self._note, "status": self._status, "end": self._end}.get(action.lower())
        if call.message.chat.type == ChatType.PRIVATE:
            return [text_reply(call.say(words.IN_A_GROUP))]
        if do is None:
            return [text_reply(call.say(words.USAGE))]
        if do in (self._start, self._end) and not await self.access.is_admin(call.message):
            return [text_reply(call.say(words.BY_AN_ADMIN))]
        return await do(call, rest.strip())

    async def _start(self, call: CommandCall, rest: str) -> Sequence[Reply]:
        say, base = call.say, self.answer_service.base(call.audience)
        title, topics = title_and_topics(rest, base)
        title = title or say(words.UNTITLED, date=say.day(call.message.date))
        start = BriefingStart(title, topics, call.message.message_id, base.version, call.message.date.timestamp())
        store, room = self.memory.store, room_of(call.message)
        briefing, is_new = await store.run(lambda connection: briefings.start(connection, store.bot, room, start))
        text = words.STARTED if is_new else words.RUNS_ALREADY
        return [text_reply(say(text, title=briefing.title, since=_time(briefing.begun_at)))]

    async def _note(self, call: CommandCall, rest: str) -> Sequence[Reply]:
        if not rest:
            return [text_reply(call.say(words.USAGE))]
        line = self._line(call.message, LineKind.NOTE, briefings.note(call.message.message_id), rest)
        return [text_reply(call.say(words.NOTED if await self._record(call.message, line) else words.NONE_RUNS))]

    async def _status(self, call: CommandCall, rest: str) -> Sequence[Reply]:
        say, store, room = call.say, self.memory.store, room_of(call.message)
        briefing = await store.run(lambda connection: briefings.running(connection, store.bot, room))
        if briefing is None:
            return [text_reply(say(words.NONE_RUNS))]
        lines = await self._lines(briefing)
        questions = [line for line in lines if line.kind is LineKind.QUESTION]
        unanswered = alike((number, line) for number, line in enumerate(questions, start=1) if line.told is None)
        text = say(
            words.STATUS,
            title=briefing.title,
            since=_time(briefing.begun_at),
            questions=len(questions),
            open=len(unanswered),
            notes=sum(line.kind is LineKind.NOTE for line in lines),
            corrections=sum(line.kind is LineKind.CORRECTION for line in lines),
        )
        shown = [
            f"{', '.join(str(number) for number, _ in same)}. {same[0][1].text[:TITLE_LETTERS]}"
            for same in unanswered[:OPEN_QUESTIONS]
        ]
        return [text_reply("\n".join([text, *shown]))]

    async def _end(self, call: CommandCall, rest: str) -> Sequence[Reply]:
        say, store, message = call.say, self.memory.store, call.message
        room, now = room_of(message), self.clock().timestamp()
        briefing = await store.run(
            lambda connection: briefings.end(connection, store.bot, room, message.message_id, now)
        )
        if briefing is None:
            return [text_reply(say(words.NONE_RUNS))]
        version = self.answer_service.base(call.audience).version
        record = make_record(session_of(briefing, await self._lines(briefing), version), say)
        pdf, html = [
            await render_document(record, file_title(briefing), form, say)
            for form in (SheetFormat.PDF, SheetFormat.HTML)
        ]
        for file in (pdf, html):
            if file is not None:
                await self.sender.document(message, file, caption(record))
        return [] if pdf is not None else [text_reply(say(words.NO_PDF_OF_RECORD))]

    async def replied(
        self, message: Message, sent: int | None, result: AnswerResult, chat_context: ChatContext
    ) -> None:
        """Record a question that was put to the bot, with the reply to it."""
        decision = result.decision
        if decision is None or result.is_bare or message.chat.type == ChatType.PRIVATE:
            return
        told = self._answer_text(result, chat_context)
        line = self._line(
            message, LineKind.QUESTION, briefings.question(message.message_id), decision.question, told, sent
        )
        await self._record(message, line)

    async def chosen(
        self, message: Message, result: AnswerResult, chat_context: ChatContext, *, answers_question: bool
    ) -> None:
        """Record that a question was answered by what somebody chose, unless it had asked for something else."""
        told = self._answer_text(result, chat_context)
        if told is None or not answers_question or message.chat.type == ChatType.PRIVATE:
            return
        store, room = self.memory.store, room_of(message)
        await store.run(lambda connection: briefings.chosen(connection, store.bot, room, message.message_id, told))

    def _answer_text(self, result: AnswerResult, chat_context: ChatContext) -> str | None:
        if not isinstance(result.decision, Answer):
            return None
        base = self.answer_service.base(chat_context.audience)
        facts = [candidate.told(base) for candidate in result.decision.facts if candidate.fact in base.by_id]
        return (
            record_facts(facts, base, chat_context.say, chat_context.language, self.clock().date()) if facts else None
        )

    def _line(
        self, message: Message, kind: LineKind, key: str, text: str, told: str | None = None, sent: int | None = None
    ) -> RecordLine:
        user = user_of(message)
        as_chat = message.sender_chat.title if message.sender_chat is not None else None
        name = user.full_name if user is not None else as_chat
        person = self.memory.person(user) if user is not None else None
        return RecordLine(key, kind, person, name, text, told, sent, message.date.timestamp())

    async def _record(self, message: Message, line: RecordLine) -> bool:
        store, room = self.memory.store, room_of(message)
        return await store.run(lambda connection: briefings.record(connection, store.bot, room, line))

    async def _lines(self, briefing: Briefing) -> list[RecordLine]:
        store = self.memory.store
        return await store.run(lambda connection: briefings.lines(connection, store.bot, briefing.number))


def room_of(message: Message) -> Room:
    """Return the group and forum topic of a message."""
    return Room(message.chat.id, topic_of(message) or 0)


def title_and_topics(text: str, base: FactBase) -> tuple[str, tuple[str, ...]]:
    """Split a text into a title and the topics of the base that are named at its end."""
    known, parts, topics = {topic.name for topic in base.topics}, text.split(), list[str]()
    while parts and parts[-1].lower() in known:
        topics.insert(0, parts.pop().lower())
    return " ".join(parts)[:TITLE_LETTERS], tuple(dict.fromkeys(topics))


def file_title(briefing: Briefing) -> str:
    """Return the title of a briefing's files: with its day, unless the default title has that already."""
    day = dt.datetime.fromtimestamp(briefing.begun_at, dt.UTC)
    untitled = {say(words.UNTITLED, date=say.day(day)) for say in map(words_in, LANGUAGES)}
    return briefing.title if briefing.title in untitled else f"{briefing.title} {day:%Y-%m-%d}"


def session_of(briefing: Briefing, lines: Sequence[RecordLine], version: str) -> Session:
    """Put a session and its lines into the form that the record is written from."""

    def entries(kind: LineKind) -> tuple[RecordEntry, ...]:
        return tuple(
            RecordEntry(line.text, line.name, dt.datetime.fromtimestamp(line.at, dt.UTC), line.told)
            for line in lines
            if line.kind is kind
        )

    return Session(
        title=briefing.title,
        topics=briefing.topics,
        begun=dt.datetime.fromtimestamp(briefing.begun_at, dt.UTC),
        ended=dt.datetime.fromtimestamp(briefing.ended_at or briefing.begun_at, dt.UTC),
        begun_version=briefing.begun_version,
        version=version,
        questions=entries(LineKind.QUESTION),
        notes=entries(LineKind.NOTE),
        corrections=entries(LineKind.CORRECTION),
    )


def _time(at: float) -> str:
    return f"{dt.datetime.fromtimestamp(at, dt.UTC):%H:%M}"
