"""Log records → lines on stderr, as text or as JSON, in which no secret can appear."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import logging
import sys
import traceback
from collections.abc import Iterable, Iterator
from types import TracebackType
from typing import Final, TextIO, TypeAlias

from telegram.error import TelegramError

from bot.chat.process.redaction import Redactor
from bot.chat.protocol.update_context import current
from bot.problems import BotError

# These write whole addresses at INFO, and Telegram's addresses hold the token.
CHATTY: Final = ("httpx", "httpcore", "uvicorn", "asyncio", "alembic", "watchfiles")
# The library prints the whole body of an answer that is no JSON, with a traceback: ours says it in one line.
WORDY: Final = ("telegram.request.BaseRequest",)
# What a record may carry besides its message (`extra=`); nothing else gets into a line.
FIELDS: Final = ("request", "outcome", "seconds")
# Errors that say what failed without quoting what somebody wrote.
FRANK: Final = (TelegramError, OSError, BotError, AssertionError, ImportError, AttributeError, NameError)

ExcInfo: TypeAlias = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class Lines(logging.StreamHandler[TextIO]):
    """Writes to stderr; of a record that cannot be written it says so without the record."""

    def handleError(self, record: logging.LogRecord) -> None:
        with contextlib.suppress(Exception):
            print(f"a line of {record.name}:{record.lineno} could not be written", file=sys.stderr)  # noqa: T201


class LineFormatter(logging.Formatter):
    """Writes a record for a person: time, level, part, request, message, fields; then the traceback."""

    def __init__(self, redact: Redactor, *, says_all: bool = False) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")
        self._redact = redact
        self._says_all = says_all

    def format(self, record: logging.LogRecord) -> str:
        return self._redact(super().format(record))

    def formatMessage(self, record: logging.LogRecord) -> str:
        named = fields_of(record)
        request = named.pop("request", None)
        head = f"[{request}] " if request else ""
        tail = "".join(f" {name}={value}" for name, value in named.items())
        record.message = f"{head}{record.message}{tail}"
        return super().formatMessage(record)

    def formatException(self, ei: ExcInfo) -> str:
        return "".join(traced(ei[1], says_all=self._says_all)).rstrip()


class JsonFormatter(LineFormatter):
    """Writes a record for a machine: one JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        time = dt.datetime.fromtimestamp(record.created, dt.UTC)
        line: dict[str, object] = {
            "time": time.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": self._redact(record.getMessage()),
            **{name: self._clean(value) for name, value in fields_of(record).items()},
        }
        if record.exc_info:
            line["traceback"] = self._redact(self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False)

    def _clean(self, value: object) -> object:
        return value if isinstance(value, int | float) else self._redact(str(value))


def fields_of(record: logging.LogRecord) -> dict[str, object]:
    """Return what a record carries, the request that is under way with it."""
    found = {name: value for name in FIELDS if (value := getattr(record, name, None)) is not None}
    update = current.get(None)
    return found if "request" in found or update is None else {"request": update.request} | found


def traced(error: BaseException | None, *, says_all: bool) -> Iterator[str]:
    """Yield the tracebacks of an error and its causes, the cause first.

    What an error says may quote a message (a value that does not fit, the parameters of a statement),
    so that only the frank ones are let speak unless everything is asked for.
    """
    if error is None:
        return
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None:
        yield from traced(before, says_all=says_all)
        yield "\n"
    yield "Traceback (most recent call last):\n"
    yield from traceback.format_tb(error.__traceback__)
    said = str(error) if says_all or isinstance(error, FRANK) else ""
    yield type(error).__qualname__ + (f": {said}\n" if said else "\n")
    if isinstance(error, BaseExceptionGroup):
        for inner in error.exceptions:
            yield from traced(inner, says_all=says_all)


def configure(secrets: Iterable[str], level: str = "info", form: str = "text") -> None:
    """Send all logs and warnings to stderr without the secrets; at debug, errors may say everything else."""
    logging.basicConfig(level=level.upper(), handlers=[handler(sys.stderr, secrets, level, form)], force=True)
    logging.captureWarnings(True)
    quieten()


def handler(stream: TextIO, secrets: Iterable[str], level: str, form: str) -> logging.Handler:
    """Make what writes lines to a stream, without the secrets; `form` is "text" or "json"."""
    formatter = JsonFormatter if form == "json" else LineFormatter
    lines = Lines(stream)
    lines.setFormatter(formatter(Redactor(secrets), says_all=level == "debug"))
    return lines


def quieten() -> None:
    """Drop the log lines of libraries that would hold the token or whole answers."""
    for name in CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)
    for name in WORDY:
        logging.getLogger(name).setLevel(logging.CRITICAL)
