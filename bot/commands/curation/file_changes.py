"""A plan → files written whole, or a patch on stdout that is told not to be live yet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from bot.commands.output import counted, remark, result, result_json
from bot.curation.editing.atomic_write import write_whole
from bot.curation.editing.git_patch import name_in_repository
from bot.problems import Problem

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from bot.config import Config
    from bot.curation.editing.acceptance import Plan

WAYS: Final = ("files", "patch")


def add_write(parser: ArgumentParser) -> None:
    """Add where the change goes."""
    parser.add_argument(
        "--write", choices=WAYS, help="into the files, or as a patch for git; usually as config.yaml says"
    )


def writes_files(arguments: Namespace, config: Config) -> bool:
    """Whether a change goes into the files, as the command line says, else the configuration."""
    return bool(arguments.write == WAYS[0] if arguments.write else config.writes_files)


def carry_out(plan: Plan, arguments: Namespace, config: Config, on: Sequence[str] = ()) -> None:
    """Write what was planned, or print it; a patch may be made `on` top of others that are not live yet."""
    is_patch = not writes_files(arguments, config)
    patch = plan.patch(lambda path: name_in_repository(path, config)) if is_patch else None
    if getattr(arguments, "json", False):
        if patch is None:
            write_whole(plan.after)
        result_json({"accepted": True, "files": list(plan.after), "patch": patch, "builds_on": list(on)})
        return
    if patch is not None:
        result(patch.rstrip("\n"))
        if on:
            remark(f"it builds on {', '.join(on)}, not live yet either: apply that first")
        remark("not yet live: apply the patch with `git apply`, commit it, and deploy")
        return
    write_whole(plan.after)
    for path in plan.after:
        remark(f"written: {path}")


def refuse(problems: Sequence[Problem], *, as_json: bool = False) -> int:
    """Say why nothing was written."""
    if as_json:
        result_json({"accepted": False, "problems": [str(problem) for problem in problems]})
        return 1
    for problem in problems:
        result(str(problem))
    remark(f"{counted(len(problems), 'error')}; nothing was written")
    return 1
