"""A plan → files written whole, or a patch on stdout that is told not to be live yet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from bot.commands.output import counted, remark, result, result_json
from bot.curation.storing import write_whole
from bot.problems import Problem

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from bot.config import Config
    from bot.curation.planning import Plan

WAYS: Final = ("files", "patch")


def add_write(parser: ArgumentParser) -> None:
    """Add where the change goes."""
    parser.add_argument(
        "--write", choices=WAYS, help="into the files, or as a patch for git; usually as config.yaml says"
    )


def carry_out(plan: Plan, arguments: Namespace, config: Config) -> None:
    """Write what was planned, or print it."""
    way = arguments.write or ("files" if config.writes_files else "patch")
    if getattr(arguments, "json", False):
        if way == "files":
            write_whole(plan.after)
        patch = plan.patch() if way == "patch" else None
        result_json({"accepted": True, "files": list(plan.after), "patch": patch})
        return
    if way == "patch":
        result(plan.patch().rstrip("\n"))
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
