"""Reads the files of a base, or begins a new one where the folder holds nothing yet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from bot.commands.output import program, remark
from bot.engine.files import read_folders, topic_files

if TYPE_CHECKING:
    from argparse import Namespace

    from bot.config import Config
    from bot.curation.editing.regression_check import ChangePlan


@dataclass(frozen=True, slots=True)
class BaseFiles:
    """The files that make up a base; one that begins has settings and a question file still to be written beside it."""

    config: Config
    files: Mapping[str, bytes]
    begins: bool = False

    def without_phrasings(self) -> BaseFiles:
        """Leave the usual phrasings out of a base that begins, for it brings its own."""
        return replace(self, files={}) if self.begins else self

    def with_frame(self, plan: ChangePlan, questions: Sequence[tuple[str, str]]) -> ChangePlan:
        """Add what a new base needs beside its facts, and the schema that a new topic names.

        `questions` are what a new base is asked, with the fact that each wants.
        """
        from bot.curation.starter.files import facts_of, frame_files, schema_beside

        added = schema_beside(plan.after.keys() - plan.before.keys())
        if self.begins:
            frame = frame_files(self.config.root, program(), questions)
            added |= {
                path: content for path, content in frame.items() if path in self.files or path not in facts_of(frame)
            }
        missing = {path: content for path, content in added.items() if not Path(path).exists()}
        return replace(plan, after={**missing, **plan.after})


def read_or_begin(config: Config, arguments: Namespace) -> BaseFiles:
    """Read the files of a base; where nothing names one and the folder has none, begin with phrasings alone."""
    if arguments.facts or config.path is not None or topic_files(config.settings.facts[0]):
        return BaseFiles(config, read_folders(config.settings.facts))
    from bot.curation.starter.files import facts_of, frame_files

    remark("there is no base here yet: this begins one")
    return BaseFiles(config, facts_of(frame_files(config.root, program(), ())), begins=True)
