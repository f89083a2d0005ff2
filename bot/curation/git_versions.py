"""Reads from git how a fact stood in its file, commit by commit."""

from __future__ import annotations

import datetime as dt
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from bot.curation.fact_history import FactVersion, version_in
from bot.problems import BotError

SECONDS: Final = 120
_FIELDS: Final = "%H%x00%aI%x00%an%x00%s"


def git_versions(folder: Path, fact: str) -> list[FactVersion] | None:
    """Return the versions of a fact in the commits of a folder of facts, oldest first.

    None where there is no git, or the folder stands in no repository. A fact that moved from file to file is followed.
    """
    git = shutil.which("git")
    if git is None or _run(git, folder, "rev-parse", "--git-dir") is None:
        return None
    named = (
        _run(
            git,
            folder,
            "log",
            "--no-renames",
            f"-Sid: {fact}",
            "--format=",
            "--name-only",
            "-z",
            "--relative",
            "--",
            ".",
        )
        or b""
    )
    paths = sorted({path for path in named.decode("utf-8", "surrogateescape").split("\0") if path.endswith(".yaml")})
    if not paths:
        return []
    log = _run(git, folder, "log", "--reverse", f"--format={_FIELDS}", "--", *paths) or b""
    commits = [line.split("\0") for line in log.decode("utf-8", "replace").splitlines()]
    wanted = [f"{commit}:./{path}" for commit, *_ in commits for path in paths]
    contents = _contents(git, folder, wanted)
    versions = []
    for _, at, who, title in commits:
        held = [version_in(next(contents), fact) for _ in paths]
        versions.append(FactVersion(dt.datetime.fromisoformat(at), next(filter(None, held), {}), who, title))
    return versions


def _contents(git: str, folder: Path, wanted: Sequence[str]) -> Iterator[bytes]:
    """Yield the files that are named by commit and path; what is not there is empty."""
    given = "".join(f"{name}\n" for name in wanted).encode("utf-8", "surrogateescape")
    written = _run(git, folder, "cat-file", "--batch", given=given) or b""
    for _ in wanted:
        head, _, written = written.partition(b"\n")
        if not head or head.endswith(b" missing"):
            yield b""
            continue
        size = int(head.rsplit(b" ", 1)[1])
        yield written[:size]
        written = written[size + 1 :]


def _run(git: str, folder: Path, *arguments: str, given: bytes = b"") -> bytes | None:
    """Return what git writes, or None where it fails."""
    try:
        done = subprocess.run(  # noqa: S603 (git itself; what comes from outside stands behind an option or --)
            [git, "-C", str(folder), *arguments], input=given, capture_output=True, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise BotError(f"git has not answered for {SECONDS} seconds; try --from store") from None
    return done.stdout if done.returncode == 0 else None
