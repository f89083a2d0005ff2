"""`import`: adds the rows of a CSV or JSON file to a topic, if every row is sound and no fact loses by it."""

from __future__ import annotations

import re
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from bot.commands.curation.base_files import read_or_begin
from bot.commands.curation.file_changes import add_write, carry_out
from bot.commands.opening import add_common, configured, today
from bot.commands.output import counted, remark, result
from bot.engine.files import folder_of, loaded, shown_path
from bot.factbase.loading.definition import KEBAB
from bot.factbase.loading.load import PHRASINGS_FILE
from bot.problems import BotError, quoted

if TYPE_CHECKING:
    from bot.config import Config
    from bot.factbase.model import FactBase


def configure(parser: ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument(
        "file", type=Path, metavar="FILE", help="with columns question, answer, source, and aliases if there are any"
    )
    parser.add_argument("--topic", metavar="NAME", help="the topic that takes them; usually named after the file")
    parser.add_argument("--title", help="the title of a topic that is new")
    parser.add_argument("--language", default="en", metavar="CODE", help="the language of a topic that is new")
    parser.add_argument(
        "--map",
        type=_heading,
        action="append",
        default=[],
        metavar="COLUMN=HEADING",
        help="the heading that a column has in the file; give it again for more",
    )
    add_write(parser)
    add_common(parser)


def execute(arguments: Namespace) -> int:
    """Exit with 0 where all rows are taken over, with 1 where one is not sound."""
    from bot.curation.editing.regression_check import load_criteria, try_change
    from bot.curation.exchange.importer import Importing
    from bot.curation.exchange.table_reader import read_rows

    config = configured(arguments)
    base_files = read_or_begin(config, arguments)
    files = base_files.files
    base = loaded(files)
    path = _path(arguments, base, config)
    rows = read_rows(arguments.file.name, _content(arguments.file), dict(arguments.map))
    importing = Importing(base)
    importing.take(rows)
    if not importing.facts:
        return _refuse(map(str, importing.bad), len(rows))
    change = importing.change(path, arguments.title or "", arguments.language)
    remark(f"trying the base with {counted(len(importing.facts), 'fact')} more …")
    made = try_change(files, change, load_criteria(config, today(), remark))
    if isinstance(made, list):
        from bot.curation.editing.operations import changed_files

        content = changed_files(files, base, change)[path]
        return _refuse([*map(str, importing.bad), *importing.by_row(made, path, content)], len(rows))
    if importing.bad:
        return _refuse(map(str, importing.bad), len(rows))
    asked = [(str(fact["question"]), str(fact["id"])) for fact in importing.facts[:1]]
    carry_out(base_files.with_frame(made, asked), arguments, config)
    remark(f"{counted(len(rows), 'fact')} taken over")
    return 0


def _refuse(lines: Iterable[str], rows: int) -> int:
    shown = list(lines)
    for line in shown:
        result(line)
    remark(f"{counted(len(shown), 'error')} in {counted(rows, 'row')}; nothing was written")
    return 1


def _path(arguments: Namespace, base: FactBase, config: Config) -> str:
    """Name the topic's file, which need not be there."""
    from bot.curation.exchange.importer import id_for

    name = arguments.topic or id_for(arguments.file.stem, set())
    held = next((topic.path for topic in base.topics if topic.name == name), None)
    if held is not None:
        return held
    if re.fullmatch(KEBAB, name) is None or f"{name}.yaml" == PHRASINGS_FILE:
        raise BotError(f"{quoted(name)} is no name for a topic; give another with --topic, such as army-visits")
    return shown_path(folder_of(config.settings.facts[-1]) / f"{name}.yaml")


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise BotError(f"'{path}' cannot be read ({error.strerror}); name a file that can") from None


def _heading(text: str) -> tuple[str, str]:
    from bot.curation.exchange.table_reader import KNOWN

    column, _, heading = text.partition("=")
    if column not in KNOWN or not heading:
        raise ArgumentTypeError(f"'{text}' is not COLUMN=HEADING; columns are {', '.join(KNOWN)}")
    return column, heading
