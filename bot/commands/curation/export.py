"""`export`: writes the facts as CSV, JSON, Markdown, or one HTML page with search."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bot.commands.opening import add_common, configured, today
from bot.commands.output import remark, result
from bot.curation.editing.atomic_write import write_whole
from bot.engine.files import load_base
from bot.problems import BotError, quoted

if TYPE_CHECKING:
    from bot.factbase.model import FactBase

FORMS: Final = ("csv", "json", "markdown", "html")
ENDINGS: Final = {".csv": "csv", ".json": "json", ".md": "markdown", ".html": "html", ".htm": "html"}


def configure(parser: ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument(
        "file", nargs="?", type=Path, metavar="FILE", help="where to; its ending says the form; usually standard output"
    )
    parser.add_argument("--format", choices=FORMS, help="the form, where no ending says it")
    parser.add_argument("--topic", action="append", metavar="NAME", help="only this topic; give it again for more")
    parser.add_argument("--public", action="store_true", help="only what everybody may see")
    parser.add_argument("--title", default="Facts", help="the title of the page")
    add_common(parser)


def execute(arguments: Namespace) -> int:
    """Exit with 0 once it is written, whole."""
    ending = arguments.file.suffix.lower() if arguments.file else ""
    form: str | None = arguments.format or ENDINGS.get(ending)
    if form is None:
        raise BotError(f"there is no form; name a file that ends in {', '.join(ENDINGS)}, or give --format")
    text = _writers(arguments)[form](_chosen(arguments))
    if arguments.file is None:
        result(text.rstrip("\r\n"))
        return 0
    write_whole({str(arguments.file): text.encode()})
    remark(f"written: {arguments.file}")
    return 0


def _chosen(arguments: Namespace) -> FactBase:
    from bot.factbase.audience import ANYBODY, topics_for, visible

    base = load_base(configured(arguments).settings.facts)
    held = {topic.name for topic in base.topics}
    for name in arguments.topic or ():
        if name not in held:
            raise BotError(f"the base has no topic {quoted(name)}; topics are {', '.join(sorted(held))}")
    topics = frozenset(arguments.topic or held)
    return visible(base, topics & topics_for(base, ANYBODY) if arguments.public else topics)


def _writers(arguments: Namespace) -> Mapping[str, Callable[[FactBase], str]]:
    from bot.curation.exchange.exporter import as_csv, as_json_text, as_markdown
    from bot.curation.site import build_page

    return {
        "csv": as_csv,
        "json": as_json_text,
        "markdown": as_markdown,
        "html": lambda base: build_page(base, today(), arguments.title),
    }
