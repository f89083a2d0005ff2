"""A base that is asked by other programs and loads its files again when they change."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from bot.chat.reload.file_watcher import watch
from bot.commands.output import remark
from bot.config import Config
from bot.engine.builder import snapshots_beside_store
from bot.engine.engine import AnsweringEngine
from bot.engine.files import read_folders
from bot.engine.rebuild import RebuildOrder, Refused, renewed
from bot.engine.worker_process import WorkerError
from bot.factbase.audience import Audience
from bot.factbase.loading.load import version_of
from bot.problems import BotError

T = TypeVar("T")


class WatchedBase:
    """Answers in a thread beside the event loop, always from the newest files that have no error."""

    def __init__(self, config: Config, engine: AnsweringEngine) -> None:
        self.engine = engine
        self._config = config
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="matching")
        self._seen = engine.base.version

    async def in_view(self, audience: Audience, work: Callable[[AnsweringEngine], T]) -> T:
        """Work in the thread with the engine of now, narrowed to what an audience may see."""
        engine = self.engine
        return await asyncio.get_running_loop().run_in_executor(self._thread, lambda: work(engine.seen_by(audience)))

    @contextlib.asynccontextmanager
    async def watched(self) -> AsyncIterator[None]:
        """Load changed files until the block ends."""
        task = asyncio.create_task(watch(self._config.settings.facts, self.look), name="watching the facts")
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            self._thread.shutdown(wait=False, cancel_futures=True)

    async def look(self) -> None:
        """Load the files if they are not those of the last look; what is wrong with them is told once."""
        settings, root = self._config.settings, self._config.root
        try:
            seen = await asyncio.to_thread(lambda: version_of(read_folders(settings.facts).items()))
            if seen == self._seen:
                return
            self._seen = seen
            engine = self.engine
            order = RebuildOrder(
                root, settings, engine.audiences, engine.meanings is not None, snapshots_beside_store(self._config)
            )
            found = await renewed(order, engine)
        except (BotError, OSError, WorkerError) as error:
            remark(f"the facts could not be looked at ({error})")
            return
        if isinstance(found, Refused):
            remark("the changed facts were not loaded:")
            for line in found.lines[:20]:
                remark(line)
        else:
            self.engine = engine.followed_by(found.matcher, found.views)
