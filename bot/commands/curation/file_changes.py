"""Writes planned changes into the files or prints them as a patch, and says why a change is refused."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

from bot.commands.output import counted, remark, result, result_json
from bot.problems import Problem

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from bot.config import Config
    from bot.curation.editing.acceptance import Accepted
    from bot.curation.editing.regression_check import ChangePlan

TARGETS: Final = ("files", "patch")


def add_write(parser: ArgumentParser) -> None:
    """Add the argument that says where a change goes."""
    parser.add_argument(
        "--write", choices=TARGETS, help="into the files, or as a patch for git; usually as config.yaml says"
    )


def writes_files(arguments: Namespace, config: Config) -> bool:
    """Whether a change goes into the files: as the command line says, otherwise as the configuration says."""
    return bool(arguments.write == TARGETS[0] if arguments.write else config.writes_files)


def carry_out(plan: ChangePlan, arguments: Namespace, config: Config) -> None:
    """Write the planned files, or print the plan as a patch."""
    patch = written_or_patch(plan, arguments, config)
    if patch is None:
        show_written(plan.after)
    else:
        show_patch(patch)


def written_or_patch(plan: ChangePlan, arguments: Namespace, config: Config) -> str | None:
    """Write the planned files and return None, or return the plan as a patch."""
    from bot.curation.editing.atomic_write import write_whole
    from bot.curation.editing.git_patch import name_in_repository

    if writes_files(arguments, config):
        write_whole(plan.after)
        return None
    return plan.patch(lambda path: name_in_repository(path, config))


def show_written(paths: Iterable[str]) -> None:
    """Name the files that were written."""
    for path in paths:
        remark(f"written: {path}")


def show_patch(patch: str, builds_on: Sequence[str] = ()) -> None:
    """Print a patch, and say what has to be applied before it and that it is not live yet."""
    result(patch.rstrip("\n"))
    if builds_on:
        remark(f"it builds on {', '.join(builds_on)}, not live yet either: apply that first")
    remark("not yet live: apply the patch with `git apply`, commit it, and deploy")


def show_accepted(accepted: Accepted, *, as_json: bool = False) -> None:
    """Name the files that were written, or print the patch; as an object for programs."""
    files, patch = accepted.files, accepted.patch
    if as_json:
        result_json({"accepted": True, "files": [*files], "patch": patch, "builds_on": [*accepted.builds_on]})
    elif patch is None:
        show_written(files)
    elif files:
        show_patch(patch, accepted.builds_on)


def refuse(problems: Sequence[Problem], *, as_json: bool = False) -> int:
    """Say why nothing was written, and return the exit code 1."""
    if as_json:
        result_json({"accepted": False, "problems": [str(problem) for problem in problems]})
        return 1
    for problem in problems:
        result(str(problem))
    remark(f"{counted(len(problems), 'error')}; nothing was written")
    return 1
