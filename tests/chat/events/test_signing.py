"""Tests of signatures, with the reference library of their specification as the receiver."""

from __future__ import annotations

import base64
import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from standardwebhooks import Webhook, WebhookVerificationError

from bot.chat.events.signing import signed_headers
from bot.config import Secret


@given(key=st.binary(min_size=24, max_size=64), value=st.dictionaries(st.text(), st.text()))
def test_the_reference_library_takes_it(key: bytes, value: dict[str, str]) -> None:
    """Whatever is signed with a key is verified with that key."""
    secret, body = f"whsec_{base64.b64encode(key).decode()}", json.dumps(value)
    headers = signed_headers(Secret(secret), "evt_1", int(time.time()), body.encode())

    assert Webhook(secret).verify(body, headers) == value


@pytest.mark.parametrize("forged", ["body", "webhook-id", "webhook-timestamp", "key"])
def test_whatever_else_is_refused(forged: str) -> None:
    """With another body, id, time or key the signature does not hold."""
    key, other = (f"whsec_{base64.b64encode(letter * 32).decode()}" for letter in (b"a", b"b"))
    headers = signed_headers(Secret(key), "evt_1", int(time.time()), b"{}")
    if forged in headers:
        headers[forged] = str(int(time.time()) - 9) if forged == "webhook-timestamp" else "evt_2"

    with pytest.raises(WebhookVerificationError):
        Webhook(other if forged == "key" else key).verify('{"a": 1}' if forged == "body" else "{}", headers)
