"""A configuration → what a change of its facts is judged by."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial
from pathlib import Path

from bot.config import Config
from bot.curation.planning import Grounds
from bot.curation.question_files import question_files
from bot.desk import matcher_of, meanings_of
from bot.reading import shown_path


def grounds_of(config: Config, today: dt.date, remark: Callable[[str], None]) -> Grounds:
    """Read what a change is judged by: the questions of all folders, for the facts of one may take those of another."""
    files = dict.fromkeys(file for folder in _folders(config) for file in question_files(folder))
    return Grounds(
        partial(matcher_of, settings=config.settings, meanings=meanings_of(config, remark)),
        today,
        {shown_path(file): file.read_bytes() for file in files if file.is_file()},
    )


def folder_of(config: Config, path: str) -> Path:
    """Give the folder of facts in which a file stands."""
    file = Path(path).resolve()
    folders = _folders(config)
    return next((folder for folder in folders if folder.resolve() in file.parents), folders[0])


def _folders(config: Config) -> list[Path]:
    return [folder if folder.is_dir() else folder.parent for folder in config.settings.facts]
