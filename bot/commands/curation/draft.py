"""Keeps what is entered for a fact in a file until the fact is written, so that no end of the program loses it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Final

from bot.curation.editing.atomic_write import write_whole
from bot.problems import BotError

NAME: Final = "new-fact"


@dataclass(slots=True)
class Draft:
    """The answers so far, by what was asked; each is in the file at once."""

    path: Path
    held: dict[str, str] = field(default_factory=dict)
    aliases: list[str] = field(default_factory=list)

    def keep(self, key: str, text: str) -> None:
        """Keep an answer."""
        self.held[key] = text
        self._write()

    def keep_alias(self, text: str) -> None:
        """Keep another phrasing."""
        self.aliases.append(text)
        self._write()

    @property
    def is_kept(self) -> bool:
        """Whether the file holds anything to go on with."""
        return bool(self.held) and self.path.is_file()

    def remove(self) -> None:
        """Delete the file, once the fact is written."""
        self.path.unlink(missing_ok=True)

    def as_text(self) -> str:
        """Return what was entered, for a person to copy."""
        return "\n".join(
            [*(f"  {key}: {text}" for key, text in self.held.items()), *map("  also: {}".format, self.aliases)]
        )

    def _write(self) -> None:
        try:
            write_whole({str(self.path): json.dumps([self.held, self.aliases], ensure_ascii=False).encode()})
        except BotError:  # a disk that takes nothing must not end the conversation; the end of it prints the answers
            self.path.unlink(missing_ok=True)


def new_draft(folder: Path) -> Draft:
    """Begin a draft in a folder, beside those of facts that were never finished."""
    names = (f"{NAME}.json" if number == 1 else f"{NAME}-{number}.json" for number in count(1))
    return Draft(next(path for name in names if not (path := folder / name).exists()))


def unfinished(folder: Path) -> list[Path]:
    """Return the files of facts that were not finished, the newest first."""
    return sorted(folder.glob(f"{NAME}*.json"), key=lambda path: path.stat().st_mtime_ns, reverse=True)


def newest_draft(folder: Path) -> Draft:
    """Return the draft that was begun last; raise BotError if none is left."""
    found = unfinished(folder)
    if not found:
        raise BotError("no fact was left unfinished; leave out --resume to begin one")
    try:
        held, aliases = json.loads(found[0].read_bytes())
        return Draft(found[0], {str(key): str(text) for key, text in held.items()}, [str(each) for each in aliases])
    except (OSError, ValueError, AttributeError, TypeError):
        raise BotError(f"'{found[0]}' cannot be read as a fact that was begun; remove it") from None
