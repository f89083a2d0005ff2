"""`brief`: writes the fact sheet of a topic as text, PDF or HTML."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bot.commands.opening import add_common, configured, today
from bot.commands.output import remark, result
from bot.curation.editing.atomic_write import write_whole
from bot.engine.files import load_base
from bot.problems import BotError, quoted

if TYPE_CHECKING:
    from bot.briefing.document import BriefingDocument
    from bot.factbase.model import FactBase
    from bot.replies.localisation import Words

NO_PDF: Final = "PDF needs the extra pdf: install it with python -m pip install '.[pdf]', or take --html"


def configure(parser: ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("topic", nargs="?", help="the topic; without it they are listed")
    parser.add_argument("narrow", nargs="*", help="only what concerns this year or name")
    parser.add_argument("--pdf", type=Path, metavar="FILE", help="write an A4 PDF there")
    parser.add_argument("--html", type=Path, metavar="FILE", help="write a page there that needs nothing else")
    add_common(parser)


def execute(arguments: Namespace) -> int:
    """Exit with 0 once it is written, with 1 where the topic holds nothing of the kind."""
    from bot.briefing.sheet_requests import topics_held

    config = configured(arguments)
    base = load_base(config.settings.facts)
    if arguments.topic is None:
        for topic, count in topics_held(base):
            result(f"{topic.name}: {topic.title} ({count})")
        return 0
    from bot.replies.catalogues import words_in

    say = words_in(config.settings.language)
    paper = _paper(arguments, base, say)
    if not paper.sections:
        return 1
    files: dict[str, bytes] = {}
    if arguments.pdf:
        files[str(arguments.pdf)] = _pdf(paper, say)
    if arguments.html:
        from bot.briefing.html_page import as_html

        files[str(arguments.html)] = as_html(paper, say).encode()
    if not files:
        _print(paper, say)
        return 0
    write_whole(files)
    for path in files:
        remark(f"written: {path}")
    return 0


def _paper(arguments: Namespace, base: FactBase, say: Words) -> BriefingDocument:
    from bot.briefing.fact_filter import years_of
    from bot.briefing.sheet import facts_for, make_sheet
    from bot.briefing.sheet_requests import read_request
    from bot.matching.understanding.entity_linker import EntityLinker

    names = EntityLinker(base.names)
    request = read_request(" ".join([arguments.topic, *arguments.narrow]), base, names)
    if request.topic is None:
        held = ", ".join(sorted(topic.name for topic in base.topics))
        raise BotError(f"the base has no topic {quoted(arguments.topic)}; topics are {held}")
    paper = make_sheet(base, request.topic, names, say, today(), request.narrow)
    if not paper.sections:
        years = ", ".join(years_of(facts_for(base, request.topic.name, names), names))
        remark(f"{request.topic.name} holds nothing on {quoted(request.narrow)}; its years are {years}")
    return paper


def _pdf(paper: BriefingDocument, say: Words) -> bytes:
    try:
        from bot.briefing.pdf import as_pdf
    except ImportError:
        raise BotError(NO_PDF) from None
    return as_pdf(paper, say)


def _print(paper: BriefingDocument, say: Words) -> None:
    from bot.briefing.message_pages import single_page
    from bot.replies.layout import to_plain

    result(to_plain(single_page(paper, say)))
