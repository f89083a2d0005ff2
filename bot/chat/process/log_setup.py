"""Sets up logging to stderr, as text or as JSON; no secret and no message of a person appears in it."""

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

# At INFO these log whole URLs, and Telegram's URLs contain the token.
CHATTY: Final = ("httpx", "httpcore", "uvicorn", "asyncio", "alembic", "watchfiles")
# The library logs the whole body of a response that is not JSON, with a traceback; our own line says enough.
WORDY: Final = ("telegram.request.BaseRequest",)
# The fields (`extra=`) of a record that are logged; all others are left out.
FIELDS: Final = ("request", "outcome", "seconds")
# Errors whose text never quotes what somebody wrote.
SAFE_ERRORS: Final = (TelegramError, OSError, BotError, AssertionError, ImportError, AttributeError, NameError)

ExcInfo: TypeAlias = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class LogHandler(logging.StreamHandler[TextIO]):
    """Writes to a stream; where a record cannot be written, says so without its content."""

    def handleError(self, record: logging.LogRecord) -> None:
        with contextlib.suppress(Exception):
            print(f"a line of {record.name}:{record.lineno} could not be written", file=sys.stderr)  # noqa: T201


class LineFormatter(logging.Formatter):
    """Writes a record for a person: time, level, logger, request, message, fields, and then the traceback."""

    def __init__(self, redact: Redactor, *, shows_all: bool = False) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")
        self._redact = redact
        self._shows_all = shows_all

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
        return "".join(traceback_lines(ei[1], shows_all=self._shows_all)).rstrip()


class JsonFormatter(LineFormatter):
    """Writes a record for a machine, as one JSON object on a line."""

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
    """Return the fields of a record; the request that is being handled is added where it is not among them."""
    found = {name: value for name in FIELDS if (value := getattr(record, name, None)) is not None}
    update = current.get(None)
    return found if "request" in found or update is None else {"request": update.request} | found


def traceback_lines(error: BaseException | None, *, shows_all: bool) -> Iterator[str]:
    """Yield the tracebacks of an error and its causes, the cause first.

    The text of an error may quote a message (a value that does not fit, the parameters of a statement), so that only
    the text of safe errors is shown, unless `shows_all`.
    """
    if error is None:
        return
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None:
        yield from traceback_lines(before, shows_all=shows_all)
        yield "\n"
    yield "Traceback (most recent call last):\n"
    yield from traceback.format_tb(error.__traceback__)
    text = str(error) if shows_all or isinstance(error, SAFE_ERRORS) else ""
    yield type(error).__qualname__ + (f": {text}\n" if text else "\n")
    if isinstance(error, BaseExceptionGroup):
        for inner in error.exceptions:
            yield from traceback_lines(inner, shows_all=shows_all)


def configure(secrets: Iterable[str], level: str = "info", form: str = "text") -> None:
    """Send all logs and warnings to stderr, without the secrets; at level debug the text of every error is shown."""
    logging.basicConfig(level=level.upper(), handlers=[build_handler(sys.stderr, secrets, level, form)], force=True)
    logging.captureWarnings(True)
    silence_libraries()


def build_handler(stream: TextIO, secrets: Iterable[str], level: str, form: str) -> logging.Handler:
    """Make the handler that writes to a stream, without the secrets; `form` is "text" or "json"."""
    formatter = JsonFormatter if form == "json" else LineFormatter
    made = LogHandler(stream)
    made.setFormatter(formatter(Redactor(secrets), shows_all=level == "debug"))
    return made


def silence_libraries() -> None:
    """Drop the log lines of libraries that would contain the token or a whole response."""
    for name in CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)
    for name in WORDY:
        logging.getLogger(name).setLevel(logging.CRITICAL)
