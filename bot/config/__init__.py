"""Reads config.yaml and the environment into one frozen Config; secrets come from the environment only."""

from __future__ import annotations

import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from bot.config.environment import VariableError, read_bot_number, read_database, read_telegram, read_webhook_keys
from bot.config.file import read_settings
from bot.config.settings import (
    ApiClient,
    Asking,
    Chat,
    Commands,
    Config,
    EventKind,
    Mode,
    OutgoingWebhook,
    Scope,
    Secret,
    Semantic,
    Settings,
    Telegram,
    ThresholdSettings,
)
from bot.problems import BotError, ConfigError

__all__ = [
    "ApiClient",
    "Asking",
    "Chat",
    "Commands",
    "Config",
    "EventKind",
    "Mode",
    "OutgoingWebhook",
    "Scope",
    "Secret",
    "Semantic",
    "Settings",
    "Telegram",
    "ThresholdSettings",
    "VariableError",
    "load_config",
    "read_bot_number",
]

DEFAULT_PATH: Final = Path("config.yaml")


def load_config(given: Path | None, environ: Mapping[str, str], *, serving: bool = False) -> Config:
    """Load the file given, else BOT_CONFIG, else config.yaml: here, or in the nearest folder above that has a base.

    Only a command that serves Telegram reads its variables, so that a bad token does not stop a question.
    """
    named = given or (Path(environ["BOT_CONFIG"]) if environ.get("BOT_CONFIG", "").strip() else None)
    path = named or _nearest()
    root = path.parent
    settings, problems = read_settings(str(path), _content(path, must_exist=named is not None), root)
    if problems:
        raise ConfigError(problems)
    return Config(
        root=root,
        path=path if path.is_file() else None,
        settings=settings,
        telegram=read_telegram(environ) if serving else Telegram(),
        webhook_keys=read_webhook_keys(environ, (one.secret for one in settings.outgoing_webhooks)) if serving else {},
        database_url=read_database(environ, root),
        is_dyno=bool(environ.get("DYNO", "").strip()),
    )


def _nearest() -> Path:
    """Return where config.yaml belongs: in this folder, unless only one above it has settings and facts."""
    facts = Settings().facts[0]
    if DEFAULT_PATH.exists() or facts.is_dir():
        return DEFAULT_PATH
    for level, folder in enumerate(Path.cwd().parents, start=1):
        if (folder / DEFAULT_PATH).is_file() and (folder / facts).is_dir():
            return Path(*[".."] * level, DEFAULT_PATH)
    return DEFAULT_PATH


def _content(path: Path, *, must_exist: bool) -> bytes:
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise BotError(f"configuration file '{path}' is no file but a folder, pipe or device; name one that is")
        return path.read_bytes()
    except FileNotFoundError:
        if not must_exist:
            return b""
        raise BotError(f"no configuration file '{path}'; name one that is there") from None
    except OSError as error:
        raise BotError(f"configuration file '{path}' cannot be read ({error.strerror}); mend that") from error
