"""A paper → a file to send, made beside the loop that serves everybody."""

from __future__ import annotations

import asyncio
import datetime as dt
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from telegram import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import Application, CallbackContext, CallbackQueryHandler

from bot.briefing.document import BriefingDocument
from bot.briefing.fact_filter import years_of
from bot.briefing.html_page import as_html
from bot.briefing.message_pages import message_pages
from bot.briefing.sheet import facts_for, make_sheet
from bot.briefing.sheet_requests import SheetFormat, SheetRequest, read_request, topics_held
from bot.chat.dialogue.answer_service import AnswerService
from bot.chat.dialogue.chat_context import ChatContext, ChatContexts
from bot.chat.outbound.keyboards import MOST_BYTES, PREFIX, page_data, turning
from bot.chat.outbound.sender import Document, Sender, acknowledge
from bot.chat.protocol.request import BotIdentity
from bot.chat.routing.access import AccessControl
from bot.chat.routing.commands import CommandCall, CommandTable
from bot.factbase.model import FactBase, Topic
from bot.matching.text.tokenizer import tokenise
from bot.matching.understanding.entity_linker import EntityLinker
from bot.messages import briefing as words
from bot.replies import Reply, Words
from bot.replies.layout import Line, Style, Yield, fit, span, to_html, to_plain
from bot.replies.message import echoed, text_reply

MOST_OF_CAPTION: Final = 1024
MOST_OF_NAME: Final = 60
_one_at_a_time: Final = asyncio.Semaphore(1)  # a long one takes a second of the processor


async def render_document(paper: BriefingDocument, name: str, form: SheetFormat, say: Words) -> Document | None:
    """Write a paper as a file; None where PDFs cannot be made here."""
    if form is SheetFormat.HTML:
        return Document(f"{file_name(name)}.html", as_html(paper, say).encode())
    try:
        async with _one_at_a_time:
            content = await asyncio.to_thread(_pdf, paper, say)
    except ImportError:
        return None
    return Document(f"{file_name(name)}.pdf", content)


def _pdf(paper: BriefingDocument, say: Words) -> bytes:
    from bot.briefing.pdf import as_pdf  # with an extra, and loaded with the first that is wanted

    return as_pdf(paper, say)


def caption(paper: BriefingDocument) -> Reply:
    """Say what a file is."""
    lines: list[Line] = [(span(paper.title, Style.BOLD, gives=Yield.CONTEXT),)]
    lines += [(span(text, gives=Yield.CONTEXT),) for text in paper.about]
    return Reply(to_html(fit(lines, MOST_OF_CAPTION)), to_plain(lines))


def file_name(text: str) -> str:
    """Name a file after a text, as every system takes it."""
    return re.sub(r"[\W_]+", "-", text.casefold())[:MOST_OF_NAME].strip("-") or "briefing"


REMEMBERED: Final = 50  # sheets


@dataclass(frozen=True, slots=True)
class Found:
    """What a request leads to; `paper` is None where there is no such topic."""

    request: SheetRequest
    paper: BriefingDocument | None
    key: str  # what the sheet is narrowed to, as it stands in a button
    years: tuple[str, ...]
    topics: tuple[tuple[Topic, int], ...]


@dataclass(frozen=True, slots=True)
class FactSheets:
    """Hands out fact sheets."""

    sender: Sender
    answering: AnswerService
    scenes: ChatContexts
    door: AccessControl
    clock: Callable[[], dt.datetime]
    _found: dict[tuple[object, ...], Found] = field(default_factory=dict, repr=False, compare=False)

    def responders(self) -> CommandTable:
        """Name the commands."""
        return {"brief": self.brief}

    def register(self, application: Application[Any, Any, Any, Any, Any, Any]) -> None:
        """Have the application call this for the buttons below a sheet."""
        application.add_handler(CallbackQueryHandler(self.on_press, pattern=f"^{PREFIX}"))

    async def brief(self, asked: CommandCall) -> Sequence[Reply]:
        """Hand out a sheet; without a topic, list them."""
        say, found = asked.say, await self._find(asked.argument, asked.scene)
        if found.paper is None:
            head = words.NO_TOPIC if found.request.narrow else words.TOPICS
            listed = "\n".join(say(words.TOPIC, name=topic.name, title=topic.title) for topic, _ in found.topics)
            markup = _topics(found.topics, say.language)
            await self.sender.reply(asked.message, text_reply(f"{say(head)}\n\n{listed}"), below=markup)
            return []
        if not found.paper.sections:
            text, years = echoed(found.request.narrow), ", ".join(found.years) or "–"
            return [text_reply(say(words.NOTHING, text=text, title=found.paper.title, years=years))]
        if found.request.form is not SheetFormat.PAGES:
            return await self._document(asked, found, found.paper)
        laid_out = message_pages(found.paper, say)
        if not _is_short(found):
            return [_reply(page) for page in laid_out]
        below = _turning(found, 0, len(laid_out), say.language)
        await self.sender.reply(asked.message, _reply(laid_out[0]), below=below)
        return []

    async def _document(self, asked: CommandCall, found: Found, paper: BriefingDocument) -> Sequence[Reply]:
        name = f"{found.request.topic.name if found.request.topic else ''} {found.request.narrow}"
        file = await render_document(paper, name, found.request.form, asked.say)
        if file is None:
            return [text_reply(asked.say(words.NO_PDF))]
        await self.sender.document(asked.message, file, caption(paper))
        return []

    async def on_press(self, update: Update, context: CallbackContext[Any, Any, Any, Any]) -> None:
        """Turn the page in place; after a change of the base to the page of that number, or the last."""
        query = update.callback_query
        if query is None or query.message is None:
            return
        chat, me = query.message.chat.id, BotIdentity(context.bot.id, context.bot.username)
        scene = await self.scenes.of(chat, query.from_user, me)
        refusal = await self.door.refusal(query, scene.where)
        if refusal is not None:
            await acknowledge(query, scene.say(refusal))
            return
        await self._turn(query, chat, scene)

    async def _turn(self, query: CallbackQuery, chat: int, scene: ChatContext) -> None:
        at, _, rest = (query.data or "").removeprefix(PREFIX).partition(":")
        number, _, language = at.partition(".")
        topic, _, narrow = rest.partition(":")
        presser, scene = scene, self.scenes.said_in(language or None, scene)
        found = await self._find(f"{topic} {narrow}", scene)
        is_same = found.request.topic is not None and found.request.topic.name == topic
        if found.paper is None or not found.paper.sections or not is_same or query.message is None:
            await acknowledge(query, presser.say(words.SHEET_GONE))
            return
        await acknowledge(query)
        laid_out = message_pages(found.paper, scene.say)
        page = min(int(number) if number.isdecimal() and len(number) < 6 else 0, len(laid_out) - 1)
        below = _turning(found, page, len(laid_out), scene.say.language)
        await self.sender.edit(chat, query.message.message_id, _reply(laid_out[page]), below)

    async def _find(self, text: str, scene: ChatContext) -> Found:
        today = self.clock().date()

        def work(base: FactBase, names: EntityLinker) -> Found:
            """Find it once as long as pages are turned, not at every turn."""
            key = (base.version, text, scene.say.language, today)
            if key not in self._found:
                if len(self._found) >= REMEMBERED:
                    self._found.clear()
                self._found[key] = find(base, names)
            return self._found[key]

        def find(base: FactBase, names: EntityLinker) -> Found:
            request = read_request(text, base, names)
            topic = request.topic
            if topic is None:
                return Found(request, None, "", (), topics_held(base))
            paper = make_sheet(base, topic, names, scene.say, today, request.narrow)
            years = () if paper.sections else years_of(facts_for(base, topic.name, names), names)
            return Found(request, paper, _key(request, names), years, ())

        return await self.answering.seen(scene.audience, work)


def _key(request: SheetRequest, names: EntityLinker) -> str:
    """Give what a sheet is narrowed to so that a button can carry it: as it was typed, else as names are known."""
    room = MOST_BYTES - len(f"{PREFIX}999.en:{request.topic.name if request.topic else ''}:".encode())
    typed = " ".join(request.narrow.split())
    known = " ".join(token.removeprefix("=") for token in names.resolve(tokenise(typed)))
    return next((text for text in (typed, known) if len(text.encode()) <= room), "")


def _is_short(found: Found) -> bool:
    """Whether a button can carry what the sheet is narrowed to."""
    return bool(found.key) or not found.request.narrow


def _turning(found: Found, page: int, of: int, language: str) -> InlineKeyboardMarkup | None:
    topic = found.request.topic
    return turning(topic.name, found.key, page, of, language) if topic is not None else None


def _topics(topics: Sequence[tuple[Topic, int]], language: str) -> InlineKeyboardMarkup | None:
    """Lay out a button a topic, which opens its sheet in place."""
    rows = [
        [InlineKeyboardButton(f"{topic.name} ({count})", callback_data=data)]
        for topic, count in topics
        if len((data := page_data(0, topic.name, "", language)).encode()) <= MOST_BYTES
    ]
    return InlineKeyboardMarkup(rows) if rows else None


def _reply(page: Sequence[Line]) -> Reply:
    return Reply(to_html(page), to_plain(page))
