"""`import`: adds the rows of a CSV or JSON file to a topic, if every row is sound and no fact loses by it."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from bot.commands.curation.base_files import read_or_begin
from bot.commands.curation.file_changes import add_write, carry_out
from bot.commands.opening import add_common, configured, today
from bot.commands.output import counted, is_terminal, remark, result
from bot.engine.files import folder_of, loaded, shown_path
from bot.factbase.loading.definition import TOPIC_NAME
from bot.factbase.loading.load import PHRASINGS_FILE
from bot.problems import BotError, quoted

if TYPE_CHECKING:
    from bot.commands.curation.base_files import BaseFiles
    from bot.config import Config
    from bot.curation.exchange.importer import Importing, Usual
    from bot.factbase.model import FactBase


def configure(parser: ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument(
        "files", type=Path, nargs="+", metavar="FILE", help="a table, or files that together are one, as those of Rasa"
    )
    parser.add_argument("--topic", metavar="NAME", help="the topic that takes them all; usually as the rows say")
    parser.add_argument("--title", help="the title of a topic that is new")
    parser.add_argument("--language", default="en", metavar="CODE", help="the language of a topic that is new")
    parser.add_argument(
        "--source",
        metavar="TEXT",
        help="what stands for the source, publisher or date that a row leaves out: a key of the base, "
        'or "title, publisher, date, address"',
    )
    parser.add_argument("--dates", type=_date_form, metavar="FORM", help="how dates are written, such as DD/MM/YYYY")
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
    from bot.curation.editing.operations import AddFacts, changed_files
    from bot.curation.editing.regression_check import load_criteria, try_change

    config = configured(arguments)
    base_files = read_or_begin(config, arguments)
    base = loaded(base_files.files)
    usual_path = _path(arguments.topic or _usual_topic(arguments.files[0]), base, config)
    importing, count = _importing(arguments, base, base_files)
    base_files = base_files.without_phrasings() if importing.declared.topics else base_files
    files = base_files.files
    change = importing.changes(
        lambda name: _path(name, base, config),
        shown_path(folder_of(config.settings.facts[-1]) / PHRASINGS_FILE),
        AddFacts(usual_path, (), {}, arguments.title or "", arguments.language),
        all_to=arguments.topic is not None,
    )
    changed = changed_files(files, base, change)
    if importing.bad and not importing.facts:
        return _refuse(map(str, importing.bad), count)
    if not changed:
        remark(f"{counted(importing.known, 'fact')} there already; nothing is new")
        return 0
    if is_terminal():
        remark(f"trying the base with {counted(len(importing.facts), 'fact')} more …")
    made = try_change(files, change, load_criteria(config, today(), remark))
    if isinstance(made, list):
        return _refuse([*map(str, importing.bad), *importing.by_row(made, changed)], count)
    if importing.bad:
        return _refuse(map(str, importing.bad), count)
    asked = [(str(fact["question"]), str(fact["id"])) for fact in importing.facts[:1]]
    carry_out(base_files.with_frame(made, asked), arguments, config)
    there = f", {importing.known} there already" if importing.known else ""
    remark(f"{counted(len(importing.facts), 'fact')} taken over{there}")
    return 0


def _importing(arguments: Namespace, base: FactBase, base_files: BaseFiles) -> tuple[Importing, int]:
    """Read the files, and turn their rows into facts; also return how many rows are to become facts."""
    from bot.curation.exchange.importer import Importing
    from bot.curation.exchange.records import read_records
    from bot.curation.exchange.table_reader import read_table

    contents = {file.name: _content(file) for file in arguments.files}
    table = read_table(contents, dict(arguments.map), needs_source=arguments.source is None)
    for note in table.notes:
        remark(note)
    held = {str(fact["id"]): fact for _, fact in read_records(base_files.files).facts}
    importing = Importing(base, _usual(arguments, base), held)
    importing.take(table.rows)
    return importing, len(table.facts)


def _usual(arguments: Namespace, base: FactBase) -> Usual:
    from bot.curation.exchange.importer import Usual
    from bot.curation.exchange.proposals import Proposed, row_of

    usual = Usual()
    if arguments.source is not None:
        cells = row_of(Proposed("-", "-", arguments.source), base, today()).cells
        usual = replace(usual, source={name: cells[name] for name in cells if name not in ("question", "answer")})
    if arguments.dates is not None:
        usual = replace(usual, read_date=arguments.dates[1], date_form=arguments.dates[0])
    return usual


def _refuse(lines: Iterable[str], rows: int) -> int:
    shown = list(lines)
    for line in shown:
        result(line)
    remark(f"{counted(len(shown), 'error')} in {counted(rows, 'row')}; nothing was written")
    return 1


def _usual_topic(file: Path) -> str:
    from bot.curation.exchange.importer import id_for

    return id_for(file.stem, set())


def _path(name: str, base: FactBase, config: Config) -> str:
    """Name a topic's file, which need not be there."""
    held = next((topic.path for topic in base.topics if topic.name == name), None)
    if held is not None:
        return held
    file = f"{name}.yaml"
    if not TOPIC_NAME.fits(name) or file == PHRASINGS_FILE:
        raise BotError(f"{quoted(name)} is no name for a topic; give another with --topic, such as army-visits")
    return shown_path(folder_of(config.settings.facts[-1]) / file)


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


def _date_form(text: str) -> tuple[str, Callable[[str], str | None]]:
    from bot.curation.exchange.date_forms import date_reader

    return text, date_reader(text)
