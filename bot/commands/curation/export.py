"""`export`: writes the facts as CSV, JSON, Markdown, or one HTML page with search."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bot.commands.opening import add_common, configured, today
from bot.commands.output import remark, result
from bot.curation.editing.atomic_write import write_whole
from bot.engine.files import loaded, read_folders
from bot.problems import BotError, quoted

if TYPE_CHECKING:
    from bot.curation.exchange.records import BaseRecords
    from bot.factbase.model import FactBase

FORMS: Final = ("csv", "xlsx", "json", "markdown", "html")
WHOLE: Final = ("csv", "xlsx", "json")  # hold everything but the comments of the files
ENDINGS: Final = {".csv": "csv", ".xlsx": "xlsx", ".json": "json", ".md": "markdown", ".html": "html", ".htm": "html"}


def configure(parser: ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument(
        "file", nargs="?", type=Path, metavar="FILE", help="where to; its ending says the form; usually standard output"
    )
    parser.add_argument("--format", choices=FORMS, help="the form, where no ending says it")
    parser.add_argument("--topic", action="append", metavar="NAME", help="only this topic; give it again for more")
    parser.add_argument("--current", action="store_true", help="only facts that are neither superseded nor withdrawn")
    parser.add_argument("--public", action="store_true", help="only what everybody may see")
    parser.add_argument("--title", default="Facts", help="the title of the page")
    add_common(parser)


def execute(arguments: Namespace) -> int:
    """Exit with 0 once it is written, whole."""
    ending = arguments.file.suffix.lower() if arguments.file else ""
    form: str | None = arguments.format or ENDINGS.get(ending)
    if form is None:
        raise BotError(f"there is no form; name a file that ends in {', '.join(ENDINGS)}, or give --format")
    if form == "xlsx" and arguments.file is None:
        raise BotError("XLSX is no text for standard output; name a file that ends in .xlsx")
    content = _writers(arguments)[form](*_chosen(arguments))
    if arguments.file is None:
        result(content.decode().rstrip("\r\n"))
        return 0
    write_whole({str(arguments.file): content})
    lost = "; all but the comments of the files is in it" if form in WHOLE and not _is_part(arguments) else ""
    remark(f"written: {arguments.file}{lost}")
    return 0


def _is_part(arguments: Namespace) -> bool:
    return bool(arguments.topic or arguments.public or arguments.current)


def _chosen(arguments: Namespace) -> tuple[FactBase, BaseRecords]:
    from bot.curation.exchange.records import read_records, restricted
    from bot.factbase.audience import ANYBODY, topics_for, visible

    files = read_folders(configured(arguments).settings.facts)
    base, records = loaded(files), read_records(files)
    held = {topic.name for topic in base.topics}
    for name in arguments.topic or ():
        if name not in held:
            raise BotError(f"the base has no topic {quoted(name)}; topics are {', '.join(sorted(held))}")
    topics = frozenset(arguments.topic or held)
    part = visible(base, topics & topics_for(base, ANYBODY) if arguments.public else topics)
    if arguments.current:
        part = replace(part, facts=tuple(fact for fact in part.facts if fact.is_current))
    return part, records if part is base else restricted(records, part)


def _writers(arguments: Namespace) -> Mapping[str, Callable[[FactBase, BaseRecords], bytes]]:
    from bot.curation.exchange import workbook
    from bot.curation.exchange.exporter import as_csv, as_json_text, as_markdown, as_table
    from bot.curation.site import build_page

    return {
        "csv": lambda base, records: as_csv(base, records).encode(),
        "xlsx": lambda base, records: workbook.write(as_table(base, records)),
        "json": lambda base, records: as_json_text(base, records).encode(),
        "markdown": lambda base, _: as_markdown(base).encode(),
        "html": lambda base, _: build_page(base, today(), arguments.title).encode(),
    }
