"""A plan → files written whole, or a patch on stdout that is told not to be live yet."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING, Final

from bot.commands.opening import today
from bot.commands.output import counted, remark, result
from bot.curation.question_files import question_files
from bot.problems import BotError, Problem
from bot.reading import shown_path

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from bot.config import Config
    from bot.curation.planning import Grounds, Plan

WAYS: Final = ("files", "patch")


def add_write(parser: ArgumentParser) -> None:
    """Add where the change goes."""
    parser.add_argument(
        "--write", choices=WAYS, help="into the files, or as a patch for git; usually as config.yaml says"
    )


def carry_out(plan: Plan, arguments: Namespace, config: Config) -> None:
    """Write what was planned, or print it."""
    way = arguments.write or ("files" if config.writes_files else "patch")
    if way == "patch":
        result(plan.patch().rstrip("\n"))
        remark("not yet live: apply the patch with `git apply`, commit it, and deploy")
        return
    write_whole(plan.after)
    for path in plan.after:
        remark(f"written: {path}")


def write_whole(contents: Mapping[str, bytes]) -> None:
    """Write files so that each is either as it was or as it is to be; none is left half-written."""
    unfinished: list[tuple[Path, Path]] = []
    try:
        for name, content in contents.items():
            unfinished.append((_beside(Path(name), content), Path(name)))
        for temporary, path in unfinished:
            temporary.replace(path)
    except OSError as error:
        raise BotError(f"'{error.filename}' cannot be written ({error.strerror}); mend that and try again") from None
    finally:
        for temporary, _ in unfinished:
            temporary.unlink(missing_ok=True)


def grounds_of(config: Config, folder: Path) -> Grounds:
    """Read what a change in a folder of facts is judged by."""
    from bot.curation.planning import Grounds
    from bot.desk import matcher_of, meanings_of

    return Grounds(
        partial(matcher_of, settings=config.settings, meanings=meanings_of(config, remark)),
        today(),
        {shown_path(path): path.read_bytes() for path in question_files(folder) if path.is_file()},
    )


def folder_of(config: Config, path: str) -> Path:
    """Give the folder of facts in which a file stands."""
    file = Path(path).resolve()
    folders = [folder if folder.is_dir() else folder.parent for folder in config.settings.facts]
    return next((folder for folder in folders if folder.resolve() in file.parents), folders[0])


def refuse(problems: Sequence[Problem]) -> int:
    """Say why nothing was written."""
    for problem in problems:
        result(str(problem))
    remark(f"{counted(len(problems), 'error')}; nothing was written")
    return 1


def _beside(path: Path, content: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile("wb", dir=path.parent, prefix=f".{path.name}.", suffix=".part", delete=False) as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    mode = path.stat().st_mode if path.exists() else 0o644
    os.chmod(file.name, mode)
    return Path(file.name)
