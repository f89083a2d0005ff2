"""What a curator accepts in a chat → `python -m bot accept` as a process of its own, and what it says."""

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
    """What came of it: the files that changed, or the patch that would change them, or why neither came."""

    files: tuple[str, ...] = ()
    patch: str | None = None
    problems: tuple[str, ...] = ()
    on: tuple[str, ...] = ()  # what the patch builds on, and is not live either


@dataclass(frozen=True, slots=True)
class AcceptProcess:
    """Tries the whole base with a change, which takes a while: one at a time, and while others are served."""

    config: Config
    _lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def accept(self, what: str, *arguments: str) -> Outcome:
        """Accept a gap or a proposal, or give again what one has become.

        The process dies with this one, and may be started anew by its successor.
        """
        turn = current.get()
        turn.step_aside(True)
        try:
            async with self._lock, asyncio.timeout(SECONDS):
                return await self._run([*arguments, "--json", *self._places(), "--", what])
        except TimeoutError:
            return Outcome(problems=(f"it took longer than {SECONDS:.0f} seconds",))
        finally:
            turn.step_aside(False)

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
        told: dict[str, Any] = json.loads(out)
        files, problems, on = (tuple(told.get(part, ())) for part in ("files", "problems", "builds_on"))
        return Outcome(files, told.get("patch") or None, problems, on)

    def _places(self) -> list[str]:
        """Name the configuration and the facts that this process has."""
        folders = [part for folder in self.config.settings.facts for part in ("--facts", str(folder))]
        return folders if self.config.path is None else ["--config", str(self.config.path), *folders]
