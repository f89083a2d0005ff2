"""`sources`: lists what the facts were read in, as a table, plain lines or JSON."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from bot.commands.opening import add_common, add_json, configured
from bot.commands.output import counted, remark, result, result_json
from bot.engine.files import load_base

if TYPE_CHECKING:
    from bot.curation.exchange.bibliography import Entry


def configure(parser: ArgumentParser) -> None:
    """Add the command's arguments."""
    add_json(parser, "print a list of objects")
    add_common(parser)


def execute(arguments: Namespace) -> int:
    """Exit with 0."""
    from bot.curation.exchange.bibliography import bibliography, date_of

    entries = bibliography(load_base(configured(arguments).settings.facts))
    if arguments.json:
        result_json(
            [
                {
                    "key": entry.source.key,
                    "title": entry.source.title,
                    "publisher": entry.source.publisher,
                    "published": str(entry.source.published) if entry.source.published else None,
                    "accessed": str(entry.source.accessed) if entry.source.accessed else None,
                    "url": entry.source.url,
                    "archived": entry.source.archived,
                    "reliability": entry.source.reliability,
                    "facts": entry.facts,
                }
                for entry in entries
            ]
        )
    elif sys.stdout is not None and sys.stdout.isatty():
        _table(entries)
    else:
        for entry in entries:
            source = entry.source
            parts = [source.publisher, date_of(source), source.title, source.url or "", counted(entry.facts, "fact")]
            result(f"{source.key}: {', '.join(filter(None, parts))}")
    remark(counted(len(entries), "source"))
    return 0


def _table(entries: list[Entry]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from bot.curation.exchange.bibliography import date_of

    table = Table("publisher", "date", "title", "key", expand=True)
    table.add_column("facts", justify="right")
    for entry in entries:
        source = entry.source
        title = Text(source.title, style=f"link {source.url}" if source.url else "")
        table.add_row(Text(source.publisher), date_of(source), title, Text(source.key), str(entry.facts))
    Console().print(table)
