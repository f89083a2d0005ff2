"""`init`: makes a new base in a folder, and shows that the bot answers from it."""

from __future__ import annotations

import re
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Final

from bot.commands.opening import today
from bot.commands.output import program, remark, result
from bot.problems import BotError, quoted

USUAL_TOPIC: Final = "general"


def configure(parser: ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("folder", nargs="?", type=Path, default=Path(), metavar="DIR", help="usually the folder here")
    parser.add_argument("--topic", default=USUAL_TOPIC, metavar="NAME", help=f"its first topic, usually {USUAL_TOPIC}")
    parser.add_argument("--title", metavar="TITLE", help="the title of that topic")


def execute(arguments: Namespace) -> int:
    """Exit with 0 once the base is there and has answered a question."""
    from bot.curation.editing.atomic_write import write_whole
    from bot.curation.starter.files import FIRST_QUESTION, FirstTopic, starter_files
    from bot.factbase.loading.definition import KEBAB
    from bot.factbase.loading.load import PHRASINGS_FILE

    folder: Path = arguments.folder
    name: str = arguments.topic
    if re.fullmatch(KEBAB, name) is None or f"{name}.yaml" == PHRASINGS_FILE:
        raise BotError(f"{quoted(name)} is no name for a topic; give another with --topic, such as army-visits")
    _refuse_to_overwrite(folder)
    title = " ".join((arguments.title or name.replace("-", " ").capitalize()).split())
    files = starter_files(folder, FirstTopic(name, title, "en", today().isoformat(), program()))
    kept = [path for path in files if Path(path).exists()]
    write_whole({path: content for path, content in files.items() if path not in kept})
    for path in files:
        remark(f"{'kept as it was' if path in kept else 'written'}: {path}")
    remark(f"\nThe bot answers from it. {FIRST_QUESTION}")
    _ask(folder, FIRST_QUESTION)
    there = "" if folder.resolve() == Path.cwd() else f"cd {folder} && "
    remark(f"\nNext: {there}{program()} new asks for your first fact; {program()} chat lets you ask.")
    return 0


def _refuse_to_overwrite(folder: Path) -> None:
    from bot.curation.starter.files import FACTS
    from bot.engine.files import topic_files

    if folder.exists() and not folder.is_dir():
        raise BotError(f"'{folder}' is no folder; name one that is there or is to be made")
    found = topic_files(folder / FACTS)
    if found:
        raise BotError(
            f"there is a base already ('{found[0]}'); name another folder, or add to it with {program()} new"
        )


def _ask(folder: Path, question: str) -> None:
    from bot.config import load_config
    from bot.curation.starter.files import SETTINGS
    from bot.engine.engine import load_engine
    from bot.replies.render import render

    engine = load_engine(load_config(folder / SETTINGS, {}), remark)
    decision = engine.matcher.decide(question)
    result(render(decision, engine.base, today=today(), fold=engine.matcher.fold, language=engine.language).plain)
