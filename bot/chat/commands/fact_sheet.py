"""Answers /brief with the fact sheet of a topic, as pages in the chat or as a file."""

from __future__ import annotations

import asyncio
import datetime as dt
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from telegram import CallbackQuery, InlineKeyboardMarkup, Update
from telegram.ext import Application, CallbackContext, CallbackQueryHandler

from bot.briefing.document import BriefingDocument
from bot.briefing.fact_filter import years_of
from bot.briefing.html_page import as_html
from bot.briefing.message_pages import message_pages
from bot.briefing.sheet import facts_for, make_sheet
from bot.briefing.sheet_requests import SheetFormat, SheetRequest, read_request, topics_held
from bot.chat.dialogue.answer_service import AnswerService
from bot.chat.dialogue.chat_context import ChatContext, ChatContexts
from bot.chat.outbound.callback_data import SheetPageButton, decode, encode, pattern_of
from bot.chat.outbound.keyboards import column, pages_keyboard
from bot.chat.outbound.sender import Document, Sender, acknowledge
from bot.chat.protocol.request import identity_of
from bot.chat.routing.access import AccessControl
from bot.chat.routing.commands import CommandCall, CommandTable
from bot.factbase.model import FactBase, Topic
from bot.matching.text.tokenizer import tokenise
from bot.matching.understanding.entity_linker import EntityLinker
from bot.messages import briefing as words
from bot.replies import Reply, Words
from bot.replies.layout import Line, Style, Yield, fit, span, to_html, to_plain
from bot.replies.message import echoed, text_reply

CAPTION_UNITS: Final = 1024  # Telegram's limit
LAST_PAGE: Final = 999  # of the longest sheet, for which a button has to have room
FILE_NAME_LETTERS: Final = 60
SHEETS_KEPT: Final = 50  # in memory
_one_at_a_time: Final = asyncio.Semaphore(1)  # a long PDF takes a second of the processor


async def render_document(document: BriefingDocument, name: str, form: SheetFormat, say: Words) -> Document | None:
    """Write a document as a file, a PDF in a thread; None where the library for PDFs is not installed."""
    if form is SheetFormat.HTML:
        return Document(f"{file_name(name)}.html", as_html(document, say).encode())
    try:
        async with _one_at_a_time:
            content = await asyncio.to_thread(_pdf, document, say)
    except ImportError:
        return None
    return Document(f"{file_name(name)}.pdf", content)


def _pdf(document: BriefingDocument, say: Words) -> bytes:
    from bot.briefing.pdf import as_pdf  # an optional dependency, imported when the first PDF is wanted

    return as_pdf(document, say)


def caption(document: BriefingDocument) -> Reply:
    """Write the caption of a document's file."""
    lines: list[Line] = [(span(document.title, Style.BOLD, gives=Yield.CONTEXT),)]
    lines += [(span(text, gives=Yield.CONTEXT),) for text in document.about]
    return Reply(to_html(fit(lines, CAPTION_UNITS)), to_plain(lines))


def file_name(text: str) -> str:
    """Make a file name of a text, with letters that every system allows."""
    return re.sub(r"[\W_]+", "-", text.casefold())[:FILE_NAME_LETTERS].strip("-") or "briefing"


@dataclass(frozen=True, slots=True)
class FoundSheet:
    """The sheet that a request leads to; `sheet` is None where no topic was named."""

    request: SheetRequest
    sheet: BriefingDocument | None
    narrowed_to: str  # as a button carries it; empty where it has no room, or nothing was narrowed
    years: tuple[str, ...]  # to choose from, where the request led to no facts
    topics: tuple[tuple[Topic, int], ...]


@dataclass(frozen=True, slots=True)
class FactSheets:
    """Hands out fact sheets, and turns their pages."""

    sender: Sender
    answer_service: AnswerService
    chat_contexts: ChatContexts
    access: AccessControl
    clock: Callable[[], dt.datetime]
    _found: dict[tuple[object, ...], FoundSheet] = field(default_factory=dict, repr=False, compare=False)

    def commands(self) -> CommandTable:
        """Return the handlers of the commands."""
        return {"brief": self.brief}

    def register(self, application: Application[Any, Any, Any, Any, Any, Any]) -> None:
        """Register for the buttons below a sheet."""
        application.add_handler(CallbackQueryHandler(self.on_press, pattern=pattern_of(SheetPageButton)))

    async def brief(self, call: CommandCall) -> Sequence[Reply]:
        """Hand out the sheet of a topic; without a topic, list the topics."""
        say, found = call.say, await self._find(call.argument, call.chat_context)
        if found.sheet is None:
            head = words.NO_TOPIC if found.request.narrow else words.TOPICS
            listed = "\n".join(say(words.TOPIC, name=topic.name, title=topic.title) for topic, _ in found.topics)
            markup = _topics_keyboard(found.topics, say.language)
            await self.sender.reply(call.message, text_reply(f"{say(head)}\n\n{listed}"), markup=markup)
            return []
        if not found.sheet.sections:
            text, years = echoed(found.request.narrow), ", ".join(found.years) or "–"
            return [text_reply(say(words.NOTHING, text=text, title=found.sheet.title, years=years))]
        if found.request.form is not SheetFormat.PAGES:
            return await self._document(call, found, found.sheet)
        pages = message_pages(found.sheet, say)
        if not _fits_buttons(found):
            return [_page_reply(page) for page in pages]
        markup = _pages_keyboard(found, 0, len(pages), say.language)
        await self.sender.reply(call.message, _page_reply(pages[0]), markup=markup)
        return []

    async def _document(self, call: CommandCall, found: FoundSheet, sheet: BriefingDocument) -> Sequence[Reply]:
        name = f"{found.request.topic.name if found.request.topic else ''} {found.request.narrow}"
        file = await render_document(sheet, name, found.request.form, call.say)
        if file is None:
            return [text_reply(call.say(words.NO_PDF))]
        await self.sender.document(call.message, file, caption(sheet))
        return []

    async def on_press(self, update: Update, context: CallbackContext[Any, Any, Any, Any]) -> None:
        """Show another page in place. After a change of the base it is the page of that number, or the last."""
        query = update.callback_query
        if query is None or query.message is None:
            return
        chat, me = query.message.chat.id, identity_of(context.bot)
        chat_context = await self.chat_contexts.of(chat, query.from_user, me)
        refusal = await self.access.refusal(query, chat_context.policy)
        if refusal is not None:
            await acknowledge(query, chat_context.say(refusal))
            return
        await self._turn(query, chat, chat_context)

    async def _turn(self, query: CallbackQuery, chat: int, chat_context: ChatContext) -> None:
        button = decode(query.data)
        if not isinstance(button, SheetPageButton):
            return
        presser, chat_context = chat_context, self.chat_contexts.in_language(button.language or None, chat_context)
        found = await self._find(f"{button.topic} {button.narrowed_to}", chat_context)
        is_same = found.request.topic is not None and found.request.topic.name == button.topic
        if found.sheet is None or not found.sheet.sections or not is_same or query.message is None:
            await acknowledge(query, presser.say(words.SHEET_GONE))
            return
        await acknowledge(query)
        pages = message_pages(found.sheet, chat_context.say)
        page = min(button.page, len(pages) - 1)
        markup = _pages_keyboard(found, page, len(pages), chat_context.say.language)
        await self.sender.edit(chat, query.message.message_id, _page_reply(pages[page]), markup)

    async def _find(self, text: str, chat_context: ChatContext) -> FoundSheet:
        today = self.clock().date()

        def work(base: FactBase, names: EntityLinker) -> FoundSheet:
            """Find a sheet once, not again whenever a page is turned."""
            key = (base.version, text, chat_context.say.language, today)
            if key not in self._found:
                if len(self._found) >= SHEETS_KEPT:
                    self._found.clear()
                self._found[key] = find(base, names)
            return self._found[key]

        def find(base: FactBase, names: EntityLinker) -> FoundSheet:
            request = read_request(text, base, names)
            topic = request.topic
            if topic is None:
                return FoundSheet(request, None, "", (), topics_held(base))
            sheet = make_sheet(base, topic, names, chat_context.say, today, request.narrow)
            years = () if sheet.sections else years_of(facts_for(base, topic.name, names), names)
            return FoundSheet(request, sheet, _narrowed_to(request, names), years, ())

        return await self.answer_service.browse(chat_context.audience, work)


def _narrowed_to(request: SheetRequest, names: EntityLinker) -> str:
    """Return what a sheet is narrowed to, as typed, else in the names' canonical form; empty if no button holds it."""
    topic = request.topic.name if request.topic else ""
    typed = " ".join(request.narrow.split())
    canonical = " ".join(token.removeprefix("=") for token in names.resolve(tokenise(typed)))
    texts = (typed, canonical)
    return next((text for text in texts if encode(SheetPageButton(LAST_PAGE, topic, text, "en")) is not None), "")


def _fits_buttons(found: FoundSheet) -> bool:
    """Return whether a button can carry what the sheet is narrowed to."""
    topic = found.request.topic.name if found.request.topic else ""
    is_carried = bool(found.narrowed_to) or not found.request.narrow
    return is_carried and encode(SheetPageButton(LAST_PAGE, topic, found.narrowed_to, "en")) is not None


def _pages_keyboard(found: FoundSheet, page: int, of: int, language: str) -> InlineKeyboardMarkup | None:
    topic = found.request.topic
    return pages_keyboard(topic.name, found.narrowed_to, page, of, language) if topic is not None else None


def _topics_keyboard(topics: Sequence[tuple[Topic, int]], language: str) -> InlineKeyboardMarkup | None:
    """Lay out one button a topic, which opens its sheet in place."""
    return column((f"{topic.name} ({count})", SheetPageButton(0, topic.name, "", language)) for topic, count in topics)


def _page_reply(page: Sequence[Line]) -> Reply:
    return Reply(to_html(page), to_plain(page))
