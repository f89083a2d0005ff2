"""A configuration and a folder of facts → what a change there is judged by."""

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


def grounds_of(config: Config, folder: Path, today: dt.date, remark: Callable[[str], None]) -> Grounds:
    """Read what a change in a folder of facts is judged by."""
    return Grounds(
        partial(matcher_of, settings=config.settings, meanings=meanings_of(config, remark)),
        today,
        {shown_path(path): path.read_bytes() for path in question_files(folder) if path.is_file()},
    )


def folder_of(config: Config, path: str) -> Path:
    """Give the folder of facts in which a file stands."""
    file = Path(path).resolve()
    folders = [folder if folder.is_dir() else folder.parent for folder in config.settings.facts]
    return next((folder for folder in folders if folder.resolve() in file.parents), folders[0])
