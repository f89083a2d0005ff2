"""Tries what a curator accepts in a chat, in a process of its own, and returns what came of it."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from bot.chat.protocol.update_context import current
from bot.config import Config

SECONDS: Final = 600.0
ACCEPTED: Final = 0
REFUSED: Final = 1


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it: the files that changed, or the patch that would change them, or the problems that forbid it."""

    files: tuple[str, ...] = ()
    patch: str | None = None
    problems: tuple[str, ...] = ()
    on: tuple[str, ...] = ()  # accepted changes that the patch builds on and that are not live yet either


@dataclass(frozen=True, slots=True)
class AcceptProcess:
    """Tries the whole base with a change, one change at a time; other chats are served meanwhile."""

    config: Config
    _lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def accept(self, what: str, *arguments: str) -> Outcome:
        """Accept a gap or a proposal, or make the patch of one that was accepted anew.

        The process ends with this one; the update is then handled again by the next, which starts another.
        """
        update = current.get()
        update.step_aside(True)
        try:
            async with self._lock, asyncio.timeout(SECONDS):
                return await self._run([*arguments, "--json", *self._places(), "--", what])
        except TimeoutError:
            return Outcome(problems=(f"it took longer than {SECONDS:.0f} seconds",))
        finally:
            update.step_aside(False)

    async def _run(self, arguments: Sequence[str]) -> Outcome:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "accept", *arguments),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        try:
            out, err = await process.communicate()
        except BaseException:
            process.kill()
            await process.wait()
            raise
        if process.returncode not in (ACCEPTED, REFUSED) or not out.strip():
            said = err.decode("utf-8", "replace").strip().splitlines() or ["it ended without a word"]
            return Outcome(problems=(said[-1].removeprefix("error: "),))
        result: dict[str, Any] = json.loads(out)
        files, problems, on = (tuple(result.get(part, ())) for part in ("files", "problems", "builds_on"))
        return Outcome(files, result.get("patch") or None, problems, on)

    def _places(self) -> list[str]:
        """Return the arguments for the configuration and the facts of this process."""
        folders = [part for folder in self.config.settings.facts for part in ("--facts", str(folder))]
        return folders if self.config.path is None else ["--config", str(self.config.path), *folders]
