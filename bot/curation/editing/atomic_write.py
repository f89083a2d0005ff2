"""Writes files so that each holds either its old or its new content, never a part."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from tempfile import NamedTemporaryFile

from bot.problems import BotError


def write_whole(contents: Mapping[str, bytes]) -> None:
    """Write files so that each holds either its old or its new content, even if the process ends meanwhile."""
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


def _beside(path: Path, content: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile("wb", dir=path.parent, prefix=f".{path.name}.", suffix=".part", delete=False) as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    mode = path.stat().st_mode if path.exists() else 0o644
    os.chmod(file.name, mode)
    return Path(file.name)
