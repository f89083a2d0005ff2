"""The real bot in a thread of the test process, with an event loop, a store and a log file of its own.

It answers over HTTP as `python -m bot run` does; only what starts a process is left out: the command line, signals,
and the watch over a loop that hangs.
"""

from __future__ import annotations

import asyncio
import dataclasses
import datetime as dt
import functools
import logging
import shutil
import tempfile
import threading
import traceback
from collections.abc import Callable
from concurrent.futures import Executor
from pathlib import Path
from typing import Final, TextIO, TypeVar, TypeVarTuple, Unpack

from sqlalchemy import create_engine

from bot.chat.dialogue.answer_service import AnswerService
from bot.chat.process import log_setup
from bot.chat.process.redaction import secrets_of
from bot.chat.process.shutdown import FAILED, Shutdown
from bot.chat.serving.application import LOST_STORE, bot_id, run
from bot.commands.operation.run import chosen_way
from bot.config import Config, Secret, load_config
from bot.config.settings import ThresholdSettings, reveal_required
from bot.engine.engine import AnsweringEngine, audiences_of, check_scheduled, check_topics, load_engine
from bot.engine.files import read_folders
from bot.factbase.loading.load import version_of
from bot.problems import BotError
from bot.store.database.engine import open_engine
from bot.store.database.migrate import migrate
from bot.store.database.store import Store
from tests.bot_process import PROJECT, StartedBot

T = TypeVar("T")
Ts = TypeVarTuple("Ts")
log = logging.getLogger("bot.chat.serving.application")


class Here(threading.local):
    """Knows for each thread which bot it works for."""

    bot: BotThread | None = None


here: Final = Here()


class BotThread(StartedBot):
    """The bot in a thread; stopped as by SIGTERM."""

    _thread: threading.Thread | None = None
    _exit_code: int | None = None
    _terminate: Callable[[], None] | None = None
    _is_told = False
    log_handler: logging.Handler | None = None

    def _launch(self) -> None:
        self._exit_code, self._terminate, self._is_told = None, None, False
        self._thread = threading.Thread(target=self._run, name=f"bot in {self.folder.name}", daemon=True)
        self._thread.start()

    @property
    def is_started(self) -> bool:
        return self._thread is not None

    @property
    def running(self) -> bool:
        return self._thread is not None and self._thread.is_alive()

    @property
    def exit_code(self) -> int | None:
        return None if self.running else self._exit_code

    def terminate(self) -> None:
        self._is_told = True
        if self._terminate is not None:
            self._terminate()

    def _join(self, timeout: float) -> bool:
        assert self._thread is not None, "not started"
        self._thread.join(timeout)
        return not self._thread.is_alive()

    def _run(self) -> None:
        """Do what `main(["run", …])` does, with the environment of this bot."""
        here.bot = self
        self._exit_code = FAILED
        with self._stderr.open("a", encoding="utf-8", buffering=1) as stderr:
            try:
                self._exit_code = self._serve(stderr)
            except BotError as error:
                stderr.write(f"error: {error}\n")
                self._exit_code = 2
            except BaseException:
                traceback.print_exc(file=stderr)
            finally:
                ROUTER.remove(self)

    def _serve(self, stderr: TextIO) -> int:
        config = load_config(self._config, self._environment, serving=True).with_facts([self._facts])
        is_webhook = chosen_way(config, polling=self.mode == "polling", webhook=self.mode == "webhook")
        ROUTER.add(self, config, stderr)
        store = Store(
            open_engine(config.database_url), bot_id(reveal_required(config.telegram.token, "TELEGRAM_BOT_TOKEN"))
        )
        engine = engine_of(config)
        check_topics(config.settings.chats, engine.base)
        check_scheduled(config.settings, engine.base)
        engine.warm(audiences_of(config.settings, engine.base))
        if "DATABASE_URL" not in self._environment:
            place_store(config.root / "var" / "bot.db")
        if config.loses_store:
            log.warning(LOST_STORE)
        answering = AnswerService(engine, dt.timedelta(minutes=config.settings.context_minutes))
        try:
            with asyncio.Runner(loop_factory=Loop) as runner:
                return runner.run(self._serve_until_told(config, answering, store, is_webhook=bool(is_webhook)))
        finally:
            answering.close()

    async def _serve_until_told(
        self, config: Config, answering: AnswerService, store: Store, *, is_webhook: bool
    ) -> int:
        stop, loop = Shutdown(), asyncio.get_running_loop()

        def terminate() -> None:
            if not loop.is_closed():
                loop.call_soon_threadsafe(stop.set)

        self._terminate = terminate
        if self._is_told:
            stop.set()
        return await run(config, answering, store, stop, webhook=is_webhook)


class Loop(asyncio.SelectorEventLoop):
    """An event loop whose threads know which bot they work for, so that their log lines find its file."""

    def run_in_executor(
        self, executor: Executor | None, func: Callable[[Unpack[Ts]], T], *args: *Ts
    ) -> asyncio.Future[T]:
        bot = here.bot

        def work() -> T:
            here.bot = bot
            return func(*args)

        return super().run_in_executor(executor, work)


class LogRouter(logging.Handler):
    """Hands each log record to the file of the bot whose thread made it."""

    def __init__(self) -> None:
        super().__init__()
        self._changing = threading.Lock()
        self._levels: dict[BotThread, int] = {}
        self._usual = logging.WARNING

    def add(self, bot: BotThread, config: Config, stderr: TextIO) -> None:
        """Write the records of a bot as its configuration says."""
        settings = config.settings
        bot.log_handler = log_setup.build_handler(stderr, secrets_of(config), settings.log_level, settings.log_format)
        root = logging.getLogger()
        with self._changing:
            if not self._levels:
                self._usual = root.level
                log_setup.silence_libraries()
            if self not in root.handlers:  # a test of the log's own set-up takes all handlers away
                root.addHandler(self)
            self._levels[bot] = logging.getLevelNamesMapping()[settings.log_level.upper()]
            bot.log_handler.setLevel(self._levels[bot])
            root.setLevel(min(self._levels.values()))

    def remove(self, bot: BotThread) -> None:
        """Write no more records of a bot."""
        root = logging.getLogger()
        with self._changing:
            if self._levels.pop(bot, None) is None:
                return
            if not self._levels:
                root.removeHandler(self)
            root.setLevel(min(self._levels.values(), default=self._usual))

    def emit(self, record: logging.LogRecord) -> None:
        bot = here.bot
        handler = bot and bot.log_handler
        if handler and record.levelno >= handler.level:
            handler.handle(record)


ROUTER: Final = LogRouter()
LOADING: Final = threading.Lock()
LOADED: Final[dict[tuple[str, ThresholdSettings, str], tuple[AnsweringEngine, list[str]]]] = {}


def is_of_no_bot(record: logging.LogRecord) -> bool:
    """Whether a log record comes of a test itself and not of a bot that runs beside it."""
    return here.bot is None


def engine_of(config: Config) -> AnsweringEngine:
    """Load the base and its matcher, which never change; bots with the same facts and settings share them."""
    settings = config.settings
    if settings.semantic.model is not None:
        return load_engine(config, log.warning)
    key = version_of(read_folders(settings.facts).items()), settings.thresholds, settings.language
    if settings.facts == (PROJECT / "facts",):  # whose snapshot is there already
        config = dataclasses.replace(config, database_url=Secret(f"sqlite:///{PROJECT / 'var' / 'bot.db'}"))
    with LOADING:
        if key not in LOADED:
            remarks: list[str] = []
            LOADED[key] = load_engine(config, remarks.append), remarks
        engine, remarks = LOADED[key]
    for remark in remarks:
        log.warning(remark)
    return dataclasses.replace(engine, _bases={}, _views={}, _seen={})


def place_store(path: Path) -> None:
    """Put an empty store with today's tables where there is none; making them takes longer than copying them."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(_empty_store(), path)


@functools.cache
def _empty_store() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="briefing-bot-store-"))
    engine = create_engine(f"sqlite:///{folder / 'bot.db'}")
    migrate(engine)
    engine.dispose()
    return folder / "bot.db"
