"""Tests of the programs that config.yaml names."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.chat.process.redaction import Redactor, secrets_of
from bot.config import Config, Secret, VariableError, load_config
from bot.config.file import read_settings
from bot.config.settings import ApiClient, EventKind, OutgoingWebhook, Scope

HASH = "ab" * 32
CLIENT = f"name: news, token: sha256:{HASH}"
HOOK = "name: news, url: https://news.example/hook, secret: NEWS_KEY"


def test_a_client_as_it_is_written() -> None:
    """Each key of a client of the API sets its field."""
    text = f"api: [{{{CLIENT}, scopes: [ask], chats: [-7], topics: [kazind], per_minute: 9}}]"
    settings, problems = read_settings("c", text.encode(), Path())

    assert problems == []
    assert settings.api == (ApiClient("news", HASH, frozenset({Scope.ASK}), frozenset({-7}), frozenset({"kazind"}), 9),)


def test_a_webhook_as_it_is_written() -> None:
    """Each key of an outgoing webhook sets its field."""
    settings, problems = read_settings("c", f"outgoing_webhooks: [{{{HOOK}, events: miss}}]".encode(), Path())

    assert problems == []
    assert settings.outgoing_webhooks == (
        OutgoingWebhook("news", "https://news.example/hook", "NEWS_KEY", frozenset({EventKind.MISS})),
    )


@pytest.mark.parametrize(
    ("key", "item", "said"),
    [
        ("api", "name: news", "'api.1.token' is missing"),
        ("api", f"name: 'a b', token: sha256:{HASH}", "'api.1.name' is 'a b'"),
        ("api", "name: news, token: bbt_secret", "'api.1.token' is not the hash of a token"),
        ("api", f"{CLIENT}, scopes: [all]", "'api.1.scopes' has 'all'"),
        ("api", f"{CLIENT}, scopes: []", "'api.1.scopes' is an empty list"),
        ("api", f"{CLIENT}, per_minute: 0", "'api.1.per_minute' is '0'"),
        ("api", f"{CLIENT}, chat: 7", "unknown key 'api.1.chat'"),
        ("api", f"{CLIENT}}}, {{{CLIENT}", "'api.2' has the name or the token of another"),
        ("outgoing_webhooks", "name: news, url: news.example, secret: NEWS_KEY", "is 'news.example'"),
        ("outgoing_webhooks", "name: news, url: https://a.example, secret: shh", "'outgoing_webhooks.1.secret'"),
        ("outgoing_webhooks", f"{HOOK}, events: [answer]", "has 'answer'"),
        ("outgoing_webhooks", f"{HOOK}}}, {{{HOOK}", "has the name of another"),
    ],
)
def test_what_is_wrong_is_said(key: str, item: str, said: str) -> None:
    """An item that cannot be used is named with its place, and a token never shown."""
    _, problems = read_settings("c", f"{key}: [{{{item}}}]".encode(), Path())

    assert [said in problem.what for problem in problems] == [True]
    assert "bbt_secret" not in f"{problems}"


KEY = "whsec_" + "A" * 43 + "="


def loaded(folder: Path, **environ: str) -> Config:
    """Load a configuration with one outgoing webhook, as to serve."""
    (folder / "config.yaml").write_text(f"outgoing_webhooks: [{{{HOOK}}}]\n")
    return load_config(folder / "config.yaml", environ, serving=True)


def test_the_key_comes_from_the_environment(tmp_path: Path) -> None:
    """The key stands in the variable that config.yaml names, or in a file; it is kept out of what is shown."""
    (tmp_path / "key").write_text(f"{KEY}\n")
    for environ in ({"NEWS_KEY": KEY}, {"NEWS_KEY_FILE": str(tmp_path / "key")}):
        config = loaded(tmp_path, **environ)
        assert config.webhook_keys == {"NEWS_KEY": Secret(KEY)}
        assert KEY not in Redactor(secrets_of(config))(f"signed with {KEY}")
        assert KEY not in repr(config)


@pytest.mark.parametrize(
    ("key", "said"), [("", "NEWS_KEY is not set"), ("secret", "NEWS_KEY is not a key"), (KEY[:-1], "is not a key")]
)
def test_a_key_that_cannot_sign(tmp_path: Path, key: str, said: str) -> None:
    """Without a key, or with one that is none, the bot does not start, and says which variable it is."""
    with pytest.raises(VariableError) as caught:
        loaded(tmp_path, NEWS_KEY=key)

    assert said in str(caught.value)
    assert str(caught.value).count("\n") == 0
