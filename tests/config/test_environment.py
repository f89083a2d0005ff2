"""Tests of what the environment sets."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.config import Config, Secret, Telegram, VariableError, load_config

TOKEN = "123456:TEST-abcdef_g"


def serving(**environ: str) -> Config:
    """Load the configuration of a bot that serves, from its environment alone."""
    return load_config(None, environ, serving=True)


def test_environment_by_default() -> None:
    """Without variables there is no token, no address, and Telegram's own server."""
    assert serving(TELEGRAM_BOT_TOKEN="", PORT=" ").telegram == Telegram(
        token=None, api_url="https://api.telegram.org", webhook_url=None, webhook_secret=None, port=8000
    )


def test_environment_in_full() -> None:
    """Each variable reaches its field."""
    telegram = serving(
        TELEGRAM_BOT_TOKEN=TOKEN,
        TELEGRAM_API_URL="http://127.0.0.1:8081/",
        WEBHOOK_URL="https://bot.example/hook",
        WEBHOOK_SECRET="s3cret",
        PORT="5000",
        LISTEN_ADDRESS="127.0.0.1",
    ).telegram

    assert telegram == Telegram(
        Secret(TOKEN),
        "http://127.0.0.1:8081",
        "https://bot.example/hook",
        Secret("s3cret"),
        5000,
        listen_address="127.0.0.1",
    )
    assert telegram.webhook_path == "/hook"


def test_only_a_serving_command_reads_the_variables_of_telegram() -> None:
    """A bad token stops no question."""
    config = load_config(None, {"TELEGRAM_BOT_TOKEN": "nonsense", "PORT": "x"})

    assert config.telegram == Telegram()


EVERYWHERE = "0.0.0.0"  # noqa: S104 (only read here)


@pytest.mark.parametrize(
    ("address", "is_private"),
    [
        ("", False),
        (EVERYWHERE, False),
        ("::", False),
        ("127.0.0.1", True),
        ("10.1.2.3", True),
        ("93.184.216.34", False),
    ],
)
def test_what_is_private(address: str, is_private: bool) -> None:
    """An address of this machine or its network is private; every address, and one of the internet, is not."""
    assert serving(LISTEN_ADDRESS=address).telegram.listens_privately is is_private


@pytest.mark.parametrize("address", ["https://bot.example", "https://bot.example/"])
def test_webhook_without_a_path(address: str) -> None:
    """An address without a path gets the bot's usual one, for Telegram and for listening."""
    telegram = serving(WEBHOOK_URL=address).telegram

    assert telegram.webhook_url == "https://bot.example/telegram"
    assert telegram.webhook_path == "/telegram"


def test_webhook_secret_is_derived_from_the_token() -> None:
    """Every process of a bot comes to the same secret, and another bot to another."""
    secret = serving(TELEGRAM_BOT_TOKEN=TOKEN).telegram.webhook_secret
    other = serving(TELEGRAM_BOT_TOKEN=TOKEN + "x").telegram.webhook_secret

    assert secret is not None
    assert secret.reveal() == hmac.new(TOKEN.encode(), b"webhook secret", hashlib.sha256).hexdigest()
    assert secret != other


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        (
            "TELEGRAM_BOT_TOKEN",
            "hunter2",
            "TELEGRAM_BOT_TOKEN is not a bot token; copy it whole from BotFather, digits, colon and letters",
        ),
        (
            "TELEGRAM_BOT_TOKEN",
            f"{TOKEN} {TOKEN}",
            "TELEGRAM_BOT_TOKEN is not a bot token; copy it whole from BotFather, digits, colon and letters",
        ),
        (
            "WEBHOOK_SECRET",
            "two words",
            "WEBHOOK_SECRET is not a webhook secret; use 1 to 256 letters, digits, _ and -",
        ),
        (
            "WEBHOOK_URL",
            "bot.example",
            "WEBHOOK_URL is not an address; write it whole, beginning with https://",
        ),
        (
            "TELEGRAM_API_URL",
            "https://[",
            "TELEGRAM_API_URL is not an address; write it whole, beginning with https://",
        ),
        (
            "METRICS_TOKEN",
            "short",
            "METRICS_TOKEN is not a password; use 16 to 256 letters, digits, _ and -",
        ),
        ("PORT", "0", "PORT is not a port; set it to a number from 1 to 65535"),
        ("PORT", "99999", "PORT is not a port; set it to a number from 1 to 65535"),
        ("LISTEN_ADDRESS", "here", "LISTEN_ADDRESS is not an IP address; set it to one such as 127.0.0.1"),
        ("TELEGRAM_LIMITS", "none", "TELEGRAM_LIMITS is not on or off; set it to one of the two"),
        (
            "DATABASE_URL",
            "bot.db",
            "DATABASE_URL is not a database address; write it as postgresql://…",
        ),
    ],
)
def test_variable_that_cannot_be_used(name: str, value: str, expected: str) -> None:
    """One sentence names the variable, and never its value."""
    with pytest.raises(VariableError) as raised:
        serving(**{name: value})
    assert str(raised.value) == expected


UNREADABLE = "WEBHOOK_SECRET_FILE does not name a file that can be read"
FORM = "a webhook secret; use 1 to 256 letters, digits, _ and -"
SECRETS: dict[str, tuple[str, Callable[[Config], Secret | None]]] = {
    "TELEGRAM_BOT_TOKEN": (TOKEN, lambda config: config.telegram.token),
    "WEBHOOK_SECRET": ("s3cret", lambda config: config.telegram.webhook_secret),
    "METRICS_TOKEN": ("m" * 16, lambda config: config.telegram.metrics_token),
    "DATABASE_URL": ("postgresql+psycopg://u:p@h/d", lambda config: config.database_url),
}


@pytest.mark.parametrize("name", SECRETS)
def test_secret_in_a_file(name: str, tmp_path: Path) -> None:
    """A file named in the environment gives the secret as the variable does, the line end apart."""
    value, read = SECRETS[name]
    file = tmp_path / "secret"
    file.write_text(f"{value}\n")

    assert read(serving(**{f"{name}_FILE": str(file)})) == Secret(value) == read(serving(**{name: value}))


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (None, f"{UNREADABLE} (No such file or directory); mend that"),
        (b"\xff", f"{UNREADABLE} (it is not text); mend that"),
        (b"x" * 5000, f"{UNREADABLE} (it is too long for a secret); mend that"),
        (b"", f"the file of WEBHOOK_SECRET_FILE does not hold {FORM}"),
        (b"two words", f"the file of WEBHOOK_SECRET_FILE does not hold {FORM}"),
    ],
)
def test_file_that_holds_no_secret(content: bytes | None, expected: str, tmp_path: Path) -> None:
    """One sentence names the variable, and neither content nor path, which may be the secret."""
    file = tmp_path / "secret"
    if content is not None:
        file.write_bytes(content)

    with pytest.raises(VariableError) as raised:
        serving(WEBHOOK_SECRET_FILE=str(file))
    assert str(raised.value) == expected


def test_secret_twice(tmp_path: Path) -> None:
    """A variable and its file together are refused, for one of them is out of date."""
    with pytest.raises(VariableError) as raised:
        serving(WEBHOOK_SECRET="a", WEBHOOK_SECRET_FILE=str(tmp_path))
    assert str(raised.value) == "WEBHOOK_SECRET and WEBHOOK_SECRET_FILE are both set; remove one"


def test_all_variables_are_named_at_once() -> None:
    """Two mistakes are told together."""
    with pytest.raises(VariableError) as raised:
        serving(TELEGRAM_BOT_TOKEN="x", PORT="y")
    assert [line.split()[0] for line in str(raised.value).splitlines()] == ["TELEGRAM_BOT_TOKEN", "PORT"]


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("postgres://u:p@h/d", "postgresql+psycopg://u:p@h/d"),
        ("postgresql://u:p@h/d?x=1", "postgresql+psycopg://u:p@h/d?x=1"),
        ("postgresql+psycopg://h/d", "postgresql+psycopg://h/d"),
        ("sqlite:////tmp/x.db", "sqlite:////tmp/x.db"),
    ],
)
def test_database_address(url: str, expected: str) -> None:
    """Addresses as platforms give them are read for the driver in use."""
    assert load_config(None, {"DATABASE_URL": url}).database_url == Secret(expected)


def test_database_by_default(tmp_path: Path) -> None:
    """The store is a file beside config.yaml."""
    file = tmp_path / "c.yaml"
    file.touch()

    assert load_config(file, {}).database_url == Secret(f"sqlite:///{tmp_path}/var/bot.db")


def test_secrets_do_not_show() -> None:
    """Neither text nor representation of a configuration holds a secret."""
    config = serving(TELEGRAM_BOT_TOKEN=TOKEN, WEBHOOK_SECRET="s3cret", DATABASE_URL="postgres://u:hunter2@h/d")

    shown = f"{config} {config!r} {config.telegram.token} {config.database_url!s}"
    assert not any(secret in shown for secret in (TOKEN, "s3cret", "hunter2"))
    assert config.telegram.token is not None
    assert config.telegram.token.reveal() == TOKEN
