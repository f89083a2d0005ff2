"""Tests of the filter that takes secrets out of a text."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.process.redaction import Redactor, password_of, secrets_of
from bot.config import Config, Secret, Telegram

TOKEN = "123:AAFakeTokenOfATestForBotNumber"
PASSWORD = 'p@ss"w\\örd/1'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            f"POST https://api.telegram.org/bot{TOKEN}/getMe",
            "POST https://api.telegram.org/bot[redacted]/getMe",
        ),
        ("123%3AAAFakeTokenOfATestForBotNumber", "[redacted]"),
        ("123%3aAAFakeTokenOfATestForBotNumber", "[redacted]"),
        ("half AAFakeTokenOfATestForBotNumber of it", "half [redacted] of it"),
        ("hook secret-of-hook", "hook [redacted]"),
        ("update 123 failed", "update 123 failed"),
        ("7000001:AAFakeTokenThatNobodyConfigured000", "[redacted]"),
        ("postgresql://bot:pw@db/bot failed", "postgresql://bot:[redacted]@db/bot failed"),
        ("https://example.org/a:b@c", "https://example.org/a:b@c"),
    ],
)
def test_secrets_are_redacted(text: str, expected: str) -> None:
    """Neither a token, nor its secret half, nor the webhook's secret, nor a password in an address stays."""
    assert Redactor([TOKEN, "secret-of-hook"])(text) == expected


@given(secret=st.text(min_size=6), around=st.text(alphabet="abc :/", max_size=5))
def test_any_secret_is_found_in_any_form(secret: str, around: str) -> None:
    """However a secret is spelt, plain, percent-encoded or in a representation, it is taken out."""
    redact = Redactor([secret])
    forms = [secret, quote(secret, safe=""), repr(secret)[1:-1]] if secret.isprintable() else [secret]
    for form in forms:
        assert form not in redact(f"{around}{form}{around}") or form in "[redacted]"


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        (f"postgresql+psycopg://bot:{quote(PASSWORD, safe='')}@db/bot", quote(PASSWORD, safe="")),
        ("postgresql+psycopg:///bot?host=db&password=hunter22", "hunter22"),
        ("sqlite:////tmp/bot.db", ""),
    ],
)
def test_password_of_a_database(address: str, expected: str) -> None:
    """It is found where an address may hold it."""
    assert password_of(address) == expected


def test_all_secrets_of_a_configuration() -> None:
    """Every secret that is set is known to the filter, the password in each of its spellings."""
    config = Config(
        Path(),
        telegram=Telegram(Secret(TOKEN), webhook_secret=Secret("of-the-hook"), metrics_token=Secret("m" * 16)),
        database_url=Secret(f"postgresql+psycopg://bot:{quote(PASSWORD, safe='')}@db/bot"),
    )
    redact = Redactor(secrets_of(config))
    text = f"{TOKEN} of-the-hook {'m' * 16} {PASSWORD} {quote(PASSWORD)} {PASSWORD!r}"
    assert redact(text) == " ".join(["[redacted]"] * 5) + " '[redacted]'"
