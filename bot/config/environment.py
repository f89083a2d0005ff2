"""Reads from the environment how to reach Telegram and the store; errors name a variable, never its value."""

from __future__ import annotations

import hmac
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from ipaddress import ip_address
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from bot.config.settings import TELEGRAM_API_URL, Secret, Telegram, with_path
from bot.problems import BotError

TOKEN: Final = re.compile(r"[0-9]+:[A-Za-z0-9_-]{10,}", re.ASCII)
ANY_TEXT: Final = re.compile(r".*", re.DOTALL)
WEBHOOK_KEY_START: Final = "whsec_"
WEBHOOK_KEY: Final = re.compile(r"whsec_(?:[A-Za-z0-9+/]{4}){8,22}(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?", re.ASCII)
WEBHOOK_SECRET: Final = re.compile(r"[A-Za-z0-9_-]{1,256}", re.ASCII)
METRICS_TOKEN: Final = re.compile(r"[A-Za-z0-9_-]{16,256}", re.ASCII)
DATABASE: Final = re.compile(r"[a-z][a-z0-9+]*://\S*", re.ASCII)
LIMITS: Final = re.compile(r"on|off")
MOST_PORT: Final = 65535
MOST_SECRET: Final = 4096  # bytes of a file that holds one


class VariableError(BotError):
    """An environment variable cannot be used."""


@dataclass(slots=True)
class _Variables:
    """The environment; an empty variable counts as one that is not set."""

    environ: Mapping[str, str]
    errors: list[str] = field(default_factory=list)

    def get(self, name: str, form: re.Pattern[str], described: str) -> str | None:
        text = self.environ.get(name, "").strip()
        if text and not form.fullmatch(text):
            self.errors.append(f"{name} is not {described}")
            return None
        return text or None

    def secret(self, name: str, form: re.Pattern[str], described: str) -> str | None:
        """Get a secret from its variable, or from the file that NAME_FILE names."""
        named = self.environ.get(f"{name}_FILE", "").strip()
        if not named:
            return self.get(name, form, described)
        if self.environ.get(name, "").strip():
            self.errors.append(f"{name} and {name}_FILE are both set; remove one")
            return None
        try:
            text = read_secret(Path(named))
        except (OSError, ValueError) as error:
            # The path stays out: somebody may have put the secret itself there.
            why = error.strerror if isinstance(error, OSError) else str(error)
            self.errors.append(f"{name}_FILE does not name a file that can be read ({why}); mend that")
            return None
        if not form.fullmatch(text):
            self.errors.append(f"the file of {name}_FILE does not hold {described}")
            return None
        return text

    def address(self, name: str) -> str | None:
        text = self.environ.get(name, "").strip()
        if text and not is_address(text):
            self.errors.append(f"{name} is not an address; write it whole, beginning with https://")
            return None
        return text or None

    def port(self, default: int) -> int:
        text = self.environ.get("PORT", "").strip()
        if not text:
            return default
        if not re.fullmatch(r"[0-9]{1,5}", text, re.ASCII) or not 1 <= int(text) <= MOST_PORT:
            self.errors.append(f"PORT is not a port; set it to a number from 1 to {MOST_PORT}")
            return default
        return int(text)

    def ip(self, name: str, default: str) -> str:
        text = self.environ.get(name, "").strip()
        try:
            return str(ip_address(text)) if text else default
        except ValueError:
            self.errors.append(f"{name} is not an IP address; set it to one such as 127.0.0.1")
            return default

    def settle(self) -> None:
        if self.errors:
            raise VariableError("\n".join(self.errors))


def is_address(text: str) -> bool:
    """Return whether a text is a whole web address."""
    try:
        parts = urlsplit(text)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        return False


def read_secret(path: Path) -> str:
    """Read a secret from a file, without the line end behind it."""
    with path.open("rb") as file:
        content = file.read(MOST_SECRET + 1)
    if len(content) > MOST_SECRET:
        raise ValueError("it is too long for a secret")
    try:
        return content.decode().strip()
    except UnicodeDecodeError:
        raise ValueError("it is not text") from None


def read_telegram(environ: Mapping[str, str]) -> Telegram:
    """Read what the bot needs to serve Telegram."""
    variables = _Variables(environ)
    token = variables.secret(
        "TELEGRAM_BOT_TOKEN", TOKEN, "a bot token; copy it whole from BotFather, digits, colon and letters"
    )
    secret = variables.secret(
        "WEBHOOK_SECRET", WEBHOOK_SECRET, "a webhook secret; use 1 to 256 letters, digits, _ and -"
    )
    webhook_url = variables.address("WEBHOOK_URL")
    api_url = variables.address("TELEGRAM_API_URL")
    port = variables.port(Telegram().port)
    metrics_token = variables.secret(
        "METRICS_TOKEN", METRICS_TOKEN, "a password; use 16 to 256 letters, digits, _ and -"
    )
    listen_address = variables.ip("LISTEN_ADDRESS", Telegram().listen_address)
    limits = variables.get("TELEGRAM_LIMITS", LIMITS, "on or off; set it to one of the two")
    variables.settle()
    if secret is None and token is not None:
        secret = webhook_secret(token)
    return Telegram(
        token=Secret(token) if token is not None else None,
        api_url=(api_url or TELEGRAM_API_URL).rstrip("/"),
        webhook_url=with_path(webhook_url) if webhook_url is not None else None,
        webhook_secret=Secret(secret) if secret is not None else None,
        port=port,
        metrics_token=Secret(metrics_token) if metrics_token is not None else None,
        has_limits=limits != "off",
        listen_address=listen_address,
    )


def read_webhook_keys(environ: Mapping[str, str], names: Iterable[str]) -> dict[str, Secret]:
    """Read the keys that sign what outgoing webhooks send, by the variables that hold them."""
    variables = _Variables(environ)
    keys: dict[str, Secret] = {}
    for name in names:
        described = "a key for signing; write whsec_ and 24 to 64 random bytes in base64"
        key = variables.secret(name, WEBHOOK_KEY, described)
        if key is not None:
            keys[name] = Secret(key)
        elif not any(error.startswith((name, f"the file of {name}")) for error in variables.errors):
            variables.errors.append(f"{name} is not set, and 'outgoing_webhooks' in config.yaml names it; set it")
    variables.settle()
    return keys


def read_bot_number(environ: Mapping[str, str]) -> int | None:
    """Read the number in front of the colon of the bot token, or of the file that holds it; None without a token.

    The rest of the token is not looked at, for a command that only reads the store does not need it.
    """
    variables = _Variables(environ)
    token = variables.secret("TELEGRAM_BOT_TOKEN", ANY_TEXT, "a bot token")
    variables.settle()
    number = (token or "").partition(":")[0]
    return int(number) if number.isdecimal() else None


def webhook_secret(token: str) -> str:
    """Derive the webhook's secret from the token, the same in every process."""
    return hmac.new(token.encode(), b"webhook secret", sha256).hexdigest()


def read_database(environ: Mapping[str, str], root: Path) -> Secret:
    """Read the address of the store, which may hold a password; a file beside config.yaml unless set."""
    variables = _Variables(environ)
    url = variables.secret("DATABASE_URL", DATABASE, "a database address; write it as postgresql://…")
    variables.settle()
    if url is None:
        return Secret(f"sqlite:///{(root / 'var' / 'bot.db').absolute()}")
    scheme, rest = url.split("://", 1)
    if scheme in {"postgres", "postgresql"}:
        scheme = "postgresql+psycopg"
    return Secret(f"{scheme}://{rest}")
