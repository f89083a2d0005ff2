"""A configuration → what a change of its facts is judged by."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial
from pathlib import Path

from bot.config import Config
from bot.curation.planning import Grounds
from bot.curation.question_files import read_questions_beside
from bot.desk import matcher_of, meanings_of
from bot.reading import folder_of


def grounds_of(config: Config, today: dt.date, remark: Callable[[str], None]) -> Grounds:
    """Read what a change is judged by: the questions of all folders, for the facts of one may take those of another."""
    return Grounds(
        partial(matcher_of, settings=config.settings, meanings=meanings_of(config, remark)),
        today,
        read_questions_beside(config.settings.facts),
    )


def folder_with(config: Config, path: str) -> Path:
    """Give the folder of facts in which a file stands."""
    file = Path(path).resolve()
    folders = [folder_of(facts) for facts in config.settings.facts]
    return next((folder for folder in folders if folder.resolve() in file.parents), folders[0])
