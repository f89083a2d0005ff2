"""Removes secrets from texts, in whatever encoding they got there."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Final
from urllib.parse import quote, quote_plus, unquote, urlsplit

from bot.config import Config

REDACTED: Final = "[redacted]"
SHORTEST: Final = 6  # a webhook secret may be a single letter, which is in every line
# Everything that looks like a token is removed, whether it is ours or one that somebody pasted.
TOKEN: Final = re.compile(r"\b[0-9]{5,}(?::|%3A)[A-Za-z0-9_-]{30,}", re.IGNORECASE)
HEX: Final = re.compile("%[0-9A-F]{2}")
USERINFO: Final = re.compile(r"(?<=://)([^\s/:@]*):[^\s/@]*@")


class Redactor:
    """Replaces secrets in a text."""

    def __init__(self, secrets: Iterable[str]) -> None:
        forms = {form for secret in secrets for form in forms_of(secret) if len(form) >= SHORTEST}
        self._longest_first = sorted(forms, key=lambda form: (-len(form), form))

    def __call__(self, text: str) -> str:
        # One by one, for most are absent and searching for plain text is faster than one pattern for all.
        for form in self._longest_first:
            if form in text:
                text = text.replace(form, REDACTED)
        text = TOKEN.sub(REDACTED, text)
        return USERINFO.sub(rf"\1:{REDACTED}@", text) if "://" in text else text


def forms_of(secret: str) -> Iterator[str]:
    """Yield the encodings in which a secret may stand in a text; of a token also the half after its colon."""
    for part in (secret, secret.partition(":")[2] if secret[:1].isdigit() else ""):
        yield part
        for encoded in (quote(part), quote(part, safe=""), quote_plus(part)):
            yield encoded
            yield HEX.sub(lambda found: found[0].lower(), encoded)
        yield json.dumps(part)[1:-1]
        yield repr(part)[1:-1]


def secrets_of(config: Config) -> list[str]:
    """List what must not be shown: tokens, secrets, and the password of the database."""
    telegram = config.telegram
    set_ones = (telegram.token, telegram.webhook_secret, telegram.metrics_token)
    secrets = [secret.reveal() for secret in set_ones if secret is not None]
    password = password_of(config.database_url.reveal())
    keys = [key.reveal() for key in config.webhook_keys.values()]
    return [*secrets, *keys, password, unquote(password)]


def password_of(address: str) -> str:
    """Return the password in a URL as it is written there, or an empty text."""
    try:
        parts = urlsplit(address)
    except ValueError:  # for example brackets that are not closed
        return address.partition("://")[2]
    in_query = re.search(r"(?:^|&)password=([^&]*)", parts.query)
    return parts.password or (in_query[1] if in_query else "")
