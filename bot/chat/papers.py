"""A paper → a file to send, made beside the loop that serves everybody."""

from __future__ import annotations

import asyncio
import re
from typing import Final

from bot.briefing.paper import Paper
from bot.briefing.request import Form
from bot.briefing.web import as_html
from bot.chat.sending import Document
from bot.replies import Reply, Words
from bot.replies.layout import Line, Style, Yield, fit, span, to_html, to_plain

MOST_OF_CAPTION: Final = 1024
MOST_OF_NAME: Final = 60
_one_at_a_time: Final = asyncio.Semaphore(1)  # a long one takes a second of the processor


async def written(paper: Paper, name: str, form: Form, say: Words) -> Document | None:
    """Write a paper as a file; None where PDFs cannot be made here."""
    if form is Form.HTML:
        return Document(f"{file_name(name)}.html", as_html(paper, say).encode())
    try:
        async with _one_at_a_time:
            content = await asyncio.to_thread(_pdf, paper, say)
    except ImportError:
        return None
    return Document(f"{file_name(name)}.pdf", content)


def _pdf(paper: Paper, say: Words) -> bytes:
    from bot.briefing.pdf import as_pdf  # with an extra, and loaded with the first that is wanted

    return as_pdf(paper, say)


def caption(paper: Paper) -> Reply:
    """Say what a file is."""
    lines: list[Line] = [(span(paper.title, Style.BOLD, gives=Yield.CONTEXT),)]
    lines += [(span(text, gives=Yield.CONTEXT),) for text in paper.about]
    return Reply(to_html(fit(lines, MOST_OF_CAPTION)), to_plain(lines))


def file_name(text: str) -> str:
    """Name a file after a text, as every system takes it."""
    return re.sub(r"[\W_]+", "-", text.casefold())[:MOST_OF_NAME].strip("-") or "briefing"
